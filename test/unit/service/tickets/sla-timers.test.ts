import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { explainSlaTimer } from '../../../../functions/service/tickets/explain-sla-timer.ts';
import type { Fact } from '../../../../functions/service/tickets/facts.ts';
import {
  countedFromRaise,
  defaultSlaPolicy,
  type Happening,
  rulesFor,
  type SlaTarget,
  slaPolicySchema,
} from '../../../../functions/service/tickets/sla.policy.ts';
import {
  breachChanges,
  dueFirings,
  knownAt,
  markFired,
  nextFiring,
} from '../../../../functions/service/tickets/sla-firings.ts';
import { type SlaTimer, slaTimersOf, usedAt } from '../../../../functions/service/tickets/sla-timers.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { workingCalendarSchema } from '../../../../shared/kernel/working-calendar.ts';

const calendar = stateCouncilCalendar();
/** Returns a Shanghai wall time as an ISO instant. */
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').toInstant().toString();
const clockOf = (slaTimers: readonly SlaTimer[], name: string) => slaTimers.find((timer) => timer.timer === name);
const emergency = rulesFor(defaultSlaPolicy, { type: 'repair', severity: 'emergency', category: 'other' });
const ordinary = rulesFor(defaultSlaPolicy, { type: 'repair', severity: 'normal', category: 'other' });
const withLetters = rulesFor(
  { ...defaultSlaPolicy, complaintPack: 'new-homes' },
  { type: 'complaint', severity: 'normal', category: 'other' },
);
const complaint = rulesFor(defaultSlaPolicy, { type: 'complaint', severity: 'normal', category: 'other' });

/** Returns the facts of a ticket: its receipt at a wall time under some rules, and what happened later. */
const story = (rules: readonly SlaTarget[], received: string, ...then: readonly Fact[]): Fact[] => [
  { what: 'received', at: at(received), rules },
  ...then,
];
const did = (what: Happening, wall: string): Fact => ({ what, at: at(wall) });
const under = (rules: readonly SlaTarget[], wall: string): Fact => ({ what: 'rules-changed', at: at(wall), rules });
const raised = (wall: string, rules = emergency): Fact => ({ ...under(rules, wall), countsFromHere: countedFromRaise });
const agreed = (wall: string, until?: string): Fact => ({
  what: 'appointed',
  at: at(wall),
  until: until === undefined ? undefined : at(until),
});
const timer = (name: string, facts: readonly Fact[]) => clockOf(slaTimersOf(facts, calendar), name);

describe('promised times', () => {
  test('R2.1: an emergency of 23:50 on 28 February is due on site at 00:20 on 1 March, working hours or not', () => {
    const facts = story(emergency, '2025-02-28T23:50');
    expect(timer('arrive', facts)?.dueAt).toBe(at('2025-03-01T00:20'));
    expect(timer('dispatch', facts)?.dueAt).toBe(at('2025-02-28T23:55'));
  });

  test('R2.1: a step done on the due second is in time, and one second later it is overdue', () => {
    const arrived = (wall: string) => timer('arrive', story(emergency, '2025-02-28T23:50', did('arrived', wall)));
    expect(arrived('2025-03-01T00:20')?.breachedAt).toBeUndefined();
    expect(arrived('2025-03-01T00:20:01')?.breachedAt).toBe(at('2025-03-01T00:20'));
  });

  test('an ordinary repair reported at 17:50 has 30 working minutes: 10 today, 20 tomorrow', () => {
    expect(timer('dispatch', story(ordinary, '2025-03-05T17:50'))?.dueAt).toBe(at('2025-03-06T08:50'));
  });

  test('the make-up Sunday 2025-01-26 is a working day, and the Spring Festival after it is not', () => {
    expect(timer('dispatch', story(ordinary, '2025-01-26T17:45'))?.dueAt).toBe(at('2025-01-27T08:45'));
    expect(timer('dispatch', story(ordinary, '2025-01-27T17:45'))?.dueAt).toBe(at('2025-02-05T08:45'));
  });

  test('R13.3: working days are counted as days, on weekdays of unequal hours and on make-up days', () => {
    const full = [
      { from: '08:30', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ];
    const half = [{ from: '08:30', to: '12:00' }];
    const week = (...days: (typeof full)[]) => ({ ...calendar, holidays: [], makeUpWorkdays: [], week: days });
    const reply = (of: typeof calendar, received: string, ...then: Fact[]) =>
      clockOf(slaTimersOf(story(complaint, received, ...then), of), 'reply')?.dueAt;
    const halfMonday = week(half, full, full, full, full, [], []);
    expect(reply(halfMonday, '2026-11-20T10:00')).toBe(at('2026-11-24T18:00'));
    const halfSaturday = week(full, full, full, full, full, half, []);
    expect(reply(halfSaturday, '2026-11-20T10:00')).toBe(at('2026-11-23T18:00'));
    const makeUp = { ...week(full, full, full, full, full, [], []), makeUpWorkdays: ['2026-11-22'], makeUpHours: half };
    expect(reply(makeUp, '2026-11-20T10:00')).toBe(at('2026-11-23T18:00'));
    // Half of the half Monday is half a day: a wait from 10:15 leaves a day and a half.
    const waited = [did('waiting', '2026-11-23T10:15'), did('resumed', '2026-11-24T08:00')];
    expect(reply(halfMonday, '2026-11-20T10:00', ...waited)).toBe(at('2026-11-25T14:00'));
  });

  test('hours may end at 24:00 or after midnight, and then belong to the day on which they begin', () => {
    const always = [{ from: '00:00', to: '24:00' }];
    const rest = { ...calendar, holidays: [], makeUpWorkdays: [] };
    const roundTheClock = { ...rest, week: Array.from({ length: 7 }, () => always) };
    const nights = {
      ...rest,
      week: Array.from({ length: 7 }, (_, i) => (i < 5 ? [{ from: '22:00', to: '06:00' }] : [])),
    };
    for (const one of [roundTheClock, nights]) expect(workingCalendarSchema.safeParse(one).success).toBe(true);
    const due = (of: typeof calendar, name: string, rules: readonly SlaTarget[], received: string) =>
      clockOf(slaTimersOf(story(rules, received), of), name)?.dueAt;
    expect(due(roundTheClock, 'reply', complaint, '2026-11-20T10:00')).toBe(at('2026-11-23T00:00'));
    expect(due(roundTheClock, 'dispatch', ordinary, '2026-11-20T23:50')).toBe(at('2026-11-21T00:20'));
    // Received on Friday morning: Monday and Tuesday night, the latter until Wednesday 06:00.
    expect(due(nights, 'reply', complaint, '2026-11-20T10:00')).toBe(at('2026-11-25T06:00'));
    expect(due(nights, 'dispatch', ordinary, '2026-11-20T23:50')).toBe(at('2026-11-21T00:20'));
    expect(due(nights, 'dispatch', ordinary, '2026-11-21T05:50')).toBe(at('2026-11-23T22:20'));
    const wrong = [
      [
        { from: '22:00', to: '06:00' },
        { from: '23:00', to: '23:30' },
      ],
      [{ from: '08:00', to: '08:00' }],
      [{ from: '08:00', to: '24:30' }],
    ];
    for (const day of wrong) {
      expect(workingCalendarSchema.safeParse({ ...rest, week: [day, [], [], [], [], [], []] }).success).toBe(false);
    }
  });

  test('a rule for a category applies to it and those below, and a contract to its ticket', () => {
    const within = (target: number): SlaTarget => ({
      timer: 'reply',
      counts: 'elapsed',
      target,
      pauses: false,
      warnAt: 0.8,
      levels: [],
    });
    const rule = (target: number, categories?: string[]) => ({
      type: 'complaint' as const,
      severities: ['normal' as const],
      slaTimers: [within(target)],
      ...(categories && { categories }),
    });
    const policy = {
      complaintPack: 'none' as const,
      rules: [rule(1), rule(2, ['home']), rule(3, ['home/water', 'parking'])],
    };
    const target = (category: string, slaTimers?: SlaTarget[]) =>
      rulesFor(policy, {
        type: 'complaint',
        severity: 'normal',
        category,
        ...(slaTimers && { contractTargets: { clause: '第八条', slaTimers } }),
      }).map((one) => one.target);
    expect(['other', 'home', 'home/gas', 'home/water', 'parking', 'homely'].map((one) => target(one)[0])).toEqual([
      1, 2, 2, 3, 3, 1,
    ]);
    expect(target('home', [within(9)])).toEqual([9]);
    expect(target('home', [{ ...within(9), timer: 'close' }])).toEqual([2, 9]);
    const many = Array.from({ length: 100 }, (_, i) => rule(i + 1, [`home/${i}`]));
    expect(slaPolicySchema.safeParse({ rules: many }).success).toBe(true);
  });

  test('D1: a complaint of Friday is due for a reply within two working days counted from Monday', () => {
    expect(timer('reply', story(complaint, '2025-03-07T10:00'))?.dueAt).toBe(at('2025-03-11T18:00'));
  });

  test('R13.3: a complaint is due for acknowledgement within 24 hours and for closing within ten days', () => {
    const facts = story(complaint, '2025-03-07T10:00');
    expect(timer('acknowledge', facts)?.dueAt).toBe(at('2025-03-08T10:00'));
    expect(timer('close', facts)?.dueAt).toBe(at('2025-03-17T10:00'));
  });

  test('R2.1: an appointment replaces the due time of the arrival', () => {
    const facts = story(ordinary, '2025-03-05T10:00', agreed('2025-03-05T10:10', '2025-03-09T12:00'));
    expect(timer('arrive', facts)?.dueAt).toBe(at('2025-03-09T12:00'));
    const late = timer('arrive', [...facts, did('arrived', '2025-03-09T12:30')]);
    expect(late?.breachedAt).toBe(at('2025-03-09T12:00'));
    expect(timer('arrive', [...facts, did('arrived', '2025-03-09T11:30')])?.breachedAt).toBeUndefined();
  });

  test('an appointment cancelled after the target has passed makes the arrival due at the cancellation', () => {
    const booked = agreed('2025-03-05T10:10', '2025-03-09T12:00');
    const facts = story(ordinary, '2025-03-05T10:00', booked, agreed('2025-03-07T09:00'));
    expect(timer('arrive', facts)).toMatchObject({ dueAt: at('2025-03-07T09:00'), breachedAt: undefined });
  });

  test('R2: the call-back is due within 24 hours of the completion', () => {
    const facts = story(ordinary, '2025-03-05T10:00', did('resolved', '2025-03-06T15:00'));
    expect(timer('callBack', facts)?.dueAt).toBe(at('2025-03-07T15:00'));
  });

  test('R2: the second completion has 24 hours of its own, whatever happened to the first call-back', () => {
    const facts = story(
      ordinary,
      '2025-03-05T10:00',
      did('resolved', '2025-03-06T15:00'),
      did('reopened', '2025-03-08T09:00'),
      did('resolved', '2025-03-09T10:00'),
    );
    expect(timer('callBack', facts)).toMatchObject({ dueAt: at('2025-03-10T10:00'), usedMs: 0 });
    expect(timer('callBack', facts)?.breachedAt).toBeUndefined();
    expect(timer('callBack', facts.slice(0, 3))?.breachedAt).toBe(at('2025-03-07T15:00'));
  });

  test('waiting for the customer pauses the SLA timer, but never the dispatch of an emergency', () => {
    const facts = story(complaint, '2025-03-10T09:00', did('waiting', '2025-03-11T09:30'));
    expect(timer('reply', facts)?.dueAt).toBeUndefined();
    expect(timer('reply', [...facts, did('resumed', '2025-03-13T09:30')])?.dueAt).toBe(at('2025-03-14T18:00'));
    const urgent = story(emergency, '2025-03-10T09:00', did('waiting', '2025-03-10T09:01'));
    expect(timer('dispatch', urgent)?.state).toBe('running');
  });

  test('the timers of a reopened ticket resume with the time that they had used', () => {
    const closed = did('closed', '2025-03-12T09:00');
    const facts = story(complaint, '2025-03-10T09:00', closed, did('reopened', '2025-03-20T09:00'));
    expect(timer('close', facts)?.dueAt).toBe(at('2025-03-28T09:00'));
  });

  test('other rules keep the time used, and those of an emergency count the rest as elapsed time', () => {
    const facts = story(ordinary, '2025-03-05T17:50', under(emergency, '2025-03-05T17:52'));
    expect(timer('dispatch', facts)?.dueAt).toBe(at('2025-03-05T17:55'));
    expect(timer('acknowledge', facts)).toMatchObject({ state: 'stopped', dueAt: undefined });
  });

  test('a ticket that becomes an emergency while waiting for the customer is due for dispatch in five minutes', () => {
    const waiting = did('waiting', '2025-03-05T10:01');
    const facts = story(ordinary, '2025-03-05T10:00', waiting, under(emergency, '2025-03-05T11:00'));
    expect(timer('dispatch', facts)?.dueAt).toBe(at('2025-03-05T11:04'));
    // After the severity is lowered the timer is paused again.
    const back = timer('dispatch', [...facts, under(ordinary, '2025-03-05T11:02')]);
    expect(back).toMatchObject({ state: 'paused', usedMs: 3 * 60_000 });
  });

  test('a repair that was changed to a complaint and back has a dispatch target again', () => {
    const facts = story(ordinary, '2025-03-05T10:00', under(complaint, '2025-03-05T10:05'));
    expect(timer('dispatch', facts)?.state).toBe('stopped');
    const right = timer('dispatch', [...facts, under(ordinary, '2025-03-05T10:10')]);
    expect(right?.dueAt).toBe(at('2025-03-05T10:35'));
  });

  test('a repair that became a complaint has no arrival target when it is reopened', () => {
    const facts = story(
      ordinary,
      '2025-03-05T10:00',
      under(complaint, '2025-03-05T10:05'),
      did('resolved', '2025-03-06T10:00'),
      did('closed', '2025-03-06T10:00'),
      did('reopened', '2025-03-07T10:00'),
    );
    expect(timer('arrive', facts)?.state).toBe('stopped');
    expect(timer('close', facts)?.state).toBe('running');
    expect(timer('arrive', [...facts, under(ordinary, '2025-03-07T11:00')])?.state).toBe('running');
  });

  test('a ticket that became a repair after it was done has an arrival target when it is reopened', () => {
    const facts = story(
      complaint,
      '2025-03-05T10:00',
      did('resolved', '2025-03-05T11:00'),
      under(ordinary, '2025-03-05T12:00'),
      did('reopened', '2025-03-06T10:00'),
    );
    expect(timer('dispatch', facts)?.dueAt).toBe(at('2025-03-06T10:30'));
  });

  test('D1: a complaint whose severity changes on the day of receipt still counts from the next working day', () => {
    const facts = story(complaint, '2025-03-07T10:00', under(complaint, '2025-03-07T10:30'));
    expect(timer('reply', facts)?.dueAt).toBe(at('2025-03-11T18:00'));
  });
});

describe('a ticket that becomes an emergency later counts from then (R74.4)', () => {
  const facts = story(ordinary, '2025-03-05T10:00', raised('2025-03-06T22:00'));

  test('raised a day and a half after receipt, it is due for dispatch 5 minutes and on site 30 minutes after the raise', () => {
    expect(timer('dispatch', facts)).toMatchObject({
      dueAt: at('2025-03-06T22:05'),
      startedAt: at('2025-03-06T22:00'),
    });
    expect(timer('arrive', facts)?.dueAt).toBe(at('2025-03-06T22:30'));
    const sent = (wall: string) => timer('dispatch', [...facts, did('dispatched', wall)])?.breachedAt;
    expect(sent('2025-03-06T22:05')).toBeUndefined();
    expect(sent('2025-03-06T22:05:01')).toBe(at('2025-03-06T22:05'));
  });

  test('a breach from before the raise stays known, and is taken back when a later entry disproves it', () => {
    expect(timer('dispatch', facts)?.breachedBefore).toEqual([at('2025-03-05T10:30')]);
    expect(timer('arrive', facts)?.breachedBefore).toEqual([at('2025-03-06T10:00')]);
    const before = slaTimersOf(facts, calendar);
    const known = slaTimersOf([...facts, did('dispatched', '2025-03-05T10:20')], calendar);
    expect(breachChanges(before, known)).toEqual([
      { name: 'SlaBreachCorrected', timer: 'dispatch', dueAt: at('2025-03-05T10:30'), why: 'done-in-time' },
    ]);
  });

  test('the explanation says that the time before the emergency does not count', () => {
    const intervals = explainSlaTimer('dispatch', facts, at('2025-03-06T22:03'), calendar);
    expect(intervals.map(({ counted, why, ms }) => ({ counted, why, minutes: ms / 60_000 }))).toEqual([
      { counted: false, why: 'before-the-emergency', minutes: 36 * 60 },
      { counted: true, why: 'around-the-clock', minutes: 3 },
    ]);
  });

  test('only a step that was not done before the raise starts a timer', () => {
    const sent = story(ordinary, '2025-03-05T10:00', did('dispatched', '2025-03-05T10:10'), raised('2025-03-06T22:00'));
    expect(timer('dispatch', sent)).toMatchObject({ state: 'stopped', stoppedAt: at('2025-03-05T10:10') });
    expect(timer('arrive', sent)?.dueAt).toBe(at('2025-03-06T22:30'));
  });

  test('a complaint that becomes an emergency and then a repair counts from the emergency', () => {
    const emergencyOfComplaints = rulesFor(defaultSlaPolicy, {
      type: 'complaint',
      severity: 'emergency',
      category: 'other',
    });
    const later = [raised('2025-03-06T22:00', emergencyOfComplaints), under(emergency, '2025-03-06T22:02')];
    expect(timer('dispatch', story(complaint, '2025-03-05T10:00', ...later))?.dueAt).toBe(at('2025-03-06T22:05'));
  });

  test('an emergency that was certain at receipt counts from the receipt, whenever it is entered', () => {
    expect(timer('dispatch', story(emergency, '2025-03-05T10:00'))?.dueAt).toBe(at('2025-03-05T10:05'));
  });
});

describe('a step is overdue if and only if done later than due, whatever the order of entry (R2.1, R41.2)', () => {
  test('R74.3: lowering the severity starts no timer whose step was already done', () => {
    const facts = story(
      emergency,
      '2025-03-05T10:00',
      did('dispatched', '2025-03-05T10:02'),
      under(ordinary, '2025-03-05T13:00'),
    );
    expect(timer('acknowledge', facts)).toBeUndefined();
    expect(timer('dispatch', facts)).toMatchObject({ state: 'stopped', breachedAt: undefined });
    expect(timer('arrive', facts)).toMatchObject({ state: 'running', dueAt: at('2025-03-06T10:00') });
  });

  test('lowering, raising and lowering the severity again starts no such timer either', () => {
    const facts = story(
      emergency,
      '2025-03-05T10:00',
      did('dispatched', '2025-03-05T10:02'),
      under(ordinary, '2025-03-05T13:00'),
      under(emergency, '2025-03-05T13:10'),
      under(ordinary, '2025-03-05T13:20'),
    );
    expect(timer('acknowledge', facts)).toBeUndefined();
  });

  test('a repair that was acknowledged as a complaint needs no second acknowledgement and keeps its time', () => {
    const facts = story(
      complaint,
      '2025-03-05T10:00',
      did('acknowledged', '2025-03-05T11:00'),
      under(ordinary, '2025-03-05T16:00'),
    );
    expect(timer('acknowledge', facts)).toMatchObject({ state: 'stopped', stoppedAt: at('2025-03-05T11:00') });
    expect(timer('acknowledge', facts)?.breachedAt).toBeUndefined();
  });

  test('a step keeps the target that was in force when it was done', () => {
    const facts = story(
      ordinary,
      '2025-03-05T10:00',
      did('arrived', '2025-03-05T12:00'),
      under(emergency, '2025-03-05T13:00'),
    );
    expect(timer('arrive', facts)).toMatchObject({ target: 24 * 60, breachedAt: undefined });
  });

  test('a visit in time that is entered after the completion removes the breach', () => {
    const facts = story(emergency, '2025-03-05T10:00', did('resolved', '2025-03-05T15:00'));
    expect(timer('arrive', facts)?.breachedAt).toBe(at('2025-03-05T10:30'));
    expect(timer('arrive', [...facts, did('arrived', '2025-03-05T10:20')])).toMatchObject({
      stoppedAt: at('2025-03-05T10:20'),
      breachedAt: undefined,
    });
  });

  test('a ticket that is lowered from emergency is not late by the targets of an emergency', () => {
    const facts = story(emergency, '2025-03-05T10:00', under(ordinary, '2025-03-05T11:00'));
    expect(timer('arrive', facts)).toMatchObject({ dueAt: at('2025-03-06T10:00'), breachedAt: undefined });
    const arrived = timer('arrive', [...facts, did('arrived', '2025-03-05T12:00')]);
    expect(arrived?.breachedAt).toBeUndefined();
  });

  test('a timer that is promised later does not count the time of waiting for the customer', () => {
    const facts = story(
      emergency,
      '2025-03-05T10:00',
      did('waiting', '2025-03-05T10:30'),
      did('resumed', '2025-03-05T12:30'),
      under(ordinary, '2025-03-05T12:40'),
    );
    expect(timer('acknowledge', facts)?.dueAt).toBe(at('2025-03-05T14:00'));
  });

  test('an appointment that passes while waiting for the customer is a breach', () => {
    const facts = story(
      ordinary,
      '2025-03-05T10:00',
      agreed('2025-03-05T10:10', '2025-03-06T12:00'),
      did('waiting', '2025-03-06T09:00'),
      did('arrived', '2025-03-06T14:00'),
    );
    expect(timer('arrive', facts)?.breachedAt).toBe(at('2025-03-06T12:00'));
  });
});

describe('escalation (D9)', () => {
  test('an emergency escalates once to the supervisor at 80 percent, and once to the manager at the breach', () => {
    let slaTimers = slaTimersOf(story(emergency, '2025-03-05T22:00'), calendar).filter(
      (timer) => timer.timer === 'arrive',
    );
    expect(nextFiring(slaTimers, calendar)).toBe(at('2025-03-05T22:24'));
    const warned = dueFirings(slaTimers, at('2025-03-05T22:24'), calendar);
    expect(warned.map((firing) => [firing.what, firing.to])).toEqual([
      ['warning', undefined],
      ['level-1', 'supervisor'],
    ]);
    slaTimers = markFired(slaTimers, warned);
    expect(dueFirings(slaTimers, at('2025-03-05T22:25'), calendar)).toEqual([]);
    const breached = dueFirings(slaTimers, at('2025-03-05T22:31'), calendar);
    expect(breached.map((firing) => firing.what)).toEqual(['breach', 'level-2']);
    expect(nextFiring(markFired(slaTimers, breached), calendar)).toBeUndefined();
  });

  test('a step that was done in time fires nothing', () => {
    const facts = story(emergency, '2025-03-05T22:00', did('resolved', '2025-03-05T22:10'));
    const slaTimers = slaTimersOf(facts, calendar).filter((timer) => timer.timer !== 'callBack');
    expect(nextFiring(slaTimers, calendar)).toBeUndefined();
  });

  test('a breach that was taken back fires again when the new due time passes', () => {
    const facts = story(ordinary, '2025-03-05T10:00');
    const missed = at('2025-03-06T10:01');
    const overdue = slaTimersOf(facts, calendar);
    const fired = markFired(overdue, dueFirings(overdue, missed, calendar));
    expect(clockOf(fired, 'arrive')?.breachedAt).toBe(at('2025-03-06T10:00'));
    const booked = slaTimersOf([...facts, agreed('2025-03-06T10:05', '2025-03-07T12:00')], calendar);
    const entry = { now: at('2025-03-06T10:05'), late: false };
    const known = knownAt(booked, fired, entry, calendar);
    expect(breachChanges(fired, known)).toMatchObject([
      { name: 'SlaBreachCorrected', timer: 'arrive', dueAt: at('2025-03-06T10:00'), why: 'due-later' },
    ]);
    const again = dueFirings(known, at('2025-03-07T12:01'), calendar).filter(({ timer }) => timer.timer === 'arrive');
    expect(again.map(({ what }) => what)).toEqual(['warning', 'breach', 'level-1']);
  });
});

describe('D1: the milestones of a complaint', () => {
  const letters = ['acknowledgementLetter', 'interimLetter', 'answerLetter', 'eightWeekLetter'];
  const dueOf = (received: string) => {
    const timers = slaTimersOf(story(withLetters, received), calendar);
    return letters.map((name) => clockOf(timers, name)?.dueAt);
  };
  const stateOf = (...then: readonly Fact[]) => {
    const timers = slaTimersOf(story(withLetters, '2025-03-07T10:00', ...then), calendar);
    return letters.map((name) => clockOf(timers, name)?.state);
  };
  const letter = (what: Happening, wall: string, letterId: string): Fact => ({ ...did(what, wall), letterId });

  test('count from Monday for a case of Friday: 5 days, 10 working days, 30 days, 56 days', () => {
    const days = ['2025-03-15T00:00', '2025-03-21T18:00', '2025-04-09T00:00', '2025-05-05T00:00'].map(at);
    expect(dueOf('2025-03-07T10:00')).toEqual(days);
    expect(dueOf('2025-03-09T22:00')).toEqual(days);
    // The Spring Festival is from 28 January to 4 February, so the first working day is the 5th.
    expect(dueOf('2025-01-27T10:00')[0]).toBe(at('2025-02-10T00:00'));
  });

  test('of calendar days end at midnight, also where summer time begins or ends', () => {
    const berlin = { ...calendar, zone: 'Europe/Berlin' };
    const timers = slaTimersOf([{ what: 'received', at: '2025-10-24T09:00:00Z', rules: withLetters }], berlin);
    expect(clockOf(timers, 'answerLetter')?.dueAt).toBe('2025-11-25T23:00:00Z');
    const spring = slaTimersOf([{ what: 'received', at: '2025-03-21T09:00:00Z', rules: withLetters }], berlin);
    expect(clockOf(spring, 'answerLetter')?.dueAt).toBe('2025-04-22T22:00:00Z');
  });

  test('are met by letters only: no acknowledgement, reply, wait or closing meets one', () => {
    const open = ['running', 'running', 'running', 'running'];
    const others = ['acknowledged', 'replied', 'waiting', 'resumed', 'resolved'] as const;
    expect(stateOf(...others.map((what) => did(what, '2025-03-10T10:00')))).toEqual(open);
    expect(stateOf(did('closed', '2025-03-10T10:00'))).toEqual(['running', 'running', 'running', 'stopped']);
    expect(stateOf(did('withdrawn', '2025-03-10T10:00'))).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
    const [first, second] = [
      letter('acknowledgement-letter', '2025-03-11T10:00', 'a'),
      letter('answer-letter', '2025-03-12T10:00', 'b'),
    ];
    expect(stateOf(first)).toEqual(['stopped', 'running', 'running', 'running']);
    expect(stateOf(first, second)).toEqual(['stopped', 'stopped', 'stopped', 'running']);
    expect(stateOf(letter('eight-week-letter', '2025-05-01T10:00', 'c'))).toEqual([
      'running',
      'running',
      'running',
      'stopped',
    ]);
  });

  test('are open again when the letter comes back, whichever was heard of first', () => {
    const sent = letter('answer-letter', '2025-03-11T10:00', 'a');
    const back: Fact = { what: 'letter-returned', at: at('2025-03-11T10:05'), letterId: 'a' };
    for (const facts of [
      [sent, back],
      [back, sent],
    ]) {
      expect(stateOf(...facts)).toEqual(['running', 'running', 'running', 'running']);
      const again = letter('answer-letter', '2025-03-12T10:00', 'b');
      expect(stateOf(...facts, again)).toEqual(['stopped', 'stopped', 'stopped', 'running']);
    }
  });

  test('are those of complaints only, and a rule or a contract replaces the time of one', () => {
    const policy = { ...defaultSlaPolicy, complaintPack: 'new-homes' as const };
    const about = { severity: 'normal' as const, category: 'other' };
    const named = (type: 'repair' | 'inquiry') => rulesFor(policy, { ...about, type }).map((one) => one.timer);
    expect([...named('repair'), ...named('inquiry')].filter((one) => one.endsWith('Letter'))).toEqual([]);
    const three: SlaTarget = {
      timer: 'acknowledgementLetter',
      counts: 'working-days',
      target: 3,
      pauses: false,
      warnAt: 0.8,
      levels: [],
    };
    const rules = [{ type: 'complaint' as const, severities: ['normal' as const], slaTimers: [three] }];
    const of = (contract: object) => rulesFor({ ...policy, rules }, { ...about, type: 'complaint', ...contract });
    const target = (contract: object) => of(contract).find((one) => one.timer === 'acknowledgementLetter')?.target;
    expect(target({})).toBe(3);
    expect(of({}).length).toBe(4);
    expect(target({ contractTargets: { clause: '第八条', slaTimers: [{ ...three, target: 2 }] } })).toBe(2);
  });
});

describe('a year of SLA timers', () => {
  const rulesets: readonly (readonly SlaTarget[])[] = [emergency, ordinary, complaint, withLetters];
  const happening = fc.constantFrom<Happening>(
    'acknowledged',
    'dispatched',
    'arrived',
    'replied',
    'waiting',
    'resumed',
    'resolved',
    'followed-up',
    'closed',
    'reopened',
    'interim-letter',
    'answer-letter',
  );
  const story = fc.record({
    ruleset: fc.nat(3),
    start: fc.integer({ min: ms('2025-01-01T00:00'), max: ms('2025-12-01T00:00') }),
    steps: fc.array(
      fc.record({
        what: happening,
        minutes: fc.integer({ min: 0, max: 20_000 }),
        switchTo: fc.option(fc.nat(3), { freq: 6 }),
      }),
      { maxLength: 14 },
    ),
  });
  function ms(wall: string) {
    return Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').epochMilliseconds;
  }
  const iso = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();

  test('used time never decreases, and the explanation adds up to it to the millisecond', () => {
    let compared = 0;
    fc.assert(
      fc.property(story, ({ ruleset, start, steps }) => {
        let now = start;
        const facts: Fact[] = [{ what: 'received', at: iso(now), rules: rulesets[ruleset] ?? [] }];
        const lastUsed = new Map<string, number>();
        for (const step of steps) {
          now += step.minutes * 60_000;
          facts.push({ what: step.what, at: iso(now) });
          if (step.switchTo !== null) {
            facts.push({ what: 'rules-changed', at: iso(now), rules: rulesets[step.switchTo] ?? [] });
          }
          for (const timer of slaTimersOf(facts, calendar)) {
            const life = `${timer.timer} ${timer.startedAt}`;
            const used = usedAt(timer, iso(now), calendar);
            expect(used).toBeGreaterThanOrEqual(lastUsed.get(life) ?? 0);
            lastUsed.set(life, used);
            const counted = explainSlaTimer(timer.timer, facts, iso(now), calendar)
              .filter((one) => one.counted)
              .reduce((sum, one) => sum + one.ms, 0);
            expect(counted, timer.timer).toBe(used);
            compared += 1;
          }
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });
});
