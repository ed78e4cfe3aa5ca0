import { account } from './account.ts';
import { entryOf } from './entry-builders.ts';
import type { Entry, EntryHead, Posting } from './posting.ts';
import type { VatPart } from './vat-postings.ts';

/*
 * Entries of the service fund (酬金制, R34.5): what owners pay for service is held for them on 2241.06, is spent
 * under the contract, and the company draws its remuneration from it.
 */

function assertFen(fen: number, taxFen = 0): void {
  const isRight = Number.isSafeInteger(fen) && fen !== 0 && taxFen * fen >= 0 && Math.abs(taxFen) < Math.abs(fen);
  if (!isRight) throw new RangeError('amounts must be fen, and the tax less than the amount');
}

/**
 * Returns the entry of the company's remuneration: revenue and its tax. Negative fen gives back what was
 * drawn too much, with debit and credit exchanged.
 */
export function remunerationEntry(head: EntryHead, what: { fen: number; vat?: VatPart | undefined }): Entry {
  const { fen, vat } = what;
  const taxFen = vat?.taxFen ?? 0;
  assertFen(fen, taxFen);
  const tax: Posting[] = vat ? [{ account: account.vat(vat), fen: 0 - taxFen }] : [];
  return entryOf('remuneration', head, [
    { account: account.serviceFund('remuneration'), fen },
    { account: account.revenue('remuneration'), fen: taxFen - fen },
    ...tax,
  ]);
}

/** Returns the entry of spending under the contract: the supplier is owed it. */
export function serviceCostEntry(head: EntryHead, what: { fen: number; payeeId: string }): Entry {
  const { fen, payeeId } = what;
  if (fen <= 0) throw new RangeError('spending is a positive amount');
  assertFen(fen);
  return entryOf('service-cost', head, [
    { account: account.serviceFund('spending'), fen },
    { account: account.payable(payeeId), fen: -fen },
  ]);
}
