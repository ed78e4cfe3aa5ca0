import * as z from 'zod';
import {
  addCalendarDays,
  addWorkingDays,
  addWorkingTime,
  calendarDaysBetween,
  nextWorkingDate,
  nextWorkingDay,
  type WorkingCalendar,
  workingDay,
  workingDaysBetween,
  workingTimeBetween,
} from '../../../shared/kernel/working-calendar.ts';
import { type CountingFact, type Fact, inOrder } from './facts.ts';
import { type Happening, type SlaTarget, type SlaTimerName, slaTargetSchema, turnsOfSlaTimers } from './sla.policy.ts';
import { begins, goesOnAs, type Phase, phaseAfter, stateUnder, turnOf } from './sla-timer-turns.ts';

/*
 * The SLA timers of a ticket (D8). Pure: `slaTimersOf` folds the facts, in order of time, into the timers. A
 * step is overdue if and only if it was done later than due (R2.1), in any order of entry.
 */

/**
 * An SLA timer as the ticket stores it. Instants are ISO; lengths are milliseconds of elapsed or working time
 * (`counts`). Of days each counts as 24 hours, whatever hours it has.
 */
export const slaTimerSchema = slaTargetSchema
  .extend({
    state: z.enum(['running', 'paused', 'stopped']),
    startedAt: z.string(),
    /** Time used before `runningSince`. */
    usedMs: z.number().int().min(0),
    runningSince: z.string().optional(),
    stoppedAt: z.string().optional(),
    /** End of the appointment. It replaces the target (R2.1), and pauses do not move it. */
    appointmentAt: z.string().optional(),
    /** When the target will be reached; absent while paused. On a stopped timer: when the step was due. */
    dueAt: z.string().optional(),
    /** The due time that the step missed. The step was done later or is still open. */
    breachedAt: z.string().optional(),
    /** The due times missed before the timer restarted at a raise (R74.4); absent when it never restarted. */
    breachedBefore: z.array(z.string()).optional(),
    /** True when the timer stopped because other rules do not promise it, not because its step was done. */
    unpromised: z.boolean().optional(),
    /**
     * The firings so far: `warning`, `breach`, `level-1`, ... Each fires once (D9), and again after a breach
     * was taken back.
     */
    fired: z.array(z.string()),
  })
  .meta({ id: 'SlaTimer' });
export type SlaTimer = z.infer<typeof slaTimerSchema>;

/**
 * Convert an instant to epoch milliseconds, and back to the format of `Temporal`. Faster than `Temporal`, for
 * the folds.
 */
export const ms = (instant: string): number => Date.parse(instant);
export const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.?0*Z$/, 'Z');

/** Returns true when the unit of a target is days. */
function countsDays({ counts }: Pick<SlaTarget, 'counts'>): boolean {
  return counts === 'working-days' || counts === 'calendar-days';
}

/** Returns the target in milliseconds of elapsed or working time; a day is `workingDay`. */
export function targetMs(rule: SlaTarget): number {
  return rule.target * (countsDays(rule) ? workingDay : 60_000);
}

/** Returns the instant (epoch ms) from which a timer that starts at `atMs` counts (D1). */
export function countsFrom({ counts }: Pick<SlaTarget, 'counts'>, atMs: number, calendar: WorkingCalendar): number {
  if (counts === 'working-days') return nextWorkingDay(calendar, atMs);
  return counts === 'calendar-days' ? nextWorkingDate(calendar, atMs) : atMs;
}

function measure(rule: SlaTarget, calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0;
  switch (rule.counts) {
    case 'elapsed':
      return toMs - fromMs;
    case 'working':
      return workingTimeBetween(calendar, fromMs, toMs);
    case 'working-days':
      return workingDaysBetween(calendar, fromMs, toMs);
    case 'calendar-days':
      return calendarDaysBetween(calendar, fromMs, toMs);
  }
}

function add(rule: SlaTarget, calendar: WorkingCalendar, fromMs: number, amountMs: number): number {
  switch (rule.counts) {
    case 'elapsed':
      return fromMs + amountMs;
    case 'working':
      return addWorkingTime(calendar, fromMs, amountMs);
    case 'working-days':
      return addWorkingDays(calendar, fromMs, amountMs);
    case 'calendar-days':
      return addCalendarDays(calendar, fromMs, amountMs);
  }
}

/** Returns the time used at an instant, in milliseconds of elapsed or working time. */
export function usedAt(timer: SlaTimer, at: string, calendar: WorkingCalendar): number {
  if (timer.runningSince === undefined) return timer.usedMs;
  return timer.usedMs + measure(timer, calendar, ms(timer.runningSince), ms(at));
}

/**
 * Returns the instant (epoch ms) at which a running timer will have used `amountMs`; undefined for a timer
 * that does not run.
 */
export function reaches(timer: SlaTimer, amountMs: number, calendar: WorkingCalendar): number | undefined {
  if (timer.runningSince === undefined) return undefined;
  const from = ms(timer.runningSince);
  // The amount was used up earlier, at an instant that is not stored: return the last start.
  return amountMs <= timer.usedMs ? from : add(timer, calendar, from, amountMs - timer.usedMs);
}

/** Sets `dueAt` of a running or paused timer. */
function withDue(timer: SlaTimer, calendar: WorkingCalendar): SlaTimer {
  if (timer.appointmentAt !== undefined) return { ...timer, dueAt: timer.appointmentAt };
  if (timer.state !== 'running') return { ...timer, dueAt: undefined };
  if (timer.breachedAt !== undefined) return { ...timer, dueAt: timer.breachedAt };
  const due = reaches(timer, targetMs(timer), calendar);
  return { ...timer, dueAt: due === undefined ? undefined : iso(due) };
}

function started(rule: SlaTarget, at: string, calendar: WorkingCalendar): SlaTimer {
  const from = countsDays(rule) ? iso(countsFrom(rule, ms(at), calendar)) : at;
  return withDue({ ...rule, state: 'running', startedAt: at, usedMs: 0, runningSince: from, fired: [] }, calendar);
}

/**
 * Returns the due time that a timer has missed at an instant, if any (R2.1: overdue if and only if later than
 * due).
 */
export function missedAt(timer: SlaTimer, at: string): string | undefined {
  if (timer.breachedAt !== undefined) return timer.breachedAt;
  return timer.dueAt !== undefined && ms(at) > ms(timer.dueAt) ? timer.dueAt : undefined;
}

/** Pauses or stops a timer: adds up the time used and marks a missed due time as breach. */
function halted(timer: SlaTimer, at: string, calendar: WorkingCalendar, state: 'paused' | 'stopped'): SlaTimer {
  const breachedAt = missedAt(timer, at);
  const still = { ...timer, state, usedMs: usedAt(timer, at, calendar), runningSince: undefined, breachedAt };
  if (state === 'paused') return standing(still, at, calendar);
  return { ...still, stoppedAt: at, dueAt: timer.dueAt ?? breachedAt };
}

/** Marks the breach of a paused timer that has used up its target. A pause does not give time back. */
function standing(timer: SlaTimer, at: string, calendar: WorkingCalendar): SlaTimer {
  const usedUp = timer.appointmentAt === undefined && timer.usedMs >= targetMs(timer);
  return withDue({ ...timer, breachedAt: timer.breachedAt ?? (usedUp ? at : undefined) }, calendar);
}

/**
 * Restarts a timer at a raise (R74.4), unless its step was done before. The time used until then no longer
 * counts. Missed due times are kept in `breachedBefore`.
 */
function countedFrom(timer: SlaTimer, at: string, missed: string | undefined, calendar: WorkingCalendar): SlaTimer {
  if (timer.state === 'stopped' && !timer.unpromised) return timer;
  const before = timer.breachedBefore ?? [];
  const fresh: SlaTimer = {
    ...timer,
    startedAt: at,
    usedMs: 0,
    appointmentAt: undefined,
    dueAt: undefined,
    breachedAt: undefined,
    fired: [],
    breachedBefore: missed === undefined || before.includes(missed) ? before : [...before, missed],
  };
  if (timer.state === 'stopped') return { ...fresh, stoppedAt: at };
  return timer.state === 'paused' ? fresh : resumed(fresh, at, calendar);
}

function resumed(timer: SlaTimer, at: string, calendar: WorkingCalendar): SlaTimer {
  // A timer of days counts only from its first working day.
  const first = countsDays(timer) ? countsFrom(timer, ms(timer.startedAt), calendar) : 0;
  const runningSince = iso(Math.max(ms(at), first));
  return withDue({ ...timer, state: 'running', runningSince, stoppedAt: undefined, unpromised: undefined }, calendar);
}

/**
 * Removes a breach when the timer's current target is not used up. Keeps it while the timer has an
 * appointment.
 */
function clearBreach(timer: SlaTimer): SlaTimer {
  const stands = timer.appointmentAt !== undefined || timer.usedMs >= targetMs(timer);
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
  // Each completion has a call-back of its own (R2), so this one starts from zero.
  if (rule && what === turnsOfSlaTimers[timer.timer].starts && turnsOfSlaTimers[timer.timer].startsAgain) {
    return started(rule, at, calendar);
  }
  if (what !== 'reopened') return resumed(timer, at, calendar);
  const again = { ...timer, ...rule, appointmentAt: undefined };
  return resumed(clearBreach(again), at, calendar);
}

/** Removes due time and breach of a timer that is no longer promised (R74.3). */
function notApplicable(timer: SlaTimer): SlaTimer {
  return { ...timer, breachedAt: undefined, dueAt: undefined };
}

/** Returns the timers after a happening. `rules` are those of the ticket's type and severity. */
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
 * Replaces the due time of the arrive timer by the end of an appointment (R2.1). Undefined restores the
 * target. The timer is then due no earlier than the cancellation.
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
 * Applies other rules to an open ticket (another type, severity or policy).
 * - A timer in both rule sets keeps its used time and gets the new target.
 * - A new timer counts from the receipt, unless its step was already done.
 * - A timer that is no longer promised stops. It resumes when it is promised again.
 * - A timer in `fromHere` restarts now, unless its step was done before.
 * - While waiting for the customer, the timers that may pause are paused.
 */
function applyRules(
  slaTimers: readonly SlaTimer[],
  rules: readonly SlaTarget[],
  change: { at: string; phase: Phase; past: readonly CountingFact[]; fromHere: readonly SlaTimerName[] },
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
    const goingOn = resumed(clearBreach({ ...soFar, ...rule }), change.at, calendar);
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
 * Starts a timer that was promised later, as if promised from the start or from the last raise. Returns none
 * when its step was already done (R74.3).
 */
function startedLater(rule: SlaTarget, past: readonly CountingFact[], calendar: WorkingCalendar): SlaTimer[] {
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

/**
 * Returns the facts from the start of a timer: the receipt, or the last reopening if that resumes the timer.
 */
export function startsFrom<F extends Fact>(rule: SlaTarget, past: readonly F[]): readonly F[] {
  const { resumesOnReopen } = turnsOfSlaTimers[rule.timer];
  const reopened = resumesOnReopen ? past.findLastIndex(({ what }) => what === 'reopened') : -1;
  return past.slice(Math.max(reopened, 0));
}

/** Folds the facts of a ticket, in order of time, into its SLA timers. Marks nothing as fired. */
export function slaTimersOf(facts: readonly Fact[], calendar: WorkingCalendar): SlaTimer[] {
  let slaTimers: SlaTimer[] = [];
  let rules: readonly SlaTarget[] = [];
  let phase: Phase = 'open';
  const past: CountingFact[] = [];
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
