import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';

/** When the money moved, if not now: the instant, as gateways know it, or the day, as a document says. */
export const whenFields = { occurredAt: instantSchema.optional(), occurredOn: dateSchema.optional() };
export type When = z.output<z.ZodObject<typeof whenFields>>;

/** Checks that at most one of the two fields is set. */
export const oneWhen = ({ occurredAt, occurredOn }: When) => occurredAt === undefined || occurredOn === undefined;
export const oneWhenSaid = { message: 'occurredAt and occurredOn exclude each other', path: ['occurredOn'] };

const laterThanToday = problemKind('in-the-future', 400, {
  'zh-CN': '业务日期 {day} 晚于今天。请核对 occurredOn。',
  'zh-TW': '業務日期 {day} 晚於今天。請核對 occurredOn。',
  en: '{day} is in the future. Check occurredOn.',
});

const cashIsToday = problemKind('cash-counts-today', 400, {
  'zh-CN': '现金以收付当日入账，不能填写其他日期。补录的收款请先按今天登记，再凭编号纸质收据申请更正日期。',
  'zh-TW': '現金以收付當日入帳，不能填寫其他日期。補錄的收款請先按今天登錄，再憑編號紙本收據申請更正日期。',
  en: 'Cash counts on the day on which it is entered. Leave out occurredOn. For a payment that came earlier, record it today, then request a correction of its day with the numbered paper receipt.',
});

/**
 * Returns the day on which money moved, in a zone. That of cash is today: no document but a paper receipt
 * proves another, which a second person must approve (R20.12).
 * @throws Problem in-the-future, cash-counts-today.
 */
export function dayOfMoney(
  { method, ...when }: When & { readonly method: 'cash' | 'transfer' | 'channel' },
  act: ActionContext,
  zone: string,
): string {
  const day = dayPaid(when, act, zone);
  if (method === 'cash' && day !== dayIn(zone, act.recordedAt)) throw new Problem(cashIsToday);
  return day;
}

/** Returns the day on which money moved, in a zone. @throws Problem in-the-future. */
export function dayPaid({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string {
  if (occurredOn === undefined) return dayIn(zone, occurrence({ ...act, occurredAt }));
  if (occurredOn > dayIn(zone, act.recordedAt)) throw new Problem(laterThanToday, { day: occurredOn });
  return occurredOn;
}

/**
 * Returns the instant (ISO) from which the money counts: `occurredAt`, or now if `occurredOn` is today or
 * absent, else the start of that day.
 * @throws Problem in-the-future.
 */
export function instantPaid({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string {
  if (occurredAt !== undefined || occurredOn === undefined) return occurrence({ ...act, occurredAt });
  if (occurredOn === dayIn(zone, act.recordedAt)) return act.recordedAt;
  return Temporal.PlainDate.from(occurredOn).toZonedDateTime(zone).toInstant().toString();
}

/**
 * Returns the instant (ISO) at which money moved: `occurredAt`, or now if `occurredOn` is today or absent;
 * else undefined (R20.3).
 * @throws Problem in-the-future.
 */
export function instantKnown({ occurredAt, occurredOn }: When, act: ActionContext, zone: string): string | undefined {
  const isNow = occurredOn === undefined || occurredOn === dayIn(zone, act.recordedAt);
  return occurredAt === undefined && !isNow ? undefined : occurrence({ ...act, occurredAt });
}
