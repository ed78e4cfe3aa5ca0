import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { means } from './dunning-ladder.ts';

/** What became of a contact: not known yet; it reached the debtor or did not; or it was called off before it went out. */
const contactStatuses = ['waiting', 'reached', 'not-reached', 'cancelled'] as const;

/** The step of a contact that somebody of ours made on his own, outside of the ladder; no step of a ladder has such a name. */
export const byHand = 'by_hand';

/** What a letter says: fixed when the step is taken, so that it can be printed again to the byte. */
const saidSchema = z.object({
  estateName: z.string(),
  payerName: z.string(),
  unitLabel: z.string(),
  issuedOn: dateSchema,
  answerBy: dateSchema,
  answerDays: z.number().int(),
  fen: fenSchema,
  bills: z.array(z.object({ billId: z.string(), from: dateSchema, to: dateSchema, dueOn: dateSchema, fen: fenSchema })),
  /** The means of the step that follows when nobody answers; none: it is decided what then. */
  nextMeans: z.enum(means).optional(),
});

/** A dunning contact (催缴记录): one step that was taken, what it said, and what became of it, with the proof (R0.3). */
export const contactRecordSchema = z.object({
  contactId: z.string(),
  accountId: z.string(),
  estateId: z.string(),
  payerId: z.string(),
  unitId: z.string(),
  step: z.string(),
  means: z.enum(means),
  billIds: z.array(z.string()).min(1),
  said: saidSchema,
  status: z.enum(contactStatuses),
  at: z.string(),
  /** When it reached the debtor, or when one tried in vain. */
  doneAt: z.string().optional(),
  /** Where the proof lies: a notice, a receipt that was signed, a recording. */
  proof: z.string().optional(),
  taskId: z.string().optional(),
  /** Why it was called off. */
  why: z.string().optional(),
  by: z.string().optional(),
  note: z.string().optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type ContactRecord = z.infer<typeof contactRecordSchema>;

/** Id of the contact that a version of an account makes; it can make but one. */
export function contactIdOf(accountId: string, version: number): string {
  return derivedId('dct', accountId, version);
}

/** Means that go out as a letter or a message; the others are somebody's task. */
export function isWritten({ means: by }: Pick<ContactRecord, 'means'>): boolean {
  return by === 'message' || by === 'written-demand' || by === 'lawyers-letter';
}
