import {
  type Bill,
  creditedFen,
  firstDeliveryOf,
  givenUpOf,
  isOpen,
  isOwed,
  paidParts,
  postedOpen,
  postedParts,
} from './bill.ts';
import { noParts, type Parts } from './debt-parts.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { type LateCharge, type LateTerms, lateChargeOn } from './late-charge.ts';

/** The settings from which late charge is calculated. */
export type LatePolicy = Pick<FeesPolicy, 'late' | 'court'>;

/**
 * Returns what lowered the principal, by day. A payment that was taken back adds up to 0 with its counter
 * entry. Waivers and write-offs lower the principal from their day on. A payment beyond a principal that was
 * credited later counts only up to the lowered principal.
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

/**
 * Returns the late charge terms that the bill stored at its publication, else those of the policy; undefined
 * where the contract has none (R5.1).
 */
export function lateTermsOf(bill: Pick<Bill, 'late'>, policy: LatePolicy): LateTerms | undefined {
  return (bill.late === undefined ? policy.late : bill.late) ?? undefined;
}

/**
 * Returns the daily rates of late charge that open principal of a bill bears, fen each. They decide which
 * debt is the heavier burden (R28.1).
 */
export function principalByRate(
  bill: Pick<Bill, 'late'>,
  openFen: number,
  policy: LatePolicy,
): { dailyRate: string; fen: number }[] {
  return [{ dailyRate: lateTermsOf(bill, policy)?.dailyRate ?? '0', fen: openFen }];
}

/**
 * Returns the late charge of a bill at the end of a day. It is recalculated from the recorded deliveries,
 * disputes and payments, by the day on which they happened (R5.1 to R5.4, D32). What was credited was never
 * owed (R22). Days excused for a cashier's mistake count as days in dispute (R21.3).
 */
export function lateOf(bill: Bill, on: string, policy: LatePolicy): LateCharge {
  const { dueOn } = bill;
  const disputes = [...bill.disputes, ...(bill.excused ?? [])];
  const principalFen = bill.kind === 'credit-note' ? 0 : bill.fen - creditedFen(bill, 'with-given-up');
  const payments = lowered(bill, principalFen);
  const line = { principalFen, dueOn, deliveredOn: firstDeliveryOf(bill), payments, disputes };
  return lateChargeOn(on, line, isOwed(bill) ? lateTermsOf(bill, policy) : undefined, policy.court);
}

/**
 * Returns the total late charge owed on a day, fen. It is never less than what was claimed and not corrected.
 * Nothing more is claimed for a bad debt.
 */
function lateOwed(bill: Bill, on: string, policy: LatePolicy): number {
  if (bill.writtenOff) return postedParts(bill)['late-charge'];
  return Math.max(lateOf(bill, on, policy).claimedFen, postedParts(bill)['late-charge']);
}

/** Returns what is open of each part on a day, whatever the status of the bill, fen. */
export function restOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  const open = postedOpen(bill);
  const late = lateOwed(bill, on, policy) - paidParts(bill)['late-charge'] - givenUpOf(bill, 'late-charge');
  return {
    costs: Math.max(0, open.costs),
    'late-charge': Math.max(0, late),
    principal: Math.max(0, open.principal),
  };
}

/**
 * Returns what is open of each part of a bill on a day (`YYYY-MM-DD` in the estate's zone), fen. Everything
 * is 0 for a bill that is not open.
 */
export function partsOpenOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  return isOpen(bill) ? restOn(bill, on, policy) : noParts;
}
