import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';

/** When money moved, if not now: the instant, as gateways know it, or the day, as a paper says it. */
export const whenFields = { occurredAt: instantSchema.optional(), occurredOn: dateSchema.optional() };
export type When = z.output<z.ZodObject<typeof whenFields>>;

/** The rule for both fields together. */
export const oneWhen = ({ occurredAt, occurredOn }: When) => occurredAt === undefined || occurredOn === undefined;
export const oneWhenSaid = { message: 'occurredAt and occurredOn exclude each other', path: ['occurredOn'] };

const laterThanToday = problemKind('in-the-future', 400, {
  'zh-CN': '业务日期 {day} 在将来，请核对。',
  'zh-TW': '業務日期 {day} 在未來，請核對。',
  en: 'It cannot have happened on {day}, which is in the future: check the date.',
});

/** The day on which money moved, in a zone. @throws Problem in-the-future. */
export function dayPaid({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string {
  if (occurredOn === undefined) return dayIn(zone, occurrence({ ...act, occurredAt }));
  if (occurredOn > dayIn(zone, act.recordedAt)) throw new Problem(laterThanToday, { day: occurredOn });
  return occurredOn;
}

/** The instant (ISO) from which money counts that was paid on a day: its own where it is known, now for today, else the day's beginning. */
export function instantPaid({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string {
  if (occurredAt !== undefined || occurredOn === undefined) return occurrence({ ...act, occurredAt });
  if (occurredOn === dayIn(zone, act.recordedAt)) return act.recordedAt;
  return Temporal.PlainDate.from(occurredOn).toZonedDateTime(zone).toInstant().toString();
}

/** Returns the instant at which money moved, where it is known: its own, or now; undefined of another day (R20.3). */
export function instantKnown({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string | undefined {
  const isNow = occurredOn === undefined || occurredOn === dayIn(zone, act.recordedAt);
  return occurredAt === undefined && !isNow ? undefined : occurrence({ ...act, occurredAt });
}
