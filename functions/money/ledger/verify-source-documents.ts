import { checkDay } from './check-day.ts';
import type { Flaw } from './ledger-flaws.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';
import type { DaySourceDocuments } from './read-ledger.ts';
import { receiptGaps, receiptText } from './receipt.ts';
import type { StoredReceipt } from './source-document.store.ts';

/** The source documents of a day as stored. */
export interface StoredSourceDocuments extends DaySourceDocuments {
  readonly receipts: readonly StoredReceipt[];
}

/** A day with the day before and after it, so that a document on a wrong day is found. */
export interface DayAndAround {
  readonly estateId: string;
  readonly day: string;
  readonly entries: readonly (readonly Entry[])[];
  readonly papers: readonly StoredSourceDocuments[];
}

/**
 * Checks the receipts of a day: no gap, each with its entry and its amount, void when the entry was reversed
 * on the day.
 */
export function verifyReceipts(of: {
  estateId: string;
  day: string;
  entries: readonly Entry[];
  papers: StoredSourceDocuments;
}): Flaw[] {
  const { estateId, day, entries, papers } = of;
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]));
  const back = new Set(entries.map(({ reverses }) => reverses));
  const flaws = papers.receipts.flatMap((receipt): Flaw[] => {
    const { entryId, number, account, fen, replacedBy, bouncedBy, ofMoved } = receipt;
    const at = { estateId, day, entryId };
    const printed = receiptText(number);
    const entry = byId.get(entryId);
    if (entry?.receiptNumber !== printed)
      return [
        { ...at, what: 'receipt-without-entry', field: 'receipt', is: printed, should: entry?.receiptNumber ?? '-' },
      ];
    const moved = ofMoved ? sumFen(entry.postings.map((posting) => Math.max(0, posting.fen))) : movedBy(entry, account);
    const voided = receipt.voided && replacedBy === undefined && bouncedBy === undefined;
    const isBack = back.has(entryId);
    return [
      ...(moved === fen ? [] : [{ ...at, what: 'receipt-differs', field: `${printed} fen`, is: fen, should: moved }]),
      ...(isBack === voided
        ? []
        : [{ ...at, what: 'receipt-differs', field: `${printed} void`, is: String(voided), should: String(isBack) }]),
    ];
  });
  const cashiers = new Set([
    ...papers.receipts.map(({ number }) => number.cashierId),
    ...papers.counters.map(({ cashierId }) => cashierId),
  ]);
  const gaps = [...cashiers].sort().flatMap((cashierId) => {
    const numbers = papers.receipts
      .map(({ number }) => number)
      .filter((one) => one.cashierId === cashierId && one.day === day);
    const counter = papers.counters.find((one) => one.cashierId === cashierId)?.sequence ?? 0;
    return receiptGaps(cashierId, day, counter, numbers);
  });
  return [
    ...flaws,
    ...gaps.map(({ number, what }) => ({
      estateId,
      day,
      what: 'receipt-gap',
      field: receiptText(number),
      is: what,
      should: 'given out once',
    })),
  ];
}

/** Checks that a closed day still agrees with its source documents. */
export function verifyAgreement({ estateId, day, entries, papers }: DayAndAround): Flaw[] {
  const { differences } = checkDay(day, {
    entries: entries.flat(),
    vouchers: papers.flatMap((one) => one.vouchers),
    receipts: papers.flatMap((one) => one.receipts),
    channel: papers.flatMap((one) => one.channel),
    counters: [],
  });
  return differences.map(({ kind, record, reference, account, ledgerFen, recordFen, ledgerDay, recordDay }) => {
    const [is, should] = kind === 'wrong-day' ? [recordDay, ledgerDay] : [recordFen, ledgerFen];
    return {
      estateId,
      day,
      what: `papers-differ (${kind})`,
      field: `${record} ${reference} at ${account}`,
      is: is ?? 'none',
      should: should ?? 'none',
    };
  });
}
