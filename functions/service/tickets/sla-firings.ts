import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { turnsOfSlaTimers } from './sla.policy.ts';
import { iso, missedAt, ms, reaches, type SlaTimer, targetMs } from './sla-timers.ts';

/** Something that falls due on an SLA timer: the warning, the breach, or an escalation level (1 is the first). */
export interface Firing {
  timer: SlaTimer;
  what: 'warning' | 'breach' | `level-${number}`;
  level?: number;
  to?: 'supervisor' | 'manager';
  at: string;
}

function firingsOf(timer: SlaTimer, calendar: WorkingCalendar): Firing[] {
  if (timer.state === 'stopped' || timer.dueAt === undefined) return [];
  // Overdue means later than due (R2.1): the breach is a second after.
  const breach = ms(timer.dueAt) + 1_000;
  const early =
    timer.appointmentAt === undefined
      ? reaches(timer, Math.floor(targetMs(timer, calendar) * timer.warnAt), calendar)
      : undefined;
  const warning = Math.min(early ?? breach, breach);
  const all: Firing[] = [
    { timer, what: 'warning', at: iso(warning) },
    { timer, what: 'breach', at: iso(breach) },
    ...timer.levels.map(
      ({ afterBreach, to }, i): Firing => ({
        timer,
        what: `level-${i + 1}`,
        level: i + 1,
        to,
        at: iso(afterBreach === null ? warning : breach + afterBreach * 60_000),
      }),
    ),
  ];
  return all.filter((firing) => !timer.fired.includes(firing.what));
}

/** When the next warning, breach or level of any SLA timer falls due, or undefined when nothing is waiting. */
export function nextFiring(slaTimers: readonly SlaTimer[], calendar: WorkingCalendar): string | undefined {
  const instants = slaTimers.flatMap((timer) => firingsOf(timer, calendar)).map((firing) => firing.at);
  return instants.sort((a, b) => ms(a) - ms(b))[0];
}

/** What is due at an instant and has not been fired, in order of time. */
export function dueFirings(slaTimers: readonly SlaTimer[], at: string, calendar: WorkingCalendar): Firing[] {
  return slaTimers
    .flatMap((timer) => firingsOf(timer, calendar))
    .filter((firing) => ms(firing.at) <= ms(at))
    .sort((a, b) => ms(a.at) - ms(b.at));
}

/** Returns the timers with these firings marked, so that none fires again. */
export function markFired(slaTimers: readonly SlaTimer[], firings: readonly Firing[]): SlaTimer[] {
  return slaTimers.map((timer) => {
    const mine = firings.filter((firing) => firing.timer.timer === timer.timer).map((firing) => firing.what);
    const breachedAt = timer.breachedAt ?? (mine.includes('breach') ? timer.dueAt : undefined);
    return { ...timer, breachedAt, fired: [...timer.fired, ...mine.filter((what) => !timer.fired.includes(what))] };
  });
}

/** A timer's breach that an entry brought about, or took back: the record says so with an event (R41.2). */
export interface BreachChange {
  name: 'SlaBreached' | 'SlaBreachCorrected';
  timer: SlaTimer['timer'];
  dueAt: string;
  why?: 'done-in-time' | 'due-later' | 'not-applicable';
}

/** Returns what changed of the breaches between two states of a ticket's timers. */
export function breachChanges(before: readonly SlaTimer[], after: readonly SlaTimer[]): BreachChange[] {
  const was = before.flatMap((timer): BreachChange[] => {
    const now = after.find((one) => one.timer === timer.timer);
    const applies = now !== undefined && !now.unpromised;
    const inTime = applies && now.state === 'stopped';
    const why = inTime ? 'done-in-time' : applies ? 'due-later' : 'not-applicable';
    // It was taken up again after it was done: the breach of the time before stays on record.
    const reopened = now !== undefined && timer.state === 'stopped' && !timer.unpromised && now.state !== 'stopped';
    const another =
      turnsOfSlaTimers[timer.timer].startsAnew && now !== undefined && ms(now.startedAt) > ms(timer.startedAt);
    const stays = reopened || another;
    const gone = breachesOf(timer).filter((dueAt) => !breachesOf(now).includes(dueAt));
    return gone
      .filter((dueAt) => dueAt !== timer.breachedAt || !stays)
      .map((dueAt) => ({ name: 'SlaBreachCorrected', timer: timer.timer, dueAt, why }));
  });
  const is = after.flatMap((timer): BreachChange[] => {
    const earlier = breachesOf(before.find((one) => one.timer === timer.timer));
    const found = breachesOf(timer).filter((dueAt) => !earlier.includes(dueAt));
    return found.map((dueAt) => ({ name: 'SlaBreached', timer: timer.timer, dueAt }));
  });
  return [...was, ...is];
}

/** What a timer was due by and missed: before a raise, and since. */
function breachesOf(timer: SlaTimer | undefined): string[] {
  const { breachedBefore = [], breachedAt } = timer ?? {};
  return breachedAt === undefined ? breachedBefore : [...breachedBefore, breachedAt];
}

/**
 * Returns the timers after an entry, with what is known of them at `now`: what was marked as overdue and is not done stays
 * so, what was fired stays fired, and a timer whose breach was taken back may fire again. What fell due only because of a
 * late entry is marked at once and not called out: nobody can be woken for yesterday.
 */
export function knownAt(
  slaTimers: readonly SlaTimer[],
  before: readonly SlaTimer[],
  entry: { now: string; late: boolean },
  calendar: WorkingCalendar,
): SlaTimer[] {
  const judged = slaTimers.map((timer) => {
    const earlier = before.find((one) => one.timer === timer.timer && one.startedAt === timer.startedAt);
    // What falls due in between is marked by the job of every minute, which calls it out as well.
    const isKnown = timer.state !== 'stopped' && (entry.late || earlier?.breachedAt !== undefined);
    const breachedAt = isKnown ? missedAt(timer, entry.now) : timer.breachedAt;
    const takenBack = earlier?.breachedAt !== undefined && breachedAt === undefined;
    const fired = takenBack ? [] : (earlier?.fired ?? []);
    return { ...timer, breachedAt, fired: breachedAt && !fired.includes('breach') ? [...fired, 'breach'] : fired };
  });
  if (!entry.late) return judged;
  const waiting = dueFirings(before, entry.now, calendar).map(({ timer, what }) => `${timer.timer} ${what}`);
  const silent = dueFirings(judged, entry.now, calendar);
  return markFired(
    judged,
    silent.filter(({ timer, what }) => !waiting.includes(`${timer.timer} ${what}`)),
  );
}
