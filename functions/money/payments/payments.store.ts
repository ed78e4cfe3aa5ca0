import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { get, getMany, list } from '../../../shared/store/table.ts';
import { accountOf, isOldReceipt, type LedgerState, numberKey } from '../ledger/public.ts';
import { type Correction, correctionSchema } from './correction.ts';
import { type Deposit, depositSchema } from './deposit.ts';
import { onBillsFen, type Payment, paymentIdOf, paymentSchema } from './payment.ts';
import { type PrepaidUse, prepaidUseSchema } from './prepaid.ts';
import { type Refund, refundSchema } from './refund.ts';
import { type RefundRequest, refundRequestSchema } from './refund-request.ts';
import { type UnidentifiedReceipt, unidentifiedSchema } from './unidentified.ts';

const table = 'ledger';

/** Partitions of the lists of an estate and of its payers. */
export const paymentLists = {
  payments: (estateId: string) => `ESTATE#${estateId}#PAYMENTS`,
  paymentsOf: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#PAYMENTS`,
  refundsOf: (paymentId: string) => `PAYMENT#${paymentId}#REFUNDS`,
  usesOf: (estateId: string, payerId: string, purpose: string) => `ESTATE#${estateId}#PAYER#${payerId}#USES#${purpose}`,
  deposits: (estateId: string) => `ESTATE#${estateId}#DEPOSITS`,
  depositsOf: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#DEPOSITS`,
  unidentified: (estateId: string) => `ESTATE#${estateId}#UNIDENTIFIED`,
  unidentifiedIn: (estateId: string, status: string) => `ESTATE#${estateId}#UNIDENTIFIED#${status}`,
  refundRequests: (estateId: string) => `ESTATE#${estateId}#REFUNDREQUESTS`,
  refundRequestsIn: (estateId: string, status: string) => `ESTATE#${estateId}#REFUNDREQUESTS#${status}`,
  corrections: (estateId: string) => `ESTATE#${estateId}#CORRECTIONS`,
  correctionsIn: (estateId: string, status: string) => `ESTATE#${estateId}#CORRECTIONS#${status}`,
};

export const payments = entity<Payment, { paymentId: string }>({
  table,
  type: 'payment',
  schema: paymentSchema,
  key: ({ paymentId }) => ({ pk: `PAYMENT#${paymentId}`, sk: 'PAYMENT' }),
  indexes: ({ paymentId, estateId, payerId, takenAt, updatedAt }) => ({
    ...indexKeys('lists', paymentLists.payments(estateId), takenAt, paymentId),
    ...indexKeys('mine', paymentLists.paymentsOf(estateId, payerId), takenAt, paymentId),
    ...indexKeys('updates', paymentLists.payments(estateId), updatedAt, paymentId),
  }),
});

export const refunds = entity<Refund, { refundId: string }>({
  table,
  type: 'refund',
  schema: refundSchema,
  key: ({ refundId }) => ({ pk: `REFUND#${refundId}`, sk: 'REFUND' }),
  indexes: ({ refundId, paymentId, paidAt }) => indexKeys('mine', paymentLists.refundsOf(paymentId), paidAt, refundId),
});

export const prepaidUses = entity<PrepaidUse, { useId: string }>({
  table,
  type: 'prepaid-use',
  schema: prepaidUseSchema,
  key: ({ useId }) => ({ pk: `PREPAIDUSE#${useId}`, sk: 'PREPAIDUSE' }),
  // An undone use leaves the index, so that it is not undone again.
  indexes: ({ useId, estateId, payerId, purpose, usedAt, status }) =>
    status === 'undone' ? {} : indexKeys('mine', paymentLists.usesOf(estateId, payerId, purpose), usedAt, useId),
});

export const deposits = entity<Deposit, { depositId: string }>({
  table,
  type: 'deposit',
  schema: depositSchema,
  key: ({ depositId }) => ({ pk: `DEPOSIT#${depositId}`, sk: 'DEPOSIT' }),
  indexes: ({ depositId, estateId, payerId, takenAt, updatedAt }) => ({
    ...indexKeys('lists', paymentLists.deposits(estateId), takenAt, depositId),
    ...indexKeys('mine', paymentLists.depositsOf(estateId, payerId), takenAt, depositId),
    ...indexKeys('updates', paymentLists.deposits(estateId), updatedAt, depositId),
  }),
});

/** Unidentified receipts; those of a status are listed oldest first (R21.2). */
export const unidentified = entity<UnidentifiedReceipt, { receiptId: string }>({
  table,
  type: 'unidentified-receipt',
  schema: unidentifiedSchema,
  key: ({ receiptId }) => ({ pk: `UNIDENTIFIED#${receiptId}`, sk: 'UNIDENTIFIED' }),
  indexes: ({ receiptId, estateId, status, occurredOn, updatedAt }) => ({
    ...indexKeys('lists', paymentLists.unidentifiedIn(estateId, status), occurredOn, receiptId),
    ...indexKeys('updates', paymentLists.unidentified(estateId), updatedAt, receiptId),
  }),
});

/** Corrections with who requested and who approved them (R20.1, R21). */
export const corrections = entity<Correction, { correctionId: string }>({
  table,
  type: 'correction',
  schema: correctionSchema,
  key: ({ correctionId }) => ({ pk: `CORRECTION#${correctionId}`, sk: 'CORRECTION' }),
  indexes: ({ correctionId, estateId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', paymentLists.correctionsIn(estateId, status), asked.at, correctionId),
    ...indexKeys('updates', paymentLists.corrections(estateId), updatedAt, correctionId),
  }),
});

export const refundRequests = entity<RefundRequest, { requestId: string }>({
  table,
  type: 'refund-request',
  schema: refundRequestSchema,
  key: ({ requestId }) => ({ pk: `REFUNDREQUEST#${requestId}`, sk: 'REFUNDREQUEST' }),
  indexes: ({ requestId, estateId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', paymentLists.refundRequestsIn(estateId, status), asked.at, requestId),
    ...indexKeys('updates', paymentLists.refundRequests(estateId), updatedAt, requestId),
  }),
});

const givenBackSchema = z
  .object({
    estateId: z.string(),
    of: z.enum(['payment', 'payer', 'cashier']),
    id: z.string(),
    /** A day in the estate's zone; `ever` for a payment or a deposit. */
    day: z.string(),
    fen: fenSchema,
    cashFen: fenSchema,
  })
  .meta({ id: 'GivenBack' });
type GivenBack = z.infer<typeof givenBackSchema>;

/**
 * The amounts paid back and requested: of a payment or deposit, to a payer on a day, by a cashier on a day
 * (R20.10). Fen.
 */
export const givenBack = entity<GivenBack, Pick<GivenBack, 'estateId' | 'of' | 'id' | 'day'>>({
  table,
  type: 'given-back',
  schema: givenBackSchema,
  key: ({ estateId, of, id, day }) => ({ pk: `GIVEN#${estateId}#${of}#${id}`, sk: `DAY#${day}` }),
});

const usedNumberSchema = z
  .object({
    estateId: z.string(),
    moneyAccount: z.string(),
    reference: z.string(),
    what: z.enum([
      'payment',
      'deposit',
      'refund',
      'reversal',
      'deposit-return',
      'unidentified',
      'return',
      'refund-returned',
      'free',
    ]),
    id: z.string(),
  })
  .meta({ id: 'UsedNumber' });
type UsedNumber = z.infer<typeof usedNumberSchema>;

/**
 * The used numbers of a money account, in any spelling. No two operations that move money there share a
 * number.
 */
const usedNumbers = entity<UsedNumber, Pick<UsedNumber, 'estateId' | 'moneyAccount' | 'reference'>>({
  table,
  type: 'used-number',
  schema: usedNumberSchema,
  key: ({ estateId, moneyAccount, reference }) => ({
    pk: `NUMBER#${estateId}#${moneyAccount}#${numberKey(reference)}`,
    sk: 'NUMBER',
  }),
});

const numberUsed = problemKind('number-used', 409, {
  'zh-CN': '凭证号 {reference} 已用于另一笔款项，或是旧系统的收据号。请换一个凭证号。',
  'zh-TW': '憑證號 {reference} 已用於另一筆款項，或是舊系統的收據號。請換一個憑證號。',
  en: 'Reference {reference} was already used for other money, or is a receipt of the system before. Use another reference.',
});

/**
 * Rejects cash under a receipt number of the system before (R30.4): that money came in there.
 * @throws Problem number-used.
 */
export async function mustBeOfThisSystem(ledger: LedgerState, moneyAccount: string, reference: string): Promise<void> {
  if (accountOf(moneyAccount).kind !== 'cash') return;
  if (await isOldReceipt(ledger, reference)) throw new Problem(numberUsed, { reference });
}

/**
 * Uses a number, in the transaction that moves the money. Call it after the writes that detect a repetition
 * and before those of the ledger.
 * `freed` is the payment from which a correction freed the number. With `instead`, the number stays with the
 * corrected payment.
 * @throws at commit Problem number-used.
 */
export function takeNumber(
  transaction: Transaction,
  number: UsedNumber,
  from: { readonly freed?: string | undefined; readonly instead?: boolean } = {},
): void {
  const { reference } = number;
  const { freed, instead } = from;
  const fresh =
    freed === undefined
      ? { text: instead ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)' }
      : {
          text: '#what = :free AND id = :freed',
          names: { '#what': 'what' },
          values: { ':free': 'free', ':freed': freed },
        };
  transaction.put(usedNumbers, number, fresh, () => new Problem(numberUsed, { reference }));
}

/** Frees the number of money that never came (R21.4), for use by other money. */
export function freeNumber(
  transaction: Transaction,
  of: Pick<UsedNumber, 'estateId' | 'moneyAccount' | 'reference'> & ({ paymentId: string } | { receiptId: string }),
): void {
  const { estateId, moneyAccount, reference } = of;
  const id = 'paymentId' in of ? of.paymentId : of.receiptId;
  const free: UsedNumber = { estateId, moneyAccount, reference, what: 'free', id };
  transaction.put(usedNumbers, free);
}

/**
 * Returns the payment with a number at a money account, or the id of a new one. `freed` is the former owner
 * of a freed number.
 */
export async function paymentUnder(
  estateId: string,
  moneyAccount: string,
  reference: string,
): Promise<{ paymentId: string; known?: Payment | undefined; freed?: string }> {
  const paymentId = paymentIdOf(estateId, moneyAccount, reference);
  const [first, number] = await Promise.all([
    get(payments, { paymentId }),
    get(usedNumbers, { estateId, moneyAccount, reference }),
  ]);
  if (number?.what === 'free') return { paymentId: derivedId('pay', number.id, reference), freed: number.id };
  if (number?.what !== 'payment' || number.id === paymentId) return { paymentId, known: first };
  return { paymentId: number.id, known: await get(payments, { paymentId: number.id }) };
}

/** Saves a new payment with its event. `more`: the money could have paid further bills. */
export function saveNewPayment(
  transaction: Transaction,
  payment: Payment,
  more: boolean,
  act: ActionContext,
): Transaction {
  const { paymentId, payerId, fen, occurredOn: on, receiptNumber, purpose, allocation, meter } = payment;
  const prepaidFen = fen - onBillsFen(allocation);
  const said = { paymentId, payerId, fen, prepaidFen, on, receiptNumber, purpose, more, ...meter };
  return transaction.save(payments, payment).record(payments, payment, 'PaymentTaken', said, act);
}

/** Saves a new unidentified receipt with its event. */
export function saveNewReceipt(
  transaction: Transaction,
  receipt: UnidentifiedReceipt,
  act: ActionContext,
): Transaction {
  const { receiptId, fen, occurredOn: on } = receipt;
  return transaction
    .save(unidentified, receipt)
    .record(unidentified, receipt, 'UnidentifiedReceiptTaken', { receiptId, fen, on }, act);
}

/** Returns the latest valid uses of a payer's prepaid money of a purpose, latest first, at most twenty. */
export async function latestUses(of: Pick<PrepaidUse, 'estateId' | 'payerId' | 'purpose'>): Promise<PrepaidUse[]> {
  const partition = paymentLists.usesOf(of.estateId, of.payerId, of.purpose);
  const found = await list(prepaidUses, { index: 'mine', partition, descending: true, limit: 20 });
  // Read again, because the index may lag.
  const now = await getMany(prepaidUses, found.items);
  return now.filter(({ status }) => status === 'used');
}
