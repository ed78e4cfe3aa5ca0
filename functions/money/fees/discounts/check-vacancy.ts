import { addDays, monthsOf, type Span } from '../../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { usesOf } from '../../meters/public.ts';
import type { Use } from '../charge.ts';
import type { Discount } from './discount.ts';
import { checkUses, endVacancy, type Vacancy } from './vacancy.ts';

/** The most months that one check reads. */
const mostMonths = 12;
/** The most checks of a vacancy that are kept. */
const mostChecks = 60;

const checkedOften = problemKind('vacancy-checked-often', 409, {
  'zh-CN': '此空置申请的抄表核对已满 {most} 次。请结束后重新申请。',
  'zh-TW': '此空置申請的抄表核對已滿 {most} 次。請結束後重新申請。',
  en: 'This vacancy has {most} checks already. End it and enter a new application.',
});

/** Returns the usage of a home by fee item, month by month, from readings inside the days. */
async function usesByItem(unitId: string, feeItemIds: readonly string[], days: Span): Promise<Map<string, Use[]>> {
  const months = monthsOf(days).slice(-mostMonths);
  const all = feeItemIds.map(async (feeItemId): Promise<[string, Use[]]> => {
    const uses = await Promise.all(months.map(({ from, to }) => usesOf(unitId, feeItemId, { from, to })));
    // Usage of a reading that began before the vacancy is no proof.
    return [feeItemId, uses.flat().filter(({ from }) => days.from <= from)];
  });
  return new Map(await Promise.all(all));
}

/** The days before today that prove that a home is vacant before its discount begins. */
const daysBefore = 31;

/**
 * Returns the vacancy with a check of its meters. Usage above a limit ends it (R33.3). Before its first day
 * is over, the check reads the last 31 days, as proof for the person who approves it.
 * @throws Problem 409 `illegal-state`, `vacancy-checked-often`.
 */
export async function checkVacancy(
  vacancy: Vacancy,
  discount: Discount,
  done: { by: string; at: string; today: string },
): Promise<Vacancy> {
  const { status, from, unitId, checks } = vacancy;
  if (status !== 'asked' && status !== 'approved') throw illegalState(status, ['asked', 'approved']);
  if (checks.length >= mostChecks) throw new Problem(checkedOften, { most: mostChecks });
  const hasBegun = from !== undefined && from < done.today;
  const days = { from: hasBegun ? from : addDays(done.today, -daysBefore), to: addDays(done.today, -1) };
  const feeItemIds = (discount.vacancy?.mostUse ?? []).map(({ feeItemId }) => feeItemId);
  const { usedFrom, ...found } = checkUses(discount, await usesByItem(unitId, feeItemIds, days));
  const check = { ...days, ...found, by: done.by, at: done.at };
  const checked = { ...vacancy, checks: [...checks, check] };
  if (usedFrom === undefined || !hasBegun) return { ...checked, updatedAt: done.at, version: vacancy.version + 1 };
  const over = found.uses.filter((one) => one.from === usedFrom);
  const proof = over.map((one) => `${one.feeItemId} ${one.from}/${one.to}: ${one.quantity} > ${one.most}`).join('; ');
  return endVacancy(checked, { on: usedFrom, cause: 'found-used', proof }, done);
}
