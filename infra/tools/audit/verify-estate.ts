import { billSchema, postedOpen } from '../../../functions/money/fees/bill.ts';
import { totalOf } from '../../../functions/money/fees/debt-parts.ts';
import { bills, feeLists } from '../../../functions/money/fees/fees.store.ts';
import type { Flaw } from '../../../functions/money/ledger/ledger-flaws.ts';
import type { LedgerState } from '../../../functions/money/ledger/ledger-state.ts';
import { claimOf, usedBy, verifyLedgerState } from '../../../functions/money/ledger/verify-ledger.ts';
import { accounts, meterLists, meters } from '../../../functions/money/meters/meters.store.ts';
import { paymentLists, unidentified } from '../../../functions/money/payments/payments.store.ts';
import { getMany, list, listRaw } from '../../../shared/store/table.ts';

/**
 * Recomputes the ledger of an estate up to a day, and compares its bills, prepaid meters and receipts with
 * the ledger. Calls `done` after each day. Returns the flaws and the number of entries.
 */
export async function verifyEstate(
  ledger: LedgerState,
  to: string,
  done: () => void,
): Promise<{ flaws: Flaw[]; entries: number }> {
  const { estateId } = ledger;
  const { flaws, claims, used, suspenseFen, entries } = await verifyLedgerState(ledger, to, done);
  return {
    flaws: [
      ...flaws,
      ...(await billsAgainst(estateId, claims)),
      ...(await metersAgainst(estateId, used)),
      ...(await receiptsAgainst(estateId, suspenseFen)),
    ],
    entries,
  };
}

/** Compares the open unidentified receipts of an estate with the suspense account (R21.12), in fen. */
async function receiptsAgainst(estateId: string, should: number): Promise<Flaw[]> {
  let is = 0;
  let cursor: string | undefined;
  do {
    const partition = paymentLists.unidentifiedIn(estateId, 'open');
    const page = await list(unidentified, { index: 'lists', partition, limit: 200, cursor });
    is += page.items.reduce((sum, { fen }) => sum + fen, 0);
    cursor = page.cursor;
  } while (cursor);
  return is === should ? [] : [{ estateId, what: 'suspense-differs', field: 'open receipts', is, should }];
}

/**
 * Compares the settled use of each prepaid meter with its postings, by payer.
 * `used` holds fen by `usedBy` key.
 */
async function metersAgainst(estateId: string, used: ReadonlyMap<string, number>): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  let cursor: string | undefined;
  do {
    const listing = { index: 'updates', partition: meterLists.meters(estateId), limit: 100, cursor } as const;
    const page = await list(meters, listing);
    for (const { meterId, settled } of await getMany(accounts, page.items, { consistent: true })) {
      for (const { payerId, fen: is } of settled?.taken ?? []) {
        const should = used.get(usedBy({ payerId, meterId })) ?? 0;
        if (is !== should)
          flaws.push({ estateId, what: 'meter-differs', field: `${payerId} on ${meterId}`, is, should });
      }
    }
    cursor = page.cursor;
  } while (cursor);
  return flaws;
}

/** Compares the open amount of each bill with its postings. `claims` holds fen by `claimOf` key. */
async function billsAgainst(estateId: string, claims: ReadonlyMap<string, number>): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const left = new Map(claims);
  let cursor: string | undefined;
  do {
    const listing = { index: 'updates', partition: feeLists.bills(estateId), limit: 500, cursor } as const;
    const page = await listRaw('ledger', listing);
    for (const item of page.items) {
      if (item.type !== bills.type) continue;
      const { data: bill } = billSchema.safeParse(item);
      if (!bill) {
        flaws.push({
          estateId,
          what: 'bill-unreadable',
          field: String(item.pk),
          is: 'changed',
          should: 'as it was written',
        });
        continue;
      }
      const key = claimOf(bill);
      const [is, should] = [totalOf(postedOpen(bill)), left.get(key) ?? 0];
      left.delete(key);
      if (is !== should) flaws.push({ estateId, what: 'bill-differs', field: `open of ${bill.billId}`, is, should });
    }
    cursor = page.cursor;
  } while (cursor);
  for (const [key, is] of left) {
    if (is !== 0) flaws.push({ estateId, what: 'claim-without-bill', field: key, is, should: 0 });
  }
  return flaws;
}
