import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  confirmationOf,
  correctionOf,
  defaultReadingChecks,
  type MeterEntry,
  meterEntrySchema,
  type Reading,
  type ReadingEntry,
  readingChecksSchema,
  readingEntry,
  readingSchema,
  reversalOf,
  useBetween,
} from '../../../../functions/money/meters/reading.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { judgeReadings } from '../../../models/meter-model.ts';

const zone = 'Asia/Shanghai';
const read = (day: string, value: string, more: Partial<Reading> = {}): ReadingEntry =>
  readingEntry(
    readingSchema.parse({ meterId: 'm1', takenAt: `${day}T09:00:00+08:00`, value, by: 'device', ...more }),
    zone,
  );
const judge = (...entries: MeterEntry[]) => judgeReadings(entries, defaultReadingChecks);
const told = (...entries: MeterEntry[]) =>
  judge(...entries).map((one) => (one.state === 'counted' ? one.use : one.state === 'held' ? one.why : one.state));

describe('the same reading', () => {
  test('D24 has the same meter, time and value, in any notation', () => {
    const twice = read('2025-03-01', '120.5', { takenAt: '2025-03-01T01:00:00Z' });
    expect(read('2025-03-01', '120.50').id).toBe(twice.id);
    expect(told(read('2025-03-01', '100'), twice, read('2025-03-01', '100'))).toEqual(['base', 'same-time']);
    expect(judge(twice, twice)).toHaveLength(1);
  });

  test('D24 may begin with zeros, as the register of the meter shows it', () => {
    const one = read('2025-03-01', '00120.5');
    expect(one.value).toBe('120.5');
    expect(one.id).toBe(read('2025-03-01', '120.5').id);
    expect(read('2025-03-01', '00000').value).toBe('0');
    expect(read('2025-03-01', '000.05').value).toBe('0.05');
    expect(readingSchema.shape.value.safeParse('0000000001').success).toBe(false);
  });

  test('D24 is another one with another meter, time or value', () => {
    const one = read('2025-03-01', '120.5').id;
    expect(read('2025-03-01', '120.5', { meterId: 'm2' }).id).not.toBe(one);
    expect(read('2025-03-02', '120.5').id).not.toBe(one);
    expect(read('2025-03-01', '120.51').id).not.toBe(one);
    expect(() => judge(read('2025-03-01', '1'), read('2025-03-01', '1', { meterId: 'm2' }))).toThrow('several meters');
  });

  test('D24 by a person twice on one day with one value is one reading, at the earlier time', () => {
    const round = (time: string) => read('2025-03-01', '120', { by: 'person', takenAt: `2025-03-01T${time}:00+08:00` });
    expect(round('17:00').id).toBe(round('00:10').id);
    for (const order of [
      [round('17:00'), round('00:10')],
      [round('00:10'), round('17:00')],
    ]) {
      expect(judge(...order).map((one) => one.entry.takenAt)).toEqual(['2025-02-28T16:10:00Z']);
    }
  });
});

describe('usage between readings', () => {
  test('R6.5 needs a value that is not below the previous one', () => {
    expect(useBetween({ value: '100.25' }, { value: '112.3' })).toBe('12.05');
    expect(useBetween({ value: '100' }, { value: '100' })).toBe('0');
    expect(useBetween({ value: '100' }, { value: '99.99' })).toBeUndefined();
    expect(told(read('2025-01-01', '100'), read('2025-02-01', '99.99'))).toEqual(['base', 'below-previous']);
  });

  test('R6.5 continues from 0 after a roll-over of the register', () => {
    const over = { kind: 'rolled-over' as const, digits: 5 };
    expect(useBetween({ value: '99990.5' }, { value: '12.25', change: over })).toBe('21.75');
    expect(useBetween({ value: '99990.5' }, { value: '99991', change: over })).toBeUndefined();
    expect(useBetween({ value: '100000' }, { value: '12', change: over })).toBeUndefined();
  });

  test('R6.5 of a replaced meter is (old end - old previous) + (current - new start)', () => {
    const replaced = { kind: 'replaced' as const, oldEnd: '1250', newStart: '3.5' };
    expect(useBetween({ value: '1200' }, { value: '20.5', change: replaced })).toBe('67');
    expect(useBetween({ value: '1251' }, { value: '20.5', change: replaced })).toBeUndefined();
    expect(useBetween({ value: '1200' }, { value: '3', change: replaced })).toBeUndefined();
  });
});

describe('abnormal usage', () => {
  const year = Array.from({ length: 5 }, (_, i) => read(addDays('2025-01-01', 30 * i), String(1_000 + 100 * i)));
  const next = (value: string) => read(addDays('2025-01-01', 150), value);

  test('R6.5 is held when it is zero', () => {
    expect(told(...year, next('1400')).at(-1)).toBe('zero-use');
  });

  test('R6.5 is held above three times the mean, not at three times', () => {
    expect(told(...year, next('1700')).at(-1)).toBe('300');
    expect(told(...year, next('1700.01')).at(-1)).toBe('above-mean');
  });

  test('R6.5 is compared with a mean by time: twice the days may have twice the usage', () => {
    expect(told(...year, read(addDays('2025-01-01', 180), '2000')).at(-1)).toBe('600');
    expect(told(...year, read(addDays('2025-01-01', 135), '1560')).at(-1)).toBe('above-mean');
  });

  test('R6.5 is not seen in half an hour without usage', () => {
    const half = read('2025-01-01', '1000', { takenAt: '2025-01-01T01:30:00Z' });
    expect(told(read('2025-01-01', '1000'), half)).toEqual(['base', '0']);
    const strict = readingChecksSchema.parse({ ...defaultReadingChecks, fromHours: 0 });
    expect(judgeReadings([read('2025-01-01', '1000'), half], strict)[1]).toMatchObject({ why: 'zero-use' });
  });

  test('does not count while held: the next reading counts from the last counted one', () => {
    expect(told(...year, next('9400'), read(addDays('2025-01-01', 180), '1600')).slice(-2)).toEqual([
      'above-mean',
      '200',
    ]);
  });

  test('counts once confirmed; a lower value cannot be confirmed', () => {
    const high = next('9400');
    expect(told(...year, high, confirmationOf(high.id, 'reader')).at(-1)).toBe('8000');
    const low = next('1');
    expect(told(...year, low, confirmationOf(low.id, 'reader')).at(-1)).toBe('below-previous');
  });
});

describe('corrections', () => {
  const [jan, feb, mar] = [read('2025-01-01', '100'), read('2025-02-01', '290'), read('2025-03-01', '250')];

  test('D24 reverse and enter a new reading, and edit nothing', () => {
    const { kind, id, ...right } = read('2025-02-01', '190');
    const correction = correctionOf(feb, right, zone, 'reader', 'digits swapped');
    expect(correction).toMatchObject([
      { kind: 'reversal', reverses: feb.id },
      { kind, id, value: '190' },
    ]);
    expect(correction.map((one) => meterEntrySchema.parse(one))).toEqual(correction);
    expect(told(jan, feb, mar)).toEqual(['base', '190', 'below-previous']);
    expect(told(jan, feb, mar, ...correction)).toEqual(['base', '90', '60']);
  });

  test('reverse a wrong reversal', () => {
    const reversal = reversalOf(feb.id, 'reader', 'wrong meter');
    const undone = reversalOf(reversal.id, 'reader', 'it was the right one');
    expect(told(jan, feb, reversal)).toEqual(['base']);
    expect(told(undone, jan, reversal, feb)).toEqual(['base', '190']);
    expect(told(reversalOf(undone.id, 'reader', 'it was not'), undone, jan, reversal, feb)).toEqual(['base']);
  });

  test('are refused for the same reading or another meter', () => {
    const { kind, id, ...same } = feb;
    expect(() => correctionOf(feb, same, zone, 'reader', 'x')).toThrow('the correction equals the original reading');
    expect(() => correctionOf(feb, { ...same, meterId: 'm2' }, zone, 'reader', 'x')).toThrow('same meter');
  });
});

describe('any sequence of readings', () => {
  const anyReading = fc
    .record({ day: fc.integer({ min: 0, max: 60 }), value: fc.integer({ min: 0, max: 50_000 }) })
    .map(({ day, value }) => read(addDays('2025-01-01', day), (value / 10).toFixed(1)));
  const anyEntries = fc
    .array(fc.tuple(anyReading, fc.constantFrom('stands', 'reversed', 'confirmed')), { maxLength: 30 })
    .map((list) =>
      list.flatMap(([entry, fate]): MeterEntry[] => [
        entry,
        ...(fate === 'reversed' ? [reversalOf(entry.id, 'reader', 'wrong')] : []),
        ...(fate === 'confirmed' ? [confirmationOf(entry.id, 'reader')] : []),
      ]),
    );

  test('D24 is judged alike in any order and with duplicates', () => {
    const disordered = anyEntries.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 })),
    );
    fc.assert(
      fc.property(disordered, ([entries, again]) => {
        expect(judge(...again)).toEqual(judge(...entries));
      }),
    );
  });

  test('R6.5 has counted values that never fall, and usage that adds up to last less first', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const counts = judge(...entries).filter((one) => one.state !== 'held');
        const tenths = (value: string) => Math.round(Number(value) * 10);
        const values = counts.map((one) => tenths(one.entry.value));
        expect(values).toEqual(values.toSorted((a, b) => a - b));
        const used = counts.reduce((all, one) => all + (one.state === 'counted' ? tenths(one.use) : 0), 0);
        expect(used).toBe((values.at(-1) ?? 0) - (values[0] ?? 0));
      }),
    );
  });
});
