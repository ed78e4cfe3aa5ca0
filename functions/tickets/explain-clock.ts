import {
  type Interval,
  intervalsBetween,
  nextWorkingDay,
  type WorkingCalendar,
} from '../../shared/kernel/working-calendar.ts';
import { type ClockName, type ClockRule, type Happening, turnsOfClocks } from './clock-policy.ts';
import { begins, type Phase, phaseAfter, stateUnder, type Turning, turnOf } from './clock-turns.ts';
import { type ClockState, iso, ms } from './clocks.ts';

/** One stretch of a clock's life, counted or not, and why. */
export interface ExplainedInterval {
  from: string;
  to: string;
  counted: boolean;
  why: Interval['why'] | 'around-the-clock' | 'waiting-for-customer' | 'stopped' | 'before-first-working-day';
  ms: number;
}

const statesAfter = {
  stop: 'stopped',
  pause: 'paused',
  resume: 'running',
  done: 'stopped',
  unpromise: 'stopped',
} as const;

/** How the life of a clock goes on when something happens; the same life when it does not matter to it. */
function lifeAfter<T extends Turning>(life: T, what: Happening, rule: ClockRule, promised: boolean): T {
  const turn = turnOf(rule.clock, life, rule, what, promised);
  return turn === undefined ? life : { ...life, state: statesAfter[turn], unpromised: turn === 'unpromise' };
}

/** How it goes on under other rules. */
function lifeUnder<T extends Turning>(life: T, rule: ClockRule, phase: Phase, promised: boolean): T {
  if (!promised) return life.state === 'stopped' ? life : { ...life, state: 'stopped', unpromised: true };
  const state = stateUnder(rule.clock, life, rule, phase);
  return state === 'stopped' ? life : { ...life, state, unpromised: false };
}

/** Something that happened to the ticket, with the rules of its clocks from then on when it changed them. */
export interface Happened {
  what: Happening | 'rules-changed' | 'appointed';
  at: string;
  rules?: readonly ClockRule[];
  /** End of the agreed time; none gives the appointment up. */
  until?: string | undefined;
}

/**
 * Every stretch from the start of a clock to `until`, counted or not, and why, from what happened to the ticket. Worked
 * out apart from the stored figure: the counted lengths add up to the used time.
 */
export function explainClock(
  name: ClockName,
  happened: readonly Happened[],
  until: string,
  calendar: WorkingCalendar,
): ExplainedInterval[] {
  const explained: ExplainedInterval[] = [];
  let rule: ClockRule | undefined;
  let promised = false;
  let phase: Phase = 'open';
  let open: (Turning & { since: number; opensMs: number }) | undefined;
  const receivedAt = happened.find((one) => one.what === 'received')?.at;
  const goOnTo = (toMs: number) => {
    if (!rule || !open || toMs <= open.since) return;
    explained.push(...stretch(rule, open.state, open.since, toMs, open.opensMs, calendar));
    open = { ...open, since: toMs };
  };
  const begin = (at: string) => {
    open = { state: 'running', since: ms(at), opensMs: nextWorkingDay(calendar, ms(at)) };
  };
  for (const { what, at, rules } of happened) {
    if (ms(at) > ms(until)) break;
    if (rules) {
      goOnTo(ms(at));
      const current = rules.find((one) => one.clock === name);
      promised = current !== undefined;
      rule = current ?? rule;
    }
    phase = phaseAfter(phase, what);
    if (!rule || what === 'appointed') continue;
    if (what === 'rules-changed') {
      const isNew = !open && promised && phase !== 'done' && turnsOfClocks[name].starts === 'received';
      if (isNew && receivedAt) begin(receivedAt);
      goOnTo(ms(at));
      if (open) open = lifeUnder(open, rule, phase, promised);
    } else if (open) {
      const after = lifeAfter(open, what, rule, promised);
      if (after.state !== open.state) goOnTo(ms(at));
      open = { ...open, state: after.state, unpromised: after.unpromised };
    } else if (promised && begins(name, what)) begin(at);
  }
  if (open && open.state !== 'stopped') goOnTo(ms(until));
  return explained;
}

function stretch(
  rule: ClockRule,
  state: ClockState['state'],
  fromMs: number,
  toMs: number,
  opensMs: number,
  calendar: WorkingCalendar,
): ExplainedInterval[] {
  const piece = (from: number, to: number, counted: boolean, why: ExplainedInterval['why']): ExplainedInterval[] =>
    to > from ? [{ from: iso(from), to: iso(to), counted, why, ms: to - from }] : [];
  if (state === 'paused') return piece(fromMs, toMs, false, 'waiting-for-customer');
  if (state === 'stopped') return piece(fromMs, toMs, false, 'stopped');
  if (rule.counts === 'elapsed') return piece(fromMs, toMs, true, 'around-the-clock');
  const open = Math.min(Math.max(fromMs, opensMs), toMs);
  return [
    ...(rule.counts === 'working-days' ? piece(fromMs, open, false, 'before-first-working-day') : []),
    ...intervalsBetween(calendar, rule.counts === 'working-days' ? open : fromMs, toMs).flatMap((one) =>
      piece(one.fromMs, one.toMs, one.counted, one.why),
    ),
  ];
}
