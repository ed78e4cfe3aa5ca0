import { type Happening, type SlaTarget, type SlaTimerName, turnsOfSlaTimers } from './sla.policy.ts';

/* What happenings do to an SLA timer: told once, for the fold that stores SLA timers and for the explanation that checks it. */

/** As far as promised times see a ticket: somebody works on it, the customer is waited for, or it is done. */
export type Phase = 'open' | 'waiting' | 'done';

/** The phase after something happened. */
export function phaseAfter(phase: Phase, what: Happening | 'rules-changed' | 'appointed'): Phase {
  if (what === 'resolved' || what === 'closed' || what === 'withdrawn') return 'done';
  if (what === 'reopened') return 'open';
  if (what === 'waiting') return phase === 'open' ? 'waiting' : phase;
  return what === 'resumed' && phase === 'waiting' ? 'open' : phase;
}

/** True when what happens lets an SLA timer begin, or go on after a reopening. */
export function begins(name: SlaTimerName, what: Happening): boolean {
  const turns = turnsOfSlaTimers[name];
  return what === turns.starts || (what === 'reopened' && turns.resumesOnReopen);
}

/** An SLA timer as far as its turns depend on it. */
export interface Turning {
  readonly state: 'running' | 'paused' | 'stopped';
  /** It was stopped because other rules do not promise it, and not because it was done. */
  readonly unpromised?: boolean | undefined;
}

/** After these nobody waits for the customer any more. */
const endsWaiting: readonly Happening[] = ['resumed', 'resolved', 'closed', 'reopened', 'withdrawn'];

/** What happens does to an SLA timer of a ticket whose rules promise it now, or do not any more. */
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

/** State of an SLA timer under other rules that promise it: one that was done stays so, one that was not promised goes on. */
export function stateUnder(timer: Turning, rule: Pick<SlaTarget, 'pauses'>, phase: Phase): Turning['state'] {
  if (timer.state === 'stopped' && !timer.unpromised) return 'stopped';
  return goesOnAs(rule, phase);
}

/** A timer that begins or goes on while the customer is waited for stands still at once, where its rule says so. */
export function goesOnAs(rule: Pick<SlaTarget, 'pauses'>, phase: Phase): 'running' | 'paused' {
  return phase === 'waiting' && rule.pauses ? 'paused' : 'running';
}
