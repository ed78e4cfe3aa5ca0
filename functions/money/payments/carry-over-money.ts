import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { account, accountOf, type Entry, entryHeader, type LedgerState, openingEntry } from '../ledger/public.ts';
import { type Deposit, depositIdOf } from './deposit.ts';
import type { PaymentMethod } from './money-account.ts';
import { deposits, saveNewReceipt, takeNumber } from './payments.store.ts';
import { newReceipt, unidentifiedIdOf } from './unidentified.ts';

/*
 * Money that an estate brought along from the system before (期初, R30.2): prepaid money, deposits and
 * unidentified money. Each entry is against opening equity, and no money account moves: the balance of the
 * bank came by its own entry. Amounts in fen.
 */

/** The last day before the cut-over, and who acts. */
interface At {
  readonly ledger: LedgerState;
  readonly on: string;
  readonly act: ActionContext;
}

function headOf({ ledger, on, act }: At, cause: readonly string[], reference: string) {
  return entryHeader(ledger, {
    cause,
    occurredOn: on,
    recordedAt: act.recordedAt,
    reference,
    description: reference,
  });
}

/** Returns the entry of prepaid money of a payer for a purpose. */
export function carryPrepaid(at: At, one: { payerId: string; purpose: string; fen: number; number: string }): Entry {
  const { payerId, purpose, fen, number } = one;
  const head = headOf(at, ['opening-prepaid', payerId, purpose, number], number);
  return openingEntry(head, [{ account: account.prepaid(payerId, purpose), fen: -fen }]);
}

function methodOf(moneyAccount: string): PaymentMethod['method'] {
  const { kind } = accountOf(moneyAccount);
  if (kind === 'cash') return 'cash';
  return kind === 'bank' ? 'transfer' : 'channel';
}

/** A deposit of the system before, with the account into which it had been paid. */
interface DepositToCarry {
  readonly payerId: string;
  readonly unitId?: string | undefined;
  readonly purpose: string;
  readonly fen: number;
  /** The receipt that the payer holds. */
  readonly receiptNumber: string;
  readonly moneyAccount: string;
  readonly takenOn: string;
}

/** Adds a deposit that is still held, so that it can be returned here. Returns its entry. */
export function carryDeposit(transaction: Transaction, at: At, one: DepositToCarry): Entry {
  const { estateId } = at.ledger;
  const { payerId, unitId, purpose, fen, receiptNumber, moneyAccount, takenOn } = one;
  const reference = receiptNumber;
  const depositId = depositIdOf(estateId, moneyAccount, reference);
  const head = headOf(at, ['opening-deposit', depositId], reference);
  const deposit: Deposit = {
    depositId,
    estateId,
    payerId,
    unitId,
    purpose,
    fen,
    method: methodOf(moneyAccount),
    moneyAccount,
    reference,
    occurredOn: takenOn,
    takenAt: at.act.recordedAt,
    takenBy: at.act.actor.id,
    receiptNumber,
    entryId: head.entryId,
    status: 'held',
    updatedAt: at.act.recordedAt,
    version: 1,
  };
  transaction
    .save(deposits, deposit)
    .record(deposits, deposit, 'DepositTaken', { depositId, payerId, fen, purpose }, at.act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'deposit', id: depositId });
  return openingEntry(head, [{ account: account.deposit(payerId, purpose), fen: -fen }]);
}

/** Unidentified money of the system before. */
interface UnidentifiedToCarry {
  readonly fen: number;
  readonly moneyAccount: string;
  readonly reference: string;
  readonly receivedOn: string;
  readonly sender?: string | undefined;
  readonly remark?: string | undefined;
}

/** Adds money whose payer is not known yet (R21.2), with its value day. Returns its entry. */
export function carryUnidentified(transaction: Transaction, at: At, one: UnidentifiedToCarry): Entry {
  const { estateId } = at.ledger;
  const { fen, moneyAccount, reference, receivedOn, sender, remark } = one;
  const receiptId = unidentifiedIdOf(estateId, moneyAccount, reference);
  const head = headOf(at, ['opening-unidentified', receiptId], reference);
  const method = methodOf(moneyAccount);
  const money = { estateId, fen, method, moneyAccount, reference, occurredOn: receivedOn, entryId: head.entryId };
  const of = { receiptId, said: { sender, remark }, takenBy: at.act.actor.id };
  saveNewReceipt(transaction, newReceipt(money, of, at.act.recordedAt), at.act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'unidentified', id: receiptId });
  return openingEntry(head, [{ account: account.suspense(), fen: -fen }]);
}
