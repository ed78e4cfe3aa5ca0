import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { textOfFile } from '../../../shared/files/file-parts.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { carryOverTitle, titleRulesOf } from '../../homes/titles/public.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { carryOverTicket, ticketsPolicy } from '../../service/tickets/public.ts';
import { carryDemands } from '../dunning/public.ts';
import { carriedBillId, carryOverBill, feeItemsOf, feesPolicy } from '../fees/public.ts';
import {
  carryNumbers,
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
  contractRowSchema,
  demandRowSchema,
  depositRowSchema,
  meterRowSchema,
  numbersRowSchema,
  prepaidRowSchema,
  slipRowSchema,
  suspenseRowSchema,
  ticketRowSchema,
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
  numbers: 90,
  tickets: 1,
  contracts: 1,
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

function groupsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));
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
  const of = { estate, openingId, act };
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
        const [items, { late, disputeAnswerDays }] = await Promise.all([feeItemsOf(estateId), feesPolicy.of(estateId)]);
        const byId = new Map(items.map((item) => [item.feeItemId, item]));
        return rowsOf(billRowSchema).map((row) => (transaction) => {
          const item = byId.get(row.feeItemId);
          if (!item) throw new Error(`the fee item of a bill is gone: ${row.feeItemId}`);
          return carryOverBill(transaction, { ledger, openingId, on, late, disputeAnswerDays }, row, item, act);
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
      case 'numbers':
      case 'tickets':
      case 'contracts':
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
  if (kind === 'tickets') {
    const policy = await ticketsPolicy.of(estateId);
    const all = rowsOf(ticketRowSchema);
    await inParallel(all.map((row) => () => retryOnConflict(() => carryOverTicket(row, { ...of, policy }))));
    return all.length;
  }
  if (kind === 'contracts') {
    const rules = await titleRulesOf(estateId);
    const all = rowsOf(contractRowSchema);
    await inParallel(all.map((row) => () => retryOnConflict(() => carryOverTitle(row, { ...of, rules }))));
    return all.length;
  }
  if (kind === 'numbers') {
    const all = rowsOf(numbersRowSchema);
    const carried = groupsOf(all, rowsAtOnce[kind]).map((rows) => async () => {
      const transaction = new Transaction();
      for (const row of rows) carryNumbers(transaction, { ...row, estateId, openingId });
      await transaction.commit();
    });
    await inParallel(carried);
    return all.length;
  }
  const writes = await writesOf();
  await inParallel(groupsOf(writes, rowsAtOnce[kind]).map((group) => () => writeRows(ledger, group, act)));
  return writes.length;
}
