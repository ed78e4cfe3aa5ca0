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

describe('D27 the numbers of receipts', () => {
  test('begin at 1 for each cashier and day and go up by one', () => {
    expect(given(3)).toEqual([number(1), number(2), number(3)]);
    expect(() => nextReceipt('li', day, -1)).toThrow(RangeError);
    expect(() => nextReceipt('li', day, 0.5)).toThrow(RangeError);
  });

  test('are printed and read back', () => {
    expect(receiptText(number(7))).toBe('20250305-li-0007');
    expect(parseReceipt('20250305-cashier-li-12345')).toEqual({ cashierId: 'cashier-li', day, sequence: 12_345 });
    for (const wrong of ['20250305-li-7', '20250305-li-00007', '20250230-li-0001', '20250305-li-0000', 'li-0001', ''])
      expect(parseReceipt(wrong)).toBeUndefined();
  });

  test('are read back as they were printed, whatever the cashier is called', () => {
    const cashiers = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    fc.assert(
      fc.property(cashiers, fc.integer({ min: 1, max: 1_000_000 }), (cashierId, sequence) => {
        const one = { cashierId, day, sequence };
        expect(parseReceipt(receiptText(one))).toEqual(one);
      }),
    );
  });

  test('a lost one, the last one lost, one twice and one that nobody gave out are named', () => {
    const found = receiptGaps('li', day, 5, [1, 3, 3, 4, 6].map(number));
    expect(found.map((gap) => [gap.number.sequence, gap.what])).toEqual([
      [2, 'missing'],
      [3, 'twice'],
      [5, 'missing'],
      [6, 'never-given-out'],
    ]);
    expect(() => receiptGaps('li', day, 1, [{ ...number(1), cashierId: 'he' }])).toThrow(RangeError);
  });

  test('given out one after the other they have no gap, and without any one of them they have just that', () => {
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
