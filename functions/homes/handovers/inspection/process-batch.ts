import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { validate } from '../../../../shared/http/validate.ts';
import type { Language } from '../../../../shared/kernel/language.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { mostErrorsOfEntry, Problem } from '../../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../../shared/kernel/time.ts';
import type { Checklist } from './checklist.ts';
import { reviewReasons } from './defect-state.ts';
import { inspectionOf } from './inspection.ts';
import { type InspectionRecord, ownIdSchema, type SaidRecord, saidRecordSchema } from './inspection-record.ts';
import { addRecords, atOnce, type Inspection, stampOf } from './record-inspection.ts';

/**
 * A batch of records from a phone. Each record is validated on its own, so an invalid one does not reject the
 * others.
 */
export const batchSchema = z
  .strictObject({
    batchId: ownIdSchema,
    /** Checklist version on the phone. */
    checklistVersion: z.int().min(0).optional(),
    /** Records of the inspection, in any order. */
    records: z
      .array(
        z.unknown().meta({
          description:
            'One record: kind passed | failed (itemId, room, part, trade, note, photos; severity, liable, contractor) | reinspected (itemId, result closed | rejected, findings, photos) | present (name, as, signature); each with recordId and at, the time of the device',
        }),
      )
      .min(1)
      .max(40),
  })
  .meta({ id: 'SendInspectionBatchBody' });

/** Result of one record, in the order sent. */
export const takenSchema = z
  .object({
    recordId: z.string().optional(),
    key: z.string().optional(),
    status: z.enum(['accepted', 'duplicate', 'held', 'refused']),
    /** Why the record waits for a supervisor. */
    why: z.array(z.enum(reviewReasons)).optional(),
    /** Why the record was refused. It is not stored. */
    code: z.enum(['invalid-record', 'in-the-future']).optional(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'HandoverTaken' });
type Taken = z.infer<typeof takenSchema>;

/** Tolerated deviation of a phone's time. */
const toleranceMs = 5 * 60_000;

/** The sender of a batch. */
export interface Sender {
  readonly inspector: boolean;
  readonly language: Language;
}

type Read = { refused: Taken } | { record: InspectionRecord };

/** Parses a record. Returns the problem when it is invalid. */
function saidIn(one: unknown): SaidRecord | Problem {
  try {
    return validate(saidRecordSchema, one, 'body');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function read(
  one: unknown,
  inspection: Inspection,
  { inspector, language }: Sender,
  checklist: Checklist,
  act: ActionContext,
): Read {
  const said = saidIn(one);
  if (said instanceof Problem) {
    const errors = said.errorsIn(language, mostErrorsOfEntry).map(({ pointer, message }) => ({ pointer, message }));
    const named = z.object({ recordId: ownIdSchema }).safeParse(one);
    const { recordId } = named.data ?? {};
    return { refused: { ...(recordId && { recordId }), status: 'refused', code: 'invalid-record', errors } };
  }
  const ahead = toInstant(said.at).epochMilliseconds - toInstant(act.recordedAt).epochMilliseconds;
  if (ahead > toleranceMs) return { refused: { recordId: said.recordId, status: 'refused', code: 'in-the-future' } };
  const day = dayIn(inspection.zone, said.at);
  const stamp = { ...stampOf(inspection, said, act), inspector, day };
  if (said.kind !== 'failed') return { record: { ...said, ...stamp } };
  return { record: { ...said, ...stamp, dueOn: addDays(day, checklist.dueDays[said.severity]) } };
}

/**
 * Adds a batch of records to a home, `atOnce` in each transaction. Records that exist already are skipped.
 * Returns the last transaction, to be committed with the answer.
 */
export async function processBatch(
  inspection: Inspection,
  said: z.output<typeof batchSchema>,
  { sender, checklist, act }: { sender: Sender; checklist: Checklist; act: ActionContext },
): Promise<{ taken: Taken[]; inspection: Inspection; last: Transaction | undefined }> {
  const results = said.records.map((one) => read(one, inspection, sender, checklist, act));
  const known = new Map(inspection.records.map((one) => [one.key, one]));
  const fresh = new Map(
    results.flatMap((one) => ('record' in one && !known.has(one.record.key) ? [[one.record.key, one.record]] : [])),
  );
  let current = inspection;
  let last: Transaction | undefined;
  const all = [...fresh.values()];
  for (let from = 0; from < all.length; from += atOnce) {
    await last?.commit();
    const slice = all.slice(from, from + atOnce);
    const step = addRecords(current, slice, act, said.batchId);
    ({ inspection: current, transaction: last } = step);
  }
  const waiting = new Map([...inspectionOf(current.records).values()].flatMap((item) => [...item.waiting]));
  const seen = new Set<string>();
  const taken = results.map((one): Taken => {
    if ('refused' in one) return one.refused;
    const { key, recordId } = one.record;
    // What an earlier attempt of this request has written is new, too.
    const isNew = (known.get(key)?.receivedAt ?? act.recordedAt) === act.recordedAt && !seen.has(key);
    seen.add(key);
    const why = waiting.get(key);
    const status = !isNew ? 'duplicate' : why ? 'held' : 'accepted';
    return { recordId, key, status, ...(why && { why: [...why] }) };
  });
  return { taken, inspection: current, last };
}
