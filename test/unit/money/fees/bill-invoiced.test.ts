import { describe, expect, it } from 'vitest';
import { type Bill, billSchema } from '../../../../functions/money/fees/bill.ts';
import { overInvoicedBy, uninvoicedFen } from '../../../../functions/money/fees/bill-invoiced.ts';
import { creditBill } from '../../../../functions/money/fees/credit-bill.ts';
import { waivePart } from '../../../../functions/money/fees/waive-charge.ts';
import { account, taxIn } from '../../../../functions/money/ledger/public.ts';
import { aBill, Counter, estateId, payerId } from './a-bill.ts';

const six = { vatClass: 'service', method: 'general', percent: '6' } as const;
const taxes = account.vat(six);
const taxedBill = (invoiced?: Bill['invoiced']): Bill => {
  const bill = aBill();
  return {
    ...bill,
    lines: bill.lines.map((line) => ({ ...line, vat: taxIn(line.fen, six) })),
    ...(invoiced && { invoiced }),
  };
};
const blue = (number: string, fen: number) => ({ line: 0, number, fen });
const credit = (counter: Counter, fen: number, noteId: string) => {
  const { bill } = counter;
  const note = { billId: noteId, period: bill.period, lines: bill.lines.map((line) => ({ ...line, fen: -fen })) };
  counter.change('2025-03-20', (change, context) => creditBill(change, note, context));
};
const waive = (counter: Counter, fen: number) => {
  const waiver = {
    waiverId: 'wvr_1',
    estateId,
    billId: 'bill_1',
    unitId: 'unt_1',
    unitLabel: '1栋1201',
    payerId,
    part: 'principal' as const,
    fen,
    reason: '停梯补偿',
    status: 'granted' as const,
    asked: { by: 'stf_zhou', on: '2025-03-15', at: '2025-03-15T04:00:00Z' },
    updatedAt: '2025-03-15T04:00:00Z',
    version: 1,
  };
  counter.change('2025-03-21', (change, context) => waivePart(change, waiver, 'stf_manager', context));
};

describe('R23.8 what is invoiced of a bill', () => {
  it('is billed less blue, plus red', () => {
    expect(uninvoicedFen(taxedBill(), 0)).toBe(71_853);
    expect(uninvoicedFen(taxedBill([blue('1', 50_000), blue('2', 21_853), blue('1', -10_000)]), 0)).toBe(10_000);
  });

  it('is lowered by a credit note; what invoices have too much then needs a red one, the latest first', () => {
    const counter = new Counter(taxedBill([blue('1', 50_000), blue('2', 20_000)]));
    credit(counter, 1_000, 'crn_1');
    expect([uninvoicedFen(counter.bill, 0), overInvoicedBy(counter.bill, 'crn_1')]).toEqual([853, []]);
    credit(counter, 4_000, 'crn_2');
    expect(uninvoicedFen(counter.bill, 0)).toBe(-3_147);
    expect(overInvoicedBy(counter.bill, 'crn_2')).toEqual([blue('2', 3_147)]);
    credit(counter, 40_000, 'crn_3');
    // The notes add up to 431.47, of which the second needed 31.47.
    expect(overInvoicedBy(counter.bill, 'crn_3')).toEqual([blue('2', 16_853), blue('1', 23_147)]);
    expect(overInvoicedBy(counter.bill, 'crn_1')).toEqual([]);
    expect(billSchema.parse(counter.bill)).toEqual(counter.bill);
  });

  it('keeps its tax when it is waived: a discount counts only on the same invoice', () => {
    const counter = new Counter(taxedBill([blue('1', 70_000)]));
    waive(counter, 4_000);
    // 18.53 was not invoiced yet: its tax of 1.05 is taken off; the rest lowers revenue alone.
    expect(counter.balance(taxes)).toBe(-4_067 + 105);
    expect(counter.balance(account.revenue('fee_property'))).toBe(-67_786 + 4_000 - 105);
    expect(uninvoicedFen(counter.bill, 0)).toBe(0);
  });
});
