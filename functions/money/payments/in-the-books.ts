import { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { totalOf } from '../fees/public.ts';
import { bookPrepaidUse, type Entry, type EntryHead } from '../ledger/public.ts';
import type { SharePaid } from './payment.ts';

/** What the books say of each happening, in the language of the estate. */
export const words = {
  payment: text('收款', '收款', 'Payment'),
  use: text('付账单', '付帳單', 'For bills'),
  prepaidUse: text('预存款抵扣账单', '預存款抵扣帳單', 'Prepaid money used for bills'),
  refund: text('退款', '退款', 'Refund'),
  reversal: text('冲销', '沖銷', 'Reversal'),
  moved: text('改付其他账单', '改付其他帳單', 'Moved to other bills'),
  deposit: text('收押金', '收押金', 'Deposit'),
  identified: text('款项更正入户', '款項更正入戶', 'Payment credited to its payer'),
  takenOff: text('款项更正转出', '款項更正轉出', 'Payment taken off the wrong payer'),
  corrected: text('收款更正', '收款更正', 'Payment corrected'),
  returned: text('待查款退回', '待查款退回', 'Unidentified money returned'),
  unidentified: text('待查收款', '待查收款', 'Unidentified receipt'),
  depositReturn: text('退押金', '退押金', 'Deposit returned'),
} as const satisfies Record<string, Text>;

const longest = 500;

/** A description for the books: what happened, and more of it as far as it fits. */
export function described(what: Text, language: Language, more?: string): string {
  const full = more === undefined || more === '' ? say(what, language) : `${say(what, language)}: ${more}`;
  // By code points: half a character is none.
  return full.length <= longest ? full : `${[...full].slice(0, longest / 2 - 1).join('')}…`;
}

/** Which bills, for somebody who reads the books or his receipt: the unit and the period of each. */
export function billsInWords(bills: readonly { unitLabel: string; period: { from: string; to: string } }[]): string {
  return bills.map(({ unitLabel, period }) => `${unitLabel} ${period.from}–${period.to}`).join('; ');
}

/**
 * When the nth entry of one happening is recorded: a microsecond after the one before it, so that whoever reads the books
 * in their order finds the money before its use.
 */
export function recordedAt(act: ActionContext, nth: number): string {
  return toInstant(act.recordedAt)
    .add(Temporal.Duration.from({ microseconds: nth }))
    .toString();
}

/**
 * The use of a payer's money for bills. A payment is booked in two entries, the money that came in and its use: what it
 * paid can then be taken back and put on other bills without any money moving, and its receipt stands.
 */
export function useEntry(
  head: EntryHead,
  what: { payerId: string; purpose: string; shares: readonly SharePaid[] },
): Entry {
  const { payerId, purpose, shares } = what;
  const pays = shares.map(({ billId, dueOn, feeItemId, parts }) => ({
    bill: { billId, dueOn },
    feeItemId,
    fen: totalOf(parts),
  }));
  return bookPrepaidUse(head, { payerId, purpose, pays });
}
