import { everyItem } from '../../../shared/store/table.ts';
import { billsByIds } from '../fees/public.ts';
import type { Flaw } from '../ledger/public.ts';
import { invoiceLists, invoices } from './invoices.store.ts';

/** Amounts by bill, line and invoice, fen. */
class Amounts {
  readonly #fen = new Map<string, number>();

  add(key: string, fen: number): void {
    this.#fen.set(key, (this.#fen.get(key) ?? 0) + fen);
  }

  of(key: string): number {
    return this.#fen.get(key) ?? 0;
  }

  get keys(): Iterable<string> {
    return this.#fen.keys();
  }
}

/**
 * Compares the invoices of an estate with what its bills have noted of them. For `npm run verify-ledger`. A
 * red invoice counts against the one that it takes back.
 */
export async function verifyInvoices(estateId: string): Promise<Flaw[]> {
  const [registered, noted] = [new Amounts(), new Amounts()];
  const billIds = new Set<string>();
  const all = everyItem(invoices, { index: 'lists', partition: invoiceLists.invoices(estateId) });
  for await (const { number, red, lines } of all) {
    for (const { billId, line, fen } of lines) {
      if (billId === undefined) continue;
      billIds.add(billId);
      registered.add(`${billId} ${line} ${red?.number ?? number}`, fen);
    }
  }
  const ids = [...billIds];
  for (let from = 0; from < ids.length; from += 100) {
    for (const { billId, invoiced = [] } of await billsByIds(ids.slice(from, from + 100))) {
      for (const { line, number, fen } of invoiced) noted.add(`${billId} ${line} ${number}`, fen);
    }
  }
  return [...new Set([...registered.keys, ...noted.keys])].flatMap((field) => {
    const [is, should] = [noted.of(field), registered.of(field)];
    return is === should ? [] : [{ estateId, what: 'invoiced-differs', field, is, should }];
  });
}
