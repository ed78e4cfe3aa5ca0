import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../../shared/events/occurrence.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState } from '../../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../../shared/kernel/time.ts';
import { inspectionOf } from './inspection.ts';
import { ownIdSchema, recordKey } from './inspection-record.ts';
import { addRecords, type Book } from './record-inspection.ts';

export const rectifySchema = z.strictObject({
  what: z.string().min(1).max(2_000),
  /** Ids of files that show the result. */
  proof: z.array(ownIdSchema).min(1).max(20),
  /** Person who did the work, if not the one who enters it. They may not re-inspect it. */
  doneBy: z.string().min(1).max(120).optional(),
  ...lateEntry,
});

/** Returns the facts that the backend adds to a record by staff or a job. */
export function stampOf(
  book: Book,
  said: { recordId: string; kind: string; at: string },
  { actor, recordedAt }: ActionContext,
) {
  return {
    key: recordKey(said, actor.id),
    handoverId: book.handover.handoverId,
    by: actor.id,
    ...(actor.name !== undefined && { byName: actor.name }),
    inspector: false,
    late: book.handover.sheet !== undefined,
    day: dayIn(book.zone, recordedAt),
  };
}

/**
 * Records that a defect is rectified (整改完成), with proof. An inspector then re-inspects it.
 * @throws Problem illegal-state.
 */
export function rectifyDefect(
  book: Book,
  itemId: string,
  { occurredAt: _, ...done }: z.output<typeof rectifySchema>,
  act: ActionContext,
): { book: Book; transaction: Transaction } {
  const defect = inspectionOf(book.records).get(itemId)?.defect;
  if (defect?.state !== 'open') throw illegalState(defect?.state ?? 'closed', ['open']);
  const at = occurrence(act, defect.found.at);
  const recordId = newId('rec', toInstant(act.recordedAt));
  const said = { recordId, at, kind: 'rectified' as const, itemId, ...done };
  return addRecords(book, [{ ...said, ...stampOf(book, said, act) }], act);
}

/** Records that a defect is overdue. Returns undefined when it no longer is. */
export function tellOverdue(book: Book, itemId: string, act: ActionContext): Transaction | undefined {
  const item = inspectionOf(book.records).get(itemId);
  const defect = item?.defect;
  if (!item || defect?.state !== 'open' || defect.overdue) return undefined;
  const { dueOn } = defect.found;
  if (dayIn(book.zone, act.recordedAt) <= dueOn) return undefined;
  const recordId = newId('due', toInstant(act.recordedAt));
  const said = { recordId, at: act.recordedAt, kind: 'overdue' as const, itemId, dueOn };
  return addRecords(book, [{ ...said, ...stampOf(book, said, act) }], act).transaction;
}
