import { yuanText } from '../../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { get } from '../../../../shared/store/table.ts';
import { unitOf } from '../../../register/owners/public.ts';
import type { Handover } from '../handover.ts';
import { handoversPolicy } from '../handovers.policy.ts';
import { fundTerms } from '../settlements.store.ts';
import { type FirstPayment, type FundVersion, firstPayment, versionFor } from './maintenance-fund.ts';

const noRate = problemKind('no-rate-for-building', 422, {
  'zh-CN': '本市维修资金标准 {version} 没有「{building}」这一类房屋。building 可填：{known}。',
  'zh-TW': '本市維修資金標準 {version} 沒有「{building}」這一類房屋。building 可填：{known}。',
  en: 'The fund rates {version} have no building type {building}. Choose building from: {known}.',
});

/** Returns the first payment into the fund by one table (R7.1). @throws Problem no-rate-for-building. */
export function fundFor(of: Parameters<typeof firstPayment>[0], table: FundVersion): FirstPayment {
  const { building } = of;
  const { version, rate } = table;
  if (rate.by === 'flat' && rate.perM2[building] === undefined) {
    throw new Problem(noRate, { version, building, known: Object.keys(rate.perM2).join(', ') });
  }
  return firstPayment(of, [table]);
}

/** First payment into the fund that is due for a home, in fen, and the version of the city's table. */
export interface FundDue {
  readonly fen: number;
  readonly version: string;
}

/** Facts given with a receipt for a home whose contract is not entered. */
export interface HomeOfReceipt {
  readonly paidOn: string;
  readonly contractOn?: string | undefined;
  /** Building type as the flat table names it. Default: with lift. */
  readonly building?: string | undefined;
}

const notInFull = problemKind('fund-not-in-full', 422, {
  'zh-CN':
    '首期维修资金应交 {due} 元（标准 {version}），票据为 {paid} 元，未足额交存（《住宅专项维修资金管理办法》第十三条）。减免或合同日期不同的，请先在办证档案中登记。',
  'zh-TW':
    '首期維修資金應交 {due} 元（標準 {version}），票據為 {paid} 元，未足額交存（《住宅專項維修資金管理辦法》第十三條）。減免或合約日期不同的，請先在辦證檔案中登錄。',
  en: 'The receipt is for ¥{paid}, but ¥{due} is due as the first payment (rates {version}); it must be paid in full (Measures for the Special Maintenance Fund of Dwellings, article 13). If a reduction or another contract day applies, enter it in the title dossier first.',
});

/**
 * Returns the first payment by the city's table for a home without an entered contract.
 * Uses the registered area and the contract day, or the payment day when that is unknown.
 * Undefined when no table applies on that day. @throws Problem no-rate-for-building.
 */
export function fundDueBy(
  { fund }: { readonly fund: readonly FundVersion[] },
  area: string,
  { paidOn, contractOn = paidOn, building = 'lift' }: HomeOfReceipt,
): FundDue | undefined {
  const table = versionFor(fund, contractOn);
  return table && fundFor({ area, contractOn, building }, table);
}

/**
 * Rejects a receipt below the due amount (R7.2). Accepts any receipt when no due amount is known.
 * @throws Problem 422 fund-not-in-full.
 */
export function mustBePaidInFull(paidFen: number, due: FundDue | undefined): void {
  if (!due || paidFen >= due.fen) return;
  const said = { due: yuanText(due.fen), paid: yuanText(paidFen), version: due.version };
  throw new Problem(notInFull, said, { more: { rule: 'R7.2', dueFen: due.fen, paidFen } });
}

/**
 * Returns the first payment due for the home of a handover: from the buyer's title dossier, otherwise from
 * the estate's table.
 * Undefined when no amount is known, or when a reduction is granted.
 */
export async function fundDueFor(
  { unitId, buyerId, estateId }: Pick<Handover, 'unitId' | 'buyerId' | 'estateId'>,
  said: HomeOfReceipt,
): Promise<FundDue | undefined> {
  const [terms, unit, policy] = await Promise.all([
    get(fundTerms, { unitId, buyerId }),
    unitOf(unitId),
    handoversPolicy.of(estateId),
  ]);
  if (terms) return terms.due;
  return unit && fundDueBy(policy, unit.area, said);
}
