import { readFileSync } from 'node:fs';
import * as z from 'zod';

const zalgo = [...'安居'].map((letter) => letter + '\u0300\u0301\u0302\u0316\u0317\u0334\u0489'.repeat(4)).join('');

/** Difficult texts that people, programs and attackers enter into text fields. */
const byHand: readonly string[] = [
  // Empty and invisible texts.
  ...[
    '',
    ' ',
    '\u3000',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u2060\u180e',
    ' 前后有空格 ',
    '\t制表\t',
    '\n',
    'a\nb',
    'a\r\nb',
  ],
  // Control characters.
  ...['\u0000', 'a\u0000b', '\u0007\u0008\u001b[31m红', '\u007f\u0080\u009f', '\u2028第二行\u2029', '\u000b\u000c'],
  // Text directions, combining marks, compositions.
  ...['\u202e倒着\u202c', '\u2066x\u2069', 'مرحبا بكم', 'שלום', zalgo, 'e\u0301 é', 'ﬁ ﬀ ㈱', 'Straße İstanbul'],
  // Characters outside the basic plane, emoji sequences, rare Chinese characters of names.
  ...['👨‍👩‍👧‍👦🏳️‍🌈', '👍🏽', '🇨🇳🇹🇼', '𠮷野家', '䶮', '㛃', '\u{2f81a}', '葛\u{e0100}', '\u{10ffff}', '\u{1f468}\u200d'],
  // Noncharacters, which some queues and documents reject.
  ...['\ufffe', 'a\uffffb', '\u{1fffe}', '\ufdd0'],
  // Unpaired surrogates.
  ...['\ud800', 'a\udfff', '\udc00\ud800', '半\ud83d个'],
  // Injections.
  ...["'; DROP TABLE tickets; --", "' OR '1'='1", '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'],
  ...[
    '{{7*7}}',
    '$' + '{7*7}',
    '%s%n%x',
    '{0}{number}',
    '$(reboot)',
    '`id`',
    '../../etc/passwd',
    '\\\\server\\share',
    '&lt;b&gt;',
  ],
  ...['Bcc: all@example.com\r\nX-Evil: 1', '=cmd|"/c calc"!A1', '+86-138', '@SUM(1)', 'javascript:alert(1)'],
  // Texts that programs mistake for values of other types.
  ...['null', 'undefined', 'NaN', 'true', '0', '-1', '1e309', '0x1F', '1,000.00', '１２３', '__proto__', 'constructor'],
  ...['/a~1b~0c', '#ESTATE', 'TICKET#tkt_1', '[object Object]', '{"a":1}', '["a"]', 'toString', 'hasOwnProperty'],
  // Long texts.
  ...[
    '长'.repeat(199),
    'x'.repeat(201),
    '👍'.repeat(150),
    '字'.repeat(10_000),
    'y'.repeat(10_001),
    'z'.repeat(200_000),
  ],
];

const listSchema = z.array(z.string());

/** Returns the texts above and those of the JSON file in the environment variable BLNS, each once. */
export function nastyStrings(): string[] {
  const file = process.env.BLNS;
  const more = file ? listSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  return [...new Set([...byHand, ...more])];
}
