import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertWithinLimit } from './bill.ts';
import { and, type BillChange, type Desk, refOf, tell } from './bill-change.ts';
import { daysOf, mustBeOpen } from './bill-desk.ts';
import { corrected } from './claim-late-charge.ts';

/** What the payer objects to. */
export const disputeSchema = z.strictObject({
  reason: reasonSchema(1_000),
  /** The first day in dispute, where the desk enters it later; today when not said. */
  from: dateSchema.optional(),
});

/** What came of it. */
export const settleDisputeSchema = z.strictObject({
  outcome: z.string().min(1).max(1_000),
  /** The last day in dispute; today when not said. */
  to: dateSchema.optional(),
});

const disputedAlready = problemKind('disputed-already', 409, {
  'zh-CN': '此账单已在争议处理中，无需再次提出。',
  'zh-TW': '此帳單已在爭議處理中，無需再次提出。',
  en: 'This bill is in dispute already: there is no need to object again.',
});
const notDisputed = problemKind('not-in-dispute', 409, {
  'zh-CN': '此账单没有待处理的争议。',
  'zh-TW': '此帳單沒有待處理的爭議。',
  en: 'This bill is not in dispute: there is nothing to settle.',
});

/**
 * The payer objects to a bill (异议): no late charge and no reminder from that day on, until it is settled (R5.4, R12.4).
 * What was claimed for those days is corrected. @throws Problem 409 when it is not open or disputed already, 400 by the day.
 */
export function disputed(change: BillChange, input: z.output<typeof disputeSchema>, desk: Desk): BillChange {
  const { bill } = change;
  const { today, act } = desk;
  mustBeOpen(bill);
  if (bill.disputes.some(({ to }) => to === undefined)) throw new Problem(disputedAlready);
  const { reason, from = today } = input;
  mustLieIn(from, daysOf(bill, today), 'from');
  assertWithinLimit(bill, 'disputes');
  const disputes = [...bill.disputes, { from, reason, lodgedBy: act.actor.id }];
  const told = [tell('BillDisputed', (after) => ({ ...refOf(after), from }), act)];
  return corrected(and(change, { bill: { ...bill, disputes }, told }), desk);
}

/** The dispute is settled: the day after its last one counts again. @throws Problem 409 when there is none, 400 by the day. */
export function disputeSettled(
  change: BillChange,
  { outcome, to }: z.output<typeof settleDisputeSchema>,
  { today, act }: Desk,
): BillChange {
  const { bill } = change;
  const open = bill.disputes.find((one) => one.to === undefined);
  if (!open) throw new Problem(notDisputed);
  const last = to ?? today;
  mustLieIn(last, { from: open.from, to: today }, 'to');
  const settled = { ...open, to: last, outcome, settledBy: act.actor.id };
  const disputes = bill.disputes.map((one) => (one === open ? settled : one));
  const told = [tell('DisputeSettled', (after) => ({ ...refOf(after), to: last }), act)];
  return and(change, { bill: { ...bill, disputes }, told });
}
