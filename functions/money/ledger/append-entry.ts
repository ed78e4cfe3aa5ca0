import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { accountOf } from './account.ts';
import { type Entry, movedBy, mustBeEntry, reversalOf, sumFen } from './posting.ts';
import { refundableOf, withRefund } from './refund.ts';

/** The entries of an estate in the order of recording. `append` is the only operation. */
export type RecordedEntries = readonly Entry[];

const reversedAlready = problemKind('entry-reversed-already', 409, {
  'zh-CN': '该凭证已冲销，不能再次冲销。请重新读取。',
  'zh-TW': '該憑證已沖銷，不能再次沖銷。請重新讀取。',
  en: 'This entry is already reversed. Read it again.',
});
const refundedAlready = problemKind('payment-refunded-already', 409, {
  'zh-CN': '该笔收款已有退款。请先冲销退款。',
  'zh-TW': '該筆收款已有退款。請先沖銷退款。',
  en: 'Part of this payment was refunded. Reverse the refund first.',
});
const notCovered = problemKind('balance-too-low', 409, {
  'zh-CN': '账户余额不足，仅有 {left} 分。请减少金额。',
  'zh-TW': '帳戶餘額不足，僅有 {left} 分。請減少金額。',
  en: 'The balance of the account is only {left} fen. Take a smaller amount.',
});

/**
 * Rejects an amount above the balance of a prepaid account or a deposit; fen.
 * @throws Problem `balance-too-low`.
 */
export function mustCover(there: number, taken: number): void {
  if (taken > Math.max(there, 0)) throw new Problem(notCovered, { left: there }, { more: { leftFen: there } });
}

/**
 * Returns the ledger with one more entry. Appending the same entry again changes nothing.
 * Balances at instants before the entry was recorded do not change (D28).
 * @throws RangeError when the entry is invalid (out of balance, ...), its id is used, it is of another
 * estate, it was recorded before the last entry, or a reversal is no mirror.
 * @throws Problem `entry-reversed-already`, `payment-refunded-already`, `refund-above-paid` (D33),
 * `balance-too-low`.
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

function mustBeReversible(recorded: RecordedEntries, reversal: Entry): void {
  const entry = recorded.find((one) => one.entryId === reversal.reverses);
  if (!entry) throw new RangeError('there is no entry to reverse');
  if (recorded.some((one) => one.reverses === entry.entryId)) throw new Problem(reversedAlready);
  if (!sameEntry(reversalOf(entry, reversal), reversal))
    throw new RangeError('a reversal must be the mirror of its entry');
  if (refundableOf(recorded, entry.entryId).refundedFen > 0) throw new Problem(refundedAlready);
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
