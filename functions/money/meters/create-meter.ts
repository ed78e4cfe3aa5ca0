import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { unitOf, unknownUnit } from '../../register/owners/public.ts';
import type { Meter, NewMeter } from './meter.ts';
import { meters, priceLists } from './meters.store.ts';

const noPriceYet = problemKind('fee-item-without-price', 409, {
  'zh-CN':
    '收费项目 {feeItemId} 不是本小区按 {utility} 用量计费的项目，或其价格尚未同步。请核对 feeItemId 或稍后再试。',
  'zh-TW':
    '收費項目 {feeItemId} 不是本社區按 {utility} 用量計費的項目，或其價格尚未同步。請核對 feeItemId 或稍後再試。',
  en: 'Fee item {feeItemId} does not charge {utility} by usage in this estate, or its price is not known here yet. Check feeItemId or try again in a moment.',
});
const tieredPrice = problemKind('tiers-not-prepaid', 409, {
  'zh-CN': '收费项目 {feeItemId} 有阶梯价或峰谷价，不能用于预存表。请选择后付费的表，或单一价格的收费项目。',
  'zh-TW': '收費項目 {feeItemId} 有階梯價或峰谷價，不能用於預存表。請選擇後付費的表，或單一價格的收費項目。',
  en: 'Fee item {feeItemId} has tiers or peak and valley prices, which a prepaid meter cannot have. Choose a billed meter or a fee item with one price.',
});
const idTaken = problemKind('meter-id-taken', 409, {
  'zh-CN': '表编号 {meterId} 已登记。请换一个 meterId。',
  'zh-TW': '表編號 {meterId} 已登錄。請換一個 meterId。',
  en: 'A meter {meterId} is already registered. Choose another meterId.',
});

/**
 * Registers a meter for a unit.
 * @throws Problem `unknown-unit`, `fee-item-without-price`, `tiers-not-prepaid`; at commit `meter-id-taken`.
 */
export async function createMeter(
  estateId: string,
  input: NewMeter,
  act: ActionContext,
): Promise<{ after: Meter; transaction: Transaction }> {
  const { unitId, feeItemId, utility, prepaid } = input;
  const [unit, priceList] = await Promise.all([unitOf(unitId), get(priceLists, { feeItemId })]);
  if (unit?.estateId !== estateId) throw new Problem(unknownUnit, { unitId });
  if (priceList?.estateId !== estateId || priceList.utility !== utility)
    throw new Problem(noPriceYet, { feeItemId, utility });
  if (prepaid && priceList.versions.some(({ tiered }) => tiered)) throw new Problem(tieredPrice, { feeItemId });
  const meterId = input.meterId ?? newId('mtr', toInstant(act.recordedAt));
  const after: Meter = {
    ...input,
    meterId,
    estateId,
    unitLabel: unit.label,
    installedAt: act.recordedAt,
    updatedAt: act.recordedAt,
    version: 1,
  };
  const transaction = new Transaction()
    .save(meters, after, undefined, () => new Problem(idTaken, { meterId }))
    .record(meters, after, 'MeterInstalled', { meterId, unitId, utility, prepaid }, act);
  return { after, transaction };
}
