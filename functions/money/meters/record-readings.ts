import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { validate } from '../../../shared/http/validate.ts';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { mostErrorsOfEntry, Problem, problems } from '../../../shared/kernel/problem.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { retryOnConflict, VersionConflict } from '../../../shared/store/retry.ts';
import { getMany } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { heldReadingSchema } from './account-fold.ts';
import { addEntries, daysAtOnce, type Entered } from './enter-account.ts';
import type { Meter } from './meter.ts';
import type { MeterTerms } from './meter-account.ts';
import { metersPolicy } from './meters.policy.ts';
import { meters, priceLists } from './meters.store.ts';
import { pricesIn } from './price-list.ts';
import { type ReadingEntry, readingEntry, readingSchema } from './reading.ts';
import { mustFitMeter, noSuchMeter } from './reading-refusals.ts';

/** Readings in bulk. Each is judged by itself: a wrong one does not affect the others. */
export const recordReadingsSchema = z
  .strictObject({
    /** Readings in any order. */
    readings: z
      .array(z.union([readingSchema, z.unknown()]))
      .min(1)
      .max(1_000),
  })
  .meta({ id: 'RecordReadingsBody' });

const inputErrorSchema = z
  .object({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'InputError' });

/** The result of the reading at the same index of the request. */
const readingResultSchema = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('accepted') }),
    /** Already known: it changes nothing. */
    z.object({ state: z.literal('duplicate') }),
    /** Does not count until it is confirmed, corrected or reversed (R6.5). */
    z.object({ state: z.literal('held'), readingId: z.string(), why: heldReadingSchema.shape.why }),
    z.object({
      state: z.literal('refused'),
      /** Code of the problem. */
      code: z.string(),
      message: z.string(),
      errors: z.array(inputErrorSchema).optional(),
    }),
  ])
  .meta({ id: 'ReadingResult' });
type ReadingResult = z.infer<typeof readingResultSchema>;

export const readingsRecordedSchema = z
  .object({
    /** Number of readings that were recorded. */
    accepted: z.number().int(),
    /** Number of readings that were known already. */
    duplicate: z.number().int(),
    /** Number of readings that wait for a person. */
    held: z.number().int(),
    /** Number of readings that were rejected. */
    refused: z.number().int(),
    /** The result of each reading, in the order of the request. */
    results: z.array(readingResultSchema),
  })
  .meta({ id: 'ReadingsRecorded' });

/** Meters processed in parallel. */
const together = 8;

interface Placed {
  readonly index: number;
  readonly day: string;
  readonly entry: ReadingEntry;
}

/** Splits readings, in the order of their days, into portions that fit into one transaction. */
function portionsOf(placed: readonly Placed[]): Placed[][] {
  const sorted = placed.toSorted((a, b) => compareInstants(a.entry.takenAt, b.entry.takenAt));
  const portions: Placed[][] = [];
  let days = new Set<string>();
  for (const one of sorted) {
    const portion = portions.at(-1);
    if (portion && (days.has(one.day) || days.size < daysAtOnce)) {
      portion.push(one);
      days.add(one.day);
      continue;
    }
    portions.push([one]);
    days = new Set([one.day]);
  }
  return portions;
}

function toRefusal(thrown: unknown, language: Language): ReadingResult {
  // Others kept writing to the meter: the client may send the reading again.
  const error = thrown instanceof VersionConflict ? new Problem(problems.changedMeanwhile) : thrown;
  if (!(error instanceof Problem) || error.kind.status >= 500) throw error;
  const { kind, params } = error;
  const said = error
    .errorsIn(language, mostErrorsOfEntry)
    .map(({ pointer, code, message }) => ({ pointer, code, message }));
  const message = say(kind.message, language, params);
  return { state: 'refused', code: kind.code, message, ...(said.length > 0 && { errors: said }) };
}

/** Results of readings by their index in the request. */
class Results {
  readonly all: ReadingResult[];
  readonly language: Language;

  constructor(indexes: number, language: Language) {
    this.all = Array.from({ length: indexes }, () => ({ state: 'duplicate' }));
    this.language = language;
  }

  refuse(indexes: readonly number[], error: unknown): void {
    for (const index of indexes) this.all[index] = toRefusal(error, this.language);
  }

  /** Of several equal readings the first is reported as new. */
  tell(portion: readonly Placed[], { fresh, judged }: Entered): void {
    const told = new Set<string>();
    for (const { index, entry } of portion) {
      if (told.has(entry.id) || !fresh.has(entry.id)) continue;
      told.add(entry.id);
      const one = judged.get(entry.id);
      this.all[index] =
        one?.state === 'held' ? { state: 'held', readingId: entry.id, why: one.why } : { state: 'accepted' };
    }
  }
}

/** Enters readings of one meter in one transaction; when they do not fit, day by day. */
async function takePortion(
  of: MeterTerms,
  portion: readonly Placed[],
  act: ActionContext,
  results: Results,
): Promise<void> {
  try {
    const entered = await retryOnConflict(async () => {
      const one = await addEntries(of, portion, act);
      await one.transaction?.commit();
      return one;
    });
    results.tell(portion, entered);
  } catch (error) {
    const days = [...Map.groupBy(portion, ({ day }) => day).values()];
    if (!(error instanceof Problem) || days.length === 1)
      return results.refuse(
        portion.map(({ index }) => index),
        error,
      );
    for (const day of days) await takePortion(of, day, act, results);
  }
}

/**
 * Records readings in bulk (抄表, D24) and returns the results in the order of the request. They are entered
 * meter by meter, a few weeks at once. When an interrupted request is sent again, entered readings are
 * duplicates.
 */
export async function recordReadings(
  estateId: string,
  said: readonly unknown[],
  act: ActionContext,
  language: Language,
): Promise<z.infer<typeof readingsRecordedSchema>> {
  const { zone } = (await requireEstate(estateId)).calendar;
  const results = new Results(said.length, language);
  const readings = said.flatMap((one, index) => {
    try {
      return [{ index, reading: validate(readingSchema, one, 'body') }];
    } catch (error) {
      results.refuse([index], error);
      return [];
    }
  });
  const meterIds = readings.map(({ reading }) => reading.meterId);
  const termsOf = await termsOfMeters(estateId, meterIds, zone);
  const ofMeters = new Map<MeterTerms, Placed[]>();
  for (const { index, reading } of readings) {
    try {
      const of = termsOf.get(reading.meterId);
      if (!of) throw noSuchMeter(reading.meterId);
      mustFitMeter(reading, of, act.recordedAt);
      const entry = readingEntry(reading, zone);
      ofMeters.set(of, [...(ofMeters.get(of) ?? []), { index, day: dayIn(zone, entry.takenAt), entry }]);
    } catch (error) {
      results.refuse([index], error);
    }
  }
  const waiting = [...ofMeters];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [of, placed] = next;
      for (const portion of portionsOf(placed)) await takePortion(of, portion, act, results);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  const count = (state: ReadingResult['state']) => results.all.filter((one) => one.state === state).length;
  return {
    accepted: count('accepted'),
    duplicate: count('duplicate'),
    held: count('held'),
    refused: count('refused'),
    results: results.all,
  };
}

/** Returns the meters of an estate among ids, each with its terms. */
async function termsOfMeters(
  estateId: string,
  meterIds: readonly string[],
  zone: string,
): Promise<Map<string, MeterTerms>> {
  const ids = [...new Set(meterIds)].map((meterId) => ({ meterId }));
  const [found, policy] = await Promise.all([getMany(meters, ids), metersPolicy.of(estateId)]);
  const here = found.filter((meter) => meter.estateId === estateId);
  const items = [...new Set(here.flatMap(({ prepaid, feeItemId }) => (prepaid ? [feeItemId] : [])))];
  const ledger = await getMany(
    priceLists,
    items.map((feeItemId) => ({ feeItemId })),
  );
  const pricesOf = new Map(ledger.map((priceList) => [priceList.feeItemId, pricesIn(priceList)]));
  const terms = (meter: Meter): MeterTerms => {
    const prices = (meter.prepaid && pricesOf.get(meter.feeItemId)) || [];
    return { meter, zone, policy, prices };
  };
  return new Map(here.map((meter) => [meter.meterId, terms(meter)]));
}
