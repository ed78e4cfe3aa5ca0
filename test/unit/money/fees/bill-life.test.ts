import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Bill,
  badDebtOf,
  billSchema,
  disputeDecisions,
  givenUpOf,
  openPrincipal,
  paidParts,
  postedOpen,
  postedParts,
} from '../../../../functions/money/fees/bill.ts';
import type { BillChange, BillContext } from '../../../../functions/money/fees/bill-change.ts';
import { addCosts } from '../../../../functions/money/fees/bill-costs.ts';
import { courtSafeOf, lateOf, partsOpenOn } from '../../../../functions/money/fees/bill-late.ts';
import { debtParts, type Parts, totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { recordDelivery } from '../../../../functions/money/fees/deliver-bill.ts';
import { disputeBill, settleDispute } from '../../../../functions/money/fees/dispute-bill.ts';
import { requestWriteOffReversal, reverseWriteOff, writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { partsPayableOn } from '../../../../functions/money/fees/recover-debt.ts';
import { waivePart } from '../../../../functions/money/fees/waive-charge.ts';
import { decideWaiver, mayGrantAlone, type Waiver, waiverLimitOf } from '../../../../functions/money/fees/waiver.ts';
import { account } from '../../../../functions/money/ledger/public.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aBill, Counter, estateId, parts, payerId, policy, prepaid, receivable } from './a-bill.ts';
import { refusal } from './refusal.ts';

const asked = (more: Partial<Waiver> = {}): Waiver => ({
  waiverId: 'wvr_1',
  estateId,
  billId: 'bill_1',
  unitId: 'unt_1',
  unitLabel: '1栋1201',
  payerId,
  part: 'late-charge',
  fen: 1_000,
  reason: '首次逾期',
  status: 'asked',
  asked: { by: 'stf_zhou', on: '2025-05-15', at: '2025-05-15T04:00:00Z' },
  updatedAt: '2025-05-15T04:00:00Z',
  version: 1,
  ...more,
});

/** Nothing was waived before. */
const none = { byPerson: 0, forPayer: 0, otherwiseOnBill: 0 };

describe('D32 a waiver', () => {
  test('of late charge is claimed and given up, so that the ledger shows it; the rest is owed', () => {
    const counter = new Counter(aBill());
    counter.change('2025-05-15', (change, context) => waivePart(change, asked(), 'stf_manager', context));
    expect(counter.balance(account.revenue('late-charge'))).toBe(0);
    expect(counter.bill.waived).toMatchObject([{ fen: 1_000, askedBy: 'stf_zhou', approvedBy: 'stf_manager' }]);
    expect(partsOpenOn(counter.bill, '2025-05-15', policy)).toEqual(parts({ 'late-charge': 617, principal: 71_853 }));
  });

  test('of the principal lowers the revenue of its fee item, and the late charge from that day on', () => {
    const counter = new Counter(aBill());
    const half = asked({ part: 'principal', fen: 31_853 });
    counter.change('2025-04-30', (change, context) => waivePart(change, half, 'stf_manager', context));
    expect(counter.balance(account.revenue('fee_property'))).toBe(-40_000);
    expect(lateOf(counter.bill, '2025-05-15', policy).steps.map(({ unpaidFen }) => unpaidFen)).toEqual([
      71_853, 40_000,
    ]);
  });

  test('is at most what is open of an open bill', () => {
    const counter = new Counter(aBill());
    const waive = (more: Partial<Waiver>) => () =>
      counter.change('2025-05-15', (change, context) => waivePart(change, asked(more), 'stf_manager', context));
    expect(refusal(waive({ fen: 1_618 }))).toBe('waiver-exceeds-open');
    expect(refusal(waive({ part: 'costs', fen: 1 }))).toBe('waiver-exceeds-open');
    expect(refusal(waive({ part: 'principal', feeItemId: 'fee_other' }))).toBe('fee-item-needed');
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 71_853 }), '2025-05-15');
    expect(refusal(waive({}))).toBe('illegal-state');
  });

  test('names its line where there are several, and never one collected on behalf of others', () => {
    const [line] = aBill().lines;
    if (!line) throw new Error('no line');
    const water = { ...line, feeItemId: 'fee_water', name: '水费', held: true, fen: 3_000 };
    const counter = new Counter(aBill({ lines: [line, water], fen: 74_853 }));
    const waive = (more: Partial<Waiver>) => () =>
      counter.change('2025-05-15', (change, context) =>
        waivePart(change, asked({ part: 'principal', ...more }), 'stf_manager', context),
      );
    expect(refusal(waive({}))).toBe('fee-item-needed');
    expect(refusal(waive({ feeItemId: 'fee_water' }))).toBe('held-not-waived');
    expect(refusal(waive({ feeItemId: 'fee_property', fen: 71_854 }))).toBe('waiver-exceeds-open');
    expect(refusal(waive({ feeItemId: 'fee_property', fen: 71_853 }))).toBeUndefined();
  });

  test('is granted by its requester only within their limit, which many small waivers do not extend', () => {
    const limits = { waiverLimits: { supervisor: 10_000, manager: 100_000 } };
    expect(waiverLimitOf({ roles: ['supervisor'] }, limits)).toBe(10_000);
    expect(waiverLimitOf({ roles: ['supervisor', 'manager'] }, limits)).toBe(100_000);
    expect(waiverLimitOf({ roles: ['operator', 'administrator'] }, limits)).toBe(0);
    expect(waiverLimitOf({ roles: ['supervisor', 'manager'] }, policy)).toBe(0);
    const own = (fen: number) => ({
      waiverId: 'wvr_0',
      part: 'principal' as const,
      fen,
      entryId: 'ent',
      on: '2025-05-01',
      reason: '',
      askedBy: 'stf_zhou',
      approvedBy: 'stf_zhou',
    });
    expect(mayGrantAlone(aBill(), 10_000, none, 10_000)).toBe(true);
    expect(mayGrantAlone(aBill({ waived: [own(6_000)] }), 4_000, none, 10_000)).toBe(true);
    expect(mayGrantAlone(aBill({ waived: [own(6_000)] }), 4_001, none, 10_000)).toBe(false);
    expect(mayGrantAlone(aBill(), 1, none, 0)).toBe(false);
  });

  test('R20.10 the limit also counts what was waived alone for the payer and by the person on the day', () => {
    expect(mayGrantAlone(aBill(), 4_000, { ...none, byPerson: 6_000 }, 10_000)).toBe(true);
    expect(mayGrantAlone(aBill(), 4_001, { ...none, byPerson: 6_000 }, 10_000)).toBe(false);
    expect(mayGrantAlone(aBill(), 4_001, { ...none, forPayer: 6_000 }, 10_000)).toBe(false);
    expect(mayGrantAlone(aBill(), 4_000, { ...none, otherwiseOnBill: 6_000 }, 10_000)).toBe(true);
    expect(mayGrantAlone(aBill(), 4_001, { ...none, otherwiseOnBill: 6_000 }, 10_000)).toBe(false);
  });

  test('above the limit is granted by another person, once; the requester may withdraw it', () => {
    const method = { by: 'stf_zhou', on: '2025-05-16', at: '2025-05-16T01:00:00Z' };
    expect(refusal(() => decideWaiver(asked(), 'granted', method))).toBe('another-person-needed');
    expect(decideWaiver(asked(), 'refused', method).status).toBe('refused');
    const granted = decideWaiver(asked(), 'granted', { ...method, by: 'stf_manager' });
    expect(granted).toMatchObject({ status: 'granted', decided: { by: 'stf_manager' }, version: 2 });
    expect(refusal(() => decideWaiver(granted, 'granted', { ...method, by: 'stf_manager' }))).toBe('illegal-state');
  });
});

describe('the end of a bill', () => {
  test('D31 a write-off turns what is open into a bad debt and drops unclaimed late charge', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 1_853 }), '2025-05-15');
    counter.change('2025-06-15', (change, context) => writeOffBill(change, { reason: '失联' }, context));
    expect(counter.bill).toMatchObject({ status: 'written-off', writtenOff: { parts: parts({ principal: 70_000 }) } });
    expect([counter.balance(receivable), counter.balance(account.provision())]).toEqual([0, 70_000]);
    expect(partsOpenOn(counter.bill, '2025-07-15', policy)).toEqual(parts({}));
  });

  test('D31 a bounced payment of a bad debt reopens only what it had paid', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 1_853 }), '2025-05-15');
    counter.change('2025-06-15', (change, context) => writeOffBill(change, { reason: '失联' }, context));
    counter.unpay('pay_1', '2025-06-20');
    expect(counter.bill.status).toBe('published');
    expect(partsOpenOn(counter.bill, '2025-06-20', policy)).toEqual(parts({ principal: 1_853 }));
    counter.change('2025-06-21', (change, context) => writeOffBill(change, { reason: '失联' }, context));
    expect(counter.bill).toMatchObject({ status: 'written-off', writtenOff: { parts: parts({ principal: 71_853 }) } });
    expect(counter.balance(receivable)).toBe(0);
  });
});

type Step =
  | { do: 'pay'; share: number; back: number; order: number }
  | { do: 'unpay' | 'move'; pick: number; share: number }
  | { do: 'waive'; part: (typeof debtParts)[number]; share: number }
  | { do: 'costs'; fen: number }
  | { do: 'deliver' | 'dispute'; back: number }
  | { do: 'settle'; decision: (typeof disputeDecisions)[number] }
  | { do: 'write-off' | 'reverse-write-off' };

const share = fc.integer({ min: 1, max: 100 });
const back = fc.integer({ min: 0, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pay'), share, back, order: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('unpay', 'move'), pick: fc.nat(20), share }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('waive'), part: fc.constantFrom(...debtParts), share }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('costs'), fen: fc.integer({ min: 1, max: 5_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('deliver', 'dispute'), back }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('settle'), decision: fc.constantFrom(...disputeDecisions) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('write-off', 'reverse-write-off') }) },
);
const life = fc.array(fc.record({ days: fc.integer({ min: 0, max: 30 }), step }), { maxLength: 30 });

const orders = [
  ['costs', 'late-charge', 'principal'],
  ['principal', 'late-charge', 'costs'],
  ['late-charge', 'principal', 'costs'],
  ['costs', 'principal', 'late-charge'],
  ['principal', 'costs', 'late-charge'],
  ['late-charge', 'costs', 'principal'],
] as const;

/** A share of what is open, divided among the parts in an order. */
function shareOf(open: Parts, percent: number, order: number): Parts {
  let left = Math.ceil((totalOf(open) * percent) / 100);
  const paid = parts({});
  for (const part of orders[order] ?? debtParts) {
    paid[part] = Math.min(left, open[part]);
    left -= paid[part];
  }
  return paid;
}

/** Does one thing on a day if it is possible. Otherwise a Problem refuses it and nothing changes. */
function happen(counter: Counter, one: Step, today: string, nth: number, paying: string[]): void {
  const ago = (days: number) => {
    const day = addDays(today, -days);
    return day < '2025-03-01' ? '2025-03-01' : day;
  };
  switch (one.do) {
    case 'pay': {
      const on = ago(one.back);
      const paid = shareOf(partsPayableOn(counter.bill, on, policy), one.share, one.order);
      if (totalOf(paid) === 0) return;
      counter.pay(`pay_${nth}`, paid, on, today);
      paying.push(`pay_${nth}`);
      return;
    }
    case 'unpay': {
      const [paymentId] = paying.splice(one.pick % Math.max(1, paying.length), 1);
      if (paymentId !== undefined) counter.unpay(paymentId, today);
      return;
    }
    case 'move': {
      const paymentId = paying[one.pick % Math.max(1, paying.length)];
      const known = counter.bill.paid.find((paid) => paid.paymentId === paymentId && paid.parts.principal > 0);
      if (paymentId === undefined || !known || counter.bill.status === 'written-off') return;
      const own = counter.bill.paid.filter((paid) => paid.paymentId === paymentId);
      const netFen = own.reduce((sum, paid) => sum + paid.parts.principal, 0);
      const fen = Math.ceil((netFen * one.share) / 100);
      if (fen <= 0) return;
      counter.move(paymentId, parts({ principal: fen }), known.on, today);
      return;
    }
    case 'waive': {
      const open = partsOpenOn(counter.bill, today, policy)[one.part];
      const fen = Math.ceil((open * one.share) / 100);
      if (fen === 0) return;
      const waiver = asked({ waiverId: `wvr_${nth}`, part: one.part, fen });
      counter.change(today, (change, context) => waivePart(change, waiver, 'stf_manager', context));
      return;
    }
    default:
      counter.change(today, (change, context) => changedBy(one, ago, change, context));
  }
}

function changedBy(
  one: Exclude<Step, { do: 'pay' | 'unpay' | 'move' | 'waive' }>,
  ago: (days: number) => string,
  change: BillChange,
  context: BillContext,
): BillChange {
  switch (one.do) {
    case 'costs':
      return addCosts(change, { what: '邮费', fen: one.fen }, context);
    case 'deliver':
      return recordDelivery(change, { method: 'hand', on: ago(one.back) }, context);
    case 'dispute':
      return disputeBill(change, { reason: '?', receivedOn: ago(one.back), proof: '!' }, context);
    case 'settle':
      return settleDispute(
        change,
        { outcome: '!', decision: one.decision, ...(one.decision === 'partly' && { foundedFen: 20_000 }) },
        context,
      );
    case 'write-off':
      return writeOffBill(change, { reason: '.' }, context);
    case 'reverse-write-off': {
      const another = { ...context, act: { ...context.act, actor: { kind: 'staff' as const, id: 'stf_zhou' } } };
      return reverseWriteOff(requestWriteOffReversal(change, { reason: '.' }, another), context);
    }
  }
}

function holds(counter: Counter, today: string): void {
  const { bill } = counter;
  const posted = postedOpen(bill);
  billSchema.parse(bill);
  // The ledger and the bill agree to the fen.
  expect(counter.balance(receivable)).toBe(totalOf(posted));
  expect(counter.balance(prepaid)).toBeLessThanOrEqual(0);
  // R21.12: billed - credited - paid - waived - written off = open, for each part, and never below zero.
  const [billed, paid] = [postedParts(bill), paidParts(bill)];
  for (const part of debtParts) {
    const waived = bill.waived.reduce((sum, one) => sum + (one.part === part ? one.fen : 0), 0);
    const left = billed[part] - paid[part] - waived - badDebtOf(bill)[part];
    expect(posted[part]).toBe(left);
    if (part !== 'late-charge') expect(left).toBeGreaterThanOrEqual(0);
  }
  expect(openPrincipal(bill)).toBe(bill.fen - paidParts(bill).principal - givenUpOf(bill, 'principal'));
  for (const part of ['costs', 'principal'] as const) expect(posted[part]).toBeGreaterThanOrEqual(0);
  const open = partsOpenOn(bill, today, policy);
  for (const part of debtParts) expect(open[part]).toBeGreaterThanOrEqual(0);
  expect(totalOf(open) > 0).toBe(bill.status === 'published');
  // What was written off less what was recovered is on the provision, and never more than was set aside.
  const lost = totalOf(badDebtOf(bill));
  expect(counter.balance(account.provision()) + counter.balance(account.badDebtsRecovered())).toBe(lost);
  for (const part of debtParts) expect(badDebtOf(bill)[part]).toBeGreaterThanOrEqual(0);
  // No claim exceeds the cap, and every claim is owed.
  const late = lateOf(bill, today, policy, 'ignore');
  expect(courtSafeOf(bill, today, policy).fen).toBeLessThanOrEqual(late.claimedFen);
  if (bill.status === 'published' || bill.status === 'paid') {
    const claimed = bill.lateClaims.reduce((sum, { fen }) => sum + fen, 0);
    expect(claimed).toBeLessThanOrEqual(Math.max(late.claimedFen, givenUpOf(bill, 'late-charge')));
  }
}

describe('any sequence of payments, reversals, waivers, disputes and write-offs', () => {
  test('R21.12 keeps bill and ledger equal, no open amount negative, and no claim above what is owed', () => {
    const seen = new Set<Bill['status'] | 'corrected' | 'prepaid' | 'recovered' | 'reversed'>();
    fc.assert(
      fc.property(life, (happenings) => {
        const counter = new Counter(aBill());
        const paying: string[] = [];
        let today = '2025-03-01';
        for (const [nth, one] of happenings.entries()) {
          today = addDays(today, one.days);
          try {
            happen(counter, one.step, today, nth, paying);
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
          }
          // An early claim may be corrected only by the next change: the day alone changes nothing.
          holds(counter, today);
          seen.add(counter.bill.status);
          if (counter.bill.lateClaims.some(({ reverses }) => reverses)) seen.add('corrected');
          if (counter.balance(prepaid) < 0) seen.add('prepaid');
          if (counter.balance(account.badDebtsRecovered()) < 0) seen.add('recovered');
          if (counter.bill.writtenOff?.reversed) seen.add('reversed');
        }
      }),
      { numRuns: 1_000, seed: 20_261_124 },
    );
    expect([...seen].sort()).toEqual([
      'corrected',
      'paid',
      'prepaid',
      'published',
      'recovered',
      'reversed',
      'written-off',
    ]);
  });
});
