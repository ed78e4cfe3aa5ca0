import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  contactOf,
  type DunnedBill,
  type DunningAccount,
  type DunningTerms,
  dunningAccountSchema,
  dunningOf,
  isStillDue,
  openFen,
} from '../../../../functions/money/dunning/dunning.ts';
import { defaultLadderRules, ladderRulesSchema, means } from '../../../../functions/money/dunning/dunning-ladder.ts';
import { mustNotWithhold, withheldIn } from '../../../../functions/money/dunning/forbidden-means.ts';
import { limitationsOf } from '../../../../functions/money/dunning/limitation.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';

const calendar = stateCouncilCalendar();
const terms: DunningTerms = {
  policy: defaultLadderRules,
  quietHours: { quietFrom: '21:00', quietTo: '08:00' },
  calendar,
};
const at = (day: string, time = '10:00') => Temporal.Instant.from(`${day}T${time}:00+08:00`);
const due = '2025-03-31';
const bill = (more: Partial<DunnedBill> = {}): DunnedBill => ({
  billId: 'b1',
  dueOn: due,
  fen: 71_853,
  paid: [],
  ...more,
});
const account = (more: Partial<DunningAccount> = {}): DunningAccount => ({
  accountId: 'a',
  bills: [bill()],
  contacts: [],
  holds: [],
  plans: [],
  endings: [],
  ...more,
});
const whereIs = (one: DunningAccount, day: string, time?: string) => dunningOf(one, terms, at(day, time));
const outcome = { reached: true, proof: 'notice ntc_1' };

/** Returns the account after its due step was taken; unchanged without one. */
function taken(one: DunningAccount, day: string, time = '10:00'): DunningAccount {
  const { state, next } = whereIs(one, day, time);
  if (state !== 'step-due' || !next) return one;
  return { ...one, contacts: [...one.contacts, contactOf(next, outcome, at(day, time), calendar)] };
}

/** Returns the account after several days, each with an event before the day's run. */
function lived(
  start: DunningAccount,
  from: string,
  days: number,
  happens: (now: DunningAccount, day: string) => DunningAccount = (now) => now,
) {
  return Array.from({ length: days }, (_, i) => addDays(from, i)).reduce(
    (now, day) => taken(happens(now, day), day),
    start,
  );
}

const paid = (one: DunningAccount, on: string, fen: number, billId = 'b1'): DunningAccount => ({
  ...one,
  bills: one.bills.map((each) => (each.billId === billId ? { ...each, paid: [...each.paid, { on, fen }] } : each)),
});
const stepsOf = (one: DunningAccount) =>
  one.contacts.map((each) => [
    each.step,
    Temporal.Instant.from(each.at).toZonedDateTimeISO(calendar.zone).toPlainDate().toString(),
  ]);

describe('the ladder', () => {
  test('R12.3 T-7 reminder, T+1, T+15, T+30 written demand, T+60 lawyer, T+90 legal file, each once', () => {
    const after = lived(account(), '2025-03-01', 200);
    expect(stepsOf(after)).toEqual([
      ['bill-reminder', '2025-03-24'],
      ['overdue-reminder', '2025-04-01'],
      ['call-or-visit', '2025-04-15'],
      ['written-demand', '2025-04-30'],
      ['lawyers-letter', '2025-05-30'],
      ['legal-file', '2025-06-29'],
    ]);
    expect(dunningAccountSchema.parse(after)).toEqual(after);
    expect(whereIs(after, '2025-09-01').state).toBe('to-be-decided');
  });

  test('R12.3 the written demand names bills, amount and deadline', () => {
    const demand = lived(account(), '2025-03-01', 61).contacts.at(-1);
    expect(demand).toMatchObject({ means: 'written-demand', fen: 71_853, billIds: ['b1'], answerBy: '2025-05-15' });
  });

  test('R12.3, R26.6 an account that enters the ladder late starts with its first step, and waits for each deadline, which ends on no rest day', () => {
    expect(stepsOf(lived(account(), '2025-08-01', 80))).toEqual([
      ['bill-reminder', '2025-08-01'],
      ['overdue-reminder', '2025-08-09'],
      ['call-or-visit', '2025-08-19'],
      ['written-demand', '2025-08-27'],
      ['lawyers-letter', '2025-09-12'],
      ['legal-file', '2025-09-29'],
    ]);
  });

  test('R12.3 nothing is sent in quiet hours: it is planned for their end', () => {
    const night = whereIs(account(), '2025-03-24', '02:00');
    expect(night).toMatchObject({ state: 'waiting', next: { on: '2025-03-24', notBefore: '2025-03-24T00:00:00Z' } });
    expect(whereIs(account(), '2025-03-24', '07:59').state).toBe('waiting');
    expect(whereIs(account(), '2025-03-24', '08:00').state).toBe('step-due');
    expect(whereIs(account(), '2025-03-24', '21:00').next?.notBefore).toBe('2025-03-25T00:00:00Z');
  });

  test('R12.3 the legal file goes to no debtor and may be made at night', () => {
    const before = lived(account(), '2025-03-01', 100);
    expect(whereIs(before, '2025-06-29', '03:00')).toMatchObject({
      state: 'step-due',
      next: { step: { step: 'legal-file' } },
    });
  });

  test('R12.1 a ladder without a written demand before the legal file is refused', () => {
    const ladder = defaultLadderRules.ladder.filter((one) => !['written-demand', 'lawyers-letter'].includes(one.means));
    expect(() => ladderRulesSchema.parse({ ...defaultLadderRules, ladder })).toThrow('Civil Code, article 944');
    expect(ladderRulesSchema.parse(defaultLadderRules)).toEqual(defaultLadderRules);
  });

  test('a ladder has each step once and in order of days', () => {
    const { ladder } = defaultLadderRules;
    const withLadder = (steps: unknown) => () => ladderRulesSchema.parse({ ...defaultLadderRules, ladder: steps });
    expect(withLadder([...ladder].reverse())).toThrow('order of days');
    expect(withLadder(ladder.map((one) => ({ ...one, step: 'same' })))).toThrow('each step once');
  });
});

describe('part payment', () => {
  test('D31 it restarts the age on its day and skips no step', () => {
    const after = lived(account(), '2025-03-01', 200, (now, day) =>
      day === '2025-04-20' ? paid(now, day, 30_000) : now,
    );
    expect(stepsOf(after)).toEqual([
      ['bill-reminder', '2025-03-24'],
      ['overdue-reminder', '2025-04-01'],
      ['call-or-visit', '2025-04-15'],
      ['written-demand', '2025-05-20'],
      ['lawyers-letter', '2025-06-19'],
      ['legal-file', '2025-07-19'],
    ]);
    expect(after.contacts[3]?.fen).toBe(41_853);
    expect(whereIs(after, '2025-05-20')).toMatchObject({ anchor: '2025-04-20', age: 30 });
  });

  test('D31 a fen a day does not delay the ladder: less than a tenth of the overdue amount leaves the age', () => {
    const after = lived(account(), '2025-03-01', 200, (now, day) => (day > due ? paid(now, day, 1) : now));
    expect(after.contacts.at(-1)?.step).toBe('legal-file');
    const tenth = paid(account({ bills: [bill({ fen: 1_000 })] }), '2025-04-20', 100);
    expect(whereIs(tenth, '2025-04-25').anchor).toBe('2025-04-20');
    const less = paid(account({ bills: [bill({ fen: 1_000 })] }), '2025-04-20', 99);
    expect(whereIs(less, '2025-04-25').anchor).toBe(due);
  });

  test('D31 a bounced payment leaves the age unchanged', () => {
    const bounced = paid(paid(account(), '2025-04-20', 30_000), '2025-04-20', -30_000);
    expect(whereIs(bounced, '2025-04-25').anchor).toBe(due);
  });

  test('D31 when the oldest bill is paid, the age is that of the next, and steps that did not include it are repeated', () => {
    const two = account({ bills: [bill(), bill({ billId: 'b2', dueOn: '2025-06-30' })] });
    const after = lived(two, '2025-03-01', 95);
    expect(after.contacts.at(-1)?.step).toBe('lawyers-letter');
    const next = whereIs(paid(after, '2025-06-10', 71_853), '2025-06-25');
    expect(next).toMatchObject({
      anchor: '2025-06-30',
      age: -5,
      next: { step: { step: 'bill-reminder' }, billIds: ['b2'] },
    });
  });

  test('a step covers every overdue bill and no other', () => {
    const bills = [
      bill(),
      bill({ billId: 'b2', dueOn: '2025-04-14', fen: 100 }),
      bill({ billId: 'b3', dueOn: '2025-04-30' }),
    ];
    const before = lived(account({ bills }), '2025-03-01', 45);
    expect(whereIs(before, '2025-04-15').next).toMatchObject({ billIds: ['b1', 'b2'], fen: 71_953 });
  });
});

describe('when it stops', () => {
  test('R12.4 full payment stops it', () => {
    expect(whereIs(paid(account(), '2025-04-10', 71_853), '2025-04-15')).toMatchObject({ state: 'clear', openFen: 0 });
  });

  test('R12.4 a dispute suspends only its own bill', () => {
    const one = account({
      bills: [bill(), bill({ billId: 'b2', dueOn: '2025-04-10' })],
      holds: [{ why: 'dispute', billId: 'b1', from: '2025-04-05' }],
    });
    const now = whereIs(one, '2025-04-12');
    expect(now).toMatchObject({
      anchor: '2025-04-10',
      rests: [{ billId: 'b1', why: 'dispute' }],
      next: { billIds: ['b2'] },
    });
  });

  test.each(['hardship', 'owner-deceased', 'owner-changed'] as const)(
    'R12.4 %s suspends the account while it lasts',
    (why) => {
      const one = account({ holds: [{ why, from: '2025-04-05', to: '2025-04-20' }] });
      const state = (day: string) => whereIs(one, day).state;
      expect(['2025-04-04', '2025-04-05', '2025-04-20', '2025-04-21'].map(state)).toEqual([
        'step-due',
        'at-rest',
        'at-rest',
        'step-due',
      ]);
    },
  );

  test('R12.4 after a hold the ladder continues where it was, one step at a time', () => {
    const held = account({ holds: [{ why: 'hardship', from: '2025-04-05', to: '2025-08-31' }] });
    expect(stepsOf(lived(held, '2025-03-01', 200)).slice(2)).toEqual([
      ['call-or-visit', '2025-09-01'],
      ['written-demand', '2025-09-09'],
    ]);
  });

  test('R12.3 after a dispute, a step leaves out a bill whose deadline still runs', () => {
    const one = account({
      bills: [bill(), bill({ billId: 'b2', dueOn: '2025-04-20' })],
      holds: [{ why: 'dispute', billId: 'b1', from: '2025-04-16', to: '2025-04-29' }],
    });
    const before = lived(one, '2025-03-01', 60);
    expect(before.contacts.at(-1)).toMatchObject({ step: 'overdue-reminder', billIds: ['b2'], answerBy: '2025-05-06' });
    expect(whereIs(before, '2025-04-30').next).toMatchObject({ step: { step: 'written-demand' }, billIds: ['b1'] });
    expect(whereIs(before, '2025-05-07').next).toMatchObject({ billIds: ['b1', 'b2'] });
  });

  test('R12.4 an instalment plan suspends its bills while it is kept', () => {
    const plan = {
      agreedOn: '2025-04-05',
      billIds: ['b1'],
      instalments: [
        { dueOn: '2025-04-30', fen: 40_000 },
        { dueOn: '2025-05-31', fen: 31_853 },
      ],
    };
    const one = account({ plans: [plan] });
    expect(whereIs(one, '2025-04-30').rests).toEqual([{ billId: 'b1', why: 'instalments' }]);
    expect(whereIs(one, '2025-05-01')).toMatchObject({ state: 'step-due', rests: [] });
    expect(whereIs(paid(one, '2025-04-30', 40_000), '2025-05-31').state).toBe('at-rest');
    expect(whereIs(paid(one, '2025-05-01', 40_000), '2025-05-02').rests).toEqual([]);
    const anew = { ...plan, agreedOn: '2025-05-03', instalments: [{ dueOn: '2025-06-30', fen: 71_853 }] };
    expect(whereIs(account({ plans: [anew, plan] }), '2025-06-01').state).toBe('at-rest');
  });

  test('R12.4 a bill under 1 yuan is left alone, one of 1 yuan is not', () => {
    const owing = (fen: number) => account({ bills: [bill({ fen })] });
    expect(whereIs(owing(99), '2025-05-01')).toMatchObject({
      state: 'at-rest',
      rests: [{ why: 'small' }],
      openFen: 99,
    });
    expect(whereIs(owing(100), '2025-05-01').state).toBe('step-due');
  });

  test('R12.4 a payment, even in part, between run and sending cancels the sending', () => {
    const one = account();
    const planned = whereIs(one, '2025-03-24').next;
    if (!planned) throw new Error('a step is due');
    const stillDue = (now: DunningAccount, time?: string) => isStillDue(planned, now, terms, at('2025-03-24', time));
    expect(stillDue(one)).toBe(true);
    expect(stillDue(paid(one, '2025-03-24', 71_853))).toBe(false);
    expect(stillDue(paid(one, '2025-03-24', 1))).toBe(false);
    expect(stillDue(account({ holds: [{ why: 'dispute', billId: 'b1', from: '2025-03-24' }] }))).toBe(false);
    expect(stillDue(one, '21:30')).toBe(false);
    expect(stillDue(taken(one, '2025-03-24'))).toBe(false);
  });

  test('D31 it ends in legal action or a write-off', () => {
    const ending = { billIds: ['b1'], on: '2025-07-10', by: 'manager', reason: 'filed at the district court' };
    const now = whereIs(account({ endings: [{ as: 'legal', ...ending }] }), '2025-07-10');
    expect(now).toMatchObject({ state: 'at-rest', rests: [{ why: 'legal' }] });
    expect(whereIs(account({ endings: [{ as: 'written-off', ...ending }] }), '2025-07-09').state).toBe('step-due');
  });
});

describe('limitation', () => {
  const old = bill({ dueOn: '2022-06-30' });
  const demanded = (day: string, more: Partial<DunningAccount['contacts'][number]> = {}) => ({
    step: 'written-demand',
    means: 'written-demand' as const,
    at: at(day).toString(),
    answerBy: day,
    billIds: ['b1'],
    fen: 71_853,
    ...outcome,
    ...more,
  });
  const limitation = (contacts: DunningAccount['contacts'], day: string) =>
    limitationsOf(account({ bills: [old], contacts }), calendar, at(day))[0];

  test('R0.3 arrears older than three years without a demand are at risk', () => {
    expect(limitation([], '2025-06-30')).toEqual({
      billId: 'b1',
      endsOn: '2025-06-30',
      risk: false,
      provisional: false,
    });
    expect(limitation([], '2025-07-01')).toMatchObject({ risk: true });
  });

  test('R0.3 a demand restarts the three years; an end on a rest day moves to the next working day', () => {
    expect(limitation([demanded('2023-03-01')], '2025-07-01')).toEqual({
      billId: 'b1',
      endsOn: '2026-03-02',
      risk: false,
      provisional: false,
      restartedBy: { kind: 'demand-reached', on: '2023-03-01' },
    });
  });

  test('R0.3 a demand that did not arrive, or came after the period, restarts nothing', () => {
    expect(limitation([demanded('2024-01-15', { reached: false })], '2025-07-01')).toMatchObject({ risk: true });
    expect(limitation([demanded('2025-07-02')], '2025-07-03')).toMatchObject({ endsOn: '2025-06-30', risk: true });
  });

  test('R0.3 neither a reminder before the due day nor a legal file is a demand', () => {
    expect(
      limitation([demanded('2022-06-23'), demanded('2024-01-15', { means: 'legal-file' })], '2025-07-01'),
    ).toMatchObject({
      risk: true,
    });
  });

  test('R0.3 no contact is recorded without proof', () => {
    const planned = whereIs(account(), '2025-03-24').next;
    if (!planned) throw new Error('a step is due');
    expect(() => contactOf(planned, { reached: true, proof: '' }, at('2025-03-24'), calendar)).toThrow();
  });
});

describe('forbidden means', () => {
  test('R12.2 the list of means has none that withholds power, water, heat, gas, access, lifts or parking', () => {
    expect(means).toEqual(['message', 'call-or-visit', 'written-demand', 'lawyers-letter', 'legal-file']);
    expect(means.flatMap(withheldIn)).toEqual([]);
  });

  test.each([
    ...['cut-power', 'disconnect-water', 'stop-heating', 'shut-off-gas', 'power-off', 'limit-electricity'],
    ...['disable-access-card', 'block-lift', 'lock-parking', 'deny-car-entry', 'vehicle-entry-restricted'],
    ...['停电', '断水', '停暖', '停止供气', '停用门禁卡', '限制电梯', '禁止车辆进出', '停電', '鎖定車牌'],
  ])('R12.2 a ladder with %s is refused with the rule', (forbidden) => {
    const [first, ...others] = defaultLadderRules.ladder;
    const ladder = [{ ...first, means: forbidden }, ...others];
    expect(() => ladderRulesSchema.parse({ ...defaultLadderRules, ladder })).toThrow('Civil Code, article 944');
    expect(() => mustNotWithhold(forbidden)).toThrow('article 944');
  });

  test('R12.2 an unknown means is refused, and a lawful one cannot have a forbidden name', () => {
    const [first, ...others] = defaultLadderRules.ladder;
    const withFirst = (more: object) => () =>
      ladderRulesSchema.parse({ ...defaultLadderRules, ladder: [{ ...first, ...more }, ...others] });
    expect(withFirst({ means: 'persuade' })).toThrow('one of: message');
    expect(withFirst({ step: 'cut-water' })).toThrow('article 944');
    expect(withFirst({ action: 'cut-water' })).toThrow();
  });

  test.each([
    '逾期将停 水 停 电。',
    '如不缴清，我司将切断您的电力供应',
    '逾期者限制用电',
    '供水中断：水力停供',
    '我们将注销您家的门禁',
    '届时您的车辆将无法识别，车牌冻结',
    '屆時將暫停供應熱水',
    'We will cut off your water.',
    'Your electricity supply will be disconnected',
    'Your access card will be disabled',
  ])('R12.2 a letter may not threaten: %s', (letter) => {
    expect(() => mustNotWithhold(letter)).toThrow('article 944');
  });

  test.each([
    '您尚欠2025年第一季度物业费718.53元及停车费300.00元，请于15日内缴纳，逾期我司将依法提起诉讼或申请仲裁。',
    '您拒绝缴纳停车管理费',
    '请勿停止支付水电费',
    '限期缴纳水费、电费；客服电话见下',
    '电梯维保费分摊 6.49 元',
    'Please pay off the water bill and the parking fee of Block 3 lift lobby within 15 days, or we shall sue.',
    'The water fee, electricity charge and lift fee are overdue.',
  ])('a lawful demand passes: %s', (letter) => {
    expect(withheldIn(letter)).toEqual([]);
    expect(() => mustNotWithhold(letter)).not.toThrow();
  });
});

describe('every sequence of events of an account', () => {
  const happening = fc.record({
    day: fc.integer({ min: 0, max: 250 }),
    billId: fc.constantFrom('b1', 'b2', 'b3'),
    what: fc.oneof(
      fc.record({ kind: fc.constant('pays' as const), percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ kind: fc.constant('disputes' as const), days: fc.integer({ min: 0, max: 60 }) }),
      fc.record({ kind: fc.constant('hardship' as const), days: fc.integer({ min: 0, max: 60 }) }),
    ),
  });
  type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
  const dues = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 0, max: 200 })));
  const start = '2025-01-01';

  const after = (now: DunningAccount, { billId, what }: Happening, day: string): DunningAccount => {
    const open = Math.max(0, openFen(now.bills.find((one) => one.billId === billId) ?? bill({ fen: 0 })));
    if (what.kind === 'pays') return paid(now, day, Math.ceil((open * what.percent) / 100), billId);
    const days = { from: day, to: addDays(day, what.days) };
    const hold = what.kind === 'disputes' ? { why: 'dispute' as const, billId } : { why: 'hardship' as const };
    return { ...now, holds: [...now.holds, { ...hold, ...days }] };
  };
  const lives = (offsets: number[], happenings: Happening[]) => {
    const bills = offsets.map((offset, i) => bill({ billId: `b${i + 1}`, dueOn: addDays(start, offset), fen: 10_000 }));
    return lived(account({ bills }), start, 260, (now, day) =>
      happenings.filter((one) => addDays(start, one.day) === day).reduce((so, one) => after(so, one, day), now),
    );
  };
  const order = (step: string) => defaultLadderRules.ladder.findIndex((one) => one.step === step);

  test('R12.3 takes no step twice for a bill, and no earlier step after a later one', () => {
    fc.assert(
      fc.property(dues, fc.array(happening, { maxLength: 12 }), (offsets, happenings) => {
        const { contacts } = lives(offsets, happenings);
        for (const billId of ['b1', 'b2', 'b3']) {
          const steps = contacts.filter((one) => one.billIds.includes(billId)).map((one) => order(one.step));
          expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('R12.3 takes the first steps of the ladder for one bill without skipping any', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.array(happening, { maxLength: 12 }), (offset, happenings) => {
        const { contacts } = lives([offset], happenings);
        expect(contacts.map((one) => order(one.step))).toEqual(contacts.map((_, i) => i));
      }),
      { numRuns: 40 },
    );
  });

  test('R12.3 takes a step only after the deadline of the step before', () => {
    let later = 0;
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
        const { contacts } = lives([30], happenings);
        const dayOf = (one: (typeof contacts)[number]) => one.at.slice(0, 10);
        contacts.forEach((one, i) => {
          const before = contacts[i - 1];
          if (!before) return;
          later += 1;
          expect(dayOf(one) > before.answerBy).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
    expect(later).toBeGreaterThan(0);
  });
});
