import { addDays } from '../../shared/kernel/periods.ts';

/** Who owes for a unit, and for which days (both included; without `to` it goes on). A day of transfer belongs to one of them. */
export interface Payer {
  readonly payerId: string;
  readonly from: string;
  readonly to?: string;
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
