import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  nextReceipt,
  parseReceipt,
  type ReceiptNumber,
  receiptGaps,
  receiptText,
} from '../../../../functions/money/ledger/receipt.ts';

const day = '2025-03-05';
const number = (sequence: number): ReceiptNumber => ({ cashierId: 'li', day, sequence });
const given = (count: number) => Array.from({ length: count }, (_, last) => nextReceipt('li', day, last));

describe('D27 receipt numbers', () => {
  test('receipt numbers begin at 1 for each cashier and day and increase by one', () => {
    expect(given(3)).toEqual([number(1), number(2), number(3)]);
    expect(() => nextReceipt('li', day, -1)).toThrow(RangeError);
    expect(() => nextReceipt('li', day, 0.5)).toThrow(RangeError);
  });

  test('receipt numbers are printed and parsed', () => {
    expect(receiptText(number(7))).toBe('20250305-li-0007');
    expect(parseReceipt('20250305-cashier-li-12345')).toEqual({ cashierId: 'cashier-li', day, sequence: 12_345 });
    for (const wrong of ['20250305-li-7', '20250305-li-00007', '20250230-li-0001', '20250305-li-0000', 'li-0001', ''])
      expect(parseReceipt(wrong)).toBeUndefined();
  });

  test('receipt numbers are parsed as printed for any cashier id', () => {
    const cashiers = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    fc.assert(
      fc.property(cashiers, fc.integer({ min: 1, max: 1_000_000 }), (cashierId, sequence) => {
        const one = { cashierId, day, sequence };
        expect(parseReceipt(receiptText(one))).toEqual(one);
      }),
    );
  });

  test('a missing, a last missing, a doubled and a never given out number are found', () => {
    const found = receiptGaps('li', day, 5, [1, 3, 3, 4, 6].map(number));
    expect(found.map((gap) => [gap.number.sequence, gap.what])).toEqual([
      [2, 'missing'],
      [3, 'twice'],
      [5, 'missing'],
      [6, 'never-given-out'],
    ]);
    expect(() => receiptGaps('li', day, 1, [{ ...number(1), cashierId: 'he' }])).toThrow(RangeError);
  });

  test('numbers given out in order have no gap, and removing one leaves exactly that gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (count, pick) => {
        const lost = (pick % count) + 1;
        expect(receiptGaps('li', day, count, given(count))).toEqual([]);
        const others = given(count).filter(({ sequence }) => sequence !== lost);
        expect(receiptGaps('li', day, count, others)).toEqual([{ number: number(lost), what: 'missing' }]);
      }),
    );
  });
});
