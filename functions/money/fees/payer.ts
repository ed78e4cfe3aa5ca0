import { addDays } from '../../../shared/kernel/periods.ts';

/** Who owes for a unit, and for which days (both included; without `to` it goes on). A day of transfer belongs to one of them. */
export interface Payer {
  readonly payerId: string;
  readonly from: string;
  readonly to?: string;
}

/** Who owned a unit, and on which days. */
interface Ownership {
  readonly personId: string;
  readonly from: string;
  readonly to?: string | undefined;
}

/**
 * Owners on the days on which they owe what a home costs: one that is handed over by a phase is the developer's until the day
 * of its delivery, and its owner's from that day on (R3.5). Not delivered yet, it is no owner's.
 */
export function sinceDelivery(owners: readonly Ownership[], deliveredOn: string | undefined): Ownership[] {
  if (deliveredOn === undefined) return [];
  return owners.flatMap((owner) => {
    if (owner.to !== undefined && owner.to < deliveredOn) return [];
    return [owner.from < deliveredOn ? { ...owner, from: deliveredOn } : owner];
  });
}

const pays = (payer: Payer, day: string) => payer.from <= day && (payer.to === undefined || day <= payer.to);

/** The payer of a day. */
export function payerOn(payers: readonly Payer[], day: string): Payer | undefined {
  return payers.find((payer) => pays(payer, day));
}

/** The days on which the payer may change: first days, and days after a last one. */
export function changesOfPayer(payers: readonly Payer[]): string[] {
  return payers.flatMap((payer) => [payer.from, ...(payer.to === undefined ? [] : [addDays(payer.to, 1)])]);
}

/** Stops where two would pay for the same day (R4.5). @throws RangeError with the day. */
export function mustNotPayTwice(payers: readonly Payer[]): void {
  payers.forEach((payer, i) => {
    const other = payers.find((one, j) => j !== i && pays(payer, one.from) && pays(one, one.from));
    if (other) throw new RangeError(`two payers on ${other.from}`);
  });
}
