import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertWithinLimit } from './bill.ts';
import { type BillChange, type BillContext, extend, recordEvent, refOf } from './bill-change.ts';
import { daysOf, mustBeOpen } from './bill-context.ts';
import { correctLateCharge } from './claim-late-charge.ts';

/** Input of an objection. */
export const disputeSchema = z
  .strictObject({
    reason: reasonSchema(1_000),
    /** The first day in dispute, when staff enter it later; today by default. */
    from: dateSchema.optional(),
  })
  .meta({ id: 'DisputeBillBody' });

/** Input that settles an objection. */
export const settleDisputeSchema = z
  .strictObject({
    outcome: z.string().min(1).max(1_000),
    /** The last day in dispute; today by default. */
    to: dateSchema.optional(),
  })
  .meta({ id: 'SettleDisputeBody' });

const disputedAlready = problemKind('disputed-already', 409, {
  'zh-CN': '此账单已在争议处理中，无需再次提出。',
  'zh-TW': '此帳單已在爭議處理中，無需再次提出。',
  en: 'This bill is already in dispute. There is no need to object again.',
});
const notDisputed = problemKind('not-in-dispute', 409, {
  'zh-CN': '此账单没有待处理的争议。请核对账单编号。',
  'zh-TW': '此帳單沒有待處理的爭議。請核對帳單編號。',
  en: 'This bill is not in dispute. Check billId.',
});

/**
 * Records the payer's objection to a bill (异议). From that day until the dispute is settled there is no late
 * charge and no reminder (R5.4, R12.4). Late charge already claimed for those days is corrected.
 * @throws Problem 409 illegal-state, disputed-already, bill-is-full; 400 day-out-of-range.
 */
export function disputeBill(
  change: BillChange,
  input: z.output<typeof disputeSchema>,
  context: BillContext,
): BillChange {
  const { bill } = change;
  const { today, act } = context;
  mustBeOpen(bill);
  if (bill.disputes.some(({ to }) => to === undefined)) throw new Problem(disputedAlready);
  const { reason, from = today } = input;
  mustLieIn(from, daysOf(bill, today), 'from');
  assertWithinLimit(bill, 'disputes');
  const disputes = [...bill.disputes, { from, reason, lodgedBy: act.actor.id }];
  const told = [recordEvent('BillDisputed', (after) => ({ ...refOf(after), from }), act)];
  return correctLateCharge(extend(change, { bill: { ...bill, disputes }, told }), context);
}

/**
 * Settles the dispute. Late charge runs again from the day after the dispute's last day.
 * @throws Problem 409 not-in-dispute; 400 day-out-of-range.
 */
export function settleDispute(
  change: BillChange,
  { outcome, to }: z.output<typeof settleDisputeSchema>,
  { today, act }: BillContext,
): BillChange {
  const { bill } = change;
  const open = bill.disputes.find((one) => one.to === undefined);
  if (!open) throw new Problem(notDisputed);
  const last = to ?? today;
  mustLieIn(last, { from: open.from, to: today }, 'to');
  const settled = { ...open, to: last, outcome, settledBy: act.actor.id };
  const disputes = bill.disputes.map((one) => (one === open ? settled : one));
  const told = [recordEvent('DisputeSettled', (after) => ({ ...refOf(after), to: last }), act)];
  return extend(change, { bill: { ...bill, disputes }, told });
}
