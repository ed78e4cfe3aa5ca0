import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../../shared/events/occurrence.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState } from '../../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../../shared/kernel/time.ts';
import { inspectionOf } from './inspection.ts';
import { ownIdSchema } from './inspection-record.ts';
import { addRecords, type Inspection, stampOf } from './record-inspection.ts';

export const rectifySchema = z
  .strictObject({
    what: z.string().min(1).max(2_000),
    /** Ids of files that show the result. */
    proof: z.array(ownIdSchema).min(1).max(20),
    /** Person who did the work, if not the one who enters it. They may not re-inspect the item. */
    doneBy: z.string().min(1).max(120).optional(),
    ...lateEntry,
  })
  .meta({ id: 'RectifyDefectBody' });

/**
 * Records that a defect is rectified (整改完成), with proof. An inspector then re-inspects the item.
 * @throws Problem illegal-state.
 */
export function rectifyDefect(
  inspection: Inspection,
  itemId: string,
  { occurredAt: _, ...done }: z.output<typeof rectifySchema>,
  act: ActionContext,
): { inspection: Inspection; transaction: Transaction } {
  const defect = inspectionOf(inspection.records).get(itemId)?.defect;
  if (defect?.state !== 'open') throw illegalState(defect?.state ?? 'closed', ['open']);
  const at = occurrence(act, defect.found.at);
  const recordId = newId('rec', toInstant(act.recordedAt));
  const said = { recordId, at, kind: 'rectified' as const, itemId, ...done };
  return addRecords(inspection, [{ ...said, ...stampOf(inspection, said, act) }], act);
}

/** Records that a defect is overdue. Returns undefined when it no longer is. */
export function notifyOverdue(inspection: Inspection, itemId: string, act: ActionContext): Transaction | undefined {
  const item = inspectionOf(inspection.records).get(itemId);
  const defect = item?.defect;
  if (!item || defect?.state !== 'open' || defect.overdue) return undefined;
  const { dueOn } = defect.found;
  if (dayIn(inspection.zone, act.recordedAt) <= dueOn) return undefined;
  const recordId = newId('due', toInstant(act.recordedAt));
  const said = { recordId, at: act.recordedAt, kind: 'overdue' as const, itemId, dueOn };
  return addRecords(inspection, [{ ...said, ...stampOf(inspection, said, act) }], act).transaction;
}
