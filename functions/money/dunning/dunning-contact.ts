import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { means } from './dunning-ladder.ts';

/** Results of a contact: not known yet, reached, not reached, or cancelled before it went out. */
const contactStatuses = ['waiting', 'reached', 'not-reached', 'cancelled'] as const;

/** The step name of a contact that staff made outside the ladder; no ladder has a step of this name. */
export const byHand = 'by_hand';

/** The content of a letter, fixed when the step is taken, so that it can be printed again byte for byte. */
const saidSchema = z
  .object({
    /** Name of the estate. */
    estateName: z.string(),
    payerName: z.string(),
    unitLabel: z.string(),
    issuedOn: dateSchema,
    answerBy: dateSchema,
    /** Days within which an answer is asked for. */
    answerDays: z.number().int(),
    fen: fenSchema,
    /** The bills that the letter is about. */
    bills: z.array(
      z.object({ billId: z.string(), from: dateSchema, to: dateSchema, dueOn: dateSchema, fen: fenSchema }),
    ),
    /** The means of the next step without an answer; absent when people then decide. */
    nextMeans: z.enum(means).optional(),
  })
  .meta({ id: 'WarrantyStatement' });

/** A dunning contact (催缴记录): a step that was taken, its content, and its result with proof (R0.3). */
export const contactRecordSchema = z
  .object({
    contactId: z.string(),
    accountId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    unitId: z.string(),
    /** Key of the step. */
    step: z.string(),
    means: z.enum(means),
    billIds: z.array(z.string()).min(1),
    /** What was said, in the language of the payer. */
    said: saidSchema,
    status: z.enum(contactStatuses),
    at: z.string(),
    /** When the contact reached the debtor, or the attempt failed. */
    doneAt: z.string().optional(),
    /** Reference of the proof: a notice, a signed receipt or a recording. */
    proof: z.string().optional(),
    taskId: z.string().optional(),
    /** Why the contact was cancelled. */
    why: z.string().optional(),
    by: z.string().optional(),
    note: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ContactRecord' });
export type ContactRecord = z.infer<typeof contactRecordSchema>;

/** Returns the id of the one contact that a version of an account can create. */
export function contactIdOf(accountId: string, version: number): string {
  return derivedId('dct', accountId, version);
}

/** Returns true for means that are sent as a notice; the others become a task. */
export function isWritten({ means: by }: Pick<ContactRecord, 'means'>): boolean {
  return by === 'message' || by === 'written-demand' || by === 'lawyers-letter';
}
