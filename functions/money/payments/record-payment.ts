import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { billsNow, feesPolicy, openBillsOf, partsPayableOn, partsToPayOn, payBills } from '../fees/public.ts';
import {
  account,
  entryHeader,
  fundsOn,
  nextReceiptOf,
  openLedger,
  passOverDesk,
  paymentEntry,
  postEntries,
  receiptText,
  referenceSchema,
  Unposted,
} from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { billsInWords, describeEntry, entriesOfUse, recordedAt, words } from './entry-words.ts';
import { meterPaid, meterReported } from './meter-paid.ts';
import { methodFields, type PaymentMethod } from './money-account.ts';
import { type PaidBy, paidBySchema } from './paid-by.ts';
import { assertSameReported, mustBeTheSame, newPayment, type Payment } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { mustBeOfThisSystem, paymentUnder, saveNewPayment, takeNumber } from './payments.store.ts';
import { generalPurpose, isDisputedOn, mostBills, payableWith, type Share, shareOut, sharePaid } from './share-out.ts';
import { dayOfMoney, instantKnown, instantPaid, oneWhen, oneWhenSaid, type When, whenFields } from './when-paid.ts';
import { mustBePayer } from './who-pays.ts';

/** Checks that money for a meter names no purpose and no bills. */
const meterAlone = (said: { meterId?: string | undefined; purpose?: unknown; billIds?: unknown }) =>
  said.meterId === undefined || (said.purpose === undefined && said.billIds === undefined);
const meterAloneSaid = { message: 'money for a meter names no bills and no purpose', path: ['meterId'] };

/** A payment as the cashier enters it. */
export const recordPaymentSchema = z
  .strictObject({
    payerId: accountIdSchema,
    fen: someFenSchema,
    ...methodFields,
    reference: referenceSchema,
    ...whenFields,
    /** Who brought the money, where that is not the payer (R21.8). The receipt names both. */
    paidBy: paidBySchema.optional(),
    /** Bills to pay first, in this order. */
    billIds: z.array(accountIdSchema).max(16).optional(),
    /** The fee item, when the money may pay only that (R11.4). */
    purpose: accountIdSchema.optional(),
    /** The prepaid meter that it tops up (充值). The money is for the meter's fee item and pays no bill. */
    meterId: accountIdSchema.optional(),
  })
  .refine(oneWhen, oneWhenSaid)
  .refine(meterAlone, meterAloneSaid)
  .refine(({ billIds = [] }) => new Set(billIds).size === billIds.length, {
    message: 'each bill only once',
    path: ['billIds'],
  })
  .meta({ id: 'RecordPaymentBody' });

/** Received money: payer, amount, money account, and who gives the receipt. */
export interface PaymentInput extends When {
  readonly estateId: string;
  readonly payerId: string;
  readonly fen: number;
  readonly method: PaymentMethod['method'];
  /** The money account. */
  readonly moneyAccount: string;
  readonly reference: string;
  readonly paidBy?: PaidBy | undefined;
  readonly billIds?: readonly string[] | undefined;
  readonly purpose?: string | undefined;
  readonly meterId?: string | undefined;
  /** The cashier or channel whose receipt numbers are used. */
  readonly receiptsOf: string;
  /** True when a channel reports it: the money has moved, so its use cannot reject it. */
  readonly reported?: boolean | undefined;
}

const notPayable = problemKind('bill-not-payable', 409, {
  'zh-CN': '账单 {billIds} 不是该付款人可用此款支付的未结账单。请重新读取账单。',
  'zh-TW': '帳單 {billIds} 不是該付款人可用此款支付的未結帳單。請重新讀取帳單。',
  en: 'The bills {billIds} are not open bills of this payer that this money may pay. Read the bills again.',
});

/** Rejects named bills that the money cannot pay. @throws Problem bill-not-payable. */
export function mustBePayable(named: readonly string[], payable: readonly { bill: { billId: string } }[]): void {
  const missing = named.filter((billId) => !payable.some(({ bill }) => bill.billId === billId));
  if (missing.length > 0) throw new Problem(notPayable, { billIds: missing.join(', ') });
}

/**
 * Returns the named bills of the payer that are not open: one that was written off is payable, too, and only
 * by its name (R21.7).
 */
export async function namedBeside(
  open: readonly { billId: string }[],
  { estateId, payerId, billIds = [] }: Pick<PaymentInput, 'estateId' | 'payerId' | 'billIds'>,
) {
  const known = new Set(open.map(({ billId }) => billId));
  const others = billIds.filter((billId) => !known.has(billId));
  if (others.length === 0) return [];
  return (await billsNow(others)).filter((bill) => bill.estateId === estateId && bill.payerId === payerId);
}

/** Loads what the decision on a payment needs. */
async function situationOf(taking: PaymentInput, act: ActionContext) {
  const { estateId, payerId, purpose = generalPurpose } = taking;
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const on = dayOfMoney(taking, act, estate.calendar.zone);
  const [ledger, policy, fees, bills, keptFen] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    paymentsPolicy.of(estateId),
    feesPolicy.of(estateId),
    openBillsOf(estateId, payerId),
    fundsOn(estateId, account.prepaid(payerId, purpose)),
  ]);
  await mustBePayer(payerId, estateId, fees);
  if (taking.paidBy && 'personId' in taking.paidBy) await mustBePayer(taking.paidBy.personId, estateId, fees);
  const named = await namedBeside(bills, taking);
  const payable = [
    ...bills.flatMap((bill) => payableWith(purpose, { bill, open: partsToPayOn(bill, on, fees) }) ?? []),
    ...named.flatMap((bill) => payableWith(purpose, { bill, open: partsPayableOn(bill, on, fees) }) ?? []),
  ];
  return { estate, today, on, ledger, policy, fees, payable, keptFen };
}
type Situation = Awaited<ReturnType<typeof situationOf>>;

/**
 * Returns the payable bills and those that a channel named, each once. A disputed bill is paid only when it
 * is named.
 */
function fittingOf(billIds: readonly string[], { payable, today }: Situation) {
  const wanted = new Set(billIds);
  const fitting = payable.filter(({ bill }) => wanted.has(bill.billId) || !isDisputedOn(bill, today));
  const ids = new Set(fitting.map(({ bill }) => bill.billId));
  return { payable: fitting, named: [...wanted].filter((billId) => ids.has(billId)) };
}

/** Returns the bills that the money pays (R5.5, R28.1). @throws Problem bill-not-payable. */
function sharesOf(taking: PaymentInput, situation: Situation) {
  const { fen, billIds = [], reported } = taking;
  const { policy, fees, on, today, keptFen } = situation;
  const { payable, named } = reported ? fittingOf(billIds, situation) : { payable: situation.payable, named: billIds };
  mustBePayable(named, payable);
  // A bounced payment may have left a debt where its money was used. That is covered first.
  const usableFen = Math.max(0, fen + Math.min(0, keptFen));
  return shareOut(usableFen, payable, { order: policy, on, fees, named, most: mostBills({ on, today }) });
}

/**
 * Records a payment (收款, D27). The payment, its receipt and voucher, its bills and its entries are one
 * transaction.
 * The same reference at the same money account is the same payment: then nothing is written.
 * Retry when the commit throws VersionConflict: a receipt number was given out, a bill was paid, or the day
 * was closed.
 * @throws Problem payment-differs, number-used, unknown-payer, bill-not-payable, in-the-future,
 * unknown-meter, meter-not-prepaid.
 */
export async function recordPayment(
  said: PaymentInput,
  act: ActionContext,
): Promise<{ after: Payment; transaction?: Transaction }> {
  const { estateId, payerId, fen, moneyAccount, reference, meterId } = said;
  const { paymentId, known, freed } = await paymentUnder(estateId, moneyAccount, reference);
  if (known && said.reported) {
    assertSameReported(known, said);
    return { after: known };
  }
  const { meter, feeItemId } = await meterOfMoney(said, act);
  const purpose = feeItemId ?? said.purpose ?? generalPurpose;
  if (known) {
    mustBeTheSame(known, { payerId, fen, purpose, meterId });
    return { after: known };
  }
  const taking = { ...said, purpose, meterId: meter?.meterId };
  const situation = await situationOf(taking, act);
  await mustBeOfThisSystem(situation.ledger, moneyAccount, reference);
  const { shares, more, ofBills } = payOff({ taking, situation, paymentId, isTopUp: meter !== undefined }, act);
  const { after, moved } = await postPayment({ taking, situation, shares, ofBills, paymentId }, act);
  const transaction = saveNewPayment(new Transaction(), after, more, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'payment', id: paymentId }, { freed });
  return { after, transaction: transaction.join(moved) };
}

/**
 * Returns the prepaid meter that the money tops up, and its fee item.
 * @throws Problem unknown-meter, meter-not-prepaid, unless a channel reported the money.
 */
async function meterOfMoney(said: PaymentInput, act: ActionContext): ReturnType<typeof meterReported> {
  if (said.reported) return meterReported(said, act.recordedAt.slice(0, 'YYYY-MM-DD'.length));
  const meter = await meterPaid(said);
  return meter ? { meter, feeItemId: meter.feeItemId } : {};
}

/**
 * Pays bills with the money. When a bill can take no more, reported money pays none and becomes prepaid.
 * @throws Problem bill-not-payable, bill-is-full.
 */
function payOff(
  of: { taking: PaymentInput; situation: Situation; paymentId: string; isTopUp: boolean },
  act: ActionContext,
): { shares: Share[]; more: boolean; ofBills: Unposted } {
  const { taking, situation, paymentId, isTopUp } = of;
  const { ledger, fees: policy, on, today } = situation;
  if (isTopUp) return { shares: [], more: false, ofBills: new Unposted() };
  try {
    const { shares, more } = sharesOf(taking, situation);
    return { shares, more, ofBills: payBills(ledger, { bills: shares, paymentId, on, today, act, policy }) };
  } catch (error) {
    if (!taking.reported || !(error instanceof Problem)) throw error;
    return { shares: [], more: false, ofBills: new Unposted() };
  }
}

/** Posts the payment with its bills, receipt and voucher. */
async function postPayment(
  what: {
    taking: PaymentInput;
    situation: Situation;
    shares: readonly Share[];
    ofBills: Unposted;
    paymentId: string;
  },
  act: ActionContext,
): Promise<{ after: Payment; moved: Transaction }> {
  const { taking, situation, shares, ofBills, paymentId } = what;
  const { payerId, fen, moneyAccount, reference, meterId, purpose = generalPurpose } = taking;
  const { ledger, on, estate } = situation;
  const inWords = billsInWords(shares.map(({ bill }) => bill));
  const about = (nth: number, word: keyof typeof words, cause: readonly (string | number)[]) => {
    const description = describeEntry(words[word], estate.language, inWords);
    return { cause, occurredOn: on, recordedAt: recordedAt(act, nth), reference, description };
  };
  const head = entryHeader(ledger, about(1, 'payment', ['payment', paymentId]));
  const receipt = await nextReceiptOf(ledger, taking.receiptsOf, head.postedOn);
  const receiptNumber = receiptText(receipt);
  const entry = paymentEntry({ ...head, receiptNumber }, { payerId, moneyAccount, fen, pays: [], purpose, meterId });
  const allocation = shares.map(sharePaid);
  const useHead = entryHeader(ledger, about(2, 'use', ['use', paymentId, 1]));
  const used = entriesOfUse(useHead, { payerId, purpose, shares: allocation });
  const vouchers = [{ account: moneyAccount, reference, fen, day: on }];
  const at = instantKnown(taking, act, estate.calendar.zone);
  const moved = postEntries(ofBills, ledger, [entry, ...used], [{ entry, vouchers, receipt }], act, at);
  passOverDesk(moved, { estateId: taking.estateId, moneyAccount, day: on, fen }, act);
  const meter = meterId === undefined ? undefined : { meterId, at: instantPaid(taking, act, estate.calendar.zone) };
  const [takenBy, entryId, useEntryId] = [act.actor.id, entry.entryId, used[0]?.entryId];
  const credit = { paymentId, payerId, purpose, receiptNumber, takenBy, entryId, allocation, useEntryId };
  return { after: newPayment({ ...taking, occurredOn: on, meter }, credit, act.recordedAt), moved };
}
