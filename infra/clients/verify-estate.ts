import { billSchema, bookedOpen } from '../../functions/fees/bill.ts';
import { totalOf } from '../../functions/fees/debt-parts.ts';
import { bills, feeLists } from '../../functions/fees/fees-store.ts';
import type { Books } from '../../functions/ledger/books.ts';
import type { Flaw } from '../../functions/ledger/verify.ts';
import { claimOf, verifyBooks } from '../../functions/ledger/verify-books.ts';
import { listRaw } from '../../shared/store/table.ts';

/** Holds the books of an estate against themselves, up to a day, and its bills against the books. `done` is told of each day. */
export async function verifyEstate(
  books: Books,
  to: string,
  done: () => void,
): Promise<{ flaws: Flaw[]; entries: number }> {
  const { flaws, claims, entries } = await verifyBooks(books, to, done);
  return { flaws: [...flaws, ...(await billsAgainst(books.estateId, claims))], entries };
}

/** Compares what each bill of an estate says is open with its postings. `claims` are fen under `claimOf`. */
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
      const [is, should] = [totalOf(bookedOpen(bill)), left.get(key) ?? 0];
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
