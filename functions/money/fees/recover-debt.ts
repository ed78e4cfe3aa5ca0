import { recoveryEntry } from '../ledger/public.ts';
import { agencyOf, type Bill, isOpen, isOwed, recoverableOf } from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import { type LatePolicy, partsOpenOn, restOn } from './bill-late.ts';
import { addParts, debtParts, noParts, oppositeOf, type Parts, totalOf, withAgency } from './debt-parts.ts';

/*
 * A bill that was written off stays payable, because a write-off is no waiver and the claim lives (R21.7).
 * What is paid of it is first owed again, then paid.
 */

const description = '收回已核销坏账';

/** Returns the bill as an open one that owes what is not written off, also when that is nothing. */
const asOpen = (bill: Bill): Bill => ({ ...bill, status: 'published' });

/**
 * Returns what a payment that names the bill may pay of it on a day, part by part, fen: what is open, and
 * what was written off (R21.7). Everything is 0 for a draft, a cancelled bill and a credit note.
 */
export function partsPayableOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  if (!isOwed(bill)) return noParts;
  const recoverable = recoverableOf(bill);
  return totalOf(recoverable) === 0 ? partsOpenOn(bill, on, policy) : addParts([restOn(bill, on, policy), recoverable]);
}

interface OfPayment extends BillContext {
  readonly paymentId: string;
  readonly on: string;
}

/** Adds a part of the bad debt that is owed again, with its entry and its event. */
function addRecovery(change: BillChange, parts: Parts, of: Omit<OfPayment, 'on'>): BillChange {
  const { bill } = change;
  const { writtenOff } = bill;
  const fen = totalOf(parts);
  if (!writtenOff || fen === 0) return change;
  const { paymentId, today, act } = of;
  const what = { ...debtOf(bill), fen, agencyFen: parts.agency, as: 'recovered' as const };
  const entry = recoveryEntry(nextHead(change, of, today, description), what);
  const record = { entryId: entry.entryId, on: today, parts, paymentId };
  const recovered = [...(writtenOff.recovered ?? []), record];
  const told = [recordEvent('BadDebtRecovered', (after) => ({ ...refOf(after), paymentId, fen }), act)];
  return extend(change, { bill: { ...bill, writtenOff: { ...writtenOff, recovered } }, entries: [entry], told });
}

/** Lets a payment recover what it pays beyond what is open of a written-off bill (R21.7). */
export function recoverDebt(change: BillChange, parts: Parts, of: OfPayment): BillChange {
  const { bill } = change;
  const recoverable = recoverableOf(bill);
  if (!isOwed(bill) || totalOf(recoverable) === 0) return change;
  const open = restOn(bill, of.on, of.policy);
  const missing = (fenIn: (parts: Parts) => number) =>
    Math.min(fenIn(recoverable), Math.max(0, fenIn(parts) - fenIn(open)));
  const agency = missing(agencyOf);
  const own = missing((all) => all.principal - agencyOf(all));
  const besides = { costs: missing(({ costs }) => costs), 'late-charge': missing((all) => all['late-charge']) };
  const back = withAgency({ ...besides, principal: own + agency }, agency);
  if (totalOf(back) === 0) return change;
  const owed = addRecovery(change, back, of);
  return extend(owed, { bill: isOpen(owed.bill) ? owed.bill : asOpen(owed.bill) });
}

/** Takes a recovery back with its payment: what it recovered is a bad debt again. */
export function takeBackRecovery(change: BillChange, paymentId: string, context: BillContext): BillChange {
  const { recovered = [] } = change.bill.writtenOff ?? {};
  const net = addParts(recovered.filter((one) => one.paymentId === paymentId).map(({ parts }) => parts));
  if (debtParts.every((part) => net[part] === 0)) return change;
  return addRecovery(change, oppositeOf(net), { ...context, paymentId });
}
