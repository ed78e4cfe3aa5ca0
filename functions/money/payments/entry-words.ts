import { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { totalOf } from '../fees/public.ts';
import { type Entry, type EntryHead, prepaidUseEntry } from '../ledger/public.ts';
import type { SharePaid } from './payment.ts';

/** The descriptions of entries, in the language of the estate. */
export const words = {
  payment: text('收款', '收款', 'Payment'),
  use: text('付账单', '付帳單', 'For bills'),
  prepaidUse: text('预存款抵扣账单', '預存款抵扣帳單', 'Prepaid money used for bills'),
  refund: text('退款', '退款', 'Refund'),
  bounced: text('退票（退汇）', '退票（退匯）', 'Sent back by the bank'),
  refundReturned: text('退款被银行退回', '退款被銀行退回', 'Refund sent back by the bank'),
  reversal: text('冲销', '沖銷', 'Reversal'),
  moved: text('改付其他账单', '改付其他帳單', 'Moved to other bills'),
  deposit: text('收押金', '收押金', 'Deposit'),
  identified: text('款项更正入户', '款項更正入戶', 'Payment credited to its payer'),
  takenOff: text('款项更正转出', '款項更正轉出', 'Payment taken off the wrong payer'),
  corrected: text('收款更正', '收款更正', 'Payment corrected'),
  returned: text('待查款退回', '待查款退回', 'Unidentified money returned'),
  unidentified: text('待查收款', '待查收款', 'Unidentified receipt'),
  depositRestored: text('误扣押金退回', '誤扣押金退回', 'Deposit wrongly kept'),
  depositReturn: text('退押金', '退押金', 'Deposit returned'),
} as const satisfies Record<string, Text>;

const longest = 500;

/** Returns the description of an entry, cut to the maximum length. */
export function describeEntry(what: Text, language: Language, more?: string): string {
  const full = more === undefined || more === '' ? say(what, language) : `${say(what, language)}: ${more}`;
  // Cut by code points, so that no character is split.
  return full.length <= longest ? full : `${[...full].slice(0, longest / 2 - 1).join('')}…`;
}

/** Returns the unit and the period of each bill, for readers of the ledger or the receipt. */
export function billsInWords(bills: readonly { unitLabel: string; period: { from: string; to: string } }[]): string {
  return bills.map(({ unitLabel, period }) => `${unitLabel} ${period.from}–${period.to}`).join('; ');
}

/**
 * Returns the recording instant of the nth entry of an operation: each a microsecond after the one before.
 * So the ledger order has the money before its use.
 */
export function recordedAt(act: ActionContext, nth: number): string {
  return toInstant(act.recordedAt)
    .add(Temporal.Duration.from({ microseconds: nth }))
    .toString();
}

interface Use {
  readonly payerId: string;
  readonly purpose: string;
  readonly shares: readonly SharePaid[];
}

/**
 * Returns the entry that uses a payer's money for bills. A payment is posted as two entries: the money that
 * came in, and its use.
 * So the use can be reversed and posted for other bills while no money moves and the receipt stays valid.
 */
export function useEntry(head: EntryHead, { payerId, purpose, shares }: Use): Entry {
  const pays = shares.map(({ billId, dueOn, feeItemId, parts }) => ({
    bill: { billId, dueOn },
    feeItemId,
    fen: totalOf(parts),
    agencyFen: parts.agency,
  }));
  return prepaidUseEntry(head, { payerId, purpose, pays });
}

/** Returns the entry of a use, or none when the money pays no bill. */
export function entriesOfUse(head: EntryHead, use: Use): Entry[] {
  return use.shares.length === 0 ? [] : [useEntry(head, use)];
}
