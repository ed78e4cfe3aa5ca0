import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type Terms, withBills } from '../../../../functions/money/dunning/bills-at-hand.ts';
import { dunningPolicy } from '../../../../functions/money/dunning/dunning.policy.ts';
import { openFen } from '../../../../functions/money/dunning/dunning.ts';
import { type AccountRecord, newAccount, withState } from '../../../../functions/money/dunning/dunning-account.ts';
import type { Bill } from '../../../../functions/money/fees/bill.ts';
import { feesPolicy } from '../../../../functions/money/fees/fees.policy.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { filled } from '../../../filled.ts';
import { aBill } from '../fees/a-bill.ts';

const policy = dunningPolicy.defaultOf('sunshine');
const terms: Terms = {
  policy,
  quietHours: policy,
  calendar: stateCouncilCalendar(),
  fees: { ...feesPolicy.defaultOf('sunshine'), late: { dailyRate: '0.0005', cap: '1' } },
};
const at = (day: string, time = '10:00') => Temporal.Instant.from(`${day}T${time}:00+08:00`);
const due = '2025-03-31';
const nothing = { costs: 0, 'late-charge': 0, principal: 0 };
const home = { estateId: 'sunshine', unitId: 'u1', unitLabel: '3栋1201', payerId: 'limei' };
const bill = (more: Partial<Bill> = {}): Bill => {
  const period = { from: '2025-01-01', to: '2025-01-31' };
  return aBill({ ...home, billId: 'b1', dueOn: due, period, ...more });
};
const empty = newAccount(home);
const account = (bills: readonly Bill[], day: string, record: AccountRecord = empty) =>
  withState(withBills(record, bills, terms, at(day)), terms, at(day));
const paid = (on: string, principal: number, paymentId = 'p1') => ({
  paymentId,
  on,
  at: '',
  parts: { ...nothing, principal },
});

describe('the demanded amount of an account', () => {
  test('is what is open in the ledger, without unclaimed late charge, so that a demand stays the same each day', () => {
    expect(account([bill()], '2025-05-30').openFen).toBe(71_853);
    expect(account([bill()], '2025-05-31').openFen).toBe(71_853);
    const claimed = bill({ lateClaims: [{ entryId: 'e', on: '2025-05-01', fen: 700 }] });
    expect(account([claimed], '2025-05-31').openFen).toBe(72_553);
    const waived = { waiverId: 'w', part: 'principal' as const, fen: 853, entryId: 'e', on: '2025-05-01' };
    const lowered = bill({ waived: [{ ...waived, reason: '', askedBy: '', approvedBy: '' }] });
    expect(account([lowered], '2025-05-31').openFen).toBe(71_000);
  });

  test('is the rest of the late charge once the principal is paid and it no longer grows', () => {
    const late = bill({ paid: [paid('2025-05-10', 71_853)] });
    const [first, later] = [account([late], '2025-05-30').openFen, account([late], '2025-08-30').openFen];
    expect(first).toBeGreaterThan(0);
    expect(later).toBe(first);
  });

  test('excludes what is paid, cancelled, written off or owed by others', () => {
    const others: Partial<Bill>[] = [
      { status: 'paid', paid: [paid('2025-03-01', 71_853)] },
      { status: 'cancelled' },
      { status: 'draft' },
      { status: 'written-off' },
      { payerId: 'wang' },
      { unitId: 'u2' },
    ];
    for (const more of filled(others)) {
      expect(account([bill(more)], '2025-05-30')).toMatchObject({ state: 'clear', openFen: 0, bills: [] });
    }
  });

  test('excludes a bounced payment', () => {
    const bounced = bill({ paid: [paid('2025-04-20', 71_853), paid('2025-04-20', -71_853)] });
    expect(account([bounced], '2025-05-30')).toMatchObject({ openFen: 71_853, anchor: due });
  });
});

describe('following the bills', () => {
  const billWith = fc.record({
    billId: fc.constantFrom('b1', 'b2', 'b3', 'b4'),
    days: fc.integer({ min: -60, max: 60 }),
    payments: fc.array(
      fc.record({ after: fc.integer({ min: -20, max: 90 }), fen: fc.integer({ min: 1, max: 20_000 }) }),
      {
        maxLength: 3,
      },
    ),
    disputed: fc.boolean(),
  });
  const bills = fc.uniqueArray(billWith, { selector: ({ billId }) => billId, maxLength: 4 }).map((all) =>
    all.map(({ billId, days, payments, disputed }) => {
      const dueOn = addDays(due, days);
      return bill({
        billId,
        dueOn,
        fen: 60_000,
        paid: payments.map(({ after, fen }, i) => paid(addDays(dueOn, after), fen, `p${i}`)),
        disputes: disputed ? [{ from: dueOn, reason: '', lodgedBy: '' }] : [],
      });
    }),
  );

  test('the order and repetition of events change nothing', () => {
    fc.assert(
      fc.property(bills, fc.infiniteStream(fc.nat()), (all, chance) => {
        const shuffled = all
          .map((one) => ({ one, by: chance.next().value }))
          .toSorted((a, b) => a.by - b.by)
          .map(({ one }) => one);
        const once = account(all, '2025-07-01');
        expect(account(shuffled, '2025-07-01')).toEqual(once);
        expect(account(all, '2025-07-01', once)).toEqual(once);
      }),
    );
  });

  test('a dispute holds only its bill', () => {
    const disputed = bill({ disputes: [{ from: '2025-04-01', reason: '', lodgedBy: '' }] });
    expect(account([disputed], '2025-05-30').state).toBe('at-rest');
    const settled = bill({ disputes: [{ from: '2025-04-01', to: '2025-05-29', reason: '', lodgedBy: '' }] });
    expect(account([settled], '2025-05-30').state).toBe('step-due');
  });
});

describe('when an account is due again', () => {
  const hold = { why: 'hardship' as const, from: '2025-03-01', reason: '', by: '' };
  const lookAgain = (more: Partial<AccountRecord>, day: string) =>
    account([bill()], day, { ...empty, ...more }).nextDueAt;

  test('at its next step, not in quiet hours; now, when that is due; never, when nothing is open', () => {
    expect(lookAgain({}, '2025-03-01')).toBe('2025-03-24T00:00:00Z');
    expect(lookAgain({}, '2025-03-25')).toBe(at('2025-03-25').toString());
    expect(account([], '2025-03-25').nextDueAt).toBeUndefined();
  });

  test('the day after a hold ends, an instalment was due, or the period of limitation is over', () => {
    expect(lookAgain({ holds: [{ ...hold, to: '2025-05-01' }] }, '2025-04-01')).toBe('2025-05-01T16:00:00Z');
    const instalments = [{ dueOn: '2025-06-10', fen: 71_853 }];
    const plan = { agreedOn: '2025-04-01', billIds: ['b1'], instalments, by: '' };
    expect(lookAgain({ plans: [plan] }, '2025-04-01')).toBe('2025-06-10T16:00:00Z');
    const held = account([bill()], '2025-04-01', { ...empty, holds: [hold] });
    expect(held).toMatchObject({ state: 'at-rest', limitation: { endsOn: '2028-03-31', risk: false } });
    expect(held.nextDueAt).toBe('2028-03-31T16:00:00Z');
    expect(account([bill()], '2028-04-01', { ...empty, holds: [hold] }).limitation?.risk).toBe(true);
  });

  test('between two due times nothing changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 23 }), (days, hour) => {
        const first = account([bill()], addDays('2025-02-01', days));
        const next = first.nextDueAt;
        fc.pre(first.state !== 'step-due' && next !== undefined);
        const between = at(addDays('2025-02-01', days)).add({ hours: hour });
        fc.pre(Temporal.Instant.compare(between, Temporal.Instant.from(next ?? '')) < 0);
        expect(withState(first, terms, between)).toEqual(first);
      }),
    );
  });

  test('an account keeps its open bills, and settled ones that still matter', () => {
    const old = bill({ billId: 'b0', dueOn: '2025-01-31', status: 'paid', paid: [paid('2025-04-20', 71_853)] });
    const long = bill({ billId: 'b-', dueOn: '2024-01-31', status: 'paid', paid: [paid('2024-02-20', 71_853)] });
    const known = account([old, long, bill()], '2025-05-30');
    expect(known.bills.map(({ billId }) => billId)).toEqual(['b0', 'b1']);
    expect(known).toMatchObject({ anchor: '2025-04-20' });
    expect(known.bills.filter((one) => openFen(one) > 0)).toHaveLength(1);
  });
});
