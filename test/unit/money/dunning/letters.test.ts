import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactDocument } from '../../../../functions/money/dunning/contact-document.ts';
import type { ContactRecord } from '../../../../functions/money/dunning/dunning-contact.ts';
import { means } from '../../../../functions/money/dunning/dunning-ladder.ts';
import { mustNameLawfulMeans, withheldIn } from '../../../../functions/money/dunning/forbidden-means.ts';
import { letterText } from '../../../../functions/money/dunning/letter-text.ts';
import { dunningLetter } from '../../../../functions/notices/templates/dunning.letters.ts';
import { render } from '../../../../functions/notices/templates/letter.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { filled } from '../../../filled.ts';

const contact: ContactRecord = {
  contactId: 'dct_1',
  accountId: 'dac_1',
  estateId: 'sunshine',
  payerId: 'limei',
  unitId: 'u1',
  step: 'written-demand',
  means: 'written-demand',
  billIds: ['b1', 'b2'],
  said: {
    estateName: '阳光花园',
    payerName: '李梅',
    unitLabel: '3栋1201',
    issuedOn: '2025-05-30',
    answerBy: '2025-06-14',
    answerDays: 15,
    fen: 143_706,
    bills: [
      { billId: 'b1', from: '2025-01-01', to: '2025-01-31', dueOn: '2025-04-30', fen: 71_853 },
      { billId: 'b2', from: '2025-02-01', to: '2025-02-28', dueOn: '2025-05-15', fen: 71_853 },
    ],
    nextMeans: 'legal-file',
  },
  status: 'waiting',
  at: '2025-05-30T02:00:00Z',
  updatedAt: '2025-05-30T02:00:00Z',
  version: 1,
};
const sender = { estateName: '阳光花园', company: '安心物业服务有限公司' };
const linkOf = (billId: string) => `https://anju.example/p/fees/${billId}`;
const everyLetter = languages.flatMap((language) =>
  means.flatMap((by) =>
    [...means, undefined].flatMap((nextMeans) =>
      ['2025-04-01', '2025-05-30'].map((issuedOn) => ({
        language,
        letter: { ...contact, means: by, said: { ...contact.said, nextMeans, issuedOn } },
      })),
    ),
  ),
);

describe('a letter of dunning (R12.3)', () => {
  test.each(languages)('in %s gives facts, amount, period, deadline and consequence', (language) => {
    const { subject, paragraphs, facts, after } = letterText(contact, language);
    const all = [subject, ...paragraphs, ...facts.map(({ value }) => value), ...after].join('\n');
    for (const fact of ['3栋1201', '1437.06', '2025-01-01', '2025-02-28', '2025-06-14', '2025-05-30']) {
      expect(all).toContain(fact);
    }
    expect(all).toMatch(/诉讼|訴訟|court/);
  });

  test('R12.2 never threatens with power, water, heat, gas or access, in any language and with any next step', () => {
    for (const { language, letter } of filled(everyLetter)) {
      const { subject, paragraphs, after } = letterText(letter, language);
      expect(withheldIn([subject, ...paragraphs, ...after].join('\n'))).toEqual([]);
      expect(withheldIn(contactDocument(letter, sender, language).replaceAll(/<style>[\s\S]*<\/style>/g, ''))).toEqual(
        [],
      );
    }
  });

  test('asks before the due day to pay by that day, and after it by the deadline', () => {
    const message = { ...contact, means: 'message' as const };
    const before = letterText({ ...message, said: { ...contact.said, issuedOn: '2025-05-08' } }, 'en');
    expect(before).toMatchObject({ title: 'Payment due soon' });
    expect(before.facts.at(-1)?.value).toBe('2025-05-15');
    const after = letterText(message, 'en');
    expect(after).toMatchObject({ title: 'Payment reminder' });
    expect(after.facts.at(-1)?.value).toBe('2025-06-14');
  });

  test('has the same sentences in the mail and on paper', () => {
    for (const language of filled(languages)) {
      const envelope = { language, recipientName: '李梅', estateName: '阳光花园' };
      const mail = render(dunningLetter(contact, linkOf, language), envelope);
      const paper = contactDocument(contact, sender, language).replaceAll(/<\/?span[^>]*>/g, '');
      for (const sentence of filled(letterText(contact, language).paragraphs)) {
        expect(mail.text).toContain(sentence);
        expect(paper).toContain(sentence.replaceAll("'", '&#39;'));
      }
    }
  });

  test('links each of its bills, the oldest first, and lists all of them on paper', () => {
    for (const language of filled(languages)) {
      const envelope = { language, recipientName: '李梅', estateName: '阳光花园' };
      const { said } = contact;
      const letter = dunningLetter({ ...contact, said: { ...said, bills: said.bills.toReversed() } }, linkOf, language);
      expect(letter.links?.map(({ url }) => url)).toEqual(said.bills.map(({ billId }) => linkOf(billId)));
      const mail = render(letter, envelope);
      const paper = contactDocument(contact, sender, language);
      for (const { billId, from, to } of filled(said.bills)) {
        expect(mail.text).toContain(linkOf(billId));
        expect(mail.html).toContain(`href="${linkOf(billId)}"`);
        for (const one of [billId, from, to]) expect(paper).toContain(one);
      }
      expect(paper.match(/<td class="amount">/g)).toHaveLength(said.bills.length + 1);
    }
  });

  test('a letter about one bill has a button to it', () => {
    const { said } = contact;
    const letter = dunningLetter({ ...contact, said: { ...said, bills: said.bills.slice(0, 1) } }, linkOf, 'en');
    expect(letter.button?.url).toBe(linkOf('b1'));
    expect(letter.links).toBeUndefined();
  });

  test('gives the same bytes on paper for the same contact, whatever its result', () => {
    for (const language of filled(languages)) {
      const later = { ...contact, status: 'reached' as const, proof: 'notice ntc_1', version: 2 };
      expect(contactDocument(later, sender, language)).toBe(
        contactDocument(structuredClone(contact), sender, language),
      );
    }
  });
});

describe('the law guard (R12.2)', () => {
  test('finds a threat at any depth of a body, and lets amounts and days pass', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'list'), { maxLength: 6 }), (path) => {
        const wrap = (inner: unknown) =>
          path.reduce<unknown>((body, key) => (key === 'list' ? [body, 1] : { [key]: body, on: '2025-01-01' }), inner);
        expect(() => mustNameLawfulMeans(wrap('再不缴费就停水'))).toThrow('means-forbidden-by-law');
        expect(() => mustNameLawfulMeans(wrap('请于月底前缴清'))).not.toThrow();
      }),
    );
  });
});
