import { expect, test } from 'vitest';
import { numberKey } from '../../../../functions/money/ledger/reference.ts';

test.each([
  ['BANK-45', 'bank 45', 'Bank45', 'BANK/45', 'bank - 45'],
  ['20260304-0001', '20260304 0001', '20260304/0001'],
  ['收据-12', '收据 12', '收据12'],
])('%s is one number in every spelling', (...typed) => {
  expect(new Set(typed.map(numberKey)).size).toBe(1);
});

test.each([
  ['1-12', '11-2'],
  ['1-12', '112'],
  ['BANK-45', 'BANK-46'],
  ['A1-2', 'A12'],
])('%s and %s are two numbers', (one, other) => {
  expect(numberKey(one)).not.toBe(numberKey(other));
});
