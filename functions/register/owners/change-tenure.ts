import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { tenures, units } from './owners.store.ts';
import { ownerInTheWay, type Tenure, type tenureDetailsSchema, tenureIdOf } from './tenure.ts';
import type { Unit } from './unit.ts';

/*
 * Every change of a tenure raises the version of its unit. So two owners entered at the same time cannot both
 * be saved, and a client that follows units sees that their people changed.
 */

const hasOwner = problemKind('unit-has-owner', 409, {
  'zh-CN': '该房屋自 {from} 至 {until} 已有业主（{personId}）。请先结束其登记，或登记为共有人（co-owner）。',
  'zh-TW': '該房屋自 {from} 至 {until} 已有業主（{personId}）。請先結束其登錄，或登錄為共有人（co-owner）。',
  en: 'The unit has an owner ({personId}) from {from} until {until}. End that tenure first, or enter a co-owner.',
});
const hasOwnerForGood = problemKind('unit-has-owner', 409, {
  'zh-CN': '该房屋自 {from} 起已有业主（{personId}），且未登记结束日期。请先结束其登记，或登记为共有人（co-owner）。',
  'zh-TW': '該房屋自 {from} 起已有業主（{personId}），且未登錄結束日期。請先結束其登錄，或登錄為共有人（co-owner）。',
  en: 'The unit has had an owner ({personId}) since {from}. End that tenure first, or enter a co-owner.',
});
const held = problemKind('tenure-exists', 409, {
  'zh-CN': '该人自 {from} 起已以同一身份登记于该房屋，无需再次登记。',
  'zh-TW': '該人自 {from} 起已以同一身分登錄於該房屋，無需再次登錄。',
  en: 'The person already has this role in this unit from {from}. Nothing needs to be entered.',
});
const hasEnded = problemKind('tenure-ended', 409, {
  'zh-CN': '该登记已于 {to} 结束，无需再次办理。',
  'zh-TW': '該登錄已於 {to} 結束，無需再次辦理。',
  en: 'The tenure already ended on {to}. Nothing needs to be entered.',
});
const endsTooEarly = problemKind('ends-before-it-starts', 400, {
  'zh-CN': '结束日期（to）不能早于开始日期 {from}，请更正。',
  'zh-TW': '結束日期（to）不能早於開始日期 {from}，請更正。',
  en: 'The end date (to) is before the start date {from}. Correct it.',
});

interface TenureChange {
  unit: Unit;
  tenure: Tenure;
  transaction: Transaction;
}

/**
 * Starts a tenure: a person has the unit in a role from a day on.
 * @throws Problem `unit-has-owner` (409) when the tenure of another owner overlaps, `tenure-exists` (409).
 */
export function startTenure(
  unit: Unit,
  history: readonly Tenure[],
  details: z.output<typeof tenureDetailsSchema>,
  act: ActionContext,
): TenureChange {
  const { unitId, estateId } = unit;
  const tenureId = tenureIdOf({ unitId, ...details });
  if (history.some((one) => one.tenureId === tenureId)) throw new Problem(held, { from: details.from });
  const inTheWay = ownerInTheWay({ ...details, tenureId }, history);
  if (inTheWay) {
    const { from, to, personId } = inTheWay;
    const more = { from, ...(to && { until: to }), personId };
    throw new Problem(to ? hasOwner : hasOwnerForGood, { from, until: to ?? '', personId }, { more });
  }
  const tenure = { ...details, tenureId, unitId, estateId, updatedAt: act.recordedAt, version: 1 };
  const after = { ...unit, updatedAt: act.recordedAt, version: unit.version + 1 };
  const transaction = new Transaction()
    .save(units, after, unit)
    .save(tenures, tenure)
    .record(units, after, 'TenureStarted', { unitId, ...details }, act);
  return { unit: after, tenure, transaction };
}

export const endTenureSchema = z
  .strictObject({
    /** Last day, included. */
    to: dateSchema,
  })
  .meta({ id: 'EndTenureBody' });

/**
 * Ends a tenure with a day, that day included. Returns undefined when it already ends on that day.
 * @throws Problem `ends-before-it-starts` (400), `tenure-ended` (409).
 */
export function endTenure(
  unit: Unit,
  before: Tenure,
  { to }: { to: string },
  act: ActionContext,
): TenureChange | undefined {
  if (before.to === to) return undefined;
  if (before.to !== undefined) throw new Problem(hasEnded, { to: before.to });
  if (to < before.from) throw new Problem(endsTooEarly, { from: before.from });
  const { unitId, personId, role } = before;
  const tenure = { ...before, to, updatedAt: act.recordedAt, version: before.version + 1 };
  const after = { ...unit, updatedAt: act.recordedAt, version: unit.version + 1 };
  const transaction = new Transaction()
    .save(units, after, unit)
    .save(tenures, tenure, before)
    .record(units, after, 'TenureEnded', { unitId, personId, role, to }, act);
  return { unit: after, tenure, transaction };
}
