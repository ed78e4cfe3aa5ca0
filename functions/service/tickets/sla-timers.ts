import * as z from 'zod';
import {
  addWorkingTime,
  nextWorkingDay,
  normalDay,
  type WorkingCalendar,
  workingTimeBetween,
} from '../../../shared/kernel/working-calendar.ts';
import { type Fact, inOrder } from './facts.ts';
import { type Happening, type SlaTarget, type SlaTimerName, slaTargetSchema, turnsOfSlaTimers } from './sla.policy.ts';
import { begins, goesOnAs, type Phase, phaseAfter, stateUnder, turnOf } from './sla-timer-turns.ts';

/*
 * The SLA timers of a ticket (D8). Pure: `slaTimersOf` folds what happened, in order of time, into the timers as they stand.
 * A step is overdue if and only if it was done later than due (R2.1), whatever the order in which the facts were entered.
 */

/** An SLA timer as the ticket stores it. Instants are ISO, lengths milliseconds of its own measure. */
export const slaTimerSchema = slaTargetSchema.extend({
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
export type SlaTimer = z.infer<typeof slaTimerSchema>;

/** Milliseconds of an instant in UTC, and back as `Temporal` writes it. Folds ask for it so often that this counts. */
export const ms = (instant: string): number => Date.parse(instant);
export const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.?0*Z$/, 'Z');

/** The target in milliseconds of the SLA timer's measure. */
export function targetMs(rule: SlaTarget, calendar: WorkingCalendar): number {
  return rule.counts === 'working-days' ? rule.target * normalDay(calendar) : rule.target * 60_000;
}

function measure(rule: SlaTarget, calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0;
  return rule.counts === 'elapsed' ? toMs - fromMs : workingTimeBetween(calendar, fromMs, toMs);
}

function add(rule: SlaTarget, calendar: WorkingCalendar, fromMs: number, amountMs: number): number {
  return rule.counts === 'elapsed' ? fromMs + amountMs : addWorkingTime(calendar, fromMs, amountMs);
}

/** Time used at an instant, in milliseconds of the SLA timer's measure (business time or time on the wall). */
export function usedAt(timer: SlaTimer, at: string, calendar: WorkingCalendar): number {
  if (timer.runningSince === undefined) return timer.usedMs;
  return timer.usedMs + measure(timer, calendar, ms(timer.runningSince), ms(at));
}

/** Instant at which `amountMs` will have been used, while it runs. An SLA timer of whole days starts on the next working day. */
export function reaches(timer: SlaTimer, amountMs: number, calendar: WorkingCalendar): number | undefined {
  if (timer.runningSince === undefined) return undefined;
  const from = ms(timer.runningSince);
  // A target used up already was reached before; "now" is the best that can be said of it.
  return amountMs <= timer.usedMs ? from : add(timer, calendar, from, amountMs - timer.usedMs);
}

/** Gives a timer that goes on or stands still the instant that it is due by. */
function withDue(timer: SlaTimer, calendar: WorkingCalendar): SlaTimer {
  if (timer.appointmentAt !== undefined) return { ...timer, dueAt: timer.appointmentAt };
  if (timer.state !== 'running') return { ...timer, dueAt: undefined };
  if (timer.breachedAt !== undefined) return { ...timer, dueAt: timer.breachedAt };
  const due = reaches(timer, targetMs(timer, calendar), calendar);
  return { ...timer, dueAt: due === undefined ? undefined : iso(due) };
}

function started(rule: SlaTarget, at: string, calendar: WorkingCalendar): SlaTimer {
  const from = rule.counts === 'working-days' ? iso(nextWorkingDay(calendar, ms(at))) : at;
  return withDue({ ...rule, state: 'running', startedAt: at, usedMs: 0, runningSince: from, fired: [] }, calendar);
}

/** What a timer was due by when an instant is later than that (R2.1: overdue if and only if later than due). */
export function missedAt(timer: SlaTimer, at: string): string | undefined {
  if (timer.breachedAt !== undefined) return timer.breachedAt;
  return timer.dueAt !== undefined && ms(at) > ms(timer.dueAt) ? timer.dueAt : undefined;
}

/** Takes what has been used so far off the running timer, and marks the breach if the target was passed. */
function halted(timer: SlaTimer, at: string, calendar: WorkingCalendar, state: 'paused' | 'stopped'): SlaTimer {
  const breachedAt = missedAt(timer, at);
  const still = { ...timer, state, usedMs: usedAt(timer, at, calendar), runningSince: undefined, breachedAt };
  if (state === 'paused') return standing(still, at, calendar);
  return { ...still, stoppedAt: at, dueAt: timer.dueAt ?? breachedAt };
}

/** A timer that stands still with its target used up was due when it came to that; a pause does not give time back. */
function standing(timer: SlaTimer, at: string, calendar: WorkingCalendar): SlaTimer {
  const usedUp = timer.appointmentAt === undefined && timer.usedMs >= targetMs(timer, calendar);
  return withDue({ ...timer, breachedAt: timer.breachedAt ?? (usedUp ? at : undefined) }, calendar);
}

/**
 * A timer that counts from a raise on (R74.4), unless its step was done before. What was used up until then counts no more;
 * what was missed until then stays known.
 */
function countedFrom(timer: SlaTimer, at: string, missed: string | undefined, calendar: WorkingCalendar): SlaTimer {
  if (timer.state === 'stopped' && !timer.unpromised) return timer;
  const before = timer.breachedBefore ?? [];
  const fresh: SlaTimer = {
    ...timer,
    ...{ startedAt: at, usedMs: 0, appointmentAt: undefined, dueAt: undefined, breachedAt: undefined, fired: [] },
    breachedBefore: missed === undefined || before.includes(missed) ? before : [...before, missed],
  };
  if (timer.state === 'stopped') return { ...fresh, stoppedAt: at };
  return timer.state === 'paused' ? fresh : resumed(fresh, at, calendar);
}

function resumed(timer: SlaTimer, at: string, calendar: WorkingCalendar): SlaTimer {
  // A timer of whole days that has not begun to count yet goes on waiting for its first working day.
  const first = timer.counts === 'working-days' ? nextWorkingDay(calendar, ms(timer.startedAt)) : 0;
  const runningSince = iso(Math.max(ms(at), first));
  return withDue({ ...timer, state: 'running', runningSince, stoppedAt: undefined, unpromised: undefined }, calendar);
}

/** Judges a breach by the rule in force: what is not used up under it is not late, and an appointment is not touched. */
function judgedAnew(timer: SlaTimer, calendar: WorkingCalendar): SlaTimer {
  const stands = timer.appointmentAt !== undefined || timer.usedMs >= targetMs(timer, calendar);
  return stands ? timer : { ...timer, breachedAt: undefined };
}

function turned(
  timer: SlaTimer,
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
  rule: SlaTarget | undefined,
): SlaTimer {
  switch (turnOf(timer.timer, timer, timer, what, rule !== undefined)) {
    case 'stop':
      return halted(timer, at, calendar, 'stopped');
    case 'pause':
      return halted(timer, at, calendar, 'paused');
    case 'resume':
      return goneOn(timer, what, at, calendar, rule);
    case 'done':
      return { ...timer, unpromised: undefined };
    case 'unpromise':
      return { ...notApplicable(timer), appointmentAt: undefined, unpromised: true };
    case undefined:
      return timer;
  }
}

function goneOn(
  timer: SlaTimer,
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
  rule: SlaTarget | undefined,
): SlaTimer {
  // The second completion has a call-back of its own (R2): the time of the first is not counted again.
  if (rule && what === turnsOfSlaTimers[timer.timer].starts && turnsOfSlaTimers[timer.timer].startsAnew) {
    return started(rule, at, calendar);
  }
  if (what !== 'reopened') return resumed(timer, at, calendar);
  const again = { ...timer, ...rule, appointmentAt: undefined };
  return resumed(judgedAnew(again, calendar), at, calendar);
}

/** A timer that is not promised any more is not applicable (R74.3): it is neither due nor late. */
function notApplicable(timer: SlaTimer): SlaTimer {
  return { ...timer, breachedAt: undefined, dueAt: undefined };
}

/** Returns the timers after something happened to the ticket. `rules` are those of its type and severity. */
function advance(
  slaTimers: readonly SlaTimer[],
  rules: readonly SlaTarget[],
  { what, at, phase }: { what: Happening; at: string; phase: Phase },
  calendar: WorkingCalendar,
): SlaTimer[] {
  const ruleOf = ({ timer }: SlaTimer) => rules.find((rule) => rule.timer === timer);
  const known = slaTimers.map((timer) => turned(timer, what, at, calendar, ruleOf(timer)));
  const fresh = rules
    .filter((rule) => begins(rule.timer, what) && !slaTimers.some((timer) => timer.timer === rule.timer))
    .map((rule) => started(rule, at, calendar));
  return [...known, ...fresh].map((timer) => {
    const goesOn = timer.state === 'running' && timer.runningSince !== undefined && begins(timer.timer, what);
    return goesOn && goesOnAs(timer, phase) === 'paused' ? halted(timer, at, calendar, 'paused') : timer;
  });
}

/**
 * Replaces the due time of the arrive timer by the end of an agreed appointment (R2.1); undefined gives the target back,
 * which is then due at the earliest when the appointment was given up.
 */
function appoint(
  slaTimers: readonly SlaTimer[],
  until: string | undefined,
  at: string,
  calendar: WorkingCalendar,
): SlaTimer[] {
  return slaTimers.map((timer) => {
    if (timer.timer !== 'arrive' || timer.appointmentAt === until) return timer;
    if (timer.state === 'stopped') return timer.unpromised ? { ...timer, appointmentAt: until } : timer;
    const running = timer.runningSince === undefined ? undefined : iso(Math.max(ms(at), ms(timer.runningSince)));
    const soFar = { ...timer, usedMs: usedAt(timer, at, calendar), runningSince: running };
    const placed = { ...soFar, appointmentAt: until, breachedAt: undefined };
    return timer.state === 'paused' ? standing(placed, at, calendar) : withDue(placed, calendar);
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
  slaTimers: readonly SlaTimer[],
  rules: readonly SlaTarget[],
  change: { at: string; phase: Phase; past: readonly Fact[]; fromHere: readonly SlaTimerName[] },
  calendar: WorkingCalendar,
): SlaTimer[] {
  const under = (timer: SlaTimer): SlaTimer => {
    const rule = rules.find((one) => one.timer === timer.timer);
    if (!rule) {
      if (timer.state === 'stopped') return timer;
      return { ...notApplicable(halted(timer, change.at, calendar, 'stopped')), unpromised: true };
    }
    const state = stateUnder(timer, rule, change.phase);
    if (state === 'stopped') return timer;
    const soFar = timer.state === 'running' ? halted(timer, change.at, calendar, 'paused') : timer;
    const goingOn = resumed(judgedAnew({ ...soFar, ...rule }, calendar), change.at, calendar);
    return state === 'paused' ? halted(goingOn, change.at, calendar, 'paused') : goingOn;
  };
  const fromHere = (timer: SlaTimer, missed?: string) =>
    change.fromHere.includes(timer.timer) ? countedFrom(timer, change.at, missed, calendar) : timer;
  const kept = slaTimers.map((timer) =>
    fromHere(under(timer), timer.state === 'stopped' ? undefined : missedAt(timer, change.at)),
  );
  const fresh = rules.flatMap((rule) => {
    if (turnsOfSlaTimers[rule.timer].starts !== 'received') return [];
    if (slaTimers.some((timer) => timer.timer === rule.timer)) return [];
    return startedLater(rule, change.past, calendar).map((timer) => fromHere(timer));
  });
  return [...kept, ...fresh];
}

/**
 * A timer that becomes promised later, as if it had been from the start, or from the last raise on; none when its step was
 * done already (R74.3).
 */
function startedLater(rule: SlaTarget, past: readonly Fact[], calendar: WorkingCalendar): SlaTimer[] {
  const [first, ...since] = startsFrom(rule, past);
  if (!first) return [];
  let timer = started(rule, first.at, calendar);
  for (const { what, at, until, countsFromHere } of since) {
    if (what === 'appointed') timer = appoint([timer], until, at, calendar)[0] ?? timer;
    else if (what !== 'rules-changed') timer = turned(timer, what, at, calendar, rule);
    else if (countsFromHere?.includes(rule.timer)) timer = countedFrom(timer, at, undefined, calendar);
  }
  return timer.state === 'stopped' ? [] : [timer];
}

/** The facts from the one on that starts a timer: the receipt, or the last reopening where that takes it up again. */
export function startsFrom<F extends Fact>(rule: SlaTarget, past: readonly F[]): readonly F[] {
  const { resumesOnReopen } = turnsOfSlaTimers[rule.timer];
  const reopened = resumesOnReopen ? past.findLastIndex(({ what }) => what === 'reopened') : -1;
  return past.slice(Math.max(reopened, 0));
}

/** Folds what happened to a ticket, in order of time, into its SLA timers. Nothing is marked as fired. */
export function slaTimersOf(facts: readonly Fact[], calendar: WorkingCalendar): SlaTimer[] {
  let slaTimers: SlaTimer[] = [];
  let rules: readonly SlaTarget[] = [];
  let phase: Phase = 'open';
  const past: Fact[] = [];
  for (const fact of inOrder(facts)) {
    rules = fact.rules ?? rules;
    phase = phaseAfter(phase, fact.what);
    if (fact.what === 'appointed') slaTimers = appoint(slaTimers, fact.until, fact.at, calendar);
    else if (fact.what === 'rules-changed') {
      const fromHere = fact.countsFromHere ?? [];
      slaTimers = applyRules(slaTimers, rules, { at: fact.at, phase, past, fromHere }, calendar);
    } else slaTimers = advance(slaTimers, rules, { what: fact.what, at: fact.at, phase }, calendar);
    past.push(fact);
  }
  return slaTimers;
}
