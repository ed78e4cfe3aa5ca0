import {
  type Bill,
  bookedOpen,
  bookedParts,
  creditedFen,
  deliveredOn,
  givenUp,
  isOpen,
  isOwed,
  paidParts,
} from './bill.ts';
import { noParts, type Parts } from './debt-parts.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { type LateCharge, type LateTerms, lateChargeOn } from './late-charge.ts';

/** What late charge is worked out by. */
export type LatePolicy = Pick<FeesPolicy, 'late' | 'court'>;

/**
 * What lowered the principal, by day. A payment that was taken back never was: its amounts of a day add up to nothing. What
 * was waived or written off lowers it from that day on. What was paid beyond a principal that was credited later counts no
 * further than to it.
 */
function lowered(bill: Bill, principalFen: number): { on: string; fen: number }[] {
  const ofPayments = new Map<string, { on: string; fen: number }>();
  for (const { paymentId, on, parts } of bill.paid) {
    const key = `${on} ${paymentId}`;
    ofPayments.set(key, { on, fen: (ofPayments.get(key)?.fen ?? 0) + parts.principal });
  }
  const waived = bill.waived.filter(({ part }) => part === 'principal');
  const writtenOff = bill.writtenOff ? [{ on: bill.writtenOff.on, fen: bill.writtenOff.parts.principal }] : [];
  const all = [...ofPayments.values(), ...waived.map(({ on, fen }) => ({ on, fen })), ...writtenOff];
  let left = principalFen;
  return all
    .filter(({ fen }) => fen > 0)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ on, fen }) => {
      const counted = Math.min(fen, left);
      left -= counted;
      return { on, fen: counted };
    })
    .filter(({ fen }) => fen > 0);
}

/** What the contract says of late charge on a bill: the terms of its publication; undefined where it says nothing (R5.1). */
export function lateTermsOf(bill: Pick<Bill, 'late'>, policy: LatePolicy): LateTerms | undefined {
  return (bill.late === undefined ? policy.late : bill.late) ?? undefined;
}

/**
 * The late charge of a bill at the end of a day, worked out anew from what is on record: deliveries, disputes, payments in
 * the order of their days and not of their entry (R5.1 to R5.4, D32). What was credited was never owed (R22). Days
 * excused by a mistake of the desk are as in dispute (R21.3).
 */
export function lateOf(bill: Bill, on: string, policy: LatePolicy): LateCharge {
  const { dueOn } = bill;
  const disputes = [...bill.disputes, ...(bill.excused ?? [])];
  const principalFen = bill.kind === 'credit-note' ? 0 : bill.fen - creditedFen(bill, 'with-given-up');
  const payments = lowered(bill, principalFen);
  const line = { principalFen, dueOn, deliveredOn: deliveredOn(bill), payments, disputes };
  return lateChargeOn(on, line, isOwed(bill) ? lateTermsOf(bill, policy) : undefined, policy.court);
}

/**
 * The late charge that is owed on a day in all, fen: never less than what was claimed and not corrected. Of a bad debt
 * nothing more is claimed.
 */
function lateOwed(bill: Bill, on: string, policy: LatePolicy): number {
  if (bill.writtenOff) return bookedParts(bill)['late-charge'];
  return Math.max(lateOf(bill, on, policy).claimedFen, bookedParts(bill)['late-charge']);
}

/** What would be open of a bill on a day if nothing of it were settled by its status, fen. */
export function restOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  const open = bookedOpen(bill);
  const late = lateOwed(bill, on, policy) - paidParts(bill)['late-charge'] - givenUp(bill, 'late-charge');
  return {
    costs: Math.max(0, open.costs),
    'late-charge': Math.max(0, late),
    principal: Math.max(0, open.principal),
  };
}

/** What is open of each part of a bill on a day (`YYYY-MM-DD` in the estate's zone), fen; nothing of one that is not open. */
export function partsOpenOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  return isOpen(bill) ? restOn(bill, on, policy) : noParts;
}
