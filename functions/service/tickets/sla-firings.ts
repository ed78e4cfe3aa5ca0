import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { turnsOfSlaTimers } from './sla.policy.ts';
import { iso, missedAt, ms, reaches, type SlaTimer, targetMs } from './sla-timers.ts';

/**
 * Something that falls due on an SLA timer: the warning, the breach or an escalation level (1 is the first).
 */
export interface Firing {
  timer: SlaTimer;
  what: 'warning' | 'breach' | `level-${number}`;
  level?: number;
  to?: 'supervisor' | 'manager';
  at: string;
}

function firingsOf(timer: SlaTimer, calendar: WorkingCalendar): Firing[] {
  if (timer.state === 'stopped' || timer.dueAt === undefined) return [];
  // Overdue means later than due (R2.1), so the breach is one second after.
  const breach = ms(timer.dueAt) + 1_000;
  const early =
    timer.appointmentAt === undefined
      ? reaches(timer, Math.floor(targetMs(timer) * timer.warnAt), calendar)
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

/** Returns when the next warning, breach or level of any SLA timer is due, or undefined when none is. */
export function nextFiring(slaTimers: readonly SlaTimer[], calendar: WorkingCalendar): string | undefined {
  const instants = slaTimers.flatMap((timer) => firingsOf(timer, calendar)).map((firing) => firing.at);
  return instants.sort((a, b) => ms(a) - ms(b))[0];
}

/** Returns what is due at an instant and has not been fired, in order of time. */
export function dueFirings(slaTimers: readonly SlaTimer[], at: string, calendar: WorkingCalendar): Firing[] {
  return slaTimers
    .flatMap((timer) => firingsOf(timer, calendar))
    .filter((firing) => ms(firing.at) <= ms(at))
    .sort((a, b) => ms(a.at) - ms(b.at));
}

/** Marks these firings on the timers, so that none fires again. */
export function markFired(slaTimers: readonly SlaTimer[], firings: readonly Firing[]): SlaTimer[] {
  return slaTimers.map((timer) => {
    const mine = firings.filter((firing) => firing.timer.timer === timer.timer).map((firing) => firing.what);
    const breachedAt = timer.breachedAt ?? (mine.includes('breach') ? timer.dueAt : undefined);
    return { ...timer, breachedAt, fired: [...timer.fired, ...mine.filter((what) => !timer.fired.includes(what))] };
  });
}

/** A breach that an entry caused or took back. Each becomes an event (R41.2). */
export interface BreachChange {
  name: 'SlaBreached' | 'SlaBreachCorrected';
  timer: SlaTimer['timer'];
  dueAt: string;
  why?: 'done-in-time' | 'due-later' | 'not-applicable';
}

/** Returns the breaches that differ between two states of a ticket's timers. */
export function breachChanges(before: readonly SlaTimer[], after: readonly SlaTimer[]): BreachChange[] {
  const was = before.flatMap((timer): BreachChange[] => {
    const now = after.find((one) => one.timer === timer.timer);
    const applies = now !== undefined && !now.unpromised;
    const inTime = applies && now.state === 'stopped';
    const why = inTime ? 'done-in-time' : applies ? 'due-later' : 'not-applicable';
    // The ticket was reopened after the step was done: the earlier breach stays on record.
    const reopened = now !== undefined && timer.state === 'stopped' && !timer.unpromised && now.state !== 'stopped';
    const another =
      turnsOfSlaTimers[timer.timer].startsAgain && now !== undefined && ms(now.startedAt) > ms(timer.startedAt);
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

/** Returns the due times that a timer missed, before and after a raise. */
function breachesOf(timer: SlaTimer | undefined): string[] {
  const { breachedBefore = [], breachedAt } = timer ?? {};
  return breachedAt === undefined ? breachedBefore : [...breachedBefore, breachedAt];
}

/**
 * Marks breaches and firings on the timers after an entry, as known at `now`. An open step that was overdue
 * stays overdue. What was fired stays fired, but a timer whose breach was taken back may fire again. What
 * fell due only because of a late entry is marked as fired and sends no notice.
 */
export function knownAt(
  slaTimers: readonly SlaTimer[],
  before: readonly SlaTimer[],
  entry: { now: string; late: boolean },
  calendar: WorkingCalendar,
): SlaTimer[] {
  const judged = slaTimers.map((timer) => {
    const earlier = before.find((one) => one.timer === timer.timer && one.startedAt === timer.startedAt);
    // Otherwise the job marks the breach within a minute and escalates it.
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
