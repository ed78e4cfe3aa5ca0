import { verifyAdvances, verifyBills } from '../../../functions/money/fees/public.ts';
import { verifyInvoices } from '../../../functions/money/invoices/public.ts';
import { type Flaw, type LedgerState, verifyLedgerState } from '../../../functions/money/ledger/public.ts';
import { verifyMeters } from '../../../functions/money/meters/public.ts';
import { verifyUnidentified } from '../../../functions/money/payments/public.ts';

/**
 * Recomputes the ledger of an estate up to a day, and compares its bills, prepaid meters, receipts and
 * invoices with it. Calls `done` after each day. Returns the flaws and the number of entries.
 */
export async function verifyEstate(
  ledger: LedgerState,
  to: string,
  done: () => void,
): Promise<{ flaws: Flaw[]; entries: number }> {
  const { estateId } = ledger;
  const { flaws, claims, taxes, used, suspenseFen, balances, entries } = await verifyLedgerState(ledger, to, done);
  return {
    flaws: [
      ...flaws,
      ...(await verifyBills(estateId, claims, taxes)),
      ...(await verifyAdvances(estateId, balances)),
      ...(await verifyMeters(estateId, used)),
      ...(await verifyUnidentified(estateId, suspenseFen)),
      ...(await verifyInvoices(estateId)),
    ],
    entries,
  };
}
