import { describe, expect, test } from 'vitest';
import { emptyDay, entriesOf, withEntries } from '../../../../functions/money/meters/day-of-entries.ts';
import type { Meter } from '../../../../functions/money/meters/meter.ts';
import { dayOfReading, defaultReadingChecks, readingEntry } from '../../../../functions/money/meters/reading.ts';
import { meterShowing, unmatchedIdOf } from '../../../../functions/money/meters/unmatched-reading.ts';
import { judgeReadings } from '../../../models/meter-model.ts';

const zone = 'Asia/Shanghai';
const meter = (meterId: string, more: Partial<Meter> = {}): Meter => ({
  meterId,
  estateId: 'e',
  unitId: 'u',
  unitLabel: '3栋1201',
  utility: 'water',
  feeItemId: 'f',
  prepaid: false,
  plate: '1',
  installedAt: '2024-01-01T00:00:00Z',
  updatedAt: '2024-01-01T00:00:00Z',
  version: 1,
  ...more,
});
const read = (value: string, takenAt: string, by: 'person' | 'handover' | 'device' = 'handover') =>
  readingEntry({ meterId: 'm', takenAt, value, by }, zone);

describe('the meter of a value at a handover', () => {
  test('is the only one of its utility on that day', () => {
    const power = meter('power', { utility: 'electricity' });
    const old = meter('old', { removedOn: '2026-01-04' });
    const now = meter('now');
    expect(meterShowing([power, old, now], { utility: 'water' }, '2026-01-05')).toBe(now);
    expect(meterShowing([old], { utility: 'water' }, '2026-01-04')).toBe(old);
  });

  test('is none without a meter, or with several possible ones', () => {
    expect(meterShowing([], { utility: 'water' }, '2026-01-05')).toBe('no-meter');
    const removed = meter('old', { removedOn: '2026-01-04' });
    expect(meterShowing([removed], { utility: 'water' }, '2026-01-05')).toBe('no-meter');
    expect(meterShowing([meter('a'), meter('b')], { utility: 'water' }, '2026-01-05')).toBe('several-meters');
  });
});

describe('a reading at a handover', () => {
  test('D24 is one reading however often it comes: with the sheet, with the keys or from a round', () => {
    const first = read('3', '2026-01-05T02:00:00Z');
    expect(dayOfReading(first.id)).toBe('2026-01-05');
    expect(read('3.0', '2026-01-05T02:30:00Z').id).toBe(first.id);
    expect(read('3', '2026-01-05T07:00:00Z', 'person').id).toBe(first.id);
    expect(read('3', '2026-01-06T02:00:00Z').id).not.toBe(first.id);
    expect(read('4', '2026-01-05T02:00:00Z').id).not.toBe(first.id);
  });

  test('keeps who read it, and the earliest time of the day', () => {
    const walked = read('3', '2026-01-05T07:00:00Z', 'person');
    const shown = read('3', '2026-01-05T02:00:00Z');
    const device = read('3', '2026-01-05T08:00:00Z', 'device');
    const day = emptyDay('m', '2026-01-05');
    const { day: kept, fresh } = withEntries(day, [walked, device, shown, walked], zone);
    expect(fresh).toEqual([walked, device, shown]);
    expect(entriesOf(kept, zone)).toEqual([device, shown]);
    expect(withEntries(kept, [shown, walked, device], zone).fresh).toEqual([]);
  });

  test('R6.5 is held below the previous one, and is the base when it is the first', () => {
    const round = read('5', '2026-01-01T02:00:00Z', 'person');
    const lower = read('4.5', '2026-01-05T02:00:00Z');
    expect(judgeReadings([lower], defaultReadingChecks)).toMatchObject([{ state: 'base' }]);
    expect(judgeReadings([round, lower], defaultReadingChecks)[1]).toMatchObject({
      state: 'held',
      why: 'below-previous',
    });
  });

  test('without a meter is one for a handover, a utility, a day and a value', () => {
    const shown = { handoverId: 'h', utility: 'water', value: '3', readAt: '2026-01-05T02:00:00Z' } as const;
    const id = unmatchedIdOf(shown, '2026-01-05');
    expect(unmatchedIdOf({ ...shown, readAt: '2026-01-05T05:00:00Z' }, '2026-01-05')).toBe(id);
    for (const other of [{ handoverId: 'i' }, { utility: 'gas' as const }, { value: '4' }]) {
      expect(unmatchedIdOf({ ...shown, ...other }, '2026-01-05')).not.toBe(id);
    }
  });
});
