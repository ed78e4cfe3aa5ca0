import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { BadAddress, headerText, type Mail, mailbox, rawMessage } from '../../../functions/notices/mime.ts';
import { filled } from '../../filled.ts';

const mail: Mail = {
  id: 'ntc_1',
  from: { name: '阳光花园', address: 'service@anju.example' },
  to: { name: '李梅', address: 'limei@residents.example' },
  subject: '已受理：YG-10042-7 厨房漏水',
  date: Temporal.Instant.from('2025-03-31T02:00:00Z'),
  text: '李梅，您好：\n\n已受理。\n',
  html: '<p>李梅，您好：</p>',
};

/** Decodes encoded words as a mail program does (RFC 2047). */
function decoded(header: string): string {
  const word = '=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]*\\?=';
  return header.replace(new RegExp(`${word}(?:\\s+${word})*`, 'g'), (words) =>
    words
      .split(/\s+/)
      .map((one) => Buffer.from(one.slice(10, -2), 'base64').toString('utf8'))
      .join(''),
  );
}

function headersOf(raw: string): Map<string, string> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]/g, ' ');
  return new Map(
    head.split('\r\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
}

describe('a raw message', () => {
  const raw = rawMessage(mail);
  const headers = headersOf(raw);

  test('is ASCII in lines that every server accepts', () => {
    expect(raw).toMatch(/^[\r\n\x20-\x7e]*$/);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  test('has sender, recipient and subject in Chinese', () => {
    expect(decoded(headers.get('From') ?? '')).toBe('阳光花园 <service@anju.example>');
    expect(decoded(headers.get('To') ?? '')).toBe('李梅 <limei@residents.example>');
    expect(decoded(headers.get('Subject') ?? '')).toBe(mail.subject);
    expect(headers.get('Date')).toBe('Mon, 31 Mar 2025 02:00:00 +0000');
    expect(headers.get('Message-ID')).toBe('<ntc_1@anju.example>');
    expect(headers.get('Auto-Submitted')).toBe('auto-generated');
  });

  test('contains text and HTML completely', () => {
    const parts = raw.split('--=_ntc_1').slice(1, 3);
    const bodies = parts.map((part) => Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8'));
    expect(bodies).toEqual([mail.text.replaceAll('\n', '\r\n'), mail.html]);
    expect(parts[0]).toContain('text/plain');
    expect(parts[1]).toContain('text/html');
  });

  test('is identical for the same mail', () => {
    expect(rawMessage(mail)).toBe(raw);
  });

  test('names the unsubscribe page for the button of the mail program (RFC 8058)', () => {
    const marketing = headersOf(rawMessage({ ...mail, unsubscribeUrl: 'https://anju.example/p/notices/a.b' }));
    expect(marketing.get('List-Unsubscribe')).toBe('<https://anju.example/p/notices/a.b>');
    expect(marketing.get('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.has('List-Unsubscribe')).toBe(false);
  });

  test('accepts no header injected by a subject or a name', () => {
    const evil = 'x\r\nBcc: thief@evil.example\r\n\r\nbody';
    const names = [...headersOf(rawMessage({ ...mail, subject: evil, to: { ...mail.to, name: evil } })).keys()];
    expect(names).toEqual([...headers.keys()]);
  });

  test('is refused for an invalid address', () => {
    const addresses = [
      '',
      'limei',
      'a@b@c.example',
      'a@example.com\r\nBcc: x@evil.example',
      'a@b.example, c@d.example',
    ];
    for (const address of [...addresses, '李梅@example.com', '<a@example.com>']) {
      expect(() => rawMessage({ ...mail, to: { name: 'x', address } })).toThrow(BadAddress);
    }
  });
});

describe('header text', () => {
  test('a long Chinese subject is folded into lines of 76, the name of its header included (RFC 2047, 2)', () => {
    for (const length of [13, 14, 40, 200]) {
      const raw = rawMessage({ ...mail, subject: '漏'.repeat(length), to: { ...mail.to, name: '梅'.repeat(length) } });
      for (const line of filled(raw.split('\r\n'))) expect(line.length, line).toBeLessThanOrEqual(76);
    }
  });

  test('an emoji of several code points is preserved', () => {
    const text = `${'👨‍👩‍👧‍👦🛗'.repeat(12)} 谢谢`;
    expect(decoded(headerText(text))).toBe(text);
  });

  test('a name with a comma or quotes does not become two receivers', () => {
    expect(mailbox({ name: 'Smith, John', address: 'a@example.com' })).toBe('"Smith, John" <a@example.com>');
    const quoted = mailbox({ name: 'John "J" Smith', address: 'a@example.com' });
    expect(quoted).not.toContain('"J"');
    expect(decoded(quoted.replace(/\r\n /g, ' '))).toBe('John "J" Smith <a@example.com>');
  });

  test('any text is preserved in short lines of ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const header = headerText(text);
        expect(header).toMatch(/^[\r\n\x20-\x7e]*$/);
        for (const line of header.split('\r\n ')) {
          expect(line.length).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
        }
        const plain = text
          .toWellFormed()
          .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
          .trim();
        expect(decoded(header)).toBe(plain);
      }),
    );
  });
});
