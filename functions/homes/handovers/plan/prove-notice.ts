import * as z from 'zod';
import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema, dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { requireEstate } from '../../../register/owners/public.ts';
import { changed, type Handover, mustAllow, ref } from '../handover.ts';
import { handovers } from '../handovers.store.ts';
import { changeHandover, type HandoverChange, saveHandover } from '../save-handover.ts';

/** Proof of delivery of a notice that was not sent by mail. */
export const proveSchema = z
  .strictObject({
    method: z.enum(['courier', 'registered-post', 'hand']),
    /** Day of arrival. Default: today. */
    on: dateSchema.optional(),
    /** Consignment number, or who signed. */
    proof: z.string().min(1).max(500),
  })
  .meta({ id: 'RecordNoticeProofBody' });

const wrongDay = problemKind('arrived-on-no-such-day', 400, {
  'zh-CN': '通知于 {writtenOn} 发出，不可能于 {on} 送达。on 须在 {writtenOn} 至今天之间。',
  'zh-TW': '通知於 {writtenOn} 發出，不可能於 {on} 送達。on 須在 {writtenOn} 至今天之間。',
  en: 'The notice of {writtenOn} cannot have arrived on {on}. Give a day from {writtenOn} to today.',
});

interface Proof {
  readonly method: string;
  readonly on: string;
  readonly proof: string;
}

/**
 * Adds a proof of delivery (送达) to the notice of a handover. Returns undefined when an earlier day is already
 * proven.
 */
function proven(before: Handover, proof: Proof, act: ActionContext): HandoverChange | undefined {
  const { notice } = before;
  if (!notice || (notice.proven && notice.proven.on <= proof.on)) return undefined;
  const { after, transaction } = changeHandover(before, { notice: { ...notice, proven: proof } }, act);
  const { method, on } = proof;
  transaction.record(handovers, after, 'HandoverNoticeProven', { ...ref(after), method, on }, act);
  return { after, transaction };
}

/**
 * Records by hand that the notice arrived. Returns undefined when that is already recorded.
 * @throws Problem `arrived-on-no-such-day`, illegal-state.
 */
export function proveNotice(
  before: Handover,
  { method, on, proof }: z.output<typeof proveSchema>,
  today: string,
  act: ActionContext,
): HandoverChange | undefined {
  mustAllow(before, 'record-proof');
  const day = on ?? today;
  const writtenOn = before.notice?.writtenOn ?? today;
  if (day < writtenOn || day > today) throw new Problem(wrongDay, { writtenOn, on: day });
  return proven(before, { method, on: day, proof }, act);
}

/** Template of the handover notice. Other letters, such as reminders, are no proof. */
export const noticeLetter = 'handover-notice';

async function handoverOfLetter({
  aboutId,
  recipientId,
}: EventOf<'NoticeDelivered'>['data']): Promise<Handover | undefined> {
  if (aboutId === undefined) return undefined;
  const handover = await get(handovers, { handoverId: aboutId });
  // A letter to a former buyer does not count for the present one.
  return recipientId === undefined || recipientId === handover?.buyerId ? handover : undefined;
}

/** Records that the notice arrived by mail. */
export async function mailArrived(event: EventOf<'NoticeDelivered'>, handling: Handling): Promise<void> {
  const handover = await handoverOfLetter(event.data);
  if (!handover) return;
  const { calendar } = await requireEstate(handover.estateId);
  const proof = { method: 'mail', on: dayIn(calendar.zone, event.occurredAt), proof: event.data.noticeId };
  await proven(handover, proof, handling.act)?.transaction.once('handovers', handling.consumer, event).commit();
}

/** Records that the mail failed, and removes a proof that rests on this mail. */
export async function mailFailed(event: EventOf<'NoticeBounced' | 'NoticeFailed'>, handling: Handling): Promise<void> {
  const before = await handoverOfLetter(event.data);
  if (!before?.notice) return;
  const { noticeId, why } = event.data;
  const { proven: known, ...notice } = before.notice;
  const stands = known && known.proof !== noticeId ? { proven: known } : {};
  const after = changed(before, { notice: { ...notice, ...stands, failed: why } }, handling.act.recordedAt);
  await saveHandover(new Transaction(), after, before, handling.act)
    .record(handovers, after, 'HandoverNoticeFailed', { ...ref(after), why }, handling.act)
    .once('handovers', handling.consumer, event)
    .commit();
}
