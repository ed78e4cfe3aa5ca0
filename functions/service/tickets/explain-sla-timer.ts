import {
  calendarDaysBetween,
  type Interval,
  intervalsBetween,
  shareOfDay,
  type WorkingCalendar,
} from '../../../shared/kernel/working-calendar.ts';
import { type CountingFact, type Fact, inOrder } from './facts.ts';
import { type Happening, type SlaTarget, type SlaTimerName, turnsOfSlaTimers } from './sla.policy.ts';
import { begins, goesOnAs, type Phase, phaseAfter, stateUnder, type Turning, turnOf } from './sla-timer-turns.ts';
import { countsFrom, iso, ms, type SlaTimer, startsFrom } from './sla-timers.ts';

/**
 * One interval of an SLA timer: whether it counts, and why. `ms` is its counted or uncounted length in
 * milliseconds; of a timer of days its share of a day, which counts as 24 hours.
 */
export interface ExplainedInterval {
  from: string;
  to: string;
  counted: boolean;
  why:
    | Interval['why']
    | ('around-the-clock' | 'waiting-for-customer' | 'stopped' | 'before-first-working-day' | 'before-the-emergency');
  ms: number;
}

const statesAfter = {
  stop: 'stopped',
  pause: 'paused',
  resume: 'running',
  done: 'stopped',
  unpromise: 'stopped',
} as const;

/**
 * Returns the timer's state after a happening. Returns `life` itself when the happening does not affect the
 * timer.
 */
function lifeAfter<T extends Turning>(life: T, what: Happening, rule: SlaTarget, promised: boolean): T {
  const turn = turnOf(rule.timer, life, rule, what, promised);
  return turn === undefined ? life : { ...life, state: statesAfter[turn], unpromised: turn === 'unpromise' };
}

/** Returns the timer's state after other rules took effect. */
function lifeUnder<T extends Turning>(life: T, rule: SlaTarget, phase: Phase, promised: boolean): T {
  if (!promised) return life.state === 'stopped' ? life : { ...life, state: 'stopped', unpromised: true };
  const state = stateUnder(life, rule, phase);
  return state === 'stopped' ? life : { ...life, state, unpromised: false };
}

/**
 * Returns every interval of an SLA timer from its start to `until`, with whether it counts and why. Computes
 * them from the facts, independently of the stored `usedMs`. The counted intervals add up to the time used.
 */
export function explainSlaTimer(
  name: SlaTimerName,
  facts: readonly Fact[],
  until: string,
  calendar: WorkingCalendar,
): ExplainedInterval[] {
  let explained: ExplainedInterval[] = [];
  let rule: SlaTarget | undefined;
  let promised = false;
  let phase: Phase = 'open';
  let open: (Turning & { beganMs: number; since: number; startsMs: number }) | undefined;
  const past: CountingFact[] = [];
  const goOnTo = (toMs: number) => {
    if (!rule || !open || toMs <= open.since) return;
    explained.push(...stretch(rule, open.state, open.since, toMs, open.startsMs, calendar));
    open = { ...open, since: toMs };
  };
  const begin = (at: string) => {
    explained = [];
    open = { state: 'running', beganMs: ms(at), since: ms(at), startsMs: ms(at) };
  };
  /**
   * Restarts the count at `at`, when the ticket became an emergency, unless the step was done by then
   * (R74.4).
   */
  const countFrom = (at: string) => {
    if (!open || (open.state === 'stopped' && !open.unpromised)) return;
    explained = piece(open.beganMs, ms(at), false, 'before-the-emergency');
    open = { ...open, since: ms(at), startsMs: ms(at) };
  };
  const live = (what: Happening, at: string) => {
    if (!rule || !open) return;
    const after = lifeAfter(open, what, rule, promised);
    if (after.state === open.state && after.unpromised === open.unpromised) return;
    const startsAgain =
      turnsOfSlaTimers[name].startsAgain && after.state === 'running' && what === turnsOfSlaTimers[name].starts;
    if (startsAgain) return begin(at);
    if (after.state !== open.state) goOnTo(ms(at));
    open = { ...open, state: after.state, unpromised: after.unpromised };
  };
  /**
   * Begins the timer as if the rule had been in force from the start. Begins none when its step was already
   * done.
   */
  const beginLater = (since: readonly CountingFact[]) => {
    const [first, ...then] = since;
    if (!first) return;
    begin(first.at);
    for (const { what, at, countsFromHere } of then) {
      if (what !== 'rules-changed' && what !== 'appointed') live(what, at);
      else if (countsFromHere?.includes(name)) {
        goOnTo(ms(at));
        countFrom(at);
      }
    }
    if (open?.state !== 'stopped') return;
    open = undefined;
    explained = [];
  };
  for (const fact of inOrder(facts)) {
    const { what, at, rules } = fact;
    if (ms(at) > ms(until)) break;
    const current = rules?.find((one) => one.timer === name);
    if (rules) {
      goOnTo(ms(at));
      promised = current !== undefined;
      rule = current ?? rule;
    }
    phase = phaseAfter(phase, what);
    if (what === 'rules-changed') {
      const isNew = !open && promised && turnsOfSlaTimers[name].starts === 'received';
      if (isNew && rule) beginLater(startsFrom(rule, past));
      goOnTo(ms(at));
      if (open && rule && !isNew) open = lifeUnder(open, rule, phase, promised);
      if (fact.countsFromHere?.includes(name)) countFrom(at);
    } else if (what !== 'appointed' && rule) {
      if (open) live(what, at);
      else if (promised && begins(name, what)) begin(at);
      if (open?.state === 'running' && begins(name, what)) open = { ...open, state: goesOnAs(rule, phase) };
    }
    past.push(fact);
  }
  if (open && open.state !== 'stopped') goOnTo(ms(until));
  return explained;
}

function piece(from: number, to: number, counted: boolean, why: ExplainedInterval['why']): ExplainedInterval[] {
  return to > from ? [{ from: iso(from), to: iso(to), counted, why, ms: to - from }] : [];
}

function stretch(
  rule: SlaTarget,
  state: SlaTimer['state'],
  fromMs: number,
  toMs: number,
  startsMs: number,
  calendar: WorkingCalendar,
): ExplainedInterval[] {
  if (state === 'paused') return piece(fromMs, toMs, false, 'waiting-for-customer');
  if (state === 'stopped') return piece(fromMs, toMs, false, 'stopped');
  if (rule.counts === 'elapsed') return piece(fromMs, toMs, true, 'around-the-clock');
  if (rule.counts === 'working') {
    return intervalsBetween(calendar, fromMs, toMs).flatMap((one) => piece(one.fromMs, one.toMs, one.counted, one.why));
  }
  const open = Math.min(Math.max(fromMs, countsFrom(rule, startsMs, calendar)), toMs);
  const counted = rule.counts === 'calendar-days' ? wholeDays : daysBetween;
  return [...piece(fromMs, open, false, 'before-first-working-day'), ...counted(open, toMs, calendar)];
}

/** Returns the interval of a timer of calendar days, which counts day and night. */
function wholeDays(fromMs: number, toMs: number, calendar: WorkingCalendar): ExplainedInterval[] {
  const days = calendarDaysBetween(calendar, fromMs, toMs);
  return piece(fromMs, toMs, true, 'around-the-clock').map((told) => ({ ...told, ms: days }));
}

/** Returns the intervals of a timer of working days. A counted one is as long as its share of 24 hours. */
function daysBetween(fromMs: number, toMs: number, calendar: WorkingCalendar): ExplainedInterval[] {
  let used = 0;
  return intervalsBetween(calendar, fromMs, toMs).flatMap((one) => {
    const before = Math.round(used);
    used += shareOfDay(calendar, one);
    const explained = piece(one.fromMs, one.toMs, one.counted, one.why);
    return one.counted ? explained.map((told) => ({ ...told, ms: Math.round(used) - before })) : explained;
  });
}
