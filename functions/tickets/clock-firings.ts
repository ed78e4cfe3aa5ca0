import type { WorkingCalendar } from '../../shared/kernel/working-calendar.ts';
import { type ClockState, iso, ms, reaches, targetMs } from './clocks.ts';

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
