import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { recoveryEntry, requireEntry, reversalOf, writeOffEntry } from '../ledger/public.ts';
import { agencyOf, type Bill, billEnds, isWrittenOff, paidParts, postedOpen, recoverableOf } from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import { mustBeOpen } from './bill-context.ts';
import { addParts, debtParts, noParts, totalOf, withAgency } from './debt-parts.ts';

/** Why a bill is cancelled or written off. */
export const endSchema = z.strictObject({ reason: reasonSchema(1_000) }).meta({ id: 'FeeEnd' });
/** Approves what another person requested. */
export const approveEndSchema = z.strictObject({ as: z.enum(billEnds) }).meta({ id: 'ApproveBillEndBody' });
export const refuseEndSchema = z
  .strictObject({ as: z.enum(billEnds), reason: reasonSchema(1_000) })
  .meta({ id: 'RefuseBillEndBody' });
export type BillReason = z.output<typeof endSchema> & {
  /** Who requested what another person approves. */
  readonly askedBy?: string;
};

const paidAlready = problemKind('bill-has-payments', 409, {
  'zh-CN': '此账单已有付款，请先冲销或改派这些付款，再作废。',
  'zh-TW': '此帳單已有付款，請先沖銷或改派這些付款，再作廢。',
  en: 'This bill has payments. Reverse or reallocate them before you cancel the bill.',
});
const creditedBefore = problemKind('bill-was-credited', 409, {
  'zh-CN': '此账单已有更正单，不能作废。请更正房屋、产权或读数，再对该月份重新出账，差额会自动更正。',
  'zh-TW': '此帳單已有更正單，不能作廢。請更正房屋、產權或讀數，再對該月份重新出帳，差額會自動更正。',
  en: 'This bill has a credit note and cannot be cancelled. Correct the unit, its owner or the reading, and bill the month again: the difference is then corrected.',
});
const inAdvance = problemKind('bill-in-advance', 409, {
  'zh-CN': '此账单为预收，不能作废或减免。请终止该预收，未服务的部分将退回。',
  'zh-TW': '此帳單為預收，不能作廢或減免。請終止該預收，未服務的部分將退回。',
  en: 'This bill charges months in advance and cannot be cancelled or waived. End the advance: what was not served goes back.',
});
const invoicedBefore = problemKind('bill-invoiced', 409, {
  'zh-CN': '此账单已开发票，不能作废。请先红冲发票。',
  'zh-TW': '此帳單已開發票，不能作廢。請先紅沖發票。',
  en: 'This bill has an invoice and cannot be cancelled. Issue a red invoice first.',
});
const tooMuch = problemKind('too-much-to-reverse', 409, {
  'zh-CN': '此账单的记录过多，不能作废；请用减免更正。',
  'zh-TW': '此帳單的記錄過多，不能作廢；請用減免更正。',
  en: 'This bill has too many entries to be cancelled. Correct it by a waiver.',
});

/** The most entries that one cancellation reverses. Each takes two items of a transaction. */
const mostReversals = 20;

/** Returns the ids of the bill's entries that were not reversed: its charge, costs, waivers and claims. */
function entriesOf({ entryId, costs, waived, lateClaims }: Bill): string[] {
  const gone = new Set(lateClaims.map(({ reverses }) => reverses));
  const claims = lateClaims.filter((one) => one.reverses === undefined && !gone.has(one.entryId));
  return [...(entryId === undefined ? [] : [entryId]), ...[...costs, ...waived, ...claims].map((one) => one.entryId)];
}

/**
 * Rejects a bill of months in advance, whose revenue is not posted yet (R24.1). @throws Problem
 * bill-in-advance.
 */
export function mustNotBeInAdvance({ lines }: Pick<Bill, 'lines'>): void {
  if (lines.some(({ advanceId }) => advanceId !== undefined)) throw new Problem(inAdvance);
}

/**
 * Cancels a bill issued by mistake (作废) and reverses its entries.
 * @throws Problem 409 illegal-state, bill-has-payments, bill-in-advance, bill-was-credited, bill-invoiced,
 * too-much-to-reverse.
 */
export async function cancelBill(change: BillChange, end: BillReason, context: BillContext): Promise<BillChange> {
  const { bill } = change;
  const { act, today, ledger } = context;
  if (bill.status !== 'draft' && bill.status !== 'published') throw illegalState(bill.status, ['draft', 'published']);
  const paid = paidParts(bill);
  if (bill.writtenOff || debtParts.some((part) => paid[part] !== 0)) throw new Problem(paidAlready);
  mustNotBeInAdvance(bill);
  if ((bill.credited ?? []).length > 0) throw new Problem(creditedBefore);
  if ((bill.invoiced ?? []).reduce((sum, { fen }) => sum + fen, 0) > 0) throw new Problem(invoicedBefore);
  const ids = entriesOf(bill);
  if (ids.length > mostReversals) throw new Problem(tooMuch);
  const entries = await Promise.all(ids.map((entryId) => requireEntry(ledger.estateId, entryId)));
  const mirrors = entries.map((entry) => {
    const { postedOn, recordedAt, reference } = nextHead(change, context, today, '');
    return reversalOf(entry, { postedOn, recordedAt, reference, description: '作废账单' });
  });
  const after: Bill = { ...bill, status: 'cancelled', cancelled: { on: today, by: act.actor.id, ...end } };
  const told = [recordEvent('BillCancelled', () => ({ ...refOf(bill), fen: bill.fen }), act)];
  return extend(change, { bill: after, entries: mirrors, told });
}

/**
 * Returns what a write-off gives up, fen: everything open according to the ledger. Unclaimed late charge is
 * dropped.
 */
function atStake(bill: Bill): ReturnType<typeof postedOpen> {
  const open = postedOpen(bill);
  const of = (fen: number) => Math.max(0, fen);
  const parts = { costs: of(open.costs), 'late-charge': of(open['late-charge']), principal: of(open.principal) };
  return withAgency(parts, of(Math.min(parts.principal, agencyOf(open))));
}

/** Returns the account of a bill's bad debt: an earlier write-off keeps its own. */
function againstOf({ writtenOff }: Pick<Bill, 'writtenOff'>): 'provision' | 'bad-debts' {
  return writtenOff && writtenOff.against === undefined ? 'bad-debts' : 'provision';
}

/**
 * Writes off what is open of a bill as a bad debt (核销, D31). The claim lives, so the bill stays payable
 * (R21.7).
 * @throws Problem 409 illegal-state when the bill is not open.
 */
export function writeOffBill(change: BillChange, end: BillReason, context: BillContext): BillChange {
  const { bill } = change;
  const { act, today } = context;
  mustBeOpen(bill);
  const parts = atStake(bill);
  const fen = totalOf(parts);
  const against = againstOf(bill);
  const head = nextHead(change, context, today, '核销坏账');
  const lost = { ...debtOf(bill), fen, agencyFen: parts.agency, as: { badDebt: against } };
  const entries = fen === 0 ? [] : [writeOffEntry(head, lost)];
  const entryId = entries[0]?.entryId ?? bill.writtenOff?.entryId;
  const all = addParts([bill.writtenOff?.parts ?? noParts, parts]);
  const { recovered } = bill.writtenOff ?? {};
  const onProvision = against === 'provision' ? { against } : {};
  const record = {
    on: today,
    by: act.actor.id,
    ...end,
    entryId,
    parts: all,
    ...onProvision,
    ...(recovered && { recovered }),
  };
  const told = [recordEvent('BillWrittenOff', (after) => ({ ...refOf(after), fen }), act)];
  return extend(change, { bill: { ...bill, writtenOff: record }, entries, told });
}

const notWrittenOff = problemKind('not-written-off', 409, {
  'zh-CN': '此账单没有可冲回的核销。请重新读取账单。',
  'zh-TW': '此帳單沒有可沖回的核銷。請重新讀取帳單。',
  en: 'This bill has no write-off to reverse. Read the bill again.',
});
const reversalNotAsked = problemKind('write-off-reversal-not-asked', 409, {
  'zh-CN': '尚无人申请冲回此核销。请先由一人申请，再由另一人批准。',
  'zh-TW': '尚無人申請沖回此核銷。請先由一人申請，再由另一人核准。',
  en: 'Nobody has requested to reverse this write-off. One person requests it, and another approves it.',
});

/** Returns the write-off of a bill as far as it can be reversed. @throws Problem 409 `not-written-off`. */
function reversibleOf(bill: Bill) {
  const { writtenOff } = bill;
  const parts = recoverableOf(bill);
  if (!writtenOff || !isWrittenOff(bill) || totalOf(parts) === 0) throw new Problem(notWrittenOff);
  return { writtenOff, parts };
}

/**
 * Requests to reverse a write-off made by mistake (R21.7, R21.10). Another person approves it.
 * @throws Problem 409 `not-written-off`.
 */
export function requestWriteOffReversal(
  change: BillChange,
  { reason }: BillReason,
  { act, today }: BillContext,
): BillChange {
  const { bill } = change;
  const { writtenOff } = reversibleOf(bill);
  const asked = { on: today, by: act.actor.id, reason };
  const told = [recordEvent('WriteOffReversalAsked', refOf, { ...act, reason })];
  return extend(change, { bill: { ...bill, writtenOff: { ...writtenOff, asked } }, told });
}

/**
 * Reverses a write-off made by mistake, as another person requested (R21.7, R21.10). The bill is owed as if
 * it had never been written off, with its late charge; what was recovered meanwhile stays paid.
 * @throws Problem 409 `not-written-off`, `write-off-reversal-not-asked`, `another-person-needed`.
 */
export function reverseWriteOff(change: BillChange, context: BillContext): BillChange {
  const { bill } = change;
  const { act, today } = context;
  const { writtenOff, parts } = reversibleOf(bill);
  if (!writtenOff.asked) throw new Problem(reversalNotAsked);
  assertAnotherPerson(writtenOff.asked, act.actor.id);
  const fen = totalOf(parts);
  const head = nextHead(change, context, today, '冲回核销');
  const back = { ...debtOf(bill), fen, agencyFen: parts.agency, as: { reversed: againstOf(bill) } };
  const entry = recoveryEntry(head, back);
  const recovered = [...(writtenOff.recovered ?? []), { entryId: entry.entryId, on: today, parts }];
  const after = { ...writtenOff, recovered, reversed: { on: today, by: act.actor.id } };
  const told = [recordEvent('WriteOffReversed', (last) => ({ ...refOf(last), fen }), act)];
  return extend(change, { bill: { ...bill, writtenOff: after }, entries: [entry], told });
}
