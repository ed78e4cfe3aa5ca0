import { yuanText } from '../../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { get } from '../../../../shared/store/table.ts';
import { unitOf } from '../../../register/owners/public.ts';
import type { Handover } from '../handover.ts';
import { handoversPolicyOf } from '../inspection/inspection.store.ts';
import { fundTerms } from '../settlements.store.ts';
import { type FirstPayment, type FundVersion, firstPayment, versionFor } from './maintenance-fund.ts';

const noRate = problemKind('no-rate-for-building', 422, {
  'zh-CN': '本市维修资金标准 {version} 没有「{building}」这一类房屋，可用：{known}。',
  'zh-TW': '本市維修資金標準 {version} 沒有「{building}」這一類房屋，可用：{known}。',
  en: 'The rates {version} of the maintenance fund know no {building}; they know: {known}.',
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

/** The first payment into the fund that is due for a home, fen, and the version of the city's table that says so. */
export interface FundDue {
  readonly fen: number;
  readonly version: string;
}

/** What whoever enters a receipt knows of a home whose contract is not entered. */
export interface HomeOfReceipt {
  readonly paidOn: string;
  readonly contractOn?: string | undefined;
  /** As the flat table calls it; one with a lift when not said. */
  readonly building?: string | undefined;
}

const notInFull = problemKind('fund-not-in-full', 422, {
  'zh-CN':
    '首期维修资金应交 {due} 元（标准 {version}），票据为 {paid} 元，未足额交存（规则 R7.2）。减免或合同日期不同的，请先在办证档案中登记。',
  'zh-TW':
    '首期維修資金應交 {due} 元（標準 {version}），票據為 {paid} 元，未足額交存（規則 R7.2）。減免或合約日期不同的，請先在辦證檔案中登記。',
  en: '¥{due} is due as the first payment into the fund (by {version}) and the receipt is of ¥{paid}: it is paid in full (rule R7.2). Where less is granted, or the contract is of another day, enter it in the dossier of title first.',
});

/**
 * What the city's table says is due for a home whose contract nobody entered: by the area of the register and the day of the
 * contract, or of the payment when that is not known. Undefined when no table holds on it. @throws Problem no-rate-for-building.
 */
export function fundDueBy(
  { fund }: { readonly fund: readonly FundVersion[] },
  area: string,
  { paidOn, contractOn = paidOn, building = 'lift' }: HomeOfReceipt,
): FundDue | undefined {
  const table = versionFor(fund, contractOn);
  return table && fundFor({ area, contractOn, building }, table);
}

/** Stops a receipt of less than what is due (R7.2); where nothing says what is due, that of the authority stands. @throws Problem 422 fund-not-in-full. */
export function mustBePaidInFull(paidFen: number, due: FundDue | undefined): void {
  if (!due || paidFen >= due.fen) return;
  const said = { due: yuanText(due.fen), paid: yuanText(paidFen), version: due.version };
  throw new Problem(notInFull, said, { more: { rule: 'R7.2', dueFen: due.fen, paidFen } });
}

/**
 * Returns what is due for the home of a handover: what its buyer's dossier of title has recorded, before that what the
 * estate's table says. Undefined when nothing says what is due, or when something grants less.
 */
export async function fundDueFor(
  { unitId, buyerId, estateId }: Pick<Handover, 'unitId' | 'buyerId' | 'estateId'>,
  said: HomeOfReceipt,
): Promise<FundDue | undefined> {
  const [terms, unit, policy] = await Promise.all([
    get(fundTerms, { unitId, buyerId }),
    unitOf(unitId),
    handoversPolicyOf(estateId),
  ]);
  if (terms) return terms.due;
  return unit && fundDueBy(policy, unit.area, said);
}
