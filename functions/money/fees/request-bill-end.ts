import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import type { Bill, BillEnd } from './bill.ts';
import { type BillChange, type BillContext, extend, recordEvent, refOf } from './bill-change.ts';
import { type BillReason, cancelBill, writeOffBill } from './end-bill.ts';

/*
 * A published bill ends by two people (R20.1): one requests that it is cancelled or written off, another
 * approves. Otherwise one person could take cash and let the claim vanish.
 */

type As = BillEnd['as'];

const notAsked = problemKind('bill-end-not-asked', 409, {
  'zh-CN': '此账单没有待批准的该项申请。请重新读取账单。',
  'zh-TW': '此帳單沒有待核准的該項申請。請重新讀取帳單。',
  en: 'Nobody has requested this end of the bill. Read the bill again.',
});

const ways: Readonly<
  Record<As, (change: BillChange, end: BillReason, context: BillContext) => BillChange | Promise<BillChange>>
> = { cancelled: cancelBill, 'written-off': writeOffBill };

function without(bill: Bill): Bill {
  const { end: _, ...rest } = bill;
  return rest;
}

/** Returns the request that waits on a bill. @throws Problem 409 `bill-end-not-asked`. */
function askedOn({ end }: Bill, as: As): BillEnd {
  if (end?.as !== as) throw new Problem(notAsked);
  return end;
}

/**
 * Requests to cancel or write off a bill (R20.1). A request replaces an earlier one. A draft, which nobody
 * owes, is cancelled at once.
 * @throws Problem as `cancelBill` and `writeOffBill` do, so that nobody approves what cannot be done.
 */
export async function requestBillEnd(
  change: BillChange,
  as: As,
  { reason }: { reason: string },
  context: BillContext,
): Promise<BillChange> {
  const { bill } = change;
  const { act, today } = context;
  const ended = await ways[as](change, { reason }, context);
  if (bill.status === 'draft') return ended;
  const end = { as, on: today, by: act.actor.id, reason };
  const told = [recordEvent('BillEndAsked', (after) => ({ ...refOf(after), as }), { ...act, reason })];
  return extend(change, { bill: { ...bill, end }, told });
}

/**
 * Approves the end that another person requested: the bill is cancelled or written off today.
 * @throws Problem 409 `bill-end-not-asked`, `another-person-needed`; also as `requestBillEnd`.
 */
export async function approveBillEnd(change: BillChange, as: As, context: BillContext): Promise<BillChange> {
  const end = askedOn(change.bill, as);
  assertAnotherPerson(end, context.act.actor.id);
  const cleared = extend(change, { bill: without(change.bill) });
  return ways[as](cleared, { reason: end.reason, askedBy: end.by }, context);
}

/** Refuses or withdraws a request; the bill stays owed. @throws Problem 409 `bill-end-not-asked`. */
export function refuseBillEnd(
  change: BillChange,
  { as, reason }: { as: As; reason: string },
  { act }: BillContext,
): BillChange {
  askedOn(change.bill, as);
  const told = [recordEvent('BillEndRefused', (after) => ({ ...refOf(after), as }), { ...act, reason })];
  return extend(change, { bill: without(change.bill), told });
}
