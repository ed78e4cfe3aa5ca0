import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { MeterTerms } from './meter-account.ts';
import { msOf, startOfDay } from './prepaid-entries.ts';
import type { Reading } from './reading.ts';

/** Codes of every operation that enters readings. */
export const readingProblems = ['day-is-full', 'in-the-future', 'meter-removed', 'no-price-yet', 'too-much-at-once'];

/** Why a reading is refused. */
const refusals = {
  'unknown-meter': problemKind('unknown-meter', 400, {
    'zh-CN': '本小区没有表 {meterId}。请核对 meterId。',
    'zh-TW': '本社區沒有表 {meterId}。請核對 meterId。',
    en: 'The estate has no meter {meterId}. Check meterId.',
  }),
  'in-the-future': problemKind('in-the-future', 400, {
    'zh-CN': '抄表时间 {takenAt} 晚于当前时间。请更正 takenAt。',
    'zh-TW': '抄表時間 {takenAt} 晚於目前時間。請更正 takenAt。',
    en: 'The reading time {takenAt} is in the future. Correct takenAt.',
  }),
  'meter-removed': problemKind('meter-removed', 409, {
    'zh-CN': '表 {meterId} 已于 {day} 拆除。请核对 meterId 和 takenAt。',
    'zh-TW': '表 {meterId} 已於 {day} 拆除。請核對 meterId 和 takenAt。',
    en: 'Meter {meterId} was removed on {day}. Check meterId and takenAt.',
  }),
  'no-price-yet': problemKind('no-price-yet', 409, {
    'zh-CN': '表 {meterId} 在 {takenAt} 还没有价格，无法计入预存余额。请先为收费项目设置价格。',
    'zh-TW': '表 {meterId} 在 {takenAt} 還沒有價格，無法計入預存餘額。請先為收費項目設定價格。',
    en: 'Meter {meterId} had no price at {takenAt}, so its usage cannot be charged to the balance. Set a price of its fee item first.',
  }),
} as const;

/** Clocks of devices differ slightly. */
const toleranceMs = 5 * 60_000;

/** Returns the problem for a meter that is not in the estate. */
export function noSuchMeter(meterId: string): Problem {
  return new Problem(refusals['unknown-meter'], { meterId });
}

/**
 * Rejects a reading that its meter cannot have given.
 * @throws Problem `meter-removed`, `in-the-future`, `no-price-yet`.
 */
export function mustFitMeter({ takenAt }: Reading, { meter, zone, prices }: MeterTerms, now: string): void {
  const { meterId, removedOn, prepaid } = meter;
  if (msOf(takenAt) > msOf(now) + toleranceMs) throw new Problem(refusals['in-the-future'], { takenAt });
  if (removedOn !== undefined && dayIn(zone, takenAt) > removedOn)
    throw new Problem(refusals['meter-removed'], { meterId, day: removedOn });
  const [first] = prices;
  if (prepaid && (!first || msOf(takenAt) < startOfDay(first.from, zone)))
    throw new Problem(refusals['no-price-yet'], { meterId, takenAt });
}
