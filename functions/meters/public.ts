import { addDays, type Span } from '../../shared/kernel/periods.ts';
import type { Utility } from '../../shared/kernel/utilities.ts';
import { get, getMany, list } from '../../shared/store/table.ts';
import { estateOf, ownershipOf } from '../owners/public.ts';
import type { LowBalanceNotice } from './low-balance.ts';
import type { Meter } from './meter.ts';
import { accounts, allOf, lowNotices, meterLists, meters, priceBooks } from './meters-store.ts';
import { daysRead } from './read-account.ts';
import { type MeteredUse, usesByDay, usesJoined } from './use-by-day.ts';

export { type Meter, mustBePrepaid } from './meter.ts';
export type { MeteredUse } from './use-by-day.ts';

/** A meter. */
export function meterOf(meterId: string): Promise<Meter | undefined> {
  return get(meters, { meterId });
}

/** The written record of a low balance. */
export function lowNoticeOf(noticeId: string): Promise<LowBalanceNotice | undefined> {
  return get(lowNotices, { noticeId });
}

/**
 * The uses of a unit whose last reading lies in a period, as its meters count them that are not paid for beforehand. They are
 * cut where the owner or the price changed or the period began, as far as there is a reading: whoever charges them divides no more
 * than he must.
 */
export async function usesOf(unitId: string, utility: Utility, period: Span): Promise<MeteredUse[]> {
  const found = await list(meters, { index: 'mine', partition: meterLists.ofUnit(unitId), limit: 200 });
  const billed = found.items.filter((meter) => meter.utility === utility && !meter.prepaid);
  const [first] = billed;
  if (!first) return [];
  const items = [...new Set(billed.map(({ feeItemId }) => feeItemId))].map((feeItemId) => ({ feeItemId }));
  const [estate, owners, books] = await Promise.all([
    estateOf(first.estateId),
    ownershipOf(unitId),
    getMany(priceBooks, items),
  ]);
  const changes = [...owners, ...books.flatMap(({ versions }) => versions)].map(({ from }) => from);
  const zone = estate?.calendar.zone ?? 'UTC';
  const uses = await Promise.all(billed.map((meter) => usesOfMeter(meter, period, zone)));
  return usesJoined(uses.flat(), [period.from, ...changes]);
}

async function usesOfMeter({ meterId }: Meter, { from, to }: Span, zone: string): Promise<MeteredUse[]> {
  const account = await get(accounts, { meterId });
  if (!account) return [];
  // A reading of the first midnight after the period closes its last day.
  const days = await allOf(daysRead(account, { from, to: addDays(to, 1) }, zone));
  const uses = usesByDay(
    days.flatMap(({ steps }) => steps),
    zone,
  );
  return uses.filter((use) => from <= use.to && use.to <= to);
}
