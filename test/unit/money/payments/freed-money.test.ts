import { describe, expect, test } from 'vitest';
import { freedByPayment } from '../../../../functions/money/fees/credit-bill.ts';
import { creditNoteTaskFor } from '../../../../functions/money/payments/credit-note-task.ts';
import {
  type Payment,
  paymentSchema,
  restFen,
  withFreed,
  withPaidBack,
} from '../../../../functions/money/payments/payment.ts';
import { parts } from '../fees/a-bill.ts';

const at = '2026-11-27T08:00:00Z';
const noteId = 'crn_1';
const share = {
  billId: 'bill_1',
  dueOn: '2026-10-31',
  unitId: 'unt_1',
  unitLabel: '1栋1201',
  feeItemId: 'fee_property',
};

/** 239.51 by transfer, all on one bill, with its invoice. */
const paid: Payment = paymentSchema.parse({
  paymentId: 'pay_1',
  estateId: 'yg',
  payerId: 'psn_wang',
  fen: 23_951,
  method: 'transfer',
  purpose: 'general',
  moneyAccount: 'assets:bank:icbc',
  reference: 'B1',
  occurredOn: '2026-10-20',
  takenAt: at,
  takenBy: 'stf_li',
  receiptNumber: 'R1',
  status: 'taken',
  entryId: 'ent_1',
  uses: 1,
  refundedFen: 0,
  updatedAt: at,
  version: 1,
  allocation: [{ ...share, parts: parts({ principal: 23_951 }) }],
  invoice: { number: 'INV1', at, by: 'stf_li' },
});

describe('R21.6 a credit note of 40.00 on a bill that was paid and invoiced', () => {
  const freed = withFreed(paid, 4_000, at);

  test('40.00 of the payment become its rest again and can be refunded once', () => {
    expect(restFen(paid)).toBe(0);
    expect(restFen(freed)).toBe(4_000);
    const back = withPaidBack(freed, 4_000, at);
    expect(back).toMatchObject({ refundedFen: 4_000, version: 3 });
    expect(restFen(back)).toBe(0);
    expect(paymentSchema.parse(back)).toEqual(back);
  });

  test('the rest never exceeds the payment, whatever bills it leaves', () => {
    expect(restFen({ ...freed, allocation: [] })).toBe(23_951);
    expect(restFen({ ...freed, status: 'reversed' })).toBe(0);
  });

  test('the credit note opens one task of 40.00; the refund of the same money opens no second one', () => {
    const task = creditNoteTaskFor(paid, { fen: 4_000, noteId }, at);
    expect(task).toMatchObject({ fen: 4_000, noteId, invoiceNumber: 'INV1', status: 'open' });
    expect(creditNoteTaskFor(freed, { fen: 4_000, refundId: 'rfd_1' }, at)).toBeUndefined();
    expect(creditNoteTaskFor(freed, { fen: 4_001, refundId: 'rfd_1' }, at)).toMatchObject({ fen: 1 });
    const back = withPaidBack(freed, 4_000, at);
    expect(creditNoteTaskFor(back, { fen: 100, refundId: 'rfd_2' }, at)).toMatchObject({ fen: 100 });
  });

  test('the task of the whole payment covers the remaining 199.51, and two credit notes have a task each', () => {
    expect(creditNoteTaskFor(freed, { fen: 23_951 }, at)).toMatchObject({ fen: 19_951 });
    const [one, two] = [noteId, 'crn_2'].map((id) => creditNoteTaskFor(freed, { fen: 4_000, noteId: id }, at)?.taskId);
    expect(one).not.toBe(two);
  });

  test('without an invoice no task opens; an invoice issued later is covered with the refund', () => {
    const { invoice, ...plain } = paid;
    expect(creditNoteTaskFor(plain, { fen: 4_000, noteId }, at)).toBeUndefined();
    const invoiced = { ...withFreed(plain, 4_000, at), invoice };
    expect(creditNoteTaskFor(invoiced, { fen: 4_000, refundId: 'rfd_1' }, at)).toMatchObject({ fen: 4_000 });
  });
});

describe('R21.6 the payments that a credit note frees money of', () => {
  const row = (paymentId: string, principal: number) => ({
    paymentId,
    on: '2026-10-20',
    at,
    parts: parts({ principal }),
  });

  test('the latest payment comes first, and a later credit note frees nothing that an earlier one freed', () => {
    const rows = [row('pay_1', 10_000), row('pay_2', 3_000)];
    expect(freedByPayment({ paid: rows }, 4_000)).toEqual([
      { paymentId: 'pay_2', fen: 3_000 },
      { paymentId: 'pay_1', fen: 1_000 },
    ]);
    expect(freedByPayment({ paid: [...rows, row(noteId, -4_000)] }, 9_000)).toEqual([
      { paymentId: 'pay_1', fen: 9_000 },
    ]);
  });

  test('a reversed payment is skipped', () => {
    const rows = [row('pay_1', 10_000), row('pay_2', 3_000), row('pay_2', -3_000)];
    expect(freedByPayment({ paid: rows }, 4_000)).toEqual([{ paymentId: 'pay_1', fen: 4_000 }]);
  });
});
