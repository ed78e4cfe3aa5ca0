import * as z from 'zod';
import {
  addWorkingTime,
  nextWorkingDay,
  normalDay,
  type WorkingCalendar,
  workingTimeBetween,
} from '../../../shared/kernel/working-calendar.ts';
import { type ClockName, type ClockRule, clockRuleSchema, type Happening, turnsOfClocks } from './clock.policy.ts';
import { begins, goesOnAs, type Phase, phaseAfter, stateUnder, turnOf } from './clock-turns.ts';
import { type Fact, inOrder } from './facts.ts';

/*
 * The SLA timers of a ticket (D8). Pure: `clocksOf` folds what happened, in order of time, into the timers as they stand.
 * A step is overdue if and only if it was done later than due (R2.1), whatever the order in which the facts were entered.
 */

/** An SLA timer as the ticket stores it. Instants are ISO, lengths milliseconds of its own measure. */
export const clockStateSchema = clockRuleSchema.extend({
  state: z.enum(['running', 'paused', 'stopped']),
  startedAt: z.string(),
  /** Time used up before `runningSince`. */
  usedMs: z.number().int().min(0),
  runningSince: z.string().optional(),
  stoppedAt: z.string().optional(),
  /** End of an agreed appointment: it replaces the target (R2.1), and no pause moves it. */
  appointmentAt: z.string().optional(),
  /** When the target is reached if nothing else happens; absent while it stands still. Stopped: what its step was due by. */
  dueAt: z.string().optional(),
  /** What it was due by, when that has passed: its step was done later, or is not done yet. */
  breachedAt: z.string().optional(),
  /** What it was due by, and missed, before it began to count from a raise on (R74.4); absent when it counts from its start. */
  breachedBefore: z.array(z.string()).optional(),
  /** It was stopped because other rules do not promise it, and not because it was done. */
  unpromised: z.boolean().optional(),
  /** What was fired: `warning`, `breach`, `level-1`, ... Each fires once (D9), and again only after a breach was taken back. */
  fired: z.array(z.string()),
});
export type ClockState = z.infer<typeof clockStateSchema>;

/** Milliseconds of an instant in UTC, and back as `Temporal` writes it. Folds ask for it so often that this counts. */
export const ms = (instant: string): number => Date.parse(instant);
export const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.?0*Z$/, 'Z');

/** The target in milliseconds of the clock's measure. */
export function targetMs(rule: ClockRule, calendar: WorkingCalendar): number {
  return rule.counts === 'working-days' ? rule.target * normalDay(calendar) : rule.target * 60_000;
}

function measure(rule: ClockRule, calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0;
  return rule.counts === 'elapsed' ? toMs - fromMs : workingTimeBetween(calendar, fromMs, toMs);
}

function add(rule: ClockRule, calendar: WorkingCalendar, fromMs: number, amountMs: number): number {
  return rule.counts === 'elapsed' ? fromMs + amountMs : addWorkingTime(calendar, fromMs, amountMs);
}

/** Time used at an instant, in milliseconds of the clock's measure (business time or time on the wall). */
export function usedAt(clock: ClockState, at: string, calendar: WorkingCalendar): number {
  if (clock.runningSince === undefined) return clock.usedMs;
  return clock.usedMs + measure(clock, calendar, ms(clock.runningSince), ms(at));
}

/** Instant at which `amountMs` will have been used, while it runs. A clock of whole days starts on the next working day. */
export function reaches(clock: ClockState, amountMs: number, calendar: WorkingCalendar): number | undefined {
  if (clock.runningSince === undefined) return undefined;
  const from = ms(clock.runningSince);
  // A target used up already was reached before; "now" is the best that can be said of it.
  return amountMs <= clock.usedMs ? from : add(clock, calendar, from, amountMs - clock.usedMs);
}

/** Gives a timer that goes on or stands still the instant that it is due by. */
function withDue(clock: ClockState, calendar: WorkingCalendar): ClockState {
  if (clock.appointmentAt !== undefined) return { ...clock, dueAt: clock.appointmentAt };
  if (clock.state !== 'running') return { ...clock, dueAt: undefined };
  if (clock.breachedAt !== undefined) return { ...clock, dueAt: clock.breachedAt };
  const due = reaches(clock, targetMs(clock, calendar), calendar);
  return { ...clock, dueAt: due === undefined ? undefined : iso(due) };
}

function started(rule: ClockRule, at: string, calendar: WorkingCalendar): ClockState {
  const from = rule.counts === 'working-days' ? iso(nextWorkingDay(calendar, ms(at))) : at;
  return withDue({ ...rule, state: 'running', startedAt: at, usedMs: 0, runningSince: from, fired: [] }, calendar);
}

/** What a timer was due by when an instant is later than that (R2.1: overdue if and only if later than due). */
export function missedAt(clock: ClockState, at: string): string | undefined {
  if (clock.breachedAt !== undefined) return clock.breachedAt;
  return clock.dueAt !== undefined && ms(at) > ms(clock.dueAt) ? clock.dueAt : undefined;
}

/** Takes what has been used so far off the running timer, and marks the breach if the target was passed. */
function halted(clock: ClockState, at: string, calendar: WorkingCalendar, state: 'paused' | 'stopped'): ClockState {
  const breachedAt = missedAt(clock, at);
  const still = { ...clock, state, usedMs: usedAt(clock, at, calendar), runningSince: undefined, breachedAt };
  if (state === 'paused') return standing(still, at, calendar);
  return { ...still, stoppedAt: at, dueAt: clock.dueAt ?? breachedAt };
}

/** A timer that stands still with its target used up was due when it came to that; a pause does not give time back. */
function standing(clock: ClockState, at: string, calendar: WorkingCalendar): ClockState {
  const usedUp = clock.appointmentAt === undefined && clock.usedMs >= targetMs(clock, calendar);
  return withDue({ ...clock, breachedAt: clock.breachedAt ?? (usedUp ? at : undefined) }, calendar);
}

/**
 * A timer that counts from a raise on (R74.4), unless its step was done before. What was used up until then counts no more;
 * what was missed until then stays known.
 */
function countedFrom(clock: ClockState, at: string, missed: string | undefined, calendar: WorkingCalendar): ClockState {
  if (clock.state === 'stopped' && !clock.unpromised) return clock;
  const before = clock.breachedBefore ?? [];
  const fresh: ClockState = {
    ...clock,
    ...{ startedAt: at, usedMs: 0, appointmentAt: undefined, dueAt: undefined, breachedAt: undefined, fired: [] },
    breachedBefore: missed === undefined || before.includes(missed) ? before : [...before, missed],
  };
  if (clock.state === 'stopped') return { ...fresh, stoppedAt: at };
  return clock.state === 'paused' ? fresh : resumed(fresh, at, calendar);
}

function resumed(clock: ClockState, at: string, calendar: WorkingCalendar): ClockState {
  // A timer of whole days that has not begun to count yet goes on waiting for its first working day.
  const first = clock.counts === 'working-days' ? nextWorkingDay(calendar, ms(clock.startedAt)) : 0;
  const runningSince = iso(Math.max(ms(at), first));
  return withDue({ ...clock, state: 'running', runningSince, stoppedAt: undefined, unpromised: undefined }, calendar);
}

/** Judges a breach by the rule in force: what is not used up under it is not late, and an appointment is not touched. */
function judgedAnew(clock: ClockState, calendar: WorkingCalendar): ClockState {
  const stands = clock.appointmentAt !== undefined || clock.usedMs >= targetMs(clock, calendar);
  return stands ? clock : { ...clock, breachedAt: undefined };
}

function turned(
  clock: ClockState,
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
  rule: ClockRule | undefined,
): ClockState {
  switch (turnOf(clock.clock, clock, clock, what, rule !== undefined)) {
    case 'stop':
      return halted(clock, at, calendar, 'stopped');
    case 'pause':
      return halted(clock, at, calendar, 'paused');
    case 'resume':
      return goneOn(clock, what, at, calendar, rule);
    case 'done':
      return { ...clock, unpromised: undefined };
    case 'unpromise':
      return { ...notApplicable(clock), appointmentAt: undefined, unpromised: true };
    case undefined:
      return clock;
  }
}

function goneOn(
  clock: ClockState,
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
  rule: ClockRule | undefined,
): ClockState {
  // The second completion has a call-back of its own (R2): the time of the first is not counted again.
  if (rule && what === turnsOfClocks[clock.clock].starts && turnsOfClocks[clock.clock].startsAnew) {
    return started(rule, at, calendar);
  }
  if (what !== 'reopened') return resumed(clock, at, calendar);
  const again = { ...clock, ...rule, appointmentAt: undefined };
  return resumed(judgedAnew(again, calendar), at, calendar);
}

/** A timer that is not promised any more is not applicable (R74.3): it is neither due nor late. */
function notApplicable(clock: ClockState): ClockState {
  return { ...clock, breachedAt: undefined, dueAt: undefined };
}

/** Returns the timers after something happened to the ticket. `rules` are those of its type and severity. */
function advance(
  clocks: readonly ClockState[],
  rules: readonly ClockRule[],
  { what, at, phase }: { what: Happening; at: string; phase: Phase },
  calendar: WorkingCalendar,
): ClockState[] {
  const ruleOf = ({ clock }: ClockState) => rules.find((rule) => rule.clock === clock);
  const known = clocks.map((clock) => turned(clock, what, at, calendar, ruleOf(clock)));
  const fresh = rules
    .filter((rule) => begins(rule.clock, what) && !clocks.some((clock) => clock.clock === rule.clock))
    .map((rule) => started(rule, at, calendar));
  return [...known, ...fresh].map((clock) => {
    const goesOn = clock.state === 'running' && clock.runningSince !== undefined && begins(clock.clock, what);
    return goesOn && goesOnAs(clock, phase) === 'paused' ? halted(clock, at, calendar, 'paused') : clock;
  });
}

/**
 * Replaces the due time of the arrive timer by the end of an agreed appointment (R2.1); undefined gives the target back,
 * which is then due at the earliest when the appointment was given up.
 */
function appoint(
  clocks: readonly ClockState[],
  until: string | undefined,
  at: string,
  calendar: WorkingCalendar,
): ClockState[] {
  return clocks.map((clock) => {
    if (clock.clock !== 'arrive' || clock.appointmentAt === until) return clock;
    if (clock.state === 'stopped') return clock.unpromised ? { ...clock, appointmentAt: until } : clock;
    const running = clock.runningSince === undefined ? undefined : iso(Math.max(ms(at), ms(clock.runningSince)));
    const soFar = { ...clock, usedMs: usedAt(clock, at, calendar), runningSince: running };
    const placed = { ...soFar, appointmentAt: until, breachedAt: undefined };
    return clock.state === 'paused' ? standing(placed, at, calendar) : withDue(placed, calendar);
  });
}

/**
 * Applies other rules to a ticket under way (another type, severity or policy): a timer that goes on keeps the time it has
 * used and is judged by the new target; one that is new counts from the receipt, unless its step was done already; one
 * that is no longer promised stops, is not applicable, and goes on when it is promised again. Those of `fromHere` count
 * from now on, when their step was not done before.
 * While the customer is waited for, those stand still that the new rules let stand still.
 */
function applyRules(
  clocks: readonly ClockState[],
  rules: readonly ClockRule[],
  change: { at: string; phase: Phase; past: readonly Fact[]; fromHere: readonly ClockName[] },
  calendar: WorkingCalendar,
): ClockState[] {
  const under = (clock: ClockState): ClockState => {
    const rule = rules.find((one) => one.clock === clock.clock);
    if (!rule) {
      if (clock.state === 'stopped') return clock;
      return { ...notApplicable(halted(clock, change.at, calendar, 'stopped')), unpromised: true };
    }
    const state = stateUnder(clock, rule, change.phase);
    if (state === 'stopped') return clock;
    const soFar = clock.state === 'running' ? halted(clock, change.at, calendar, 'paused') : clock;
    const goingOn = resumed(judgedAnew({ ...soFar, ...rule }, calendar), change.at, calendar);
    return state === 'paused' ? halted(goingOn, change.at, calendar, 'paused') : goingOn;
  };
  const fromHere = (clock: ClockState, missed?: string) =>
    change.fromHere.includes(clock.clock) ? countedFrom(clock, change.at, missed, calendar) : clock;
  const kept = clocks.map((clock) =>
    fromHere(under(clock), clock.state === 'stopped' ? undefined : missedAt(clock, change.at)),
  );
  const fresh = rules.flatMap((rule) => {
    if (turnsOfClocks[rule.clock].starts !== 'received') return [];
    if (clocks.some((clock) => clock.clock === rule.clock)) return [];
    return startedLater(rule, change.past, calendar).map((clock) => fromHere(clock));
  });
  return [...kept, ...fresh];
}

/**
 * A timer that becomes promised later, as if it had been from the start, or from the last raise on; none when its step was
 * done already (R74.3).
 */
function startedLater(rule: ClockRule, past: readonly Fact[], calendar: WorkingCalendar): ClockState[] {
  const [first, ...since] = startsFrom(rule, past);
  if (!first) return [];
  let clock = started(rule, first.at, calendar);
  for (const { what, at, until, countsFromHere } of since) {
    if (what === 'appointed') clock = appoint([clock], until, at, calendar)[0] ?? clock;
    else if (what !== 'rules-changed') clock = turned(clock, what, at, calendar, rule);
    else if (countsFromHere?.includes(rule.clock)) clock = countedFrom(clock, at, undefined, calendar);
  }
  return clock.state === 'stopped' ? [] : [clock];
}

/** The facts from the one on that starts a timer: the receipt, or the last reopening where that takes it up again. */
export function startsFrom<F extends Fact>(rule: ClockRule, past: readonly F[]): readonly F[] {
  const { resumesOnReopen } = turnsOfClocks[rule.clock];
  const reopened = resumesOnReopen ? past.findLastIndex(({ what }) => what === 'reopened') : -1;
  return past.slice(Math.max(reopened, 0));
}

/** Folds what happened to a ticket, in order of time, into its SLA timers. Nothing is marked as fired. */
export function clocksOf(facts: readonly Fact[], calendar: WorkingCalendar): ClockState[] {
  let clocks: ClockState[] = [];
  let rules: readonly ClockRule[] = [];
  let phase: Phase = 'open';
  const past: Fact[] = [];
  for (const fact of inOrder(facts)) {
    rules = fact.rules ?? rules;
    phase = phaseAfter(phase, fact.what);
    if (fact.what === 'appointed') clocks = appoint(clocks, fact.until, fact.at, calendar);
    else if (fact.what === 'rules-changed') {
      const fromHere = fact.countsFromHere ?? [];
      clocks = applyRules(clocks, rules, { at: fact.at, phase, past, fromHere }, calendar);
    } else clocks = advance(clocks, rules, { what: fact.what, at: fact.at, phase }, calendar);
    past.push(fact);
  }
  return clocks;
}
