import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { assertAnotherPerson } from '../../../../shared/http/second-person.ts';
import { compareExact, exact, product, ratio, sum } from '../../../../shared/kernel/money.ts';
import { addDays, daysOf, monthsOf, type Span, spanSchema } from '../../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import type { Use } from '../charge.ts';
import type { Discount } from './discount.ts';

/** Input of a vacancy application. */
export const newVacancySchema = z
  .strictObject({
    /** The approved vacancy discount. */
    discountId: z.string().max(64),
    /** The day on which the written application was received. */
    appliedOn: dateSchema,
    /** The number of the written application, or where it is filed. */
    application: z.string().min(1).max(200),
  })
  .meta({ id: 'RequestVacancyBody' });

export const vacancyStatuses = ['asked', 'approved', 'refused', 'ended'] as const;

/** Why a vacancy ended: the owner said so, or it was found that the home is used. */
export const endCauses = ['reported', 'found-used'] as const;

const doneSchema = z.object({ by: z.string(), at: z.string() });

const checkSchema = z
  .object({
    ...spanSchema.shape,
    /** Usage by fee item, in units of the meter, with the most that the discount allows for those days. */
    uses: z.array(z.object({ feeItemId: z.string(), ...spanSchema.shape, quantity: z.string(), most: z.string() })),
    isVacant: z.boolean(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'VacancyCheck' });
export type VacancyCheck = z.infer<typeof checkSchema>;

/** A vacancy (空置申请, R4.6, R33.3): a home whose owner pays less while nobody uses it. */
export const vacancySchema = z
  .object({
    vacancyId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    ...newVacancySchema.shape,
    status: z.enum(vacancyStatuses),
    /** The first day with the discount. */
    from: dateSchema.optional(),
    /** The last day of the shortest vacancy. A home that is used on it or before has no discount at all. */
    minUntil: dateSchema.optional(),
    asked: doneSchema,
    decided: z.object({ ...doneSchema.shape, reason: z.string().optional() }).optional(),
    /** Checks of the meters, the latest last. */
    checks: z.array(checkSchema).max(60),
    /** The first day of use, why it is known, and who recorded it. */
    ended: z.object({ ...doneSchema.shape, on: dateSchema, cause: z.enum(endCauses), proof: z.string() }).optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Vacancy' });
export type Vacancy = z.infer<typeof vacancySchema>;

const notVacancy = problemKind('not-a-vacancy-discount', 409, {
  'zh-CN': '该优惠不是已批准的空置优惠。请在 discountId 中选择已批准的空置优惠。',
  'zh-TW': '該優惠不是已核准的空置優惠。請在 discountId 中選擇已核准的空置優惠。',
  en: 'This is not an approved vacancy discount. Name one in discountId.',
});
const isVacantAlready = problemKind('vacancy-exists', 409, {
  'zh-CN': '此房屋已有空置申请 {vacancyId}。请先处理或结束该申请。',
  'zh-TW': '此房屋已有空置申請 {vacancyId}。請先處理或結束該申請。',
  en: 'This home has the vacancy {vacancyId} already. Decide on it or end it first.',
});
const wrongDay = problemKind('not-in-vacancy', 409, {
  'zh-CN': '日期应在 {from} 至 {to} 之间。请更正后重试。',
  'zh-TW': '日期應在 {from} 至 {to} 之間。請更正後重試。',
  en: 'The day must be from {from} to {to}. Correct it and try again.',
});

/**
 * Rejects another discount than an approved one for vacancy.
 * @throws Problem 409 `not-a-vacancy-discount`.
 */
export function assertForVacancy(discount: Discount | undefined, estateId: string): Discount {
  const isRight = discount?.kind === 'vacancy' && discount.status === 'approved' && discount.estateId === estateId;
  if (!discount || !isRight) throw new Problem(notVacancy);
  return discount;
}

/** Rejects a second vacancy of a home at the same time. @throws Problem 409 `vacancy-exists`. */
export function assertNoOther(all: readonly Vacancy[]): void {
  const other = all.find(({ status }) => status === 'asked' || status === 'approved');
  if (other) throw new Problem(isVacantAlready, { vacancyId: other.vacancyId });
}

/** Rejects a day outside a span. @throws Problem 409 `not-in-vacancy`. */
export function assertWithin(day: string, { from, to }: Span): void {
  if (day < from || day > to) throw new Problem(wrongDay, { from, to });
}

function dateOf(day: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(day);
}

/** Returns the first day of a vacancy approved on a day, and the last of its fewest months. */
function daysFor({ vacancy, from: earliest }: Discount, approvedOn: string): { from: string; minUntil: string } {
  const next = dateOf(approvedOn).add({ days: 1 });
  const begins =
    vacancy?.begins === 'next-month'
      ? dateOf(approvedOn).with({ day: 1 }).add({ months: 1 }).toString()
      : next.toString();
  const from = begins < earliest ? earliest : begins;
  const minUntil = dateOf(from)
    .add({ months: vacancy?.minMonths ?? 1 })
    .subtract({ days: 1 });
  return { from, minUntil: minUntil.toString() };
}

/**
 * Returns the vacancy with its decision. It begins after the day of approval, never before.
 * @throws Problem 409 `illegal-state`, `another-person-needed`.
 */
export function decideVacancy(
  vacancy: Vacancy,
  decision: { as: 'approved'; discount: Discount; today: string } | { as: 'refused'; reason: string },
  { by, at }: { by: string; at: string },
): Vacancy {
  if (vacancy.status !== 'asked') throw illegalState(vacancy.status, ['asked']);
  const after = { ...vacancy, updatedAt: at, version: vacancy.version + 1 };
  if (decision.as === 'refused') return { ...after, status: 'refused', decided: { by, at, reason: decision.reason } };
  assertAnotherPerson(vacancy.asked, by);
  return { ...after, status: 'approved', ...daysFor(decision.discount, decision.today), decided: { by, at } };
}

/**
 * Returns the vacancy that ended with the first day of use. The difference method charges back what was
 * discounted from that day on, and everything when the fewest months were not reached (R22, R33.3).
 * @throws Problem 409 `illegal-state`, `not-in-vacancy`.
 */
export function endVacancy(
  vacancy: Vacancy,
  ended: { on: string; cause: (typeof endCauses)[number]; proof: string },
  { by, at, today }: { by: string; at: string; today: string },
): Vacancy {
  const { status, from } = vacancy;
  if (status !== 'approved' || from === undefined) throw illegalState(status, ['approved']);
  // A home that will be used is told ahead.
  assertWithin(ended.on, { from, to: addDays(today, 366) });
  const after = { ...vacancy, updatedAt: at, version: vacancy.version + 1 };
  return { ...after, status: 'ended', ended: { ...ended, by, at } };
}

/** Returns the days of a vacancy that have the discount; undefined for none. */
export function discountedDays({ status, from, minUntil, ended }: Vacancy): Span | undefined {
  if ((status !== 'approved' && status !== 'ended') || from === undefined || minUntil === undefined) return undefined;
  if (!ended) return { from, to: '9999-12-31' };
  return ended.on <= minUntil ? undefined : { from, to: addDays(ended.on, -1) };
}

/** Returns the most that a meter may count on days, by its limit of a month. Part months count by days. */
function mostFor(days: Span, perMonth: string): { top: string; bottom: string } {
  const months = sum(...monthsOf(days).map((part) => ratio(daysOf(part), part.ofDays)));
  const { top, bottom } = product(exact(perMonth), months);
  return { top: top.toFixed(), bottom: bottom.toFixed() };
}

/**
 * Compares usage with what a vacant home may use (R33.3). One reading above its limit proves use.
 */
export function checkUses(
  { vacancy }: Pick<Discount, 'vacancy'>,
  usesOf: ReadonlyMap<string, readonly Use[]>,
): Pick<VacancyCheck, 'uses' | 'isVacant'> & { usedFrom?: string } {
  const judged = (vacancy?.mostUse ?? []).flatMap(({ feeItemId, perMonth }) =>
    (usesOf.get(feeItemId) ?? []).map(({ from, to, quantity }) => {
      const { top, bottom } = mostFor({ from, to }, perMonth);
      const most = { top: exact(top).top, bottom: exact(bottom).top };
      const isOver = compareExact(exact(quantity), most) > 0;
      return { feeItemId, from, to, quantity, most: bottom === '1' ? top : `${top}/${bottom}`, isOver };
    }),
  );
  const [usedFrom] = judged
    .filter(({ isOver }) => isOver)
    .map(({ from }) => from)
    .sort();
  const uses = judged.map(({ isOver: _, ...one }) => one);
  return { uses, isVacant: usedFrom === undefined, ...(usedFrom !== undefined && { usedFrom }) };
}
