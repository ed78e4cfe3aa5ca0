import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  addWorkingTime,
  type Interval,
  intervalsBetween,
  nextWorkingDay,
  normalDay,
  type WorkingCalendar,
  workingTimeBetween,
} from '../../shared/kernel/working-calendar.ts';
import { type ClockName, type ClockRule, clockRuleSchema, type Happening, turnsOfClocks } from './clock-policy.ts';

/*
 * The clocks of a ticket (D8). Pure: every function takes the clocks as they stand, what happened and when, and gives the
 * clocks as they stand afterwards. Stored clocks are therefore nothing but the fold of the ticket's timeline.
 */

/** A clock as the ticket stores it. Instants are ISO, lengths milliseconds of its own measure. */
export const clockStateSchema = clockRuleSchema.extend({
  state: z.enum(['running', 'paused', 'stopped']),
  startedAt: z.string(),
  /** Time used up before `runningSince`. It never decreases. */
  usedMs: z.number().int().min(0),
  runningSince: z.string().optional(),
  stoppedAt: z.string().optional(),
  /** End of an agreed appointment: it replaces the target (R2.1). */
  appointmentAt: z.string().optional(),
  /** When the target is reached if nothing else happens; absent while it stands still. */
  dueAt: z.string().optional(),
  breachedAt: z.string().optional(),
  /** It was stopped because other rules do not promise it, and not because it was done. */
  unpromised: z.boolean().optional(),
  /** What was fired: `warning`, `breach`, `level-1`, ... Each fires once in the life of the clock (D9). */
  fired: z.array(z.string()),
});
export type ClockState = z.infer<typeof clockStateSchema>;

const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;
const iso = (epochMs: number): string => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();

/** The target in milliseconds of the clock's measure. */
function targetMs(rule: ClockRule, calendar: WorkingCalendar): number {
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
function reaches(clock: ClockState, amountMs: number, calendar: WorkingCalendar): number | undefined {
  if (clock.runningSince === undefined) return undefined;
  const from = ms(clock.runningSince);
  // A target used up already was reached before; "now" is the best that can be said of it.
  return amountMs <= clock.usedMs ? from : add(clock, calendar, from, amountMs - clock.usedMs);
}

function withDue(clock: ClockState, calendar: WorkingCalendar): ClockState {
  if (clock.state !== 'running') return { ...clock, dueAt: undefined };
  if (clock.appointmentAt !== undefined) return { ...clock, dueAt: clock.appointmentAt };
  const due = reaches(clock, targetMs(clock, calendar), calendar);
  return { ...clock, dueAt: due === undefined ? undefined : iso(due) };
}

function started(rule: ClockRule, at: string, calendar: WorkingCalendar): ClockState {
  const from = rule.counts === 'working-days' ? iso(nextWorkingDay(calendar, ms(at))) : at;
  return withDue({ ...rule, state: 'running', startedAt: at, usedMs: 0, runningSince: from, fired: [] }, calendar);
}

/** Takes what has been used so far off the running clock, and marks the breach if the target was passed (overdue iff later than due, R2.1). */
function halted(clock: ClockState, at: string, calendar: WorkingCalendar, state: 'paused' | 'stopped'): ClockState {
  const overdue = clock.dueAt !== undefined && ms(at) > ms(clock.dueAt);
  return {
    ...clock,
    state,
    usedMs: usedAt(clock, at, calendar),
    runningSince: undefined,
    ...(state === 'stopped' && { stoppedAt: at }),
    ...(overdue && clock.breachedAt === undefined && { breachedAt: clock.dueAt }),
    dueAt: undefined,
  };
}

function resumed(clock: ClockState, at: string, calendar: WorkingCalendar): ClockState {
  // A clock of whole days that has not begun to count yet goes on waiting for its first working day.
  const first = clock.counts === 'working-days' ? nextWorkingDay(calendar, ms(clock.startedAt)) : 0;
  const runningSince = iso(Math.max(ms(at), first));
  return withDue({ ...clock, state: 'running', runningSince, stoppedAt: undefined, unpromised: undefined }, calendar);
}

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
function begins(name: ClockName, what: Happening): boolean {
  const turns = turnsOfClocks[name];
  return what === turns.starts || (what === 'reopened' && turns.resumesOnReopen);
}

/** A clock as far as its turns depend on it. */
type Turning = Pick<ClockState, 'state' | 'unpromised'>;

/** What happens does to a clock of a ticket whose rules promise it now, or do not any more. */
function turnOf(
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
  return what === 'resumed' && clock.state === 'paused' ? 'resume' : undefined;
}

/** State of a clock under other rules that promise it: one that was done stays so, one that was not promised goes on. */
function stateUnder(
  name: ClockName,
  clock: Turning,
  rule: Pick<ClockRule, 'pauses'>,
  phase: Phase,
): ClockState['state'] {
  const mayRun = phase !== 'done' || turnsOfClocks[name].starts !== 'received';
  if (clock.state === 'stopped' && !(clock.unpromised && mayRun)) return 'stopped';
  return phase === 'waiting' && rule.pauses ? 'paused' : 'running';
}

function turned(
  clock: ClockState,
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
  promised: boolean,
): ClockState {
  switch (turnOf(clock.clock, clock, clock, what, promised)) {
    case 'stop':
      return halted(clock, at, calendar, 'stopped');
    case 'pause':
      return halted(clock, at, calendar, 'paused');
    case 'resume':
      return resumed(what === 'reopened' ? { ...clock, appointmentAt: undefined } : clock, at, calendar);
    case 'done':
      return { ...clock, unpromised: undefined };
    case 'unpromise':
      return { ...clock, unpromised: true };
    case undefined:
      return clock;
  }
}

/** The clocks after something happened to the ticket at an instant. `rules` are those of its type and severity. */
export function advance(
  clocks: readonly ClockState[],
  rules: readonly ClockRule[],
  what: Happening,
  at: string,
  calendar: WorkingCalendar,
): ClockState[] {
  const isPromised = ({ clock }: ClockState) => rules.some((rule) => rule.clock === clock);
  const known = clocks.map((clock) => turned(clock, what, at, calendar, isPromised(clock)));
  const fresh = rules
    .filter((rule) => begins(rule.clock, what) && !clocks.some((clock) => clock.clock === rule.clock))
    .map((rule) => started(rule, at, calendar));
  return [...known, ...fresh];
}

/** An agreed appointment replaces the due time of the arrive clock (R2.1); undefined gives the target back. */
export function appoint(
  clocks: readonly ClockState[],
  until: string | undefined,
  calendar: WorkingCalendar,
): ClockState[] {
  return clocks.map((clock) =>
    clock.clock === 'arrive' ? withDue({ ...clock, appointmentAt: until }, calendar) : clock,
  );
}

/**
 * Other rules for a ticket under way (another type, severity or policy): a clock that goes on keeps the time it has used
 * and what it has fired; one that is new counts from the receipt; one that is no longer promised stops, and goes on when
 * it is promised again. While the customer is waited for, those stand still that the new rules let stand still.
 */
export function applyRules(
  clocks: readonly ClockState[],
  rules: readonly ClockRule[],
  change: { at: string; receivedAt: string; phase: Phase },
  calendar: WorkingCalendar,
): ClockState[] {
  const kept = clocks.map((clock) => {
    const rule = rules.find((one) => one.clock === clock.clock);
    if (!rule) {
      return clock.state === 'stopped' ? clock : { ...halted(clock, change.at, calendar, 'stopped'), unpromised: true };
    }
    const state = stateUnder(clock.clock, clock, rule, change.phase);
    if (state === 'stopped') return { ...clock, ...rule };
    const soFar = clock.state === 'running' ? halted(clock, change.at, calendar, 'paused') : clock;
    const goingOn = resumed({ ...soFar, ...rule }, change.at, calendar);
    return state === 'paused' ? halted(goingOn, change.at, calendar, 'paused') : goingOn;
  });
  const fresh = rules
    .filter(
      (rule) =>
        change.phase !== 'done' &&
        turnsOfClocks[rule.clock].starts === 'received' &&
        !clocks.some((clock) => clock.clock === rule.clock),
    )
    .map((rule) => {
      const clock = started(rule, change.receivedAt, calendar);
      return change.phase === 'waiting' && rule.pauses ? halted(clock, change.at, calendar, 'paused') : clock;
    });
  return [...kept, ...fresh];
}

/** Something that falls due on a clock: the warning, the breach, or an escalation level (1 is the first). */
export interface Firing {
  clock: ClockState;
  what: 'warning' | 'breach' | `level-${number}`;
  level?: number;
  to?: 'supervisor' | 'manager';
  at: string;
}

function firingsOf(clock: ClockState, calendar: WorkingCalendar): Firing[] {
  if (clock.state !== 'running' || clock.dueAt === undefined) return [];
  // Overdue means later than due (R2.1): the breach is a second after.
  const breach = ms(clock.dueAt) + 1_000;
  const early =
    clock.appointmentAt === undefined
      ? reaches(clock, Math.floor(targetMs(clock, calendar) * clock.warnAt), calendar)
      : undefined;
  const warning = Math.min(early ?? breach, breach);
  const all: Firing[] = [
    { clock, what: 'warning', at: iso(warning) },
    { clock, what: 'breach', at: iso(breach) },
    ...clock.levels.map(
      ({ afterBreach, to }, i): Firing => ({
        clock,
        what: `level-${i + 1}`,
        level: i + 1,
        to,
        at: iso(afterBreach === null ? warning : breach + afterBreach * 60_000),
      }),
    ),
  ];
  return all.filter((firing) => !clock.fired.includes(firing.what));
}

/** When the next warning, breach or level of any clock falls due, or undefined when nothing is waiting. */
export function nextFiring(clocks: readonly ClockState[], calendar: WorkingCalendar): string | undefined {
  const instants = clocks.flatMap((clock) => firingsOf(clock, calendar)).map((firing) => firing.at);
  return instants.sort((a, b) => ms(a) - ms(b))[0];
}

/** What is due at an instant and has not been fired, in order of time. */
export function dueFirings(clocks: readonly ClockState[], at: string, calendar: WorkingCalendar): Firing[] {
  return clocks
    .flatMap((clock) => firingsOf(clock, calendar))
    .filter((firing) => ms(firing.at) <= ms(at))
    .sort((a, b) => ms(a.at) - ms(b.at));
}

/** The clocks with these firings marked, so that none fires again. */
export function markFired(clocks: readonly ClockState[], firings: readonly Firing[]): ClockState[] {
  return clocks.map((clock) => {
    const mine = firings.filter((firing) => firing.clock.clock === clock.clock).map((firing) => firing.what);
    const breached = mine.includes('breach') && clock.breachedAt === undefined ? { breachedAt: clock.dueAt } : {};
    return { ...clock, ...breached, fired: [...clock.fired, ...mine.filter((what) => !clock.fired.includes(what))] };
  });
}

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
