import type * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { everyItem, get, getMany } from '../../../shared/store/table.ts';
import { account, accountOf, isMoney, payerOfAccount, vatPercentOf } from './account.ts';
import { closes, sealedLeaves, sealPartition } from './close.store.ts';
import { ledgerLists, ledger as ledgerOf, reversedEntries, shardPartition, shardsOfDay } from './ledger.store.ts';
import {
  type Flaw,
  type StoredDay,
  type VerifiedDay,
  verifyChain,
  verifyEntries,
  verifyTotals,
} from './ledger-flaws.ts';
import { isCustomerFunds, type LedgerState } from './ledger-state.ts';
import { moneyAt, moneyMoves, movesAfter } from './money.store.ts';
import { balancesInOrder } from './money-on-hand.ts';
import { fundsOfPayer } from './post-entries.ts';
import { type Entry, type Posting, sumFen } from './posting.ts';
import { everyRawItem } from './read-ledger.ts';
import { firstSeal } from './seal.ts';
import {
  channelLines,
  receiptCounters,
  receipts,
  sourceDocumentsPartition,
  vouchers,
} from './source-document.store.ts';
import { type StoredSourceDocuments, verifyAgreement, verifyReceipts } from './verify-source-documents.ts';

type Item = Record<string, unknown>;

/** Lists the ledgers of all estates, ordered by estate id. */
export function everyLedger(): Promise<LedgerState[]> {
  return Array.fromAsync(everyItem(ledgerOf, { index: 'lists', partition: ledgerLists.ledger }));
}

/** A day as stored, with the entries and flaws found in it. */
interface ReadDay extends VerifiedDay {
  readonly stored: StoredDay;
  readonly papers: StoredSourceDocuments;
}

const noPapers: StoredSourceDocuments = { vouchers: [], receipts: [], channel: [], counters: [] };

/** The verification of the ledger of one estate, day by day. */
class Verification {
  readonly #ledger: LedgerState;
  readonly flaws: Flaw[] = [];
  /** Open amounts of bills by the postings, fen, by `account bill`. */
  readonly claims = new Map<string, number>();
  /** Value added tax of bills by the postings, fen, by `account bill`. */
  readonly taxes = new Map<string, number>();
  /** Usage of meters by the postings, fen, by account. */
  readonly used = new Map<string, number>();
  readonly #kept = new Map<string, number>();
  /** Balances of money accounts by the postings, fen. */
  readonly #money = new Map<string, number>();
  readonly #reversals = new Map<string, string>();
  readonly #marks = new Map<string, string>();
  #balances: Record<string, number> = {};
  #seal = firstSeal;
  entries = 0;

  constructor(ledger: LedgerState) {
    this.#ledger = ledger;
  }

  /** Parses the items of a type. An unreadable item is a flaw. */
  #parsed<T>(schema: z.ZodType<T>, items: readonly Item[], type: string, day: string): T[] {
    return items
      .filter((item) => item.type === type)
      .flatMap((item) => {
        const { data, error } = schema.safeParse(item);
        if (data !== undefined) return [data];
        const [issue] = error?.issues ?? [];
        const { estateId } = this.#ledger;
        const is = `${issue?.path.join('.')}: ${issue?.message}`;
        this.flaws.push({
          estateId,
          day,
          what: `${type}-unreadable`,
          field: String(item.sk),
          is,
          should: 'as it was written',
        });
        return [];
      });
  }

  async #read(day: string): Promise<ReadDay> {
    const { estateId, closedThrough, closing } = this.#ledger;
    const isClosed = day <= closedThrough;
    const { pk, sk } = closes.key({ estateId, day });
    const leaves = Array.from({ length: shardsOfDay }, (_, leaf) =>
      everyRawItem({ partition: shardPartition(estateId, day, leaf) }),
    );
    const [items, papers, [close]] = await Promise.all([
      Promise.all(leaves),
      everyRawItem({ partition: sourceDocumentsPartition(estateId, day) }),
      everyRawItem({ partition: pk, sort: { beginsWith: sk } }).then((found) =>
        this.#parsed(closes.schema, found, closes.type, day),
      ),
    ]);
    const beneath =
      isClosed && close ? await everyRawItem({ partition: sealPartition(estateId, day, close.sealings) }) : [];
    const stored: StoredDay = {
      estateId,
      day,
      items: items.flat(),
      close,
      isClosed,
      isClosing: closing === day,
      leaves: this.#parsed(sealedLeaves.schema, beneath, sealedLeaves.type, day).flatMap((chunk) => chunk.leaves),
    };
    return {
      stored,
      ...verifyEntries(stored),
      papers: {
        vouchers: this.#parsed(vouchers.schema, papers, vouchers.type, day),
        receipts: this.#parsed(receipts.schema, papers, receipts.type, day),
        channel: this.#parsed(channelLines.schema, papers, channelLines.type, day),
        counters: this.#parsed(receiptCounters.schema, papers, receiptCounters.type, day),
      },
    };
  }

  /** Verifies every day from the first ledger day to `to`. `done` is called after each day. */
  async walk(to: string, done: () => void): Promise<void> {
    const { estateId, openedOn } = this.#ledger;
    let before: ReadDay | undefined;
    let now = await this.#read(openedOn);
    for (let day = openedOn; day <= to; day = addDays(day, 1)) {
      const [after] = await Promise.all([this.#read(addDays(day, 1)), this.#takeMarks(now.entries)]);
      this.#takeDay(now);
      this.flaws.push(...verifyReceipts({ estateId, day, entries: now.entries, papers: now.papers }));
      if (now.stored.isClosed) {
        const entries = [before?.entries ?? [], now.entries, after.entries];
        const papers = [before?.papers ?? noPapers, now.papers, after.papers];
        this.flaws.push(...verifyAgreement({ estateId, day, entries, papers }));
      }
      [before, now] = [now, after];
      done();
    }
  }

  #takeDay({ stored, flaws, entries }: ReadDay): void {
    this.flaws.push(...flaws, ...(stored.isClosed ? verifyChain(stored, this.#seal) : []));
    this.#seal = stored.close?.seal?.seal ?? this.#seal;
    const totals = verifyTotals(stored, this.#balances, entries);
    this.flaws.push(...totals.flaws);
    this.#balances = totals.balances;
    this.entries += entries.length;
    for (const { entryId, kind, reverses, postings } of entries) {
      if (reverses !== undefined) this.#reversals.set(reverses, entryId);
      const claim = postings.find(({ bill }) => bill);
      const ofBill = claim && taxKey(claim);
      for (const { account: code, fen, bill } of postings) {
        if (kind === 'meter-use') this.used.set(code, sumFen([this.used.get(code) ?? 0, fen]));
        const [sums, key] = bill ? [this.claims, `${code} ${bill.billId}`] : [this.#kept, code];
        if (ofBill !== undefined && vatPercentOf(code) !== undefined) {
          this.taxes.set(ofBill, sumFen([this.taxes.get(ofBill) ?? 0, 0 - fen]));
        }
        if (isMoney(code)) this.#money.set(code, sumFen([this.#money.get(code) ?? 0, fen]));
        if (bill || isCustomerFunds(code)) sums.set(key, sumFen([sums.get(key) ?? 0, fen]));
      }
    }
  }

  /** Loads the marks of reversed entries. */
  async #takeMarks(entries: readonly Entry[]): Promise<void> {
    const { estateId } = this.#ledger;
    for (let from = 0; from < entries.length; from += 100) {
      const ids = entries.slice(from, from + 100).map(({ entryId }) => ({ estateId, entryId }));
      for (const { entryId, by } of await getMany(reversedEntries, ids)) this.#marks.set(entryId, by);
    }
  }

  /** Balances after the last day, fen by `balanceKey`, debit positive. */
  get balances(): Readonly<Record<string, number>> {
    return this.#balances;
  }

  /** The balance of suspense after the last day, fen. */
  get suspenseFen(): number {
    return 0 - (this.#balances[account.suspense()] ?? 0);
  }

  /** Checks that every reversed entry has its mark, and no other entry has one. */
  verifyMarks(): void {
    const { estateId } = this.#ledger;
    for (const entryId of new Set([...this.#reversals.keys(), ...this.#marks.keys()])) {
      const [is, should] = [this.#marks.get(entryId) ?? 'none', this.#reversals.get(entryId) ?? 'none'];
      if (is !== should)
        this.flaws.push({ estateId, entryId, what: 'reversed-mark-differs', field: 'reversed by', is, should });
    }
  }

  /** Checks that the customer funds of each payer equal the sum of the postings. */
  async verifyKept(): Promise<void> {
    const { estateId } = this.#ledger;
    const payers = new Set(
      [...this.#kept.keys(), ...this.claims.keys()].map((key) => accountOf(key.split(' ')[0] ?? '').ids[0] ?? ''),
    );
    const kept = new Map<string, number>();
    const waiting = [...payers];
    const worker = async () => {
      for (let payerId = waiting.pop(); payerId !== undefined; payerId = waiting.pop()) {
        for (const { account: code, fen } of await fundsOfPayer(estateId, payerId)) kept.set(code, fen);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    for (const code of new Set([...this.#kept.keys(), ...kept.keys()])) {
      // Customer funds are a liability: by the postings they are a credit.
      const [is, should] = [kept.get(code) ?? 0, 0 - (this.#kept.get(code) ?? 0)];
      if (is !== should) this.flaws.push({ estateId, what: 'kept-money-differs', field: code, is, should });
    }
  }

  /**
   * Checks that each money account equals the sum of its postings and of its movements. A drawer or channel
   * must never have been below zero (R20.3).
   */
  async verifyMoney(): Promise<void> {
    const { estateId } = this.#ledger;
    for (const [code, should] of this.#money) {
      const head = await get(moneyAt, { estateId, account: code });
      const moves = await everyRawItem({ partition: moneyAt.key({ estateId, account: code }).pk, sort: movesAfter() });
      const balances = balancesInOrder(this.#parsed(moneyMoves.schema, moves, moneyMoves.type, ''));
      const sums = { 'money-differs': head?.fen ?? 0, 'money-moves-differ': balances.at(-1) ?? 0 };
      for (const [what, is] of Object.entries(sums)) {
        if (is !== should) this.flaws.push({ estateId, what, field: code, is, should });
      }
      const lowest = Math.min(0, ...balances);
      if (lowest < 0 && accountOf(code).kind !== 'bank')
        this.flaws.push({ estateId, what: 'money-below-zero', field: code, is: lowest, should: 0 });
    }
  }
}

/** The result of verifying the ledger of an estate. */
export interface VerifiedLedger {
  readonly flaws: readonly Flaw[];
  /** Open amounts of bills by the postings, fen, by `account bill`. */
  readonly claims: ReadonlyMap<string, number>;
  /** Value added tax of bills by the postings, fen, by `account bill`. */
  readonly taxes: ReadonlyMap<string, number>;
  /** Usage of prepaid meters by the postings, fen, by `usedBy`. */
  readonly used: ReadonlyMap<string, number>;
  /** The balance of suspense by the postings (R21.2), fen. */
  readonly suspenseFen: number;
  /** Balances by the postings, fen by `balanceKey`, debit positive. */
  readonly balances: Readonly<Record<string, number>>;
  readonly entries: number;
}

/**
 * Verifies the ledger of an estate from its first day to `to`, day by day, with queries and gets.
 * Every entry must balance and match its hash and seal; seals must be chained; receipt numbers must have no
 * gap. Closed days must agree with their source documents. Totals, customer funds and reversal marks must
 * equal the postings.
 */
export async function verifyLedgerState(ledger: LedgerState, to: string, done: () => void): Promise<VerifiedLedger> {
  const verification = new Verification(ledger);
  await verification.walk(to, done);
  verification.verifyMarks();
  await verification.verifyKept();
  await verification.verifyMoney();
  const { flaws, claims, taxes, used, suspenseFen, balances, entries } = verification;
  return { flaws, claims, taxes, used, suspenseFen, balances, entries };
}

/** Returns the key under which the usage of a payer's meter is counted. */
export function usedBy({ payerId, meterId }: { payerId: string; meterId: string }): string {
  return account.meter(payerId, meterId);
}

/** Returns the key under which the tax of a bill is counted, whichever receivable an entry moves. */
function taxKey({ account: code, bill }: Pick<Posting, 'account' | 'bill'>): string {
  return claimOf({ payerId: payerOfAccount(code) ?? '', billId: bill?.billId ?? '' });
}

/** Returns the key under which what is owed of a bill to third parties is counted (R25.1). */
export function agencyClaimOf({ payerId, billId }: { payerId: string; billId: string }): string {
  return `${account.agencyReceivable(payerId)} ${billId}`;
}

/** Returns the key under which the claim of a bill, and its tax, are counted. */
export function claimOf({ payerId, billId }: { payerId: string; billId: string }): string {
  return `${account.receivable(payerId)} ${billId}`;
}
