import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { type Bill, feesPolicy, moveOnBills, openBillsOf, partsToPayOn, withoutPayment } from '../fees/public.ts';
import {
  account,
  accountOf,
  closedThroughNow,
  type Entry,
  entryHeader,
  fundsOn,
  nextReceiptOf,
  openLedger,
  type Unposted,
} from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import { billsPaidBy } from './bills-paid-by.ts';
import type { words } from './entry-words.ts';
import { describeEntry, recordedAt } from './entry-words.ts';
import { mustHaveNothingDue, mustStand, type Payment } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { zoneAndLanguageOf } from './record-unidentified.ts';
import { reverseEntry } from './reversal-entry.ts';
import { isDisputedOn, mostBills, payableWith, type Share, shareOut } from './share-out.ts';

/** The transaction items of a correction, expressed as a number of bills that the payment leaves. */
const correctionLeaves = 4;

/** Loads what every correction of money needs. */
export async function loadCorrecting(estateId: string, act: ActionContext) {
  const { zone, language } = await zoneAndLanguageOf(estateId);
  const today = dayIn(zone, act.recordedAt);
  const [ledger, policy, fees] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    paymentsPolicy.of(estateId),
    feesPolicy.of(estateId),
  ]);
  return { estateId, zone, language, today, ledger, policy, fees, act };
}
export type Correcting = Awaited<ReturnType<typeof loadCorrecting>>;

const provenByDay = problemKind('proven-by-close', 409, {
  'zh-CN':
    '{day} 已核对并结账，该笔款项的金额、凭证号和日期不能更正。付款人错误请更正付款人，多收请退款，现金差错按长短款处理。',
  'zh-TW':
    '{day} 已核對並結帳，該筆款項的金額、憑證號和日期不能更正。付款人錯誤請更正付款人，多收請退款，現金差錯按長短款處理。',
  en: '{day} is closed and agreed with its records, so amount, reference and day of this money cannot change. Correct the payer, refund the money, or clear the cash difference of the drawer.',
});
const byChannel = problemKind('reported-by-channel', 409, {
  'zh-CN': '该笔款项由支付渠道签名上报，金额、凭证号和日期不能更正。付款人错误请更正付款人，多收请退款。',
  'zh-TW': '該筆款項由支付渠道簽名上報，金額、憑證號和日期不能更正。付款人錯誤請更正付款人，多收請退款。',
  en: 'The channel reported this money with its signature, so amount, reference and day cannot change. Correct the payer, or refund the money.',
});
const refunded = problemKind('correction-after-refund', 409, {
  'zh-CN': '该笔收款已退 {fen} 分，不能更正。请先处理退款。',
  'zh-TW': '該筆收款已退 {fen} 分，不能更正。請先處理退款。',
  en: '{fen} fen of this payment were refunded, so it cannot be corrected. Settle the refund first.',
});

/**
 * Rejects the correction of a payment that was reversed, moved or partly refunded.
 * @throws Problem payment-reversed, payment-moved, correction-after-refund.
 */
export function assertCorrectable(payment: Payment): void {
  mustStand(payment);
  mustHaveNothingDue(payment);
  if (payment.refundedFen > 0) throw new Problem(refunded, { fen: payment.refundedFen });
}

/**
 * Rejects another amount, reference or day of confirmed money (R21.1).
 * Money is confirmed by the channel's signature, or by the close of its day with a statement or a cash count
 * (R20.5).
 * @throws Problem proven-by-close, reported-by-channel.
 */
export function assertNotProven(
  { moneyAccount, takenBy }: { moneyAccount: string; takenBy: string },
  money: Entry,
  { ledger }: Correcting,
): void {
  const { kind, ids } = accountOf(moneyAccount);
  if (kind === 'channel' && takenBy === ids[0]) throw new Problem(byChannel);
  if (money.postedOn <= closedThroughNow(ledger).closedThrough) throw new Problem(provenByDay, { day: money.postedOn });
}

/** Returns the header of an entry that is posted today and counts from the value day of the money. */
export function headToday(
  { ledger, today, act }: Correcting,
  of: { cause: readonly (string | number)[]; nth: number; valueDay: string; reference: string; description: string },
) {
  const { cause, nth, valueDay, reference, description } = of;
  const at = recordedAt(act, nth);
  const head = entryHeader(ledger, { cause, occurredOn: today, recordedAt: at, reference, description });
  return { ...head, occurredOn: valueDay < head.postedOn ? valueDay : head.postedOn };
}

/** Returns a description of an entry in the estate's language. */
export function describeIn(what: (typeof words)[keyof typeof words], { language }: Correcting, more?: string): string {
  return describeEntry(what, language, more);
}

/** Returns the next receipt number of the person who asked for a correction. */
export function receiptOf({ ledger }: Correcting, askedBy: string, postedOn: string) {
  return nextReceiptOf(ledger, accountIdSchema.safeParse(askedBy).data ?? 'corrections', postedOn);
}

/**
 * Returns the reversals of a payment's entries: of its use, and with `withMoney` also of those that brought
 * the money.
 */
export async function mirrorsOf(
  payment: Payment,
  on: Correcting,
  reversal: { description: string; nth: number; withMoney: boolean },
): Promise<{ entry: Entry; mirror: Entry }[]> {
  const { estateId, useEntryId, movedBy = [], entryId } = payment;
  const ids = [
    ...(useEntryId === undefined ? [] : [useEntryId]),
    ...(reversal.withMoney ? [...movedBy.toReversed(), entryId] : []),
  ];
  const back = { ledger: on.ledger, today: on.today, act: on.act, description: reversal.description };
  return Promise.all(
    ids.map((id, i) =>
      reverseEntry(back, { estateId, entryId: id, nth: reversal.nth + i, onOwnDay: reversal.withMoney }),
    ),
  );
}

/** Money that leaves the bills of a payment and pays others. */
export interface Shift {
  readonly leaves?: Payment;
  /** Claims no late charge for the days on which the bills seemed to be paid (R21.3). */
  readonly excused?: boolean;
  /** Undefined when the money leaves the payer. */
  readonly to?: {
    readonly paymentId: string;
    readonly payerId: string;
    readonly purpose: string;
    readonly fen: number;
    /** The value day. */
    readonly day: string;
  };
}

/**
 * Moves money between bills. The bills that it paid are open again as if it had never come.
 * From its value day it pays what its payer owes: first the bills that it paid before, then the others in the
 * order of payment.
 * Disputed bills are skipped.
 */
export async function shiftMoney(
  { leaves, excused = false, to }: Shift,
  on: Correcting,
): Promise<{ ofBills: Unposted; shares: Share[]; more: boolean }> {
  const { estateId, today, act, ledger, policy, fees } = on;
  const [before, open, keptFen] = await Promise.all([
    leaves ? billsPaidBy(leaves.paymentId, leaves.allocation) : [],
    to ? openBillsOf(estateId, to.payerId) : [],
    to ? fundsOn(estateId, account.prepaid(to.payerId, to.purpose)) : 0,
  ]);
  const leaving = { paymentId: leaves?.paymentId ?? '', act, today, policy: fees };
  const read = new Map([...open, ...before].map((bill) => [bill.billId, bill]));
  const isTheirs = leaves !== undefined && leaves.payerId === to?.payerId;
  const own = isTheirs ? before.map((bill) => withoutPayment(bill, leaving)) : [];
  const shares = to ? sharesTo(to, { own, open, keptFen, before }) : { shares: [], more: false };

  function sharesTo(
    { fen, purpose, day }: NonNullable<Shift['to']>,
    of: { own: readonly Bill[]; open: readonly Bill[]; keptFen: number; before: readonly Bill[] },
  ) {
    const ownIds = new Set(of.own.map(({ billId }) => billId));
    const others = of.open.filter((bill) => !ownIds.has(bill.billId) && !isDisputedOn(bill, today));
    const payable = [...of.own, ...others].flatMap(
      (bill) => payableWith(purpose, { bill, open: partsToPayOn(bill, day, fees) }) ?? [],
    );
    const named = payable.map(({ bill }) => bill.billId).filter((billId) => ownIds.has(billId));
    // A correction also writes reversals, a new receipt and its own record.
    const most = mostBills({ on: day, today, leaves: of.before.length + correctionLeaves });
    const usableFen = Math.max(0, fen + Math.min(0, of.keptFen));
    return shareOut(usableFen, payable, { order: policy, on: day, fees, named, most });
  }

  // Save under the versions that were read, not under those without the payment.
  const pays = shares.shares.map(({ bill, parts }) => ({ bill: read.get(bill.billId) ?? bill, parts }));
  const ofBills = moveOnBills(ledger, {
    paymentId: to?.paymentId ?? leaving.paymentId,
    leaving: leaving.paymentId,
    on: to?.day ?? today,
    today,
    act,
    policy: fees,
    leaves: before,
    pays,
    excused,
  });
  return { ofBills, ...shares };
}
