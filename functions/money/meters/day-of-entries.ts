import * as z from 'zod';
import { compareInstants, dateSchema } from '../../../shared/kernel/time.ts';
import type { PrepaidEntry } from './prepaid-entries.ts';
import { meterEntrySchema, type ReadingEntry, readingEntry, readingSchema } from './reading.ts';

/** The most readings of one day, more than one a minute. They fit into one item. */
export const mostReadingsOfDay = 1_500;

const kindOf = meterEntrySchema.options;
const storedReadingSchema = z
  .object({
    takenAt: z.string(),
    value: readingSchema.shape.value,
    /** Neither is set for a reading by a device. */
    person: z.literal(true).optional(),
    handover: z.literal(true).optional(),
    change: readingSchema.shape.change,
    registers: readingSchema.shape.registers,
  })
  .meta({ id: 'StoredReading' });

/**
 * The entries of a meter for one day of the estate, with the reversals and confirmations of these entries.
 * Nothing is ever removed. Ids of readings are derived from the readings and not stored.
 */
export const dayOfEntriesSchema = z
  .object({
    meterId: z.string(),
    day: dateSchema,
    readings: z.array(storedReadingSchema).max(mostReadingsOfDay),
    topUps: z.array(z.object({ id: z.string(), at: z.string(), fen: z.number().int(), payerId: z.string() })),
    reversals: z.array(kindOf[1].omit({ kind: true })),
    confirmations: z.array(kindOf[2].omit({ kind: true })),
  })
  .meta({ id: 'DayOfEntries' });
export type DayOfEntries = z.infer<typeof dayOfEntriesSchema>;

/** Returns a day without entries. */
export function emptyDay(meterId: string, day: string): DayOfEntries {
  return { meterId, day, readings: [], topUps: [], reversals: [], confirmations: [] };
}

type StoredReading = z.infer<typeof storedReadingSchema>;

/** Returns a reading as its day stores it, without derived fields. */
function storedOf({ takenAt, value, by, change, registers }: ReadingEntry): StoredReading {
  const who = by !== 'device' && { [by]: true as const };
  return { takenAt, value, ...who, ...(change && { change }), ...(registers && { registers }) };
}

function whoRead({ person, handover }: StoredReading): ReadingEntry['by'] {
  return person ? 'person' : handover ? 'handover' : 'device';
}

/** Returns the entries of a day as the rules take them. */
export function entriesOf(of: DayOfEntries, zone: string): PrepaidEntry[] {
  const { meterId } = of;
  return [
    ...of.readings.map((one) => {
      const { takenAt, value, change, registers } = one;
      const more = { ...(change && { change }), ...(registers && { registers }) };
      return readingEntry({ meterId, takenAt, value, by: whoRead(one), ...more }, zone);
    }),
    ...of.topUps.map((one) => ({ kind: 'top-up' as const, ...one })),
    ...of.reversals.map((one) => ({ kind: 'reversal' as const, ...one })),
    ...of.confirmations.map((one) => ({ kind: 'confirmation' as const, ...one })),
  ];
}

/**
 * Returns the day with a new entry, or with an earlier time of a known reading. Returns undefined when
 * nothing is new.
 */
function addEntry(
  day: DayOfEntries,
  known: ReadonlyMap<string, PrepaidEntry>,
  entry: PrepaidEntry,
): DayOfEntries | undefined {
  const there = known.get(entry.id);
  switch (entry.kind) {
    case 'reading': {
      const stored = storedOf(entry);
      if (there?.kind !== 'reading') return { ...day, readings: [...day.readings, stored] };
      // A person who read the meter twice on one round: the earlier time counts.
      if (compareInstants(there.takenAt, entry.takenAt) <= 0) return undefined;
      const same = JSON.stringify(storedOf(there));
      const others = day.readings.filter((one) => JSON.stringify(one) !== same);
      return { ...day, readings: [...others, stored] };
    }
    case 'top-up': {
      const { kind: _, ...topUp } = entry;
      return there ? undefined : { ...day, topUps: [...day.topUps, topUp] };
    }
    case 'reversal': {
      const { kind: _, ...reversal } = entry;
      return there ? undefined : { ...day, reversals: [...day.reversals, reversal] };
    }
    case 'confirmation': {
      const { kind: _, ...confirmation } = entry;
      return there ? undefined : { ...day, confirmations: [...day.confirmations, confirmation] };
    }
  }
}

/** Adds entries to a day. Returns also those that changed something. */
export function withEntries(
  before: DayOfEntries,
  entries: readonly PrepaidEntry[],
  zone: string,
): { day: DayOfEntries; fresh: PrepaidEntry[] } {
  const known = new Map(entriesOf(before, zone).map((one) => [one.id, one]));
  const fresh: PrepaidEntry[] = [];
  let day = before;
  for (const entry of entries) {
    const after = addEntry(day, known, entry);
    if (!after) continue;
    day = after;
    known.set(entry.id, entry);
    fresh.push(entry);
  }
  return { day, fresh };
}
