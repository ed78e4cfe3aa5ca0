import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { compareInstants, dateSchema } from '../../../shared/kernel/time.ts';
import { type AccountKind, accountOf, accountSchema, isOfPayer } from './account.ts';
import { type Entry, entryKinds, movedBy, readable, sumFen } from './posting.ts';

/**
 * A statement of account (对账单). Fen, positive as the reader counts: their debt on a receivable, their money
 * on a prepaid account or deposit.
 */
export const statementSchema = z
  .object({
    account: accountSchema,
    from: dateSchema,
    to: dateSchema,
    /** The balance before `from`. */
    opening: fenSchema,
    /** Postings in the order of their days. */
    movements: z.array(
      z.object({
        entryId: z.string(),
        kind: z.enum(entryKinds),
        postedOn: dateSchema,
        occurredOn: dateSchema,
        description: z.string(),
        reference: z.string(),
        receiptNumber: z.string().optional(),
        fen: fenSchema,
        /** The balance after this movement. */
        balance: fenSchema,
      }),
    ),
    /** The balance at the end of `to`. */
    closing: fenSchema,
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof statementSchema>;

/** Sorts entries in ledger order: by day, then by recording. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted(
    (a, b) =>
      (a.postedOn < b.postedOn ? -1 : a.postedOn > b.postedOn ? 1 : 0) ||
      compareInstants(a.recordedAt, b.recordedAt) ||
      (a.entryId < b.entryId ? -1 : 1),
  );
}

/**
 * Returns the statement of an account for ledger days `from` to `to`, both included: opening + movements =
 * closing (D34).
 */
export function statementOf(entries: readonly Entry[], account: string, { from, to }: Span): Statement {
  const mine = inOrder(entries.filter((entry) => entry.postings.some((posting) => posting.account === account)));
  const fenOf = (entry: Entry) => readable(account, movedBy(entry, account));
  const opening = sumFen(mine.filter((entry) => entry.postedOn < from).map(fenOf));
  let balance = opening;
  const movements = mine
    .filter((entry) => from <= entry.postedOn && entry.postedOn <= to)
    .map((entry) => {
      const { entryId, kind, postedOn, occurredOn, description, reference, receiptNumber } = entry;
      const fen = fenOf(entry);
      balance = sumFen([balance, fen]);
      return { entryId, kind, postedOn, occurredOn, description, reference, receiptNumber, fen, balance };
    });
  return { account, from, to, opening, movements, closing: balance };
}

/** Returns the statements of all accounts of a payer: receivable, prepaid, meter and deposit accounts. */
export function statementsOf(entries: readonly Entry[], payerId: string, span: Span): Statement[] {
  const accounts = entries.flatMap((entry) => entry.postings.map((posting) => posting.account));
  const his = [...new Set(accounts)].filter((account) => isOfPayer(account, payerId)).sort();
  return his.map((account) => statementOf(entries, account, span));
}

/** The kinds of account that a combined statement adds up: what is owed, and money that is the payer's. */
const combined: readonly AccountKind[] = ['receivable', 'agency-receivable', 'prepaid', 'meter', 'deposit'];

/** A movement of all accounts of a payer together. */
interface CombinedMovement {
  readonly entry: Entry;
  /** Debit positive: more is owed, or less money is kept for the payer. */
  readonly fen: number;
  readonly balance: number;
}

/** All accounts of a payer in one: what they owe less the money that is kept for them, fen. */
export interface CombinedStatement {
  readonly opening: number;
  readonly movements: readonly CombinedMovement[];
  readonly closing: number;
}

/**
 * Returns the accounts of a payer in one table by date: opening + movements = closing = what is owed less the
 * prepaid money, the money on meters and the deposits. Entries that only move money between them are not
 * listed.
 */
export function combinedStatementOf(entries: readonly Entry[], payerId: string, { from, to }: Span): CombinedStatement {
  const counts = (account: string) => isOfPayer(account, payerId) && combined.includes(accountOf(account).kind);
  const fenOf = (entry: Entry) => sumFen(entry.postings.filter(({ account }) => counts(account)).map(({ fen }) => fen));
  const ordered = inOrder(entries);
  const opening = sumFen(ordered.filter(({ postedOn }) => postedOn < from).map(fenOf));
  let balance = opening;
  const movements = ordered
    .filter(({ postedOn }) => from <= postedOn && postedOn <= to)
    .map((entry) => ({ entry, fen: fenOf(entry) }))
    .filter(({ fen }) => fen !== 0)
    .map(({ entry, fen }) => {
      balance = sumFen([balance, fen]);
      return { entry, fen, balance };
    });
  return { opening, movements, closing: balance };
}
