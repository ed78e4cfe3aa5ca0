import { type Happening, type SlaTarget, type SlaTimerName, turnsOfSlaTimers } from './sla.policy.ts';

/*
 * What happenings do to an SLA timer. Shared by the fold that stores the timers and the explanation that
 * checks it.
 */

/** The phase of a ticket for its SLA timers: open, waiting for the customer, or done. */
export type Phase = 'open' | 'waiting' | 'done';

/** Returns the phase after a fact. */
export function phaseAfter(phase: Phase, what: Happening | 'rules-changed' | 'appointed'): Phase {
  if (what === 'resolved' || what === 'closed' || what === 'withdrawn') return 'done';
  if (what === 'reopened') return 'open';
  if (what === 'waiting') return phase === 'open' ? 'waiting' : phase;
  return what === 'resumed' && phase === 'waiting' ? 'open' : phase;
}

/** Returns true when a happening starts an SLA timer, or resumes it after a reopening. */
export function begins(name: SlaTimerName, what: Happening): boolean {
  const turns = turnsOfSlaTimers[name];
  return what === turns.starts || (what === 'reopened' && turns.resumesOnReopen);
}

/** The part of an SLA timer that decides its turns. */
export interface Turning {
  readonly state: 'running' | 'paused' | 'stopped';
  /** True when the timer stopped because other rules do not promise it, not because its step was done. */
  readonly unpromised?: boolean | undefined;
}

/** Happenings that end the waiting for the customer. */
const endsWaiting: readonly Happening[] = ['resumed', 'resolved', 'closed', 'reopened', 'withdrawn'];

/**
 * Returns what a happening does to an SLA timer. `promised`: the current rules of the ticket have this timer.
 */
export function turnOf(
  name: SlaTimerName,
  timer: Turning,
  rule: Pick<SlaTarget, 'pauses'>,
  what: Happening,
  promised: boolean,
): 'stop' | 'pause' | 'resume' | 'done' | 'unpromise' | undefined {
  if (turnsOfSlaTimers[name].stops.includes(what)) {
    if (timer.state !== 'stopped') return 'stop';
    return timer.unpromised ? 'done' : undefined;
  }
  if (timer.state === 'stopped' && begins(name, what)) {
    if (promised) return 'resume';
    return what === 'reopened' ? 'unpromise' : undefined;
  }
  if (what === 'waiting' && timer.state === 'running' && rule.pauses) return 'pause';
  return endsWaiting.includes(what) && timer.state === 'paused' ? 'resume' : undefined;
}

/**
 * Returns the state of an SLA timer under other rules that promise it. A done timer stays stopped; any other
 * continues.
 */
export function stateUnder(timer: Turning, rule: Pick<SlaTarget, 'pauses'>, phase: Phase): Turning['state'] {
  if (timer.state === 'stopped' && !timer.unpromised) return 'stopped';
  return goesOnAs(rule, phase);
}

/**
 * Returns the state of a timer that begins or resumes: paused while waiting for the customer, if its rule
 * pauses.
 */
export function goesOnAs(rule: Pick<SlaTarget, 'pauses'>, phase: Phase): 'running' | 'paused' {
  return phase === 'waiting' && rule.pauses ? 'paused' : 'running';
}
