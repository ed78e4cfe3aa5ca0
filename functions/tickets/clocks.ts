import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  addWorkingTime,
  nextWorkingDay,
  normalDay,
  type WorkingCalendar,
  workingTimeBetween,
} from '../../shared/kernel/working-calendar.ts';
import { type ClockRule, clockRuleSchema, type Happening, turnsOfClocks } from './clock-policy.ts';
import { begins, type Phase, stateUnder, turnOf } from './clock-turns.ts';

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

/** Milliseconds of an instant, and back. */
export const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;
export const iso = (epochMs: number): string => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();

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
