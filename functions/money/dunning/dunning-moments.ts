import { Temporal } from 'temporal-polyfill';
import { addDays } from '../../../shared/kernel/periods.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import type { Dunning, DunningAccount, DunningTerms } from './dunning.ts';
import { type Limitation, limitationsOf } from './limitation.ts';

/** Returns the limitation period that ends first among the open bills; undefined when none runs. */
export function earliestLimitation(
  account: DunningAccount,
  calendar: WorkingCalendar,
  now: Temporal.Instant,
): (Pick<Limitation, 'billId' | 'risk'> & { readonly endsOn: string }) | undefined {
  return limitationsOf(account, calendar, now)
    .flatMap(({ billId, endsOn, risk }) => (endsOn === undefined ? [] : [{ billId, endsOn, risk }]))
    .toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : 1))
    .at(0);
}

/** Returns the days on which time alone may change an account's state. */
function daysOfChange(account: DunningAccount, calendar: WorkingCalendar, now: Temporal.Instant): string[] {
  const after = (day: string | undefined) => (day === undefined ? [] : [addDays(day, 1)]);
  return [
    ...account.holds.flatMap(({ from, to }) => [from, ...after(to)]),
    ...account.plans.flatMap(({ instalments }) => instalments.flatMap(({ dueOn }) => after(dueOn))),
    ...account.contacts.flatMap(({ answerBy }) => after(answerBy)),
    ...limitationsOf(account, calendar, now).flatMap(({ endsOn }) => after(endsOn)),
  ];
}

/**
 * Returns the instant at which an account must be checked again without any event. It is now when a step is
 * due. Otherwise it is the earliest of the next step, the start of a hold, and the day after the end of a
 * hold, an instalment, a time to answer or a limitation period. Returns undefined when no bill is open or
 * nothing lies ahead.
 */
export function nextMoment(
  account: DunningAccount,
  { state, next }: Dunning,
  { calendar }: DunningTerms,
  now: Temporal.Instant,
): string | undefined {
  if (state === 'clear') return undefined;
  if (state === 'step-due') return now.toString();
  const starts = daysOfChange(account, calendar, now).map((day) =>
    Temporal.PlainDate.from(day).toZonedDateTime(calendar.zone).toInstant(),
  );
  const step = next ? [Temporal.Instant.from(next.notBefore)] : [];
  return [...starts, ...step]
    .filter((at) => Temporal.Instant.compare(at, now) > 0)
    .toSorted(Temporal.Instant.compare)
    .at(0)
    ?.toString();
}
