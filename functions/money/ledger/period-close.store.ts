import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { get, list } from '../../../shared/store/table.ts';
import { type OpenRow, openRowSchema, type PeriodClose, periodCloseSchema } from './period-close.ts';

const shut = problemKind('billing-month-shut', 409, {
  'zh-CN': '账期 {month} 已关账或正在关账。请在以后的月份更正；确需改动的，请第三人先重新打开该月。',
  'zh-TW': '帳期 {month} 已關帳或正在關帳。請在以後的月份更正；確需更動者，請第三人先重新開啟該月。',
  en: 'The billing month {month} is closed or being closed. Correct it in a later month, or let a third person reopen it first.',
});

const table = 'ledger';

/** The partition of the closes of an estate, by month. */
export const periodClosesOf = (estateId: string) => `ESTATE#${estateId}#PERIODCLOSES`;

export const periodCloses = entity<PeriodClose, { closeId: string }>({
  table,
  type: 'period-close',
  schema: periodCloseSchema,
  key: ({ closeId }) => ({ pk: `PERIODCLOSE#${closeId}`, sk: 'PERIODCLOSE' }),
  indexes: ({ closeId, estateId, month }) => indexKeys('lists', periodClosesOf(estateId), month, closeId),
});

/** Open rows of a close, by fee item and unit. */
export const openRows = entity<OpenRow, Pick<OpenRow, 'closeId' | 'feeItemId' | 'unitId'>>({
  table,
  type: 'period-difference',
  schema: openRowSchema,
  key: ({ closeId, feeItemId, unitId }) => ({ pk: `PERIODCLOSE#${closeId}`, sk: `ROW#${feeItemId}#${unitId}` }),
});

const shutMonthsSchema = z
  .object({
    estateId: z.string(),
    /** Months that are closed or being closed. */
    months: z.array(z.string()),
    version: z.int(),
  })
  .meta({ id: 'ShutMonths' });

/** Which months of an estate take no billing run. One item, so that a run checks all its months at once. */
const shutMonths = entity<z.infer<typeof shutMonthsSchema>, { estateId: string }>({
  table,
  type: 'shut-months',
  schema: shutMonthsSchema,
  key: ({ estateId }) => ({ pk: `BOOKS#${estateId}`, sk: 'SHUTMONTHS' }),
});

/** Shuts a month, or releases it. @throws Problem billing-month-shut when it is shut already. */
export async function moveMonth(
  transaction: Transaction,
  { estateId, month }: Pick<PeriodClose, 'estateId' | 'month'>,
  to: 'shut' | 'open',
): Promise<void> {
  const before = await get(shutMonths, { estateId });
  const others = (before?.months ?? []).filter((one) => one !== month);
  if (to === 'shut' && before?.months.includes(month)) throw new Problem(shut, { month });
  const months = to === 'shut' ? [...others, month].sort() : others;
  transaction.save(shutMonths, { estateId, months, version: (before?.version ?? 0) + 1 }, before);
}

/**
 * Adds the condition that none of these months is closed or being closed (R22.4). It fails at commit.
 * @throws Problem at commit billing-month-shut.
 */
export function mustNotBeShut(transaction: Transaction, estateId: string, months: readonly string[]): void {
  const text = months.map((_, nth) => `contains(#months, :m${nth})`).join(' OR ');
  const condition = {
    text: `attribute_not_exists(pk) OR NOT (${text})`,
    names: { '#months': 'months' },
    values: Object.fromEntries(months.map((month, nth) => [`:m${nth}`, month])),
  };
  const [first = '', last = first] = [months[0], months.at(-1)];
  const month = first === last ? first : `${first}/${last}`;
  transaction.check(shutMonths, { estateId }, condition, () => new Problem(shut, { month }));
}

/** Returns the latest close of a month, whatever its state, or undefined. */
export async function latestCloseOf(estateId: string, month: string): Promise<PeriodClose | undefined> {
  const sort = { beginsWith: month };
  const partition = periodClosesOf(estateId);
  const { items } = await list(periodCloses, { index: 'lists', partition, sort, descending: true, limit: 1 });
  return items[0];
}
