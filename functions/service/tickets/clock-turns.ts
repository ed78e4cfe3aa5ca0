import { type ClockName, type ClockRule, type Happening, turnsOfClocks } from './clock.policy.ts';

/* What happenings do to a clock: told once, for the fold that stores clocks and for the explanation that checks it. */

/** As far as promised times see a ticket: somebody works on it, the customer is waited for, or it is done. */
export type Phase = 'open' | 'waiting' | 'done';

/** The phase after something happened. */
export function phaseAfter(phase: Phase, what: Happening | 'rules-changed' | 'appointed'): Phase {
  if (what === 'resolved' || what === 'closed' || what === 'withdrawn') return 'done';
  if (what === 'reopened') return 'open';
  if (what === 'waiting') return phase === 'open' ? 'waiting' : phase;
  return what === 'resumed' && phase === 'waiting' ? 'open' : phase;
}

/** True when what happens lets a clock begin, or go on after a reopening. */
export function begins(name: ClockName, what: Happening): boolean {
  const turns = turnsOfClocks[name];
  return what === turns.starts || (what === 'reopened' && turns.resumesOnReopen);
}

/** A clock as far as its turns depend on it. */
export interface Turning {
  readonly state: 'running' | 'paused' | 'stopped';
  /** It was stopped because other rules do not promise it, and not because it was done. */
  readonly unpromised?: boolean | undefined;
}

/** After these nobody waits for the customer any more. */
const endsWaiting: readonly Happening[] = ['resumed', 'resolved', 'closed', 'reopened', 'withdrawn'];

/** What happens does to a clock of a ticket whose rules promise it now, or do not any more. */
export function turnOf(
  name: ClockName,
  clock: Turning,
  rule: Pick<ClockRule, 'pauses'>,
  what: Happening,
  promised: boolean,
): 'stop' | 'pause' | 'resume' | 'done' | 'unpromise' | undefined {
  if (turnsOfClocks[name].stops.includes(what)) {
    if (clock.state !== 'stopped') return 'stop';
    return clock.unpromised ? 'done' : undefined;
  }
  if (clock.state === 'stopped' && begins(name, what)) {
    if (promised) return 'resume';
    return what === 'reopened' ? 'unpromise' : undefined;
  }
  if (what === 'waiting' && clock.state === 'running' && rule.pauses) return 'pause';
  return endsWaiting.includes(what) && clock.state === 'paused' ? 'resume' : undefined;
}

/** State of a clock under other rules that promise it: one that was done stays so, one that was not promised goes on. */
export function stateUnder(clock: Turning, rule: Pick<ClockRule, 'pauses'>, phase: Phase): Turning['state'] {
  if (clock.state === 'stopped' && !clock.unpromised) return 'stopped';
  return goesOnAs(rule, phase);
}

/** A timer that begins or goes on while the customer is waited for stands still at once, where its rule says so. */
export function goesOnAs(rule: Pick<ClockRule, 'pauses'>, phase: Phase): 'running' | 'paused' {
  return phase === 'waiting' && rule.pauses ? 'paused' : 'running';
}
