import type * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem, list, type Page } from '../../../shared/store/table.ts';
import { type DayOfEntries, dayOfEntriesSchema } from './day-of-entries.ts';
import { type HeldItem, heldItemSchema } from './held-reading.ts';
import { type LowBalanceNotice, lowBalanceNoticeSchema } from './low-balance.ts';
import { type Meter, meterSchema } from './meter.ts';
import { type MeterAccount, meterAccountSchema, openingSchema } from './meter-account.ts';
import { type PriceList, priceListSchema } from './price-list.ts';
import { type Settlement, settlementSchema } from './settlement.ts';
import { type UnmatchedReading, unmatchedReadingSchema } from './unmatched-reading.ts';

const table = 'ledger';

/** Partitions of lists of meters. */
export const meterLists = {
  meters: (estateId: string) => `ESTATE#${estateId}#METERS`,
  ofUnit: (unitId: string) => `UNIT#${unitId}#METERS`,
  held: (estateId: string) => `ESTATE#${estateId}#HELDREADINGS`,
  unmatched: (estateId: string) => `ESTATE#${estateId}#UNPLACEDREADINGS`,
  unmatchedIn: (estateId: string, state: string) => `ESTATE#${estateId}#UNPLACEDREADINGS#${state}`,
  notices: (meterId: string) => `METER#${meterId}#LOWNOTICES`,
};

export const meters = entity<Meter, { meterId: string }>({
  table,
  type: 'meter',
  schema: meterSchema,
  key: ({ meterId }) => ({ pk: `METER#${meterId}`, sk: 'METER' }),
  indexes: ({ meterId, estateId, unitId, unitLabel, updatedAt }) => ({
    ...indexKeys('lists', meterLists.meters(estateId), unitLabel, meterId),
    ...indexKeys('mine', meterLists.ofUnit(unitId), meterId),
    ...indexKeys('updates', meterLists.meters(estateId), updatedAt, meterId),
  }),
});

const accountOf = (meterId: string) => `METERACCOUNT#${meterId}#ACCOUNT`;

/** Kind of due item: the month of a meter to settle. */
export const dueSettlements = 'meter-settlement';

/** The account of a meter. Every entry takes its next version, so there is one writer at a time. */
export const accounts = entity<MeterAccount, { meterId: string }>({
  table,
  type: 'meter-account',
  schema: meterAccountSchema,
  key: ({ meterId }) => ({ pk: accountOf(meterId), sk: 'ACCOUNT' }),
  indexes: ({ meterId, toSettle }) =>
    toSettle ? dueKeys(dueSettlements, meterId, toSettle.dueAt, toSettle.knownAt) : {},
});

/** Settlements of a meter by month, in the partition of its account. */
export const settlements = entity<Settlement, Pick<Settlement, 'meterId' | 'month'>>({
  table,
  type: 'meter-settlement',
  schema: settlementSchema,
  key: ({ meterId, month }) => ({ pk: accountOf(meterId), sk: `SETTLEMENT#${month}` }),
});

/** Returns a page of a meter's settlements, the latest month first. */
export function settlementsOf(
  meterId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Settlement>> {
  const partition = accountOf(meterId);
  return list(settlements, { partition, sort: { beginsWith: 'SETTLEMENT#' }, descending: true, ...page });
}

type Opening = z.infer<typeof openingSchema>;

/** Stored openings; only those that the account names are valid. */
export const openings = entity<Opening, Pick<Opening, 'meterId' | 'day'>>({
  table,
  type: 'meter-opening',
  schema: openingSchema,
  key: ({ meterId, day }) => ({ pk: accountOf(meterId), sk: `OPENING#${day}` }),
});

const entriesOf = (meterId: string) => `METERENTRIES#${meterId}`;

/** Entries, one item per day: two years of half-hourly readings take about 700 items. */
export const daysOfEntries = entity<DayOfEntries, Pick<DayOfEntries, 'meterId' | 'day'>>({
  table,
  type: 'meter-day',
  schema: dayOfEntriesSchema,
  key: ({ meterId, day }) => ({ pk: entriesOf(meterId), sk: `DAY#${day}` }),
});

/** Readings of an estate that wait for review, the earliest first. */
export const heldReadings = entity<HeldItem, Pick<HeldItem, 'meterId' | 'readingId'>>({
  table,
  type: 'held-reading',
  schema: heldItemSchema,
  key: ({ meterId, readingId }) => ({ pk: accountOf(meterId), sk: `HELD#${readingId}` }),
  indexes: ({ estateId, readingId, takenAt }) => indexKeys('lists', meterLists.held(estateId), takenAt, readingId),
});

export const unmatchedReadings = entity<UnmatchedReading, { unmatchedId: string }>({
  table,
  type: 'unmatched-reading',
  schema: unmatchedReadingSchema,
  key: ({ unmatchedId }) => ({ pk: `UNPLACEDREADING#${unmatchedId}`, sk: 'READING' }),
  indexes: ({ unmatchedId, estateId, state, updatedAt }) => ({
    ...indexKeys('lists', meterLists.unmatchedIn(estateId, state), updatedAt, unmatchedId),
    ...indexKeys('updates', meterLists.unmatched(estateId), updatedAt, unmatchedId),
  }),
});

export const lowNotices = entity<LowBalanceNotice, { noticeId: string }>({
  table,
  type: 'low-balance-notice',
  schema: lowBalanceNoticeSchema,
  key: ({ noticeId }) => ({ pk: `LOWNOTICE#${noticeId}`, sk: 'LOWNOTICE' }),
  indexes: ({ noticeId, meterId, at }) => indexKeys('mine', meterLists.notices(meterId), at, noticeId),
});

export const priceLists = entity<PriceList, { feeItemId: string }>({
  table,
  type: 'meter-prices',
  schema: priceListSchema,
  key: ({ feeItemId }) => ({ pk: `METERPRICES#${feeItemId}`, sk: 'PRICES' }),
});

/**
 * Yields the days with entries of a meter, from a day (or the first) to a day (or the last), in order;
 * consistent.
 */
export function eachDay(meterId: string, from = '', to = '9'): AsyncGenerator<DayOfEntries> {
  const sort = { from: `DAY#${from}`, to: `DAY#${to}` };
  return everyItem(daysOfEntries, { partition: entriesOf(meterId), sort, limit: 50 });
}

/** Returns the days with entries of a meter as `eachDay` yields them. */
export function entriesBetween(meterId: string, from?: string, to?: string): Promise<DayOfEntries[]> {
  return Array.fromAsync(eachDay(meterId, from, to));
}

/** Returns all meters of a unit. */
export function metersOf(unitId: string): Promise<Meter[]> {
  return Array.fromAsync(everyItem(meters, { index: 'mine', partition: meterLists.ofUnit(unitId), limit: 200 }));
}
