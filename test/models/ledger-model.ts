import { accountOf, isMoney } from '../../functions/money/ledger/account.ts';
import { mustCover } from '../../functions/money/ledger/append-entry.ts';
import { type Entry, movedBy, mustBeEntry, reversalOf, sumFen } from '../../functions/money/ledger/posting.ts';
import { type Refundable, withRefund } from '../../functions/money/ledger/refund.ts';
import { compareInstants } from '../../shared/kernel/time.ts';

/*
 * The rules of the ledger over all entries of an estate, without a table. Tests compare it with what the
 * backend stores.
 */

/** Says that the state of the ledger forbids an entry. */
export class Refused extends Error {}

/** The entries of an estate in the order of recording. `append` is the only operation. */
export type RecordedEntries = readonly Entry[];

/**
 * Returns the ledger with one more entry. Appending the same entry again changes nothing.
 * Balances at instants before the entry was recorded do not change (D28).
 * @throws RangeError when the entry is invalid (out of balance, ...), its id is used, it is of another
 * estate, it was recorded before the last entry, or a reversal is no mirror.
 * @throws Refused `entry-reversed-already`, `payment-refunded-already`.
 * @throws Problem `refund-above-paid` (D33), `balance-too-low`.
 */
export function append(recorded: RecordedEntries, entry: Entry): RecordedEntries {
  mustBeEntry(entry);
  const known = recorded.find((one) => one.entryId === entry.entryId);
  if (known && sameEntry(known, entry)) return recorded;
  if (entry.reverses !== undefined) mustBeReversible(recorded, entry);
  if (known) throw new RangeError(`the id ${entry.entryId} is used`);
  const last = recorded.at(-1);
  if (last && last.estateId !== entry.estateId) throw new RangeError('an entry of another estate');
  if (last && compareInstants(entry.recordedAt, last.recordedAt) < 0)
    throw new RangeError('recorded before the last entry');
  if (entry.refunds !== undefined) mustBeRefundable(recorded, entry, entry.refunds);
  mustBeCovered(recorded, entry);
  return [...recorded, entry];
}

function sameEntry(a: Entry, b: Entry): boolean {
  const text = (entry: Entry) =>
    JSON.stringify(entry, (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
        : value,
    );
  return text(a) === text(b);
}

/**
 * Returns the refundable amounts of a payment or deposit from the ledger. Reversed entries do not count;
 * deductions from a deposit do.
 */
export function refundableOf(entries: readonly Entry[], entryId: string): Refundable {
  const reversed = new Set(entries.map((entry) => entry.reverses));
  const standing = entries.filter((entry) => !reversed.has(entry.entryId));
  const taken = standing.filter((entry) => entry.entryId === entryId).flatMap((entry) => entry.postings);
  const back = standing.filter((entry) => entry.refunds === entryId).flatMap((entry) => entry.postings);
  return {
    paidFen: sumFen(taken.filter(({ account }) => isMoney(account)).map(({ fen }) => fen)),
    refundedFen: sumFen(back.filter(({ fen }) => fen > 0).map(({ fen }) => fen)),
  };
}

function mustBeReversible(recorded: RecordedEntries, reversal: Entry): void {
  const entry = recorded.find((one) => one.entryId === reversal.reverses);
  if (!entry) throw new RangeError('there is no entry to reverse');
  if (recorded.some((one) => one.reverses === entry.entryId)) throw new Refused('entry-reversed-already');
  if (!sameEntry(reversalOf(entry, reversal), reversal))
    throw new RangeError('a reversal must be the mirror of its entry');
  if (refundableOf(recorded, entry.entryId).refundedFen > 0) throw new Refused('payment-refunded-already');
}

function mustBeRefundable(recorded: RecordedEntries, entry: Entry, paymentId: string): void {
  const back = entry.postings.filter(({ fen }) => fen > 0).map(({ fen }) => fen);
  withRefund(refundableOf(recorded, paymentId), sumFen(back));
}

/** Rejects a use or repayment of prepaid money or deposits above the balance. A reversal may leave a debt. */
function mustBeCovered(recorded: RecordedEntries, entry: Entry): void {
  if (!['prepaid-use', 'refund', 'deposit-return'].includes(entry.kind)) return;
  for (const account of new Set(entry.postings.map((posting) => posting.account))) {
    if (accountOf(account).type !== 'liability') continue;
    const there = 0 - sumFen(recorded.map((one) => movedBy(one, account)));
    mustCover(there, movedBy(entry, account));
  }
}

/**
 * Returns the balance of an account as known at an instant, inclusive: the sum of its postings (D28). Fen,
 * debit positive.
 */
export function balanceAt(entries: readonly Entry[], account: string, at: string): number {
  const known = entries.filter((entry) => compareInstants(entry.recordedAt, at) <= 0);
  return sumFen(known.map((entry) => movedBy(entry, account)));
}

/** Returns the balance of an account at the end of a ledger day. Fen, debit positive. */
export function balanceOn(entries: readonly Entry[], account: string, day: string): number {
  const posted = entries.filter((entry) => entry.postedOn <= day);
  return sumFen(posted.map((entry) => movedBy(entry, account)));
}

/** Balances stored beside the entries, by account; fen, debit positive. */
export type Balances = ReadonlyMap<string, number>;

/** Returns the balances after one more entry. */
export function withEntry(before: Balances, entry: Entry): Balances {
  const after = new Map(before);
  for (const { account, fen } of entry.postings) after.set(account, sumFen([after.get(account) ?? 0, fen]));
  return after;
}
