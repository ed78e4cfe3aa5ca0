import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf, ownershipOf } from '../../register/owners/public.ts';
import type { LowBalanceNotice } from './low-balance.ts';
import { isBilledBy, type Meter } from './meter.ts';
import { accounts, lowNotices, meters, metersOf, priceLists } from './meters.store.ts';
import type { ValleyHours } from './peak-valley.ts';
import { daysRead } from './read-account.ts';
import { joinUses, type MeteredUse, usesByDay } from './use-by-day.ts';

export { carryMeter } from './carry-over-meter.ts';
export { type Meter, mustBePrepaid } from './meter.ts';
export { clockTimeSchema, type PeakValley, type ValleyHours } from './peak-valley.ts';
export { noSuchMeter } from './reading-refusals.ts';
export { meterRestProblems, takeOffMeter } from './refund-rest.ts';
export type { MeteredUse } from './use-by-day.ts';
export { verifyMeters } from './verify-meters.ts';

/** Returns a meter. */
export function meterOf(meterId: string): Promise<Meter | undefined> {
  return get(meters, { meterId });
}

/** Returns the written record of a low balance. */
export function lowNoticeOf(noticeId: string): Promise<LowBalanceNotice | undefined> {
  return get(lowNotices, { noticeId });
}

/**
 * Returns the usage of a unit that a fee item bills, for readings in a period. Only non-prepaid meters of
 * this fee item count: another item of the same utility bills none of their usage (R11.4). Usage is split
 * where the owner or price changed, the period began, or before a day of `cuts`, as far as there is a
 * reading.
 * `hours` say what is of the valley where meters have no register for it.
 */
export async function usesOf(
  unitId: string,
  feeItemId: string,
  period: Span,
  { cuts = [], hours }: { cuts?: readonly string[]; hours?: ValleyHours | undefined } = {},
): Promise<MeteredUse[]> {
  const billed = (await metersOf(unitId)).filter((meter) => isBilledBy(meter, feeItemId));
  const [first] = billed;
  if (!first) return [];
  const [estate, owners, priceList] = await Promise.all([
    estateOf(first.estateId),
    ownershipOf(unitId),
    get(priceLists, { feeItemId }),
  ]);
  const changes = [...owners, ...(priceList?.versions ?? [])].map(({ from }) => from);
  const zone = estate?.calendar.zone ?? 'UTC';
  const uses = await Promise.all(billed.map((meter) => usesOfMeter(meter, period, zone, hours)));
  return joinUses(uses.flat(), [period.from, ...changes, ...cuts]);
}

async function usesOfMeter(
  { meterId }: Meter,
  { from, to }: Span,
  zone: string,
  hours: ValleyHours | undefined,
): Promise<MeteredUse[]> {
  const account = await get(accounts, { meterId });
  if (!account) return [];
  // A reading at midnight after the period closes its last day.
  const days = await Array.fromAsync(daysRead(account, { from, to: addDays(to, 1) }, zone));
  const uses = usesByDay(
    days.flatMap(({ steps }) => steps),
    zone,
    hours,
  );
  return uses.filter((use) => from <= use.to && use.to <= to);
}
