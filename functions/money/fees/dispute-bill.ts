import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { endOfPeriod } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertWithinLimit, type Bill, disputeDecisions } from './bill.ts';
import { type BillChange, type BillContext, extend, recordEvent, refOf } from './bill-change.ts';
import { daysOf, mustBeOpen } from './bill-context.ts';
import { lateOf } from './bill-late.ts';
import { correctLateCharge } from './claim-late-charge.ts';

/** Input of an objection. */
export const disputeSchema = z
  .strictObject({
    reason: reasonSchema(1_000),
    /** The day on which it was received, when staff enter it later; today by default. */
    receivedOn: dateSchema.optional(),
    /** Evidence of an earlier receipt, such as the file number of the letter. */
    proof: z.string().min(1).max(300).optional(),
  })
  .meta({ id: 'DisputeBillBody' });

/** Input that settles an objection. */
export const settleDisputeSchema = z
  .strictObject({
    outcome: z.string().min(1).max(1_000),
    decision: z.enum(disputeDecisions),
    /** Decision `partly`: the principal that is not owed, fen. */
    foundedFen: fenSchema.min(1).optional(),
    /** The day of the answer, the last in dispute; today by default. */
    to: dateSchema.optional(),
  })
  .refine(({ decision, foundedFen }) => (decision === 'partly') === (foundedFen !== undefined), {
    path: ['foundedFen'],
    message: 'a decision partly has foundedFen, and no other decision has it',
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
const proofNeeded = problemKind('receipt-unproven', 400, {
  'zh-CN': '异议收到日早于今天，须填写证据 proof（如来信编号）。没有证据的，从今天起算。',
  'zh-TW': '異議收到日早於今天，須填寫證據 proof（如來信編號）。沒有證據者，自今天起算。',
  en: 'An objection received before today needs evidence in proof, such as the number of the letter. Without it the dispute starts today.',
});
const tooMuch = problemKind('more-than-billed', 400, {
  'zh-CN': '不应缴的本金须少于账单本金 {most} 分。全部不应缴的，请将 decision 设为 founded。',
  'zh-TW': '不應繳的本金須少於帳單本金 {most} 分。全部不應繳者，請將 decision 設為 founded。',
  en: 'foundedFen must be below the principal of {most} fen. Use the decision founded when nothing is owed.',
});

/**
 * Records the payer's objection to a bill (异议). It starts on the day of its receipt, never before. Until it
 * is settled no late charge grows and no reminder is sent (R5.4, R12.4). Late charge already paid stays paid
 * (R27.6).
 * @throws Problem 409 illegal-state, disputed-already, bill-is-full; 400 day-out-of-range, receipt-unproven.
 */
export function disputeBill(
  change: BillChange,
  { reason, receivedOn, proof }: z.output<typeof disputeSchema>,
  context: BillContext,
): BillChange {
  const { bill } = change;
  const { today, act, policy } = context;
  mustBeOpen(bill);
  if (bill.disputes.some(({ to }) => to === undefined)) throw new Problem(disputedAlready);
  const from = receivedOn ?? today;
  mustLieIn(from, daysOf(bill, today), 'receivedOn');
  if (from < today && proof === undefined) throw new Problem(proofNeeded);
  assertWithinLimit(bill, 'disputes');
  const answerBy = endOfPeriod(from, { days: policy.disputeAnswerDays });
  const dispute = { from, ...(proof !== undefined && { proof }), answerBy, reason, lodgedBy: act.actor.id };
  const told = [recordEvent('BillDisputed', (after) => ({ ...refOf(after), from }), act)];
  return extend(change, { bill: { ...bill, disputes: [...bill.disputes, dispute] }, told });
}

/**
 * Settles the dispute (R27.6). Unfounded: late charge runs as if nobody had objected, without the days on
 * which the answer was late. Founded or partly: the principal that is not owed bears none, and what was paid
 * of it is given back. That principal is not demanded until it is credited, waived or cancelled.
 * @throws Problem 409 not-in-dispute; 400 day-out-of-range, more-than-billed.
 */
export function settleDispute(
  change: BillChange,
  { outcome, decision, foundedFen, to }: z.output<typeof settleDisputeSchema>,
  context: BillContext,
): BillChange {
  const { bill } = change;
  const { today, act } = context;
  const open = bill.disputes.find((one) => one.to === undefined);
  if (!open) throw new Problem(notDisputed);
  const last = to ?? today;
  mustLieIn(last, { from: open.from, to: today }, 'to');
  if (foundedFen !== undefined && foundedFen >= bill.fen) throw new Problem(tooMuch, { most: bill.fen });
  const notOwed = decision === 'founded' ? bill.fen : foundedFen;
  const settled = {
    ...open,
    ...{ to: last, outcome, decision, settledBy: act.actor.id },
    ...(notOwed !== undefined && { foundedFen: notOwed }),
  };
  const disputes = bill.disputes.map((one) => (one === open ? settled : one));
  const told = [recordEvent('DisputeSettled', (after) => ({ ...refOf(after), to: last }), act)];
  const after = { ...bill, disputes };
  // What would be owed if nobody had objected, less what is owed now.
  const lateFen = (of: Bill) => lateOf(of, today, context.policy, 'ignore').claimedFen;
  const givenUpFen = Math.max(0, lateFen(bill) - lateFen(after));
  return correctLateCharge(extend(change, { bill: after, told, givenUpFen }), context);
}

/**
 * Rejects who entered an objection as the person who finds it founded: nobody frees a payer alone (R20.1).
 * @throws Problem another-person-needed.
 */
export function assertNotOwnObjection(
  { disputes }: Pick<Bill, 'disputes'>,
  { decision }: Pick<z.output<typeof settleDisputeSchema>, 'decision'>,
  personId: string,
): void {
  const open = disputes.find((one) => one.to === undefined);
  if (open && decision !== 'unfounded') assertAnotherPerson({ by: open.lodgedBy }, personId);
}
