import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import type { ReviewReason } from './defect-state.ts';
import { inspectionOf } from './inspection.ts';
import type { InspectionRecord } from './inspection-record.ts';
import { addRecords, type Inspection, stampOf } from './record-inspection.ts';
import { type Review, reviewOf } from './review.ts';

export const settleSchema = z
  .strictObject({
    /** Keys of the records that count. With `setAside` they are all waiting records. */
    counts: z.array(z.string().max(200)).max(200),
    /** Keys of the records that are set aside. */
    setAside: z.array(z.string().max(200)).max(200),
    reason: reasonSchema(2_000),
  })
  .meta({ id: 'SettleInspectionReviewBody' });

const notCovered = problemKind('not-all-decided', 422, {
  'zh-CN': 'counts 和 setAside 须合起来正好是全部待复核记录。请对每条作出决定：{keys}。',
  'zh-TW': 'counts 和 setAside 須合起來正好是全部待複核紀錄。請對每條作出決定：{keys}。',
  en: 'counts and setAside must together be exactly the waiting records. Decide on each of them: {keys}.',
});
const ownWork = problemKind('own-work', 422, {
  'zh-CN': '整改人不得复验自己的整改。请把以下记录移到 setAside：{keys}。',
  'zh-TW': '整改人不得複驗自己的整改。請把以下紀錄移到 setAside：{keys}。',
  en: 'The person who did the work may not re-inspect it. Move these records to setAside: {keys}.',
});

/** Settles the review of an item. @throws Problem `not-all-decided`, `own-work`, illegal-state. */
export function settleReview(
  inspection: Inspection,
  itemId: string,
  { counts, setAside, reason }: z.output<typeof settleSchema>,
  act: ActionContext,
): { after: Review; transaction: Transaction } {
  const waiting = inspectionOf(inspection.records).get(itemId)?.waiting ?? new Map<string, ReviewReason[]>();
  const keys = [...waiting.keys()].sort();
  if (keys.length === 0) throw illegalState('settled', ['open']);
  if (keys.join() !== [...counts, ...setAside].sort().join()) throw new Problem(notCovered, { keys: keys.join(', ') });
  const own = counts.filter((key) => waiting.get(key)?.includes('own-work'));
  if (own.length > 0) throw new Problem(ownWork, { keys: own.join(', ') });
  const recordId = newId('set', toInstant(act.recordedAt));
  const said = { recordId, at: act.recordedAt, kind: 'settled' as const, itemId, counts, setAside, reason };
  const record: InspectionRecord = { ...said, ...stampOf(inspection, said, act) };
  const { inspection: then, transaction } = addRecords(inspection, [record], { ...act, reason });
  const item = inspectionOf(then.records).get(itemId);
  if (!item) throw new Error(`no records of ${itemId}`);
  return { after: reviewOf(then.handover, item, act.recordedAt), transaction };
}
