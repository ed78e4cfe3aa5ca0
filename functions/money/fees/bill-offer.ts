import { derivedId } from '../../../shared/kernel/ids.ts';
import { exact, product, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { chargeEntry, type Earned, writeOffEntry } from '../ledger/public.ts';
import { agencyOf, assertWithinLimit, type Bill, openPrincipal } from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import type { LatePolicy } from './bill-late.ts';
import { fundOf, lowerLines, offLinesOf } from './bill-vat.ts';
import { type Parts, withAgency } from './debt-parts.ts';
import { partsPayableOn } from './recover-debt.ts';

/*
 * The discount for early payment (提前缴费优惠, R33.2). A bill carries the offer from its publication on. The
 * payment that pays the rest in time takes it; without that payment it is taken back.
 */

const fenOf = (all: readonly { readonly fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/**
 * Returns what the offer of a bill takes off, fen: percent of what its fee item is charged, less credit notes
 * and waivers, or its sum.
 */
export function offeredFen(bill: Pick<Bill, 'offer' | 'lines' | 'credited' | 'waived'>): number {
  const { offer, lines, credited = [], waived } = bill;
  if (!offer) return 0;
  const isIts = ({ feeItemId }: { feeItemId?: string | undefined }) => feeItemId === offer.feeItemId;
  const others = waived.filter((one) => one.discountId === undefined && one.part === 'principal');
  const baseFen = fenOf(lines.filter(isIts)) - fenOf(credited.filter(isIts)) - fenOf(others.filter(isIts));
  const off =
    offer.percent === undefined
      ? toFen(exact(offer.yuan ?? '0'))
      : toFen(product(yuanOf(baseFen), exact(offer.percent), exact('0.01')));
  return Math.max(0, Math.min(off, baseFen));
}

/** Returns what a bill's offer took off so far, fen; 0 before it is taken and after it is taken back. */
export function takenFen({ waived }: Pick<Bill, 'waived'>): number {
  return fenOf(waived.filter(({ discountId }) => discountId !== undefined));
}

/** Returns true while an offer can still be taken by money of a day. */
function isOnOffer(bill: Bill, on: string): boolean {
  return bill.offer !== undefined && on <= bill.offer.until && takenFen(bill) === 0;
}

/**
 * Returns what money of a day has to pay of a bill, part by part, fen: what is open, less its offer (R33.2).
 * Everything is 0 for a bill that is not open.
 */
export function partsToPayOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  const open = partsPayableOn(bill, on, policy);
  if (open.principal === 0 || !isOnOffer(bill, on)) return open;
  const principal = Math.max(0, open.principal - offeredFen(bill));
  return withAgency({ ...open, principal }, Math.min(principal, agencyOf(open)));
}

/** Returns true when money of the offer's days pays all but the discount. */
function isPaidInTime(bill: Bill): boolean {
  if (!bill.offer) return false;
  const { until } = bill.offer;
  const later = bill.paid.filter(({ on }) => on > until).reduce((sum, { parts }) => sum + parts.principal, 0);
  return openPrincipal(bill) + takenFen(bill) + later <= offeredFen(bill);
}

/** Takes the discount off the bill: revenue and tax of its fee item go down (R33.1). */
function takeOffer(change: BillChange, offer: NonNullable<Bill['offer']>, context: BillContext): BillChange {
  const { bill, before } = change;
  const fen = Math.min(offeredFen(bill), openPrincipal(bill));
  if (fen <= 0) return change;
  assertWithinLimit(bill, 'waived');
  const head = nextHead(change, context, context.today, offer.name);
  const { discountId, feeItemId } = offer;
  const offs = offLinesOf(bill, feeItemId, fen);
  const { bill: lowered, parts } = lowerLines(bill, offs, { entryId: head.entryId });
  const entry = writeOffEntry(head, { ...debtOf(bill), fen, as: { waived: parts } });
  const record = {
    waiverId: derivedId('dsc', bill.billId, before.version + 1),
    discountId,
    part: 'principal' as const,
    fen,
    feeItemId,
    entryId: entry.entryId,
    on: context.today,
    reason: offer.name,
    askedBy: offer.askedBy,
    approvedBy: offer.approvedBy,
  };
  const told = (after: Bill) => ({ ...refOf(after), discountId, fen, openFen: openPrincipal(after) });
  return extend(change, {
    bill: { ...lowered, waived: [...bill.waived, record] },
    entries: [entry],
    told: [recordEvent('EarlyDiscountTaken', told, context.act)],
  });
}

/** Charges the discount again, because the money that took it is gone: revenue and tax as they were. */
function takeBackOffer(change: BillChange, offer: NonNullable<Bill['offer']>, context: BillContext): BillChange {
  const { bill } = change;
  const last = bill.waived.findLast(({ discountId, fen }) => discountId !== undefined && fen > 0);
  if (!last) return change;
  assertWithinLimit(bill, 'waived');
  const { lowered = [] } = bill;
  const taken = lowered.filter(({ entryId }) => entryId === last.entryId);
  assertWithinLimit(bill, 'lowered', taken.length);
  const taxedParts = taken.map(({ line: nth, fen, taxFen }): Earned => {
    const line = bill.lines[nth];
    const feeItemId = line?.feeItemId ?? '';
    return { feeItemId, fen, ...fundOf(bill, { feeItemId }), ...(line?.vat && { vat: { ...line.vat, taxFen } }) };
  });
  const untaxedFen = last.fen - fenOf(taken);
  const ofItem = { feeItemId: last.feeItemId ?? '' };
  const untaxed = untaxedFen > 0 ? [{ ...ofItem, fen: untaxedFen, ...fundOf(bill, ofItem) }] : [];
  const head = nextHead(change, context, context.today, offer.name);
  const entry = chargeEntry(head, { ...debtOf(bill), lines: [...taxedParts, ...untaxed] });
  const back = taken.map((one) => ({ ...one, entryId: entry.entryId, fen: -one.fen, taxFen: 0 - one.taxFen }));
  const record = { ...last, fen: -last.fen, entryId: entry.entryId, on: context.today };
  const { discountId } = offer;
  const told = (after: Bill) => ({ ...refOf(after), discountId, fen: last.fen, openFen: openPrincipal(after) });
  return extend(change, {
    bill: { ...bill, waived: [...bill.waived, record], ...(lowered.length > 0 && { lowered: [...lowered, ...back] }) },
    entries: [entry],
    told: [recordEvent('EarlyDiscountTakenBack', told, context.act)],
  });
}

/**
 * Takes the discount for early payment when the bill is paid in time but for it, and takes it back when
 * that is no longer so (R33.2). Paid short, there is none.
 */
export function settleOffer(change: BillChange, context: BillContext): BillChange {
  const { offer } = change.bill;
  if (!offer) return change;
  const [isPaid, isTaken] = [isPaidInTime(change.bill), takenFen(change.bill) > 0];
  if (isPaid === isTaken) return change;
  return isPaid ? takeOffer(change, offer, context) : takeBackOffer(change, offer, context);
}
