import { type Bill, bookedOpen, bookedParts, deliveredOn, givenUp, isOpen, paidParts } from './bill.ts';
import { noParts, type Parts } from './debt-parts.ts';
import type { FeesPolicy } from './fees-policy.ts';
import { type LateCharge, type LateTerms, lateChargeOn } from './late-charge.ts';

/** What late charge is worked out by. */
export type LatePolicy = Pick<FeesPolicy, 'late' | 'court'>;

/**
 * What lowered the principal, by day. A payment that was taken back never was: its amounts of a day add up to nothing. What
 * was waived or written off lowers it from that day on.
 */
function lowered(bill: Bill): { on: string; fen: number }[] {
  const ofPayments = new Map<string, { on: string; fen: number }>();
  for (const { paymentId, on, parts } of bill.paid) {
    const key = `${on} ${paymentId}`;
    ofPayments.set(key, { on, fen: (ofPayments.get(key)?.fen ?? 0) + parts.principal });
  }
  const waived = bill.waived.filter(({ part }) => part === 'principal');
  const writtenOff = bill.writtenOff ? [{ on: bill.writtenOff.on, fen: bill.writtenOff.parts.principal }] : [];
  return [...ofPayments.values(), ...waived.map(({ on, fen }) => ({ on, fen })), ...writtenOff].filter(
    ({ fen }) => fen > 0,
  );
}

/** What the contract says of late charge on a bill: the terms of its publication; undefined where it says nothing (R5.1). */
export function lateTermsOf(bill: Pick<Bill, 'late'>, policy: LatePolicy): LateTerms | undefined {
  return (bill.late === undefined ? policy.late : bill.late) ?? undefined;
}

/**
 * The late charge of a bill at the end of a day, worked out anew from what is on record: deliveries, disputes, payments in
 * the order of their days and not of their entry (R5.1 to R5.4, D32).
 */
export function lateOf(bill: Bill, on: string, policy: LatePolicy): LateCharge {
  const owed = bill.status !== 'draft' && bill.status !== 'cancelled';
  const { fen: principalFen, dueOn, disputes } = bill;
  const line = { principalFen, dueOn, deliveredOn: deliveredOn(bill), payments: lowered(bill), disputes };
  return lateChargeOn(on, line, owed ? lateTermsOf(bill, policy) : undefined, policy.court);
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
