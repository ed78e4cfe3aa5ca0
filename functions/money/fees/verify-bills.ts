import { upgraded } from '../../../shared/store/entity.ts';
import { listRaw } from '../../../shared/store/table.ts';
import { agencyClaimOf, claimOf, type Flaw } from '../ledger/public.ts';
import { agencyOf, billSchema, postedOpen } from './bill.ts';
import { postedTaxFen } from './bill-vat.ts';
import { billLists, bills } from './bills.store.ts';
import { totalOf } from './debt-parts.ts';

/**
 * Compares the open amount and the value added tax of each bill of an estate with its postings. `claims` and
 * `taxes` hold fen by `claimOf` key.
 * Bills are read as stored: one that was changed is a flaw and does not stop the run.
 */
export async function verifyBills(
  estateId: string,
  claims: ReadonlyMap<string, number>,
  taxes: ReadonlyMap<string, number>,
): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const left = new Map(claims);
  const taxLeft = new Map(taxes);
  let cursor: string | undefined;
  do {
    const listing = { index: 'updates', partition: billLists.changesOf(estateId), limit: 500, cursor } as const;
    const page = await listRaw('ledger', listing);
    for (const item of page.items) {
      if (item.type !== bills.type) continue;
      const { data: bill } = billSchema.safeParse(upgraded(bills, item));
      if (!bill) {
        const field = String(item.pk);
        flaws.push({ estateId, what: 'bill-unreadable', field, is: 'changed', should: 'as it was written' });
        continue;
      }
      const key = claimOf(bill);
      const open = postedOpen(bill);
      const sides = [
        [key, totalOf(open) - agencyOf(open), 'open'] as const,
        [agencyClaimOf(bill), agencyOf(open), 'open for others'] as const,
      ];
      for (const [claim, is, words] of sides) {
        const should = left.get(claim) ?? 0;
        left.delete(claim);
        const field = `${words} of ${bill.billId}`;
        if (is !== should) flaws.push({ estateId, what: 'bill-differs', field, is, should });
      }
      const [taxIs, taxShould] = [postedTaxFen(bill), taxLeft.get(key) ?? 0];
      taxLeft.delete(key);
      if (taxIs !== taxShould) {
        const field = `tax of ${bill.billId}`;
        flaws.push({ estateId, what: 'bill-tax-differs', field, is: taxIs, should: taxShould });
      }
    }
    cursor = page.cursor;
  } while (cursor);
  for (const [what, rest] of [['claim-without-bill', left] as const, ['tax-without-bill', taxLeft] as const]) {
    for (const [key, is] of rest) if (is !== 0) flaws.push({ estateId, what, field: key, is, should: 0 });
  }
  return flaws;
}
