import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { turnsOfClocks } from './clock.policy.ts';
import { type ClockState, iso, missedAt, ms, reaches, targetMs } from './clocks.ts';

/** Something that falls due on a clock: the warning, the breach, or an escalation level (1 is the first). */
export interface Firing {
  clock: ClockState;
  what: 'warning' | 'breach' | `level-${number}`;
  level?: number;
  to?: 'supervisor' | 'manager';
  at: string;
}

function firingsOf(clock: ClockState, calendar: WorkingCalendar): Firing[] {
  if (clock.state === 'stopped' || clock.dueAt === undefined) return [];
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

/** Returns the timers with these firings marked, so that none fires again. */
export function markFired(clocks: readonly ClockState[], firings: readonly Firing[]): ClockState[] {
  return clocks.map((clock) => {
    const mine = firings.filter((firing) => firing.clock.clock === clock.clock).map((firing) => firing.what);
    const breachedAt = clock.breachedAt ?? (mine.includes('breach') ? clock.dueAt : undefined);
    return { ...clock, breachedAt, fired: [...clock.fired, ...mine.filter((what) => !clock.fired.includes(what))] };
  });
}

/** A timer's breach that an entry brought about, or took back: the record says so with an event (R41.2). */
export interface BreachChange {
  name: 'ClockBreached' | 'ClockBreachCorrected';
  clock: ClockState['clock'];
  dueAt: string;
  why?: 'done-in-time' | 'due-later' | 'not-applicable';
}

/** Returns what changed of the breaches between two states of a ticket's timers. */
export function breachChanges(before: readonly ClockState[], after: readonly ClockState[]): BreachChange[] {
  const was = before.flatMap((clock): BreachChange[] => {
    const now = after.find((one) => one.clock === clock.clock);
    const applies = now !== undefined && !now.unpromised;
    const inTime = applies && now.state === 'stopped';
    const why = inTime ? 'done-in-time' : applies ? 'due-later' : 'not-applicable';
    // It was taken up again after it was done: the breach of the time before stays on record.
    const reopened = now !== undefined && clock.state === 'stopped' && !clock.unpromised && now.state !== 'stopped';
    const another =
      turnsOfClocks[clock.clock].startsAnew && now !== undefined && ms(now.startedAt) > ms(clock.startedAt);
    const stays = reopened || another;
    const gone = breachesOf(clock).filter((dueAt) => !breachesOf(now).includes(dueAt));
    return gone
      .filter((dueAt) => dueAt !== clock.breachedAt || !stays)
      .map((dueAt) => ({ name: 'ClockBreachCorrected', clock: clock.clock, dueAt, why }));
  });
  const is = after.flatMap((clock): BreachChange[] => {
    const earlier = breachesOf(before.find((one) => one.clock === clock.clock));
    const found = breachesOf(clock).filter((dueAt) => !earlier.includes(dueAt));
    return found.map((dueAt) => ({ name: 'ClockBreached', clock: clock.clock, dueAt }));
  });
  return [...was, ...is];
}

/** What a timer was due by and missed: before a raise, and since. */
function breachesOf(clock: ClockState | undefined): string[] {
  const { breachedBefore = [], breachedAt } = clock ?? {};
  return breachedAt === undefined ? breachedBefore : [...breachedBefore, breachedAt];
}

/**
 * Returns the timers after an entry, with what is known of them at `now`: what was marked as overdue and is not done stays
 * so, what was fired stays fired, and a timer whose breach was taken back may fire again. What fell due only because of a
 * late entry is marked at once and not called out: nobody can be woken for yesterday.
 */
export function knownAt(
  clocks: readonly ClockState[],
  before: readonly ClockState[],
  entry: { now: string; late: boolean },
  calendar: WorkingCalendar,
): ClockState[] {
  const judged = clocks.map((clock) => {
    const earlier = before.find((one) => one.clock === clock.clock && one.startedAt === clock.startedAt);
    // What falls due in between is marked by the job of every minute, which calls it out as well.
    const isKnown = clock.state !== 'stopped' && (entry.late || earlier?.breachedAt !== undefined);
    const breachedAt = isKnown ? missedAt(clock, entry.now) : clock.breachedAt;
    const takenBack = earlier?.breachedAt !== undefined && breachedAt === undefined;
    const fired = takenBack ? [] : (earlier?.fired ?? []);
    return { ...clock, breachedAt, fired: breachedAt && !fired.includes('breach') ? [...fired, 'breach'] : fired };
  });
  if (!entry.late) return judged;
  const waiting = dueFirings(before, entry.now, calendar).map(({ clock, what }) => `${clock.clock} ${what}`);
  const silent = dueFirings(judged, entry.now, calendar);
  return markFired(
    judged,
    silent.filter(({ clock, what }) => !waiting.includes(`${clock.clock} ${what}`)),
  );
}
