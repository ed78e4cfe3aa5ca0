import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { MeterTerms } from './meter-account.ts';
import { msOf, startOfDay } from './prepaid-entries.ts';
import type { Reading } from './reading.ts';

/** Why a reading is refused. */
const refusals = {
  'unknown-meter': problemKind('unknown-meter', 400, {
    'zh-CN': '本小区没有表 {meterId}。',
    'zh-TW': '本社區沒有表 {meterId}。',
    en: 'The estate has no meter {meterId}.',
  }),
  'in-the-future': problemKind('in-the-future', 400, {
    'zh-CN': '抄表时间 {takenAt} 在将来。',
    'zh-TW': '抄表時間 {takenAt} 在未來。',
    en: 'It cannot have been read at {takenAt}, which is in the future.',
  }),
  'meter-removed': problemKind('meter-removed', 409, {
    'zh-CN': '表 {meterId} 已于 {day} 拆除。',
    'zh-TW': '表 {meterId} 已於 {day} 拆除。',
    en: 'Meter {meterId} was removed on {day}.',
  }),
  'no-price-yet': problemKind('no-price-yet', 409, {
    'zh-CN': '表 {meterId} 在 {takenAt} 还没有价格，无法计入预存余额。',
    'zh-TW': '表 {meterId} 在 {takenAt} 還沒有價格，無法計入預存餘額。',
    en: 'Meter {meterId} had no price yet at {takenAt}: the use cannot be taken from a balance.',
  }),
} as const;

/** Clocks of devices differ a little. */
const toleranceMs = 5 * 60_000;

/** The meter is not one of the estate's. */
export function noSuchMeter(meterId: string): Problem {
  return new Problem(refusals['unknown-meter'], { meterId });
}

/** Stops a reading that its meter cannot have given. @throws Problem meter-removed, in-the-future, no-price-yet. */
export function mustFitMeter({ takenAt }: Reading, { meter, zone, prices }: MeterTerms, now: string): void {
  const { meterId, removedOn, prepaid } = meter;
  if (msOf(takenAt) > msOf(now) + toleranceMs) throw new Problem(refusals['in-the-future'], { takenAt });
  if (removedOn !== undefined && dayIn(zone, takenAt) > removedOn)
    throw new Problem(refusals['meter-removed'], { meterId, day: removedOn });
  const [first] = prices;
  if (prepaid && (!first || msOf(takenAt) < startOfDay(first.from, zone)))
    throw new Problem(refusals['no-price-yet'], { meterId, takenAt });
}
