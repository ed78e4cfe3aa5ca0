import { addDays, type Span } from '../../../shared/kernel/periods.ts';

/**
 * Who pays for a unit, and for which days (both included; without `to` it continues). A day of transfer
 * belongs to one of them.
 */
export interface Payer {
  readonly payerId: string;
  readonly from: string;
  readonly to?: string;
}

/** An owner of a unit and their days. */
interface Ownership {
  readonly personId: string;
  readonly from: string;
  readonly to?: string | undefined;
}

/**
 * Returns the owners on the days on which they owe the fees of a home. Before its delivery a home of a
 * handover phase is the developer's; from that day on it is its owner's (R3.5). An undelivered home has no
 * paying owner.
 */
export function sinceDelivery(owners: readonly Ownership[], deliveredOn: string | undefined): Ownership[] {
  if (deliveredOn === undefined) return [];
  return owners.flatMap((owner) => {
    if (owner.to !== undefined && owner.to < deliveredOn) return [];
    return [owner.from < deliveredOn ? { ...owner, from: deliveredOn } : owner];
  });
}

const pays = (payer: Payer, day: string) => payer.from <= day && (payer.to === undefined || day <= payer.to);

/** Returns the payer of a day. */
export function payerOn(payers: readonly Payer[], day: string): Payer | undefined {
  return payers.find((payer) => pays(payer, day));
}

/** Returns the days on which the payer may change: first days, and days after a last day. */
export function changesOfPayer(payers: readonly Payer[]): string[] {
  return payers.flatMap((payer) => [payer.from, ...(payer.to === undefined ? [] : [addDays(payer.to, 1)])]);
}

/** Rejects two payers of the same day (R4.5). @throws RangeError with the day. */
export function mustNotPayTwice(payers: readonly Payer[]): void {
  payers.forEach((payer, i) => {
    const other = payers.find((one, j) => j !== i && pays(payer, one.from) && pays(one, one.from));
    if (other) throw new RangeError(`two payers on ${other.from}`);
  });
}

/** Returns payers without the days of a span, on which none of them pays. */
export function withoutDays(payers: readonly Payer[], { from, to }: Span): Payer[] {
  return payers.flatMap((payer) => {
    if (payer.from > to || (payer.to !== undefined && payer.to < from)) return [payer];
    const before = payer.from < from ? [{ ...payer, to: addDays(from, -1) }] : [];
    const after = payer.to === undefined || to < payer.to ? [{ ...payer, from: addDays(to, 1) }] : [];
    return [...before, ...after];
  });
}
