import { account, isMoney } from './account.ts';
import { entryOf } from './entry-builders.ts';
import type { Entry, EntryHead, Posting } from './posting.ts';
import type { VatPart } from './vat-postings.ts';

/*
 * Entries of the owners' common income (公共收益, R34.1, R34.2). It is a liability of its own and never revenue
 * of the company.
 */

function assertFen(fen: number, taxFen = 0): void {
  const isRight = Number.isSafeInteger(fen) && fen > 0 && taxFen >= 0 && taxFen < fen;
  if (!isRight) throw new RangeError('amounts must be positive fen, and the tax less than the amount');
}

function taxOf(vat: VatPart | undefined): Posting[] {
  return vat && vat.taxFen !== 0 ? [{ account: account.vat(vat), fen: -vat.taxFen }] : [];
}

/** Returns the entry of income from common parts: the owners' money is what is left after the tax. */
export function commonIncomeEntry(
  head: EntryHead,
  what: { moneyAccount: string; fen: number; vat?: VatPart | undefined },
): Entry {
  const { moneyAccount, fen, vat } = what;
  assertFen(fen, vat?.taxFen);
  if (!isMoney(moneyAccount)) throw new RangeError(`${moneyAccount} is no money account`);
  return entryOf('common-income', head, [
    { account: moneyAccount, fen },
    { account: account.common(), fen: (vat?.taxFen ?? 0) - fen },
    ...taxOf(vat),
  ]);
}

/** Returns the entry of a documented cost of common income: the supplier is owed it. */
export function commonCostEntry(head: EntryHead, what: { fen: number; payeeId: string }): Entry {
  assertFen(what.fen);
  return entryOf('common-cost', head, [
    { account: account.common(), fen: what.fen },
    { account: account.payable(what.payeeId), fen: -what.fen },
  ]);
}

/** Returns the entry of the fee that the owners agreed with the company: other revenue and its tax. */
export function commonFeeEntry(head: EntryHead, what: { fen: number; vat?: VatPart | undefined }): Entry {
  const { fen, vat } = what;
  assertFen(fen, vat?.taxFen);
  return entryOf('common-fee', head, [
    { account: account.common(), fen },
    { account: account.otherRevenue(), fen: (vat?.taxFen ?? 0) - fen },
    ...taxOf(vat),
  ]);
}

/**
 * Returns the entry of common income that the owners decided about: owed to a payee, or without one to the
 * maintenance fund.
 */
export function commonUseEntry(head: EntryHead, what: { fen: number; payeeId?: string | undefined }): Entry {
  assertFen(what.fen);
  const to = what.payeeId === undefined ? account.maintenanceFund() : account.payable(what.payeeId);
  return entryOf('common-use', head, [
    { account: account.common(), fen: what.fen },
    { account: to, fen: -what.fen },
  ]);
}
