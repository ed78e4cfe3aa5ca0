import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dueFirings, markFired, nextFiring } from '../../../functions/tickets/clock-firings.ts';
import {
  type ClockRule,
  defaultClockPolicy,
  type Happening,
  rulesFor,
} from '../../../functions/tickets/clock-policy.ts';
import { type Phase, phaseAfter } from '../../../functions/tickets/clock-turns.ts';
import { advance, applyRules, appoint, type ClockState, usedAt } from '../../../functions/tickets/clocks.ts';
import { explainClock, type Happened } from '../../../functions/tickets/explain-clock.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';

const calendar = stateCouncilCalendar();
/** Shanghai wall time as an ISO instant. */
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').toInstant().toString();
const clockOf = (clocks: readonly ClockState[], name: string) => clocks.find((clock) => clock.clock === name);
const emergency = rulesFor(defaultClockPolicy, 'repair', 'emergency');
const ordinary = rulesFor(defaultClockPolicy, 'repair', 'normal');
const complaint = rulesFor(defaultClockPolicy, 'complaint', 'normal');

describe('promised times', () => {
  test('R2.1 an emergency of 23:50 on 28 February is due on site at 00:20 on 1 March, working hours or not', () => {
    const clocks = advance([], emergency, 'received', at('2025-02-28T23:50'), calendar);
    expect(clockOf(clocks, 'arrive')?.dueAt).toBe(at('2025-03-01T00:20'));
    expect(clockOf(clocks, 'dispatch')?.dueAt).toBe(at('2025-02-28T23:55'));
  });

  test('R2.1 done on the due second is in time, one second later is overdue', () => {
    const clocks = advance([], emergency, 'received', at('2025-02-28T23:50'), calendar);
    const intime = advance(clocks, emergency, 'arrived', at('2025-03-01T00:20'), calendar);
    const late = advance(clocks, emergency, 'arrived', at('2025-03-01T00:20:01'), calendar);
    expect(clockOf(intime, 'arrive')?.breachedAt).toBeUndefined();
    expect(clockOf(late, 'arrive')?.breachedAt).toBe(at('2025-03-01T00:20'));
  });

  test('an ordinary repair reported at 17:50 has 30 working minutes: 10 today, 20 tomorrow', () => {
    const clocks = advance([], ordinary, 'received', at('2025-03-05T17:50'), calendar);
    expect(clockOf(clocks, 'dispatch')?.dueAt).toBe(at('2025-03-06T08:50'));
  });

  test('the make-up Sunday 2025-01-26 is worked, the Spring Festival behind it is not', () => {
    const clocks = advance([], ordinary, 'received', at('2025-01-26T17:45'), calendar);
    expect(clockOf(clocks, 'dispatch')?.dueAt).toBe(at('2025-01-27T08:45'));
    const eve = advance([], ordinary, 'received', at('2025-01-27T17:45'), calendar);
    expect(clockOf(eve, 'dispatch')?.dueAt).toBe(at('2025-02-05T08:45'));
  });

  test('D1 a complaint of Friday is answered within two working days counted from Monday', () => {
    const clocks = advance([], complaint, 'received', at('2025-03-07T10:00'), calendar);
    expect(clockOf(clocks, 'reply')?.dueAt).toBe(at('2025-03-11T18:00'));
  });

  test('R13.3 a complaint is acknowledged within 24 hours and closed within ten days', () => {
    const clocks = advance([], complaint, 'received', at('2025-03-07T10:00'), calendar);
    expect(clockOf(clocks, 'acknowledge')?.dueAt).toBe(at('2025-03-08T10:00'));
    expect(clockOf(clocks, 'close')?.dueAt).toBe(at('2025-03-17T10:00'));
  });

  test('R2.1 an agreed appointment replaces the time of arrival', () => {
    const clocks = appoint(
      advance([], ordinary, 'received', at('2025-03-05T10:00'), calendar),
      at('2025-03-09T12:00'),
      calendar,
    );
    expect(clockOf(clocks, 'arrive')?.dueAt).toBe(at('2025-03-09T12:00'));
    const arrived = advance(clocks, ordinary, 'arrived', at('2025-03-09T11:30'), calendar);
    expect(clockOf(arrived, 'arrive')?.breachedAt).toBeUndefined();
  });

  test('R2 the household is called back within 24 hours of the completion', () => {
    let clocks = advance([], ordinary, 'received', at('2025-03-05T10:00'), calendar);
    clocks = advance(clocks, ordinary, 'resolved', at('2025-03-06T15:00'), calendar);
    expect(clockOf(clocks, 'callBack')?.dueAt).toBe(at('2025-03-07T15:00'));
  });

  test('waiting for the customer stops the clock, and an emergency dispatch never waits', () => {
    let clocks = advance([], complaint, 'received', at('2025-03-10T09:00'), calendar);
    clocks = advance(clocks, complaint, 'waiting', at('2025-03-11T09:30'), calendar);
    expect(clockOf(clocks, 'reply')?.dueAt).toBeUndefined();
    clocks = advance(clocks, complaint, 'resumed', at('2025-03-13T09:30'), calendar);
    expect(clockOf(clocks, 'reply')?.dueAt).toBe(at('2025-03-14T18:00'));
    const urgent = advance(
      advance([], emergency, 'received', at('2025-03-10T09:00'), calendar),
      emergency,
      'waiting',
      at('2025-03-10T09:01'),
      calendar,
    );
    expect(clockOf(urgent, 'dispatch')?.state).toBe('running');
  });

  test('a reopened ticket goes on with the time it had used', () => {
    let clocks = advance([], complaint, 'received', at('2025-03-10T09:00'), calendar);
    clocks = advance(clocks, complaint, 'closed', at('2025-03-12T09:00'), calendar);
    clocks = advance(clocks, complaint, 'reopened', at('2025-03-20T09:00'), calendar);
    expect(clockOf(clocks, 'close')?.dueAt).toBe(at('2025-03-28T09:00'));
  });

  test('other rules keep the time used; a ticket that becomes an emergency counts the rest on the wall', () => {
    const clocks = advance([], ordinary, 'received', at('2025-03-05T17:50'), calendar);
    const changed = applyRules(
      clocks,
      emergency,
      { at: at('2025-03-05T17:52'), receivedAt: at('2025-03-05T17:50'), phase: 'open' },
      calendar,
    );
    expect(clockOf(changed, 'dispatch')?.dueAt).toBe(at('2025-03-05T17:55'));
    expect(clockOf(changed, 'acknowledge')?.state).toBe('stopped');
  });

  test('what becomes an emergency while the customer is waited for is dispatched within its five minutes', () => {
    let clocks = advance([], ordinary, 'received', at('2025-03-05T10:00'), calendar);
    clocks = advance(clocks, ordinary, 'waiting', at('2025-03-05T10:01'), calendar);
    const change = { at: at('2025-03-05T11:00'), receivedAt: at('2025-03-05T10:00'), phase: 'waiting' } as const;
    const urgent = applyRules(clocks, emergency, change, calendar);
    expect(clockOf(urgent, 'dispatch')?.dueAt).toBe(at('2025-03-05T11:04'));
    // And what is no emergency any more may stand still again.
    const back = applyRules(urgent, ordinary, { ...change, at: at('2025-03-05T11:02') }, calendar);
    expect(clockOf(back, 'dispatch')).toMatchObject({ state: 'paused', usedMs: 3 * 60_000 });
  });

  test('mistaken for a complaint and put right, a repair is promised a dispatch again', () => {
    const receivedAt = at('2025-03-05T10:00');
    let clocks = advance([], ordinary, 'received', receivedAt, calendar);
    clocks = applyRules(clocks, complaint, { at: at('2025-03-05T10:05'), receivedAt, phase: 'open' }, calendar);
    expect(clockOf(clocks, 'dispatch')?.state).toBe('stopped');
    clocks = applyRules(clocks, ordinary, { at: at('2025-03-05T10:10'), receivedAt, phase: 'open' }, calendar);
    expect(clockOf(clocks, 'dispatch')?.dueAt).toBe(at('2025-03-05T10:35'));
  });

  test('a repair that became a complaint owes nobody a visit when it is reopened', () => {
    const receivedAt = at('2025-03-05T10:00');
    let clocks = advance([], ordinary, 'received', receivedAt, calendar);
    clocks = applyRules(clocks, complaint, { at: at('2025-03-05T10:05'), receivedAt, phase: 'open' }, calendar);
    clocks = advance(clocks, complaint, 'resolved', at('2025-03-06T10:00'), calendar);
    clocks = advance(clocks, complaint, 'closed', at('2025-03-06T10:00'), calendar);
    clocks = advance(clocks, complaint, 'reopened', at('2025-03-07T10:00'), calendar);
    expect(clockOf(clocks, 'arrive')?.state).toBe('stopped');
    expect(clockOf(clocks, 'close')?.state).toBe('running');
    const repair = { at: at('2025-03-07T11:00'), receivedAt, phase: 'open' } as const;
    expect(clockOf(applyRules(clocks, ordinary, repair, calendar), 'arrive')?.state).toBe('running');
  });

  test('what became a repair after it was done is promised a visit when it is reopened', () => {
    const receivedAt = at('2025-03-05T10:00');
    let clocks = advance([], complaint, 'received', receivedAt, calendar);
    clocks = advance(clocks, complaint, 'resolved', at('2025-03-05T11:00'), calendar);
    clocks = applyRules(clocks, ordinary, { at: at('2025-03-05T12:00'), receivedAt, phase: 'done' }, calendar);
    clocks = advance(clocks, ordinary, 'reopened', at('2025-03-06T10:00'), calendar);
    expect(clockOf(clocks, 'dispatch')?.dueAt).toBe(at('2025-03-06T10:30'));
  });

  test('D1 graded anew on the day of its receipt, a complaint still counts from the next working day', () => {
    const receivedAt = at('2025-03-07T10:00');
    const clocks = advance([], complaint, 'received', receivedAt, calendar);
    const graded = applyRules(clocks, complaint, { at: at('2025-03-07T10:30'), receivedAt, phase: 'open' }, calendar);
    expect(clockOf(graded, 'reply')?.dueAt).toBe(at('2025-03-11T18:00'));
  });
});

describe('escalation (D9)', () => {
  test('an emergency warns at 80 percent and goes to the supervisor, breaches to the manager, each once', () => {
    let clocks = advance([], emergency, 'received', at('2025-03-05T22:00'), calendar).filter(
      (clock) => clock.clock === 'arrive',
    );
    expect(nextFiring(clocks, calendar)).toBe(at('2025-03-05T22:24'));
    const warned = dueFirings(clocks, at('2025-03-05T22:24'), calendar);
    expect(warned.map((firing) => [firing.what, firing.to])).toEqual([
      ['warning', undefined],
      ['level-1', 'supervisor'],
    ]);
    clocks = markFired(clocks, warned);
    expect(dueFirings(clocks, at('2025-03-05T22:25'), calendar)).toEqual([]);
    const breached = dueFirings(clocks, at('2025-03-05T22:31'), calendar);
    expect(breached.map((firing) => firing.what)).toEqual(['breach', 'level-2']);
    expect(nextFiring(markFired(clocks, breached), calendar)).toBeUndefined();
  });

  test('what was done in time fires nothing any more', () => {
    let clocks = advance([], emergency, 'received', at('2025-03-05T22:00'), calendar);
    clocks = advance(clocks, emergency, 'resolved', at('2025-03-05T22:10'), calendar).filter(
      (clock) => clock.clock !== 'callBack',
    );
    expect(nextFiring(clocks, calendar)).toBeUndefined();
  });
});

describe('a year of clocks', () => {
  const rulesets: readonly (readonly ClockRule[])[] = [emergency, ordinary, complaint];
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
  );
  const story = fc.record({
    ruleset: fc.nat(2),
    start: fc.integer({ min: ms('2025-01-01T00:00'), max: ms('2025-12-01T00:00') }),
    steps: fc.array(
      fc.record({
        what: happening,
        minutes: fc.integer({ min: 0, max: 20_000 }),
        switchTo: fc.option(fc.nat(2), { freq: 6 }),
      }),
      { maxLength: 14 },
    ),
  });
  function ms(wall: string) {
    return Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').epochMilliseconds;
  }
  const iso = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();

  test('whatever happens, used time never decreases and the explanation adds up to it to the millisecond', () => {
    let looked = 0;
    fc.assert(
      fc.property(story, ({ ruleset, start, steps }) => {
        let rules = rulesets[ruleset] ?? [];
        let now = start;
        let phase: Phase = 'open';
        const happened: Happened[] = [{ what: 'received', at: iso(now), rules }];
        let clocks = advance([], rules, 'received', iso(now), calendar);
        const lastUsed = new Map<string, number>();
        for (const step of steps) {
          now += step.minutes * 60_000;
          clocks = advance(clocks, rules, step.what, iso(now), calendar);
          happened.push({ what: step.what, at: iso(now) });
          phase = phaseAfter(phase, step.what);
          if (step.switchTo !== null) {
            rules = rulesets[step.switchTo] ?? [];
            clocks = applyRules(clocks, rules, { at: iso(now), receivedAt: iso(start), phase }, calendar);
            happened.push({ what: 'rules-changed', at: iso(now), rules });
          }
          for (const clock of clocks) {
            looked += 1;
            const used = usedAt(clock, iso(now), calendar);
            expect(used).toBeGreaterThanOrEqual(lastUsed.get(clock.clock) ?? 0);
            lastUsed.set(clock.clock, used);
            const counted = explainClock(clock.clock, happened, iso(now), calendar)
              .filter((one) => one.counted)
              .reduce((sum, one) => sum + one.ms, 0);
            expect(counted, clock.clock).toBe(used);
          }
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(looked).toBeGreaterThan(0);
  });
});
