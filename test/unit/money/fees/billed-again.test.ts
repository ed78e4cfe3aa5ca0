import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backBillingOn } from '../../../../functions/money/fees/back-billing.ts';
import { type Bill, billSchema, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { lateOf } from '../../../../functions/money/fees/bill-late.ts';
import { assertMayPublish, dueDayOf } from '../../../../functions/money/fees/billing-run.ts';
import { creditBill } from '../../../../functions/money/fees/credit-bill.ts';
import { writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { waivePart } from '../../../../functions/money/fees/waive-charge.ts';
import { account } from '../../../../functions/money/ledger/public.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aBill, Counter, parts, payerId, policy, prepaid, receivable } from './a-bill.ts';
import { BilledUnit, byArea, type Facts, itemWith, month, water } from './billed-unit.ts';

const facts = (more: Partial<Facts> = {}): Facts => ({
  owners: [{ personId: 'old', from: '2024-06-30' }],
  area: '89.37',
  readings: new Map(),
  ...more,
});
const [january, february, march] = [month('2026-01'), month('2026-02'), month('2026-03')] as const;
const read = (...readings: readonly (readonly [string, number])[]) => facts({ readings: new Map(readings) });
const fens = (bills: readonly Bill[]) => bills.map(({ payerId: who, fen }) => [who, fen]);

describe('R22.3 a month that is billed again', () => {
  test('(a) bills a reading entered after the run, and the next month only its own usage', () => {
    const unit = new BilledUnit([water]);
    expect(unit.run(read(['2025-12-31', 100]), january)).toEqual([]);
    const late = read(['2025-12-31', 100], ['2026-01-31', 110]);
    expect(fens(unit.run(late, january))).toEqual([['old', 5_000]]);
    const both = read(['2025-12-31', 100], ['2026-01-31', 110], ['2026-02-28', 118]);
    expect(fens(unit.run(both, february))).toEqual([['old', 4_000]]);
    expect(unit.billedTo('old')).toBe(9_000);
    expect(unit.run(both, january, february)).toEqual([]);
  });

  test('(b) bills a corrected reading in its month and credits the next, one document each', () => {
    const unit = new BilledUnit([water]);
    const wrong = read(['2025-12-31', 100], ['2026-01-31', 110], ['2026-02-28', 118]);
    unit.run(wrong, january);
    unit.run(wrong, february);
    const right = read(['2025-12-31', 100], ['2026-01-31', 112], ['2026-02-28', 118]);
    const [bill, note, ...others] = unit.run(right, january, february);
    expect(others).toEqual([]);
    expect(bill).toMatchObject({ fen: 1_000, period: january, lines: [{ difference: { cause: 'reading' } }] });
    expect(note).toMatchObject({ kind: 'credit-note', fen: -1_000, period: february });
    expect(note?.lines[0]?.difference).toMatchObject({ wasFen: 4_000, isFen: 3_000, was: [{ quantity: '8' }] });
    expect(unit.billedTo('old')).toBe(9_000);
    expect(unit.differsFromLedger()).toEqual([]);
  });

  test('(b) bills no usage twice, even when only the month of the reading is requested', () => {
    const unit = new BilledUnit([water]);
    unit.run(read(['2025-12-31', 100]), january);
    const whole = read(['2025-12-31', 100], ['2026-02-28', 120]);
    expect(fens(unit.run(whole, february))).toEqual([['old', 10_000]]);
    const late = read(['2025-12-31', 100], ['2026-01-31', 112], ['2026-02-28', 120]);
    expect(fens(unit.run(late, january))).toEqual([
      ['old', 6_000],
      ['old', -6_000],
    ]);
    expect(unit.billedTo('old')).toBe(10_000);
    expect(unit.run(late, february)).toEqual([]);
    expect(unit.run(late, january)).toEqual([]);
  });

  test('(c) bills 2.01 more a month and 6.03 more a quarter for an area that is right from a day on', () => {
    const changed = facts({ area: '90.12', earlierAreas: [{ to: '2026-02-28', area: '89.37' }] });
    const unit = new BilledUnit([byArea]);
    for (const one of [february, march]) unit.run(facts(), one);
    const [bill, ...others] = unit.run(changed, february, march);
    expect(others).toEqual([]);
    expect(bill).toMatchObject({ fen: 201, period: march, lines: [{ fen: 201 }] });
    expect(bill?.lines[0]?.difference).toMatchObject({ cause: 'area', wasFen: 23_951, isFen: 24_152 });
    const quarter = { from: '2026-04-01', to: '2026-06-30' };
    const second = new BilledUnit([byArea]);
    second.run(facts(), quarter);
    expect(fens(second.run(changed, quarter))).toEqual([['old', 603]]);
  });

  test('(d) charges an owner who becomes known in April, and credits the old one the same amount', () => {
    const unit = new BilledUnit([byArea]);
    for (const one of [february, march]) unit.run(facts(), one);
    const sold = facts({
      owners: [
        { personId: 'old', from: '2024-06-30', to: '2026-02-09' },
        { personId: 'new', from: '2026-02-10' },
      ],
    });
    const bills = unit.run(sold, february, march);
    expect(fens(bills)).toEqual([
      ['old', -40_203],
      ['new', 40_203],
    ]);
    const note = bills.find(({ kind }) => kind === 'credit-note');
    expect(note?.lines.map(({ fen, difference }) => [fen, difference?.cause])).toEqual([
      [-16_252, 'payer'],
      [-23_951, 'payer'],
    ]);
    expect(unit.differsFromLedger()).toEqual([]);
    expect(unit.run(sold, february, march)).toEqual([]);
  });

  test('(e) bills a cancelled bill in full again, to the current payer', () => {
    const unit = new BilledUnit([byArea]);
    const [wrong] = unit.run(facts(), february);
    unit.cancel(wrong?.billId ?? '');
    const right = facts({ owners: [{ personId: 'right', from: '2024-06-30' }] });
    expect(fens(unit.run(right, february))).toEqual([['right', 23_951]]);
    expect(unit.billedTo('old')).toBe(0);
  });

  test('(f) lists a unit without owner or price with its reason, and bills it once the fact is known', () => {
    const nobody = facts({ owners: [] });
    const unit = new BilledUnit([byArea]);
    expect(unit.work(nobody, [february]).skipped).toMatchObject([{ why: 'no-payer' }]);
    expect(unit.run(nobody, february)).toEqual([]);
    expect(unit.work(nobody, [february], [...unit.bills.values()]).skipped).toMatchObject([{ why: 'no-payer' }]);
    expect(fens(unit.run(facts(), february))).toEqual([['old', 23_951]]);
    const unpriced = new BilledUnit([itemWith({ tariff: [] })]);
    expect(unpriced.work(facts(), [february]).skipped).toMatchObject([{ why: 'no-price' }]);
  });

  test('uses the rounding of the earlier bill: a setting is not a fact', () => {
    const unit = new BilledUnit([byArea]);
    const [bill] = unit.run(facts(), february);
    if (!bill) throw new Error('no bill');
    const [line] = bill.lines;
    if (!line) throw new Error('no line');
    unit.bills.set(bill.billId, {
      ...bill,
      status: 'published',
      lines: [{ ...line, rounding: 'yuan-up', fen: 24_000 }],
    });
    expect(unit.run(facts(), february)).toEqual([]);
  });
});

describe('R22.5 a difference of a service period long ago', () => {
  const [october, november] = [month('2023-10'), month('2023-11')] as const;
  const owners = [{ personId: 'old', from: '2020-01-01' }];
  const wrong = facts({ owners });
  const changed = facts({ owners, area: '90.12', earlierAreas: [{ to: '2023-09-30', area: '89.37' }] });
  /** Returns what a run of 2026-11-29 bills for an area that was wrong from 2023-10-01 on. */
  const laterArea = (months: number) => {
    const unit = new BilledUnit([byArea]);
    for (const one of [october, november]) unit.run(wrong, one);
    unit.backBilling = backBillingOn('2026-11-29', months);
    const { skipped } = unit.work(changed, [october, november], [...unit.bills.values()]);
    const [bill] = unit.run(changed, october, november);
    return { unit, skipped, lines: bill?.lines.map(({ fen, limitationRisk }) => [fen, limitationRisk]), bill };
  };

  test('R22.5 is billed within 36 months: November 2023 has 2.01 more, October 2023 has the reason', () => {
    const { lines, skipped, bill } = laterArea(36);
    expect(lines).toEqual([[201, undefined]]);
    expect(bill).toMatchObject({ period: november, lines: [{ difference: { wasFen: 23_951, isFen: 24_152 } }] });
    expect(skipped).toMatchObject([{ ...october, why: 'outside-window' }]);
  });

  test('R22.5 without a window is billed, too, and what is older than three years has the flag of limitation', () => {
    const { lines, skipped } = laterArea(0);
    expect(lines).toEqual([
      [201, true],
      [201, undefined],
    ]);
    expect(skipped).toEqual([]);
    expect(laterArea(12).lines).toBeUndefined();
  });

  test('R22.5 is dated today and due from its own delivery: no late charge runs before', () => {
    const { bill } = laterArea(36);
    const again = { dueOn: '2023-12-15', dueProof: '原账单', again: true };
    expect(dueDayOf(again, '2026-11-29', 30)).toBe('2026-12-29');
    if (!bill) throw new Error('no bill');
    const owed = { ...bill, status: 'published' as const, dueOn: '2026-12-29', publishedOn: '2026-11-29' };
    expect(lateOf(owed, '2027-03-01', policy).claimedFen).toBe(0);
  });

  test('R22.5 has no window where it was billed too much: that goes back', () => {
    const unit = new BilledUnit([byArea]);
    unit.run(wrong, october);
    unit.backBilling = backBillingOn('2026-11-29', 36);
    expect(fens(unit.run(facts({ owners, area: '80' }), october))).toEqual([['old', -2_511]]);
  });
});

describe('R20.1 a run with credit notes that free money', () => {
  const refusal = (creditedFen: number | undefined, by: string, limitFen: number) => {
    try {
      assertMayPublish({ openedBy: 'stf_chen', ...(creditedFen !== undefined && { creditedFen }) }, by, limitFen);
      return 'published';
    } catch (error) {
      if (error instanceof Problem) return error.kind.code;
      throw error;
    }
  };

  test('needs a second person to publish above what its opener may waive alone', () => {
    expect(refusal(100_000, 'stf_chen', 100_000)).toBe('published');
    expect(refusal(100_001, 'stf_chen', 100_000)).toBe('another-person-needed');
    expect(refusal(100_001, 'stf_zhou', 100_000)).toBe('published');
    expect(refusal(1, 'stf_chen', 0)).toBe('another-person-needed');
    expect(refusal(undefined, 'stf_chen', 0)).toBe('published');
  });
});

describe('R21.6 a credit note', () => {
  const noteOf = (fen: number, bill: Bill) => ({
    billId: 'crn_1',
    period: bill.period,
    lines: bill.lines.map((line) => ({ ...line, fen: -fen })),
  });
  const credit = (counter: Counter, fen: number, today = '2025-05-15') =>
    counter.change(today, (change, context) => creditBill(change, noteOf(fen, change.bill), context));

  const waiverOf = (fen: number) => ({
    waiverId: 'wvr_1',
    estateId: 'yg',
    billId: 'bill_1',
    unitId: 'unt_1',
    unitLabel: '1栋1201',
    payerId,
    part: 'principal' as const,
    fen,
    reason: '优惠',
    status: 'asked' as const,
    asked: { by: 'stf_zhou', on: '2025-03-15', at: '2025-03-15T04:00:00Z' },
    updatedAt: '2025-03-15T04:00:00Z',
    version: 1,
  });

  test('lowers the open amount and revenue of an unpaid bill; nothing becomes prepaid', () => {
    const counter = new Counter(aBill());
    credit(counter, 4_000, '2025-03-15');
    expect(postedOpen(counter.bill)).toEqual(parts({ principal: 67_853 }));
    expect(counter.balance(receivable)).toBe(67_853);
    expect(counter.balance(account.revenue('fee_property'))).toBe(-67_853);
    expect(counter.balance(prepaid)).toBe(0);
    expect(billSchema.parse(counter.bill)).toEqual(counter.bill);
  });

  test('turns the money of a paid bill into prepaid money, and the bill stays paid', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 71_853 }), '2025-03-20');
    credit(counter, 4_000);
    expect(counter.balance(prepaid)).toBe(-4_000);
    expect(counter.balance(receivable)).toBe(0);
    expect(counter.bill).toMatchObject({ status: 'paid', credited: [{ noteId: 'crn_1', fen: 4_000, absorbedFen: 0 }] });
  });

  test('lowers the open part of a partly paid bill first', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 70_000 }), '2025-03-20');
    credit(counter, 4_000, '2025-03-25');
    expect(counter.balance(prepaid)).toBe(-2_147);
    expect(counter.bill.status).toBe('paid');
  });

  test('lowers waived or written-off amounts instead of giving them out as money', () => {
    const waiver = waiverOf(71_853);
    const given = new Counter(aBill());
    given.change('2025-03-15', (change, context) => waivePart(change, waiver, 'stf_manager', context));
    credit(given, 4_000, '2025-03-20');
    expect([given.balance(prepaid), given.balance(receivable)]).toEqual([0, 0]);
    expect(given.balance(account.revenue('fee_property'))).toBe(0);

    const lost = new Counter(aBill());
    lost.change('2025-04-15', (change, context) => writeOffBill(change, { reason: '破产' }, context));
    credit(lost, 4_000);
    expect([lost.balance(prepaid), lost.balance(receivable)]).toEqual([0, 0]);
    expect(lost.balance(account.provision())).toBe(67_853);
    expect(lost.balance(account.revenue('fee_property'))).toBe(-67_853);
    expect(lost.bill.status).toBe('written-off');
  });

  test('lowers a bad debt once, also when two notes come after it', () => {
    const counter = new Counter(aBill());
    counter.change('2025-03-15', (change, context) => waivePart(change, waiverOf(50_000), 'stf_manager', context));
    counter.change('2025-04-15', (change, context) => writeOffBill(change, { reason: '破产' }, context));
    expect(counter.balance(account.provision())).toBe(21_853);
    credit(counter, 15_000);
    expect(counter.balance(account.provision())).toBe(6_853);
    credit(counter, 15_000, '2025-05-16');
    expect(counter.balance(account.provision())).toBe(0);
    // What is left of the bill was waived.
    expect(counter.balance(account.revenue('fee_property'))).toBe(0);
  });

  test('corrects the late charge as if the credited amount had never been owed', () => {
    const counter = new Counter(aBill());
    credit(counter, 61_853, '2025-04-10');
    // 100.00 x 0.0005 x 45 days
    expect(lateOf(counter.bill, '2025-05-15', policy).claimedFen).toBe(225);
    const paid = new Counter(aBill());
    paid.pay('pay_1', parts({ 'late-charge': 1_617, principal: 71_853 }), '2025-05-15');
    credit(paid, 71_853, '2025-05-20');
    expect(paid.balance(prepaid)).toBe(-(71_853 + 1_617));
    expect(paid.balance(receivable)).toBe(0);
    expect(paid.balance(account.revenue('late-charge'))).toBe(0);
  });

  test('leaves the payer as if only the rest had been billed when the payment bounces later', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 71_853 }), '2025-03-20');
    credit(counter, 4_000, '2025-03-25');
    counter.unpay('pay_1', '2025-03-28');
    expect(counter.balance(receivable) + counter.balance(prepaid)).toBe(67_853);
    expect(postedOpen(counter.bill).principal).toBe(counter.balance(receivable));
  });

  test('never exceeds what was billed', () => {
    const counter = new Counter(aBill());
    credit(counter, 70_000, '2025-03-15');
    expect(() => credit(counter, 1_854, '2025-03-16')).toThrow(RangeError);
  });

  test('keeps the purpose of prepaid money that had paid the bill (R11.4)', () => {
    const unit = new BilledUnit([water]);
    const [bill] = unit.run(read(['2025-12-31', 100], ['2026-01-31', 110]), january);
    unit.pay(bill?.billId ?? '', 5_000, 'fee_water');
    unit.run(read(['2025-12-31', 100], ['2026-01-31', 108]), january);
    expect(unit.balance(account.prepaid('old', 'fee_water'))).toBe(-1_000);
    expect(unit.differsFromLedger()).toEqual([]);
  });
});

describe('R22.1 any order of entries and runs', () => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].map(month);
  const anyMonths = fc.subarray(months, { minLength: 1 });
  const anyDay = fc.integer({ min: 0, max: 180 }).map((n) => addDays('2026-01-01', n));
  const anyFact = fc.oneof(
    fc.record({ kind: fc.constant('reading' as const), at: anyDay, value: fc.integer({ min: 0, max: 9 }) }),
    fc.record({ kind: fc.constant('no-reading' as const), nth: fc.nat(20) }),
    fc.record({ kind: fc.constant('sold' as const), on: anyDay, to: fc.constantFrom('b', 'c', 'd') }),
    fc.record({ kind: fc.constant('nobody' as const) }),
    fc.record({ kind: fc.constant('area' as const), from: anyDay, area: fc.constantFrom('90.12', '88.05', '120.55') }),
    fc.record({ kind: fc.constant('run' as const), months: anyMonths }),
    fc.record({ kind: fc.constant('pay' as const), nth: fc.nat(30), fen: fc.integer({ min: 1, max: 30_000 }) }),
    fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat(30) }),
  );

  test('gives the bills and credit notes of one run with all facts, and another run adds nothing', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { minLength: 5, maxLength: 40 }), (happened) => {
        const unit = new BilledUnit([byArea, water]);
        let known = facts({ readings: new Map([['2025-12-31', 0]]) });
        for (const one of happened) {
          switch (one.kind) {
            case 'reading': {
              // Values grow with the days, in any order of entry.
              const at = Number(Date.parse(one.at) - Date.parse('2025-12-31')) / 86_400_000;
              known = { ...known, readings: new Map([...known.readings, [one.at, at * 10 + one.value]]) };
              break;
            }
            case 'no-reading': {
              const day = [...known.readings.keys()][one.nth] ?? '';
              known = { ...known, readings: new Map([...known.readings].filter(([key]) => key !== day)) };
              break;
            }
            case 'sold':
              known = {
                ...known,
                owners: [
                  { personId: 'old', from: '2024-06-30', to: addDays(one.on, -1) },
                  { personId: one.to, from: one.on },
                ],
              };
              break;
            case 'nobody':
              known = { ...known, owners: [] };
              break;
            case 'area':
              known = { ...known, area: one.area, earlierAreas: [{ to: addDays(one.from, -1), area: '89.37' }] };
              break;
            case 'run':
              unit.run(known, ...one.months);
              break;
            case 'pay':
              unit.pay([...unit.bills.keys()][one.nth] ?? '', one.fen);
              break;
            case 'cancel': {
              const bill = [...unit.bills.values()][one.nth];
              if (bill?.status === 'published' && !bill.credited && bill.paid.length === 0) unit.cancel(bill.billId);
              break;
            }
          }
        }
        unit.run(known, ...months);
        expect(unit.billed()).toEqual(unit.atOnce(known, ...months));
        expect(unit.differsFromLedger()).toEqual([]);
        for (const bill of unit.bills.values()) expect(postedOpen(bill).principal).toBeGreaterThanOrEqual(0);
        expect(unit.run(known, ...months)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
