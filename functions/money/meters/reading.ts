import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { decimalSchema, exact, meterValueSchema, sum } from '../../../shared/kernel/money.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { addUp, type PeakValley, partsBetween, peakValleyPartsSchema } from './peak-valley.ts';

/*
 * Meter readings (抄表, R6.5, D24). Entries are never edited: a wrong reading is reversed and the right one
 * entered. All results are derived from the set of entries, so their order and repetition do not matter.
 * Values are those of the register, in kWh or m³, exact decimals.
 */

/**
 * Why a value may be lower than the previous one. Either a register of some whole digits rolled over to 0
 * (翻转). Or the meter was replaced (换表): the old one ended at one value, and the new one started at another.
 */
const changeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rolled-over'), digits: z.number().int().min(3).max(9) }),
    z.strictObject({ kind: z.literal('replaced'), oldEnd: meterValueSchema, newStart: meterValueSchema }),
  ])
  .meta({ id: 'Change' });

/** A reading as received, read by a person or by the device itself. */
export const readingSchema = z
  .strictObject({
    meterId: z.string().min(1).max(64),
    takenAt: instantSchema,
    /** The value of the register, in kWh or m³, as a decimal. */
    value: meterValueSchema,
    by: z.enum(['person', 'device']),
    /** Why the value may be lower than the previous one. */
    change: changeSchema.optional(),
    /** The registers of peak and valley, whose sum is `value` (R33.7). */
    registers: peakValleyPartsSchema.optional(),
  })
  .meta({ id: 'ReadingRecord' });
/** Who read it: a person on a round, the device itself, or the parties of a handover (交付). */
export const readBySchema = z.enum([...readingSchema.shape.by.options, 'handover']).meta({ id: 'ReadBy' });
const knownReadingSchema = z.strictObject({ ...readingSchema.shape, by: readBySchema }).meta({ id: 'KnownReading' });
export type Reading = z.infer<typeof knownReadingSchema>;

/** An entry of a meter: a reading, the reversal of an entry (冲销), or the confirmation of a held reading. */
export const meterEntrySchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('reading'), id: z.string(), ...knownReadingSchema.shape }),
    z.object({
      kind: z.literal('reversal'),
      id: z.string(),
      reverses: z.string(),
      by: z.string(),
      reason: reasonSchema(500),
    }),
    z.object({ kind: z.literal('confirmation'), id: z.string(), confirms: z.string(), by: z.string() }),
  ])
  .meta({ id: 'MeterEntry' });
export type MeterEntry = z.infer<typeof meterEntrySchema>;
export type ReadingEntry = Extract<MeterEntry, { kind: 'reading' }>;
type Reversal = Extract<MeterEntry, { kind: 'reversal' }>;

/** What an estate has set about abnormal usage (R6.5). */
export const readingChecksSchema = z
  .strictObject({
    /** Usage above this multiple of the mean is held. */
    timesMean: decimalSchema,
    /** The number of earlier stretches in the mean, weighted by time. */
    meanOf: z.number().int().min(1).max(100),
    /** Stretches shorter than these hours are not checked: half an hour without usage means nothing. */
    fromHours: z.number().int().min(0).max(8_784),
  })
  .meta({ id: 'ReadingChecks' });
export type ReadingChecks = z.infer<typeof readingChecksSchema>;

/** Default checks: zero usage, or more than three times the mean of a year of monthly readings (R6.5). */
export const defaultReadingChecks: ReadingChecks = { timesMean: '3', meanOf: 12, fromHours: 24 };

/** Returns the one notation of a value: `12.5`, not `12.50`. */
const plain = (value: string) => exact(value).top.toFixed();

const plainParts = ({ peak, valley }: PeakValley) => ({ peak: plain(peak), valley: plain(valley) });

/**
 * Returns the entry of a reading. Its id makes repeated readings one (D24): it contains meter, time and
 * value. For a person or a handover it contains the day in the estate's zone instead of the time. A round
 * walked twice reads nothing new. The id begins with the day, so that a reading is found by its id.
 */
export function readingEntry(reading: Reading, zone: string): ReadingEntry {
  const at = Temporal.Instant.from(reading.takenAt).toString();
  const day = dayIn(zone, at);
  const time = reading.by === 'device' ? at : day;
  const change = reading.change ? JSON.stringify(changeSchema.parse(reading.change)) : '';
  const registers = reading.registers && plainParts(reading.registers);
  const more = registers ? [registers.peak, registers.valley] : [];
  const id = derivedId(`rdg_${day.replaceAll('-', '')}`, reading.meterId, time, plain(reading.value), change, ...more);
  return { kind: 'reading', id, ...reading, takenAt: at, value: plain(reading.value), ...(registers && { registers }) };
}

/** Returns the day (`YYYY-MM-DD`) in the id of a reading; undefined for another id. */
export function dayOfReading(readingId: string): string | undefined {
  const [, year, month, day] = /^rdg_(\d{4})(\d{2})(\d{2})_/.exec(readingId) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}

/** Reverses an entry, which may be a reversal. The same entry reversed twice is one reversal. */
export function reversalOf(reverses: string, by: string, reason: string): Reversal {
  return { kind: 'reversal', id: derivedId('rev', reverses), reverses, by, reason };
}

/** Returns the entry that confirms a held reading. */
export function confirmationOf(confirms: string, by: string): Extract<MeterEntry, { kind: 'confirmation' }> {
  return { kind: 'confirmation', id: derivedId('cfm', confirms), confirms, by };
}

/**
 * Corrects a reading: returns its reversal and the right reading (D24).
 * @throws RangeError when the right reading equals the wrong one or is another meter's.
 */
export function correctionOf(
  wrong: ReadingEntry,
  right: Reading,
  zone: string,
  by: string,
  reason: string,
): [Reversal, ReadingEntry] {
  const entry = readingEntry(right, zone);
  if (entry.id === wrong.id) throw new RangeError('the correction equals the original reading');
  if (right.meterId !== wrong.meterId) throw new RangeError('a correction must be of the same meter');
  return [reversalOf(wrong.id, by, reason), entry];
}

/**
 * Returns the valid entries: each id once, without reversed ones. A reversal that was reversed has no effect.
 */
export function validEntries<T extends { readonly id: string }>(
  entries: readonly T[],
  reversals: readonly Reversal[],
): T[] {
  const reversed = new Map(reversals.map((one) => [one.reverses, one.id]));
  const stands = (id: string): boolean => {
    const by = reversed.get(id);
    return by === undefined || !stands(by);
  };
  return [...new Map(entries.map((one) => [one.id, one])).values()].filter((one) => stands(one.id));
}

/** Reasons why a reading is held for review. It does not count until it is confirmed or corrected. */
export const heldReasons = ['below-previous', 'same-time', 'zero-use', 'above-mean', 'parts-differ'] as const;
export type HeldBecause = (typeof heldReasons)[number];

/** A judged reading. The first is the base; a counted one has the usage since the last counted reading. */
export type JudgedReading =
  | { readonly entry: ReadingEntry; readonly state: 'base' }
  | { readonly entry: ReadingEntry; readonly state: 'counted'; readonly since: ReadingEntry; readonly use: string }
  | { readonly entry: ReadingEntry; readonly state: 'held'; readonly why: HeldBecause };

/**
 * Returns usage between two readings, exact (R6.5): the difference. After a roll-over it runs to the end of
 * the register and on from 0. For a replaced meter it is (old end - old previous) + (current - new start).
 * Returns undefined when the values cannot be right.
 */
export function useBetween(
  previous: Pick<Reading, 'value'>,
  current: Pick<Reading, 'value' | 'change'>,
): string | undefined {
  const [from, to] = [exact(previous.value).top, exact(current.value).top];
  const { change } = current;
  if (!change) return to.lt(from) ? undefined : to.minus(from).toFixed();
  if (change.kind === 'replaced') {
    const [oldUse, newUse] = [exact(change.oldEnd).top.minus(from), to.minus(exact(change.newStart).top)];
    return oldUse.lt('0') || newUse.lt('0') ? undefined : oldUse.plus(newUse).toFixed();
  }
  const full = exact(`1e${change.digits}`).top;
  return from.gte(full) || to.gte(full) || to.gte(from) ? undefined : full.minus(from).plus(to).toFixed();
}

const msOf = (entry: ReadingEntry) => Temporal.Instant.from(entry.takenAt).epochMilliseconds;

/** Orders readings by time, then by value, so that the order does not depend on their arrival. */
function inOrder(a: ReadingEntry, b: ReadingEntry): number {
  return msOf(a) - msOf(b) || exact(a.value).top.cmp(exact(b.value).top) || (a.id < b.id ? -1 : 1);
}

interface Stretch {
  readonly use: string;
  readonly ms: number;
}

/** What the next reading is judged against: the last counted reading, and the stretches of the mean. */
export interface Look {
  readonly last: ReadingEntry | undefined;
  readonly stretches: readonly Stretch[];
}
export const nothingRead: Look = { last: undefined, stretches: [] };

/** Returns the reason when usage is zero or far above the mean over a long enough stretch. */
function abnormal({ use, ms }: Stretch, before: readonly Stretch[], checks: ReadingChecks): HeldBecause | undefined {
  if (ms < checks.fromHours * 3_600_000) return undefined;
  const used = exact(use).top;
  if (used.eq('0')) return 'zero-use';
  const last = before.slice(-checks.meanOf);
  if (last.length === 0) return undefined;
  const meanUse = sum(...last.map((one) => exact(one.use))).top;
  const meanMs = last.reduce((all, one) => all + one.ms, 0);
  // use / ms > times x meanUse / meanMs, without a division that would round.
  return used.times(String(meanMs)).gt(exact(checks.timesMean).top.times(meanUse).times(String(ms)))
    ? 'above-mean'
    : undefined;
}

/** A reading to judge, and whether it was confirmed. */
export interface ToJudge {
  readonly entry: ReadingEntry;
  readonly confirmed: boolean;
}

/**
 * Returns the valid readings, each once, in the order of judging.
 * @throws RangeError when they are of several meters.
 */
export function readingsToJudge(entries: readonly MeterEntry[]): ToJudge[] {
  const reversals = entries.filter((one) => one.kind === 'reversal');
  const confirmed = new Set(
    validEntries(
      entries.filter((one) => one.kind === 'confirmation'),
      reversals,
    ).map((one) => one.confirms),
  );
  // A person's reading of one day may have two times: the earliest applies.
  const latestFirst = entries.filter((one) => one.kind === 'reading').toSorted((a, b) => msOf(b) - msOf(a));
  const readings = validEntries(latestFirst, reversals).toSorted(inOrder);
  if (new Set(readings.map((one) => one.meterId)).size > 1)
    throw new RangeError('these are readings of several meters');
  return readings.map((entry) => ({ entry, confirmed: confirmed.has(entry.id) }));
}

/**
 * Judges the next reading of a meter against the last counted one (R6.5, D24). Registers of peak and valley
 * must be the total (R33.7). A lower reading without
 * roll-over or replacement, or a second one of the same time, is held until one of the two is reversed.
 * Abnormal usage is held until it is confirmed or reversed. Returns also the basis for judging the one after
 * it.
 */
export function judgeNext(
  before: Look,
  { entry, confirmed }: ToJudge,
  checks: ReadingChecks,
): { judged: JudgedReading; look: Look } {
  const { last: since, stretches } = before;
  const held = (why: HeldBecause) => ({ judged: { entry, state: 'held', why } as const, look: before });
  if (entry.registers && !addUp(entry.registers, entry.value)) return held('parts-differ');
  if (!since) return { judged: { entry, state: 'base' }, look: { last: entry, stretches } };
  const ms = msOf(entry) - msOf(since);
  if (ms === 0) return held('same-time');
  const use = useBetween(since, entry);
  const isBack = !entry.change && since.registers && entry.registers && !partsBetween(since.registers, entry.registers);
  if (use === undefined || isBack) return held('below-previous');
  const why = confirmed ? undefined : abnormal({ use, ms }, stretches, checks);
  if (why) return held(why);
  const look = { last: entry, stretches: [...stretches, { use, ms }].slice(-checks.meanOf) };
  return { judged: { entry, state: 'counted', since, use }, look };
}
