import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { contextUnder } from '../../../../functions/money/dunning/account-change.ts';
import { withBills } from '../../../../functions/money/dunning/bills-at-hand.ts';
import { dunningPolicy } from '../../../../functions/money/dunning/dunning.policy.ts';
import type { DunningAccount } from '../../../../functions/money/dunning/dunning.ts';
import { newAccount, withState } from '../../../../functions/money/dunning/dunning-account.ts';
import { limitationsOf } from '../../../../functions/money/dunning/limitation.ts';
import {
  type LimitationEvent,
  limitationEventInputSchema,
} from '../../../../functions/money/dunning/limitation-event.ts';
import {
  endLimitationEvent,
  recordLimitationEvent,
  withdrawLimitationEvent,
} from '../../../../functions/money/dunning/record-limitation-event.ts';
import { feesPolicy } from '../../../../functions/money/fees/fees.policy.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { codeOf } from '../../homes/handovers/code-of.ts';
import { aBill } from '../fees/a-bill.ts';

const calendar = stateCouncilCalendar();
const at = (day: string) => Temporal.Instant.from(`${day}T10:00:00+08:00`);
const account = (dueOn: string, more: Partial<DunningAccount> = {}): DunningAccount => ({
  accountId: 'a',
  bills: [{ billId: 'b1', dueOn, fen: 71_853, paid: [] }],
  contacts: [],
  holds: [],
  plans: [],
  endings: [],
  ...more,
});
const event = (more: Pick<LimitationEvent, 'kind' | 'on'> & Partial<LimitationEvent>): LimitationEvent => ({
  eventId: `lim-${more.kind}-${more.on}`,
  proofKind: 'document',
  proof: '档案 12',
  recordedBy: 'operator',
  recordedOn: more.on,
  ...more,
});
const of = (dueOn: string, more: Partial<DunningAccount> = {}, day = '2025-01-01') =>
  limitationsOf(account(dueOn, more), calendar, at(day))[0];
/** Returns the end for a bill due on 2022-03-31 with these events. */
const endWith = (...limitationEvents: LimitationEvent[]) => of('2022-03-31', { limitationEvents })?.endsOn;

describe('the limitation period of a bill', () => {
  test('R26.1 is three years from its due day, for each bill its own', () => {
    expect(of('2022-03-31')).toMatchObject({ endsOn: '2025-03-31', risk: false, provisional: false });
    const bills = ['2022-03-31', '2022-06-30'].map((dueOn) => ({ billId: dueOn, dueOn, fen: 100, paid: [] }));
    expect(of('', { bills }, '2025-04-01')).toMatchObject({ endsOn: '2025-03-31', risk: true });
    expect(limitationsOf(account('', { bills }), calendar, at('2025-04-01'))[1]).toMatchObject({ risk: false });
  });

  test('R26.1 ends after twenty years at the latest, whatever restarts it', () => {
    const yearly = Array.from({ length: 9 }, (_, n) => event({ kind: 'promise', on: `${2008 + 2 * n}-03-01` }));
    expect(of('2006-03-31', { limitationEvents: yearly })?.endsOn).toBe('2026-03-31');
  });

  test('R26.6 ends on Monday 2026-03-09 instead of Saturday 2026-03-07, also for a desk of seven days', () => {
    const hours = [{ from: '08:00', to: '20:00' }];
    const everyDay = { ...calendar, week: Array.from({ length: 7 }, () => hours), holidays: [] };
    for (const desk of [calendar, everyDay]) {
      expect(limitationsOf(account('2023-03-07'), desk, at('2025-01-01'))[0]?.endsOn).toBe('2026-03-09');
    }
  });

  test('R26.6 ends on a Monday although the desk is closed on Mondays', () => {
    const closedOnMondays = { ...calendar, week: [[], ...calendar.week.slice(1)] };
    expect(limitationsOf(account('2022-03-31'), closedOnMondays, at('2025-01-01'))[0]?.endsOn).toBe('2025-03-31');
  });

  test('R26.9 is provisional when it ends in a year without a notice, and then as early as it can be', () => {
    expect(of('2024-01-01')).toMatchObject({ endsOn: '2027-01-04', provisional: true });
    expect(of('2024-10-01')).toMatchObject({ endsOn: '2027-10-04', provisional: true });
  });
});

describe('what starts the period again', () => {
  test('R26.4 a part payment on 2024-05-10 of a bill due on 2022-03-31: until 2027-05-10', () => {
    const bills = [
      { billId: 'b1', dueOn: '2022-03-31', fen: 900, paid: [{ on: '2024-05-10', fen: 100, byDebtorFen: 100 }] },
    ];
    expect(of('', { bills })).toMatchObject({
      endsOn: '2027-05-10',
      restartedBy: { kind: 'part-payment', on: '2024-05-10' },
    });
  });

  test('R26.4 an instalment plan of 2024-06-03: until 2027-06-03', () => {
    const plans = [{ agreedOn: '2024-06-03', billIds: ['b1'], instalments: [{ dueOn: '2024-12-31', fen: 71_853 }] }];
    expect(of('2022-03-31', { plans })?.endsOn).toBe('2027-06-03');
    expect(endWith(event({ kind: 'plan', on: '2024-06-03' }))).toBe('2027-06-03');
  });

  test('R26.4 prepaid money that the system uses is no act of the debtor', () => {
    const terms = {
      policy: dunningPolicy.defaultOf('sunshine'),
      quietHours: dunningPolicy.defaultOf('sunshine'),
      calendar,
      fees: feesPolicy.defaultOf('sunshine'),
    };
    const parts = { costs: 0, 'late-charge': 0, principal: 100 };
    const home = { estateId: 'sunshine', unitId: 'u1', unitLabel: '3栋1201', payerId: 'limei' };
    const endOf = (paymentId: string) => {
      const paid = [{ paymentId, on: '2024-05-10', at: '', parts }];
      const bill = aBill({ ...home, billId: 'b1', dueOn: '2022-03-31', paid });
      const known = withBills(newAccount(home), [bill], terms, at('2025-01-01'));
      return withState(known, terms, at('2025-01-01')).limitation?.endsOn;
    };
    expect(endOf('use_1')).toBe('2025-03-31');
    expect(endOf('cor_1')).toBe('2025-03-31');
    expect(endOf('pay_1')).toBe('2027-05-10');
  });

  test.each(['demand-reached', 'promise', 'part-payment'] as const)(
    'R26.4 a recorded %s restarts it from its day',
    (kind) => {
      expect(endWith(event({ kind, on: '2024-05-10' }))).toBe('2027-05-10');
      expect(endWith(event({ kind, on: '2024-05-10', billIds: ['b2'] }))).toBe('2025-03-31');
      expect(endWith(event({ kind, on: '2022-03-31' }))).toBe('2025-03-31');
      expect(endWith(event({ kind, on: '2024-05-10', withdrawnBy: 'manager' }))).toBe('2025-03-31');
    },
  );

  test.each(['suit', 'arbitration', 'equivalent'] as const)(
    'R26.4 with a recorded %s no period runs until its end, and from then on a new one',
    (kind) => {
      const filed = { limitationEvents: [event({ kind, on: '2024-05-10' })] };
      expect(of('2022-03-31', filed, '2030-01-01')).toEqual({
        billId: 'b1',
        risk: false,
        provisional: false,
        restartedBy: { kind, on: '2024-05-10' },
      });
      expect(endWith(event({ kind, on: '2024-05-10', endedOn: '2025-11-03' }))).toBe('2028-11-03');
    },
  );

  test('R26.4 an account whose only claim is before a court has no limitation that ends, and is at no risk', () => {
    const home = { estateId: 'sunshine', unitId: 'u1', unitLabel: '3栋1201', payerId: 'limei' };
    const policy = dunningPolicy.defaultOf('sunshine');
    const filed = {
      ...newAccount(home),
      bills: [
        {
          ...account('2022-03-31').bills[0],
          billId: 'b1',
          dueOn: '2022-03-31',
          fen: 100,
          paid: [],
          period: { from: '2022-01-01', to: '2022-01-31' },
          disputes: [],
        },
      ],
      limitationEvents: [event({ kind: 'suit', on: '2024-05-10' })],
    };
    const after = withState(filed, { policy, quietHours: policy, calendar }, at('2026-01-01'));
    expect(after.limitation).toBeUndefined();
  });

  test('R26.2 after the period only the debtor’s own word restarts it; a demand or a payment does not', () => {
    for (const kind of ['demand-reached', 'part-payment', 'suit'] as const) {
      expect(endWith(event({ kind, on: '2025-04-01' })), kind).toBe('2025-03-31');
    }
    expect(endWith(event({ kind: 'promise', on: '2025-04-01' }))).toBe('2028-04-03');
    expect(endWith(event({ kind: 'plan', on: '2025-04-01' }))).toBe('2028-04-03');
  });

  test('R26.4 the order in which events were recorded does not matter, and none makes the period shorter', () => {
    const kinds = fc.constantFrom('demand-reached', 'promise', 'suit', 'obstacle');
    const events = fc.array(fc.record({ kind: kinds, after: fc.nat(2_000), lasts: fc.option(fc.nat(400)) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(events, (all) => {
        const recorded = all.map(({ kind, after, lasts }) => {
          const on = addDays('2022-03-31', after);
          const lasting = kind === 'suit' || kind === 'obstacle';
          return event({ kind, on, ...(lasting && lasts !== null && { endedOn: addDays(on, lasts) }) });
        });
        const end = endWith(...recorded) ?? '9999';
        expect(endWith(...recorded.toReversed()) ?? '9999').toBe(end);
        expect(end >= '2025-03-31').toBe(true);
      }),
    );
  });
});

describe('what suspends the period', () => {
  const obstacle = (on: string, endedOn?: string) =>
    event({ kind: 'obstacle', obstacle: 'no-heir', on, ...(endedOn && { endedOn }) });

  test('R26.3 the owner dies on 2025-02-10 and an administrator is known on 2025-09-01: until Monday 2026-03-02', () => {
    expect(endWith()).toBe('2025-03-31');
    expect(endWith(obstacle('2025-02-10', '2025-09-01'))).toBe('2026-03-02');
  });

  test('R26.3 an obstacle that is gone before the last six months changes nothing', () => {
    expect(endWith(obstacle('2024-02-10', '2024-09-29'))).toBe('2025-03-31');
    expect(endWith(obstacle('2024-02-10', '2024-12-30'))).toBe('2025-06-30');
  });

  test('R26.3 while an obstacle of the last six months lasts, the period does not end', () => {
    expect(endWith(obstacle('2024-02-10'))).toBeUndefined();
    expect(endWith(obstacle('2025-04-01'))).toBe('2025-03-31');
  });

  test('R26.3 a demand within the longer period restarts it', () => {
    const dead = obstacle('2025-02-10', '2025-09-01');
    expect(endWith(dead, event({ kind: 'demand-reached', on: '2026-03-02' }))).toBe('2029-03-02');
    expect(endWith(dead, event({ kind: 'demand-reached', on: '2026-03-03' }))).toBe('2026-03-02');
  });
});

describe('recording an event of limitation', () => {
  beforeAll(() => void vi.stubEnv('LEDGER_TABLE', 'ledger'));

  const home = { estateId: 'sunshine', unitId: 'u1', unitLabel: '3栋1201', payerId: 'limei' };
  const bill = { billId: 'b1', dueOn: '2022-03-31', fen: 71_853, paid: [], disputes: [] };
  const before = { ...newAccount(home), bills: [{ ...bill, period: { from: '2022-01-01', to: '2022-01-31' } }] };
  const actor = { kind: 'staff' as const, id: 'clerk' };
  const now = at('2025-01-06');
  const policy = dunningPolicy.defaultOf('sunshine');
  const estate = { estateId: 'sunshine', code: 'YG', name: '阳光花园', language: 'zh-CN', calendar } as const;
  const rules = {
    estate: { ...estate, updatedAt: '', version: 1 },
    policy,
    quietHours: policy,
    calendar,
    fees: feesPolicy.defaultOf('sunshine'),
  };
  const context = contextUnder(rules, { actor, recordedAt: now.toString() }, now);
  const input = (more: object) =>
    limitationEventInputSchema.parse({
      kind: 'promise',
      on: '2024-05-10',
      proofKind: 'document',
      proof: '承诺书 7',
      ...more,
    });
  const record = (more: object, known = before) =>
    recordLimitationEvent({ before: known, account: known, context }, input(more));

  test('R26.4 keeps who recorded it, when, and the document', () => {
    const [recorded] = record({}).account.limitationEvents ?? [];
    expect(recorded).toMatchObject({
      kind: 'promise',
      on: '2024-05-10',
      proofKind: 'document',
      proof: '承诺书 7',
      recordedBy: 'clerk',
      recordedOn: '2025-01-06',
    });
  });

  test('R26.5 needs a proof and its kind', () => {
    expect(() => input({ proof: ' ' })).toThrow();
    expect(() => input({ proofKind: undefined })).toThrow();
    expect(() => input({ proofKind: 'hearsay' })).toThrow();
  });

  test('R26.4 only procedures and obstacles end, not before they begin', () => {
    expect(() => input({ endedOn: '2024-06-01' })).toThrow('only suit');
    expect(() => input({ kind: 'suit', endedOn: '2024-05-09' })).toThrow('must not be before');
    expect(() => input({ kind: 'obstacle' })).toThrow('obstacle');
    expect(() => input({ obstacle: 'no-heir' })).toThrow('obstacle');
    expect(input({ kind: 'obstacle', obstacle: 'no-heir', endedOn: '2024-06-01' })).toMatchObject({
      obstacle: 'no-heir',
    });
  });

  test('R26.4 a day in the future, an unknown bill and an act before every due day are refused', () => {
    expect(codeOf(() => record({ on: '2025-01-07' }))).toBe('day-out-of-range');
    expect(codeOf(() => record({ billIds: ['b9'] }))).toBe('bill-not-open');
    expect(codeOf(() => record({ on: '2022-03-31' }))).toBe('nothing-due-before-event');
  });

  test('R26.4 a procedure ends once, and a mistaken entry stays on record without effect', () => {
    const { account: filed } = record({ kind: 'suit' });
    const [{ eventId } = { eventId: '' }] = filed.limitationEvents ?? [];
    const end = { eventId, endedOn: '2024-12-02', proof: '判决书' };
    const through = (account: typeof filed) => ({ before, account, context });
    const { account: ended } = endLimitationEvent(through(filed), end);
    expect(ended.limitationEvents).toMatchObject([{ endedOn: '2024-12-02', endedBy: 'clerk', endProof: '判决书' }]);
    expect(codeOf(() => endLimitationEvent(through(ended), end))).toBe('limitation-event-has-ended');
    const { account: gone } = withdrawLimitationEvent(through(ended), { eventId, reason: '登记有误' });
    expect(gone.limitationEvents).toMatchObject([{ withdrawnBy: 'clerk', withdrawReason: '登记有误' }]);
    expect(codeOf(() => withdrawLimitationEvent(through(gone), { eventId, reason: '再撤' }))).toBe(
      'limitation-event-not-found',
    );
  });
});
