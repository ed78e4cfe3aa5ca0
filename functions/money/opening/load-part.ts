import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { textOfFile } from '../../../shared/files/file-parts.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { carryDemands } from '../dunning/public.ts';
import { carriedBillId, carryOverBill, feeItemsOf, feesPolicy } from '../fees/public.ts';
import {
  carrySlip,
  type Entry,
  entryHeader,
  knownEntries,
  type LedgerState,
  ledgerFor,
  openingEntry,
  postEntries,
} from '../ledger/public.ts';
import { carryMeter } from '../meters/public.ts';
import { carryDeposit, carryPrepaid, carryUnidentified } from '../payments/public.ts';
import type { Opening } from './opening.ts';
import { type FileKind, partFile } from './opening-file.ts';
import {
  balanceRowSchema,
  billRowSchema,
  demandRowSchema,
  depositRowSchema,
  meterRowSchema,
  prepaidRowSchema,
  slipRowSchema,
  suspenseRowSchema,
} from './opening-row.ts';

/** Rows of one transaction: each takes up to five items, and a transaction has at most a hundred. */
const rowsAtOnce: Readonly<Record<FileKind, number>> = {
  balances: 15,
  bills: 20,
  prepaid: 30,
  deposits: 15,
  suspense: 18,
  slips: 18,
  meters: 1,
  demands: 1,
};
/** Transactions at the same moment. */
const together = 6;

/** What of a row is written, and its entry. */
type Write = (transaction: Transaction) => Entry;

/**
 * Writes rows that are not there yet, each with its entry, in one transaction. A repetition writes
 * nothing.
 */
async function writeRows(ledger: LedgerState, writes: readonly Write[], act: ActionContext): Promise<void> {
  await retryOnConflict(async () => {
    const rows = writes.map((write) => {
      const transaction = new Transaction();
      return { transaction, entry: write(transaction) };
    });
    const known = await knownEntries(
      ledger.estateId,
      rows.map(({ entry }) => entry.entryId),
    );
    const fresh = rows.filter(({ entry }) => !known.has(entry.entryId));
    if (fresh.length === 0) return;
    const all = new Transaction();
    for (const { transaction } of fresh) all.join(transaction);
    postEntries(
      all,
      ledger,
      fresh.map(({ entry }) => entry),
      [],
      act,
    );
    await all.commit();
  });
}

/** Runs works, a few at the same moment. */
async function inParallel(works: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...works];
  const worker = async () => {
    for (let work = waiting.pop(); work; work = waiting.pop()) await work();
  };
  await Promise.all(Array.from({ length: together }, worker));
}

/**
 * Posts one part of the checked rows (R30.3): every entry is dated on the last day before the cut-over and
 * balances against opening equity. Returns the number of rows. Posting a part again changes nothing.
 */
export async function loadPart(
  opening: Opening,
  { kind, part }: { kind: FileKind; part: number },
  act: ActionContext,
): Promise<number> {
  const { estateId, openingId, cutOverOn: on } = opening;
  const [ledger, text, estate] = await Promise.all([
    ledgerFor(estateId),
    textOfFile(partFile(opening, kind, part)),
    requireEstate(estateId),
  ]);
  const { zone } = estate.calendar;
  const at = { ledger, on, act };
  const rowsOf = <S extends z.ZodType>(schema: S): z.output<S>[] => z.array(schema).parse(JSON.parse(text));
  const writesOf = async (): Promise<Write[]> => {
    switch (kind) {
      case 'balances':
        return rowsOf(balanceRowSchema).map(({ account, fen, proof }) => () => {
          const reference = proof ?? openingId;
          const said = { occurredOn: on, recordedAt: act.recordedAt, reference, description: reference };
          return openingEntry(entryHeader(ledger, { cause: ['opening', account], ...said }), [{ account, fen }]);
        });
      case 'bills': {
        const [items, { late }] = await Promise.all([feeItemsOf(estateId), feesPolicy.of(estateId)]);
        const byId = new Map(items.map((item) => [item.feeItemId, item]));
        return rowsOf(billRowSchema).map((row) => (transaction) => {
          const item = byId.get(row.feeItemId);
          if (!item) throw new Error(`the fee item of a bill is gone: ${row.feeItemId}`);
          return carryOverBill(transaction, { ledger, openingId, on, late }, row, item, act);
        });
      }
      case 'prepaid':
        return rowsOf(prepaidRowSchema).map((row) => () => carryPrepaid(at, row));
      case 'deposits':
        return rowsOf(depositRowSchema).map((row) => (transaction) => carryDeposit(transaction, at, row));
      case 'suspense':
        return rowsOf(suspenseRowSchema).map((row) => (transaction) => carryUnidentified(transaction, at, row));
      case 'slips':
        return rowsOf(slipRowSchema).map((row) => (transaction) => carrySlip(transaction, ledger, row, { on, act }));
      case 'meters':
      case 'demands':
        return [];
    }
  };
  if (kind === 'meters') {
    const meters = rowsOf(meterRowSchema);
    await inParallel(meters.map((row) => () => carryMeter({ ledger, on, zone, act }, row)));
    return meters.length;
  }
  if (kind === 'demands') {
    const all = rowsOf(demandRowSchema);
    const carry = ({ acts, ...account }: (typeof all)[number]) =>
      carryDemands(
        { estateId, ...account },
        acts.map(({ bills, ...one }) => ({ ...one, billIds: bills.map((number) => carriedBillId(estateId, number)) })),
        act,
      );
    await inParallel(all.map((row) => () => carry(row)));
    return all.length;
  }
  const writes = await writesOf();
  const size = rowsAtOnce[kind];
  const groups = Array.from({ length: Math.ceil(writes.length / size) }, (_, nth) =>
    writes.slice(nth * size, (nth + 1) * size),
  );
  await inParallel(groups.map((group) => () => writeRows(ledger, group, act)));
  return writes.length;
}
