import { describe, expect, test } from 'vitest';
import { assertDayProven, assertWaiverApproved } from '../../../../functions/money/payments/correction.ts';
import { dayOfMoney } from '../../../../functions/money/payments/when-paid.ts';

const zone = 'Asia/Shanghai';
const act = { actor: { kind: 'staff', id: 'li' }, recordedAt: '2027-02-10T02:00:00Z' } as const;
const cash = (occurredOn?: string) => dayOfMoney({ method: 'cash', occurredOn }, act, zone);

describe('R20.12 the day of money', () => {
  test('R20.12: on 2027-02-10 cash of 2026-11-27 without proof is refused, and so is 1999-01-01', () => {
    expect(() => cash('2026-11-27')).toThrow('cash-counts-today');
    expect(() => cash('1999-01-01')).toThrow('cash-counts-today');
    expect(() => dayOfMoney({ method: 'cash', occurredAt: '2027-02-09T02:00:00Z' }, act, zone)).toThrow(
      'cash-counts-today',
    );
    expect([cash(), cash('2027-02-10')]).toEqual(['2027-02-10', '2027-02-10']);
  });

  test('R20.12: a transfer counts from the day of the bank', () => {
    expect(dayOfMoney({ method: 'transfer', occurredOn: '2026-11-27' }, act, zone)).toBe('2026-11-27');
  });

  test('R20.12: an earlier day of cash needs a paper receipt and is after the last closed day', () => {
    const change = { kind: 'entry', occurredOn: '2027-02-05' } as const;
    const proven = { ...change, paperReceipt: 'SJ-0012' };
    expect(() => assertDayProven(change, { method: 'cash' }, '2027-02-04')).toThrow('paper-receipt-needed');
    expect(() => assertDayProven(proven, { method: 'cash' }, '2027-02-05')).toThrow('day-before-last-close');
    expect(() => assertDayProven(proven, { method: 'cash' }, '2027-02-04')).not.toThrow();
    expect(() => assertDayProven(change, { method: 'transfer' }, '2027-02-05')).not.toThrow();
  });

  test('R20.12: late charge that the earlier day takes off is approved by its amount', () => {
    expect(() => assertWaiverApproved(1_617)).toThrow('late-charge-to-waive');
    expect(() => assertWaiverApproved(1_617, 1_616)).toThrow('late-charge-to-waive');
    expect(() => assertWaiverApproved(0, 5)).toThrow('late-charge-to-waive');
    expect(() => assertWaiverApproved(1_617, 1_617)).not.toThrow();
    expect(() => assertWaiverApproved(0)).not.toThrow();
  });
});
