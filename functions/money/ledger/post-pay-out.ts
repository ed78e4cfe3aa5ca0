import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { account } from './account.ts';
import { accrualEntry, payOutEntry } from './entry-builders.ts';
import { entryHeader, type LedgerState } from './ledger-state.ts';
import { outflows, payees, payOutNumbers, payOuts } from './pay-out.store.ts';
import {
  accountOfPayee,
  assertHeld,
  assertNotApprover,
  assertSamePayee,
  debitedBy,
  decidePayOut,
  isPaidOut,
  type PayOut,
  type PayOutInput,
} from './pay-out.ts';
import { postEntries, requireEntry } from './post-entries.ts';
import { type Entry, movedBy, reversalOf, sumFen } from './posting.ts';
import { balanceApartFrom } from './read-ledger.ts';
import { numberKey } from './reference.ts';

/** The ledger of a pay-out, today in the estate's zone, and who acts. */
export interface PayingOut {
  readonly ledger: LedgerState;
  readonly today: string;
  readonly act: ActionContext;
}
type Changed = { after: PayOut; transaction: Transaction };

const numberUsed = problemKind('bank-number-used', 409, {
  'zh-CN': '银行流水号 {reference} 已用于另一笔付款。请核对 reference。',
  'zh-TW': '銀行流水號 {reference} 已用於另一筆付款。請核對 reference。',
  en: 'The bank number {reference} was already used for another pay-out. Check reference.',
});

const toldOf = ({ payOutId, kind, fen, payeeId }: PayOut) => ({
  payOutId,
  kind,
  fen,
  ...(payeeId !== undefined && { payeeId }),
});

/** Takes the number of the bank, once for each bank account. @throws at commit Problem bank-number-used. */
function takeBankNumber(
  transaction: Transaction,
  { estateId, payOutId, bankAccountId = '' }: PayOut,
  reference: string,
): void {
  const number = { estateId, bankAccountId, reference: numberKey(reference), payOutId };
  const fresh = { text: 'attribute_not_exists(pk)' };
  transaction.put(payOutNumbers, number, fresh, () => new Problem(numberUsed, { reference }));
}

/** Returns true for a kind that takes from what the ledger owes to somebody. */
const isOwed = ({ kind }: PayOut) => isPaidOut({ kind }) && kind !== 'compensation';

/**
 * Takes money from a liability: never more than the ledger has there, also under concurrent pay-outs. An
 * entry that gives money back is only noted.
 * @throws Problem pay-out-above-balance; at commit VersionConflict when another one was paid
 * meanwhile.
 */
async function takeFrom(transaction: Transaction, payOut: PayOut, entry: Entry, { today }: PayingOut): Promise<void> {
  if (!isOwed(payOut)) return;
  const { estateId } = payOut;
  const code = debitedBy(payOut);
  const seen = await get(outflows, { estateId, account: code });
  const { fen, closedThrough } = await balanceApartFrom(estateId, code, { kind: entry.kind, day: today });
  const recent = (seen?.recent ?? []).filter(({ postedOn }) => postedOn > closedThrough);
  const taken = movedBy(entry, code);
  if (taken > 0) assertHeld(-sumFen([fen, ...recent.map((one) => one.fen)]), taken);
  const { entryId, postedOn } = entry;
  const version = (seen?.version ?? 0) + 1;
  const after = { estateId, account: code, recent: [...recent, { entryId, postedOn, fen: taken }], version };
  transaction.save(outflows, after, seen);
}

/** Posts a pay-out on its bank account, with the voucher that the bank line must confirm (R20.7). */
function postPaid(transaction: Transaction, payOut: PayOut, { ledger, today, act }: PayingOut): Entry {
  const { payOutId, fen, kind, bankAccountId = '', reference = payOutId, occurredOn = today, proof } = payOut;
  const { ownUseFen } = payOut;
  const head = entryHeader(ledger, {
    cause: ['pay-out', payOutId],
    occurredOn,
    recordedAt: act.recordedAt,
    reference,
    description: proof,
  });
  const bank = account.bank(bankAccountId);
  const bankFen = kind === 'interest' ? fen : -fen;
  const entry = payOutEntry(head, { bank, against: debitedBy(payOut), bankFen, ownUseFen });
  const vouchers = [{ account: bank, reference, fen: bankFen, day: occurredOn }];
  takeBankNumber(transaction, payOut, reference);
  const at = occurredOn === today ? act.recordedAt : undefined;
  postEntries(transaction, ledger, [entry], [{ entry, vouchers }], act, at);
  return entry;
}

/**
 * Requests a pay-out (R21.11). Nothing is posted before another person approves.
 * @throws Problem payee-not-approved, day-in-the-future.
 */
export async function requestPayOut(
  { payOutId, estateId }: Pick<PayOut, 'payOutId' | 'estateId'>,
  input: PayOutInput,
  { today, act }: Pick<PayingOut, 'today' | 'act'>,
): Promise<Changed> {
  if ('occurredOn' in input) mustHaveCome(input.occurredOn, today);
  const at = act.recordedAt;
  const base = { ...input, payOutId, estateId, asked: { by: act.actor.id, at }, updatedAt: at, version: 1 };
  const to = 'payeeId' in input && accountOfPayee(await get(payees, { payeeId: input.payeeId }), base);
  const after: PayOut = { ...base, status: 'asked', ...(to && { to }) };
  const transaction = new Transaction()
    .save(payOuts, after)
    .record(payOuts, after, 'PayOutAsked', toldOf(after), { ...act, reason: input.reason });
  return { after, transaction };
}

/**
 * Approves a pay-out by another person than its requester (R20.1). The claim of a supplier is posted now; a
 * bank fee, interest and a provision are done with it.
 * @throws Problem illegal-state, another-person-needed, payee-not-approved, payee-account-changed.
 */
export async function approvePayOut(before: PayOut, on: PayingOut): Promise<Changed> {
  const { ledger, today, act } = on;
  const decided = decidePayOut(before, 'approved', { by: act.actor.id, at: act.recordedAt });
  const { payOutId, estateId, kind, fen, payeeId = '', proof } = before;
  const posted = new Transaction();
  let after = decided;
  if (isPaidOut(before)) {
    assertSamePayee(before, accountOfPayee(await get(payees, { payeeId }), { estateId, kind, payeeId }));
    if (kind === 'supplier') after = { ...decided, accruedBy: accrue('supplier-bill') };
  } else if (kind === 'provision') after = { ...decided, status: 'posted', accruedBy: accrue('provision') };
  else after = { ...decided, status: 'posted', entryId: postPaid(posted, before, on).entryId };
  const transaction = new Transaction()
    .save(payOuts, after, before)
    .record(payOuts, after, 'PayOutApproved', toldOf(after), act);
  return { after, transaction: transaction.join(posted) };

  function accrue(as: 'supplier-bill' | 'provision'): string {
    const said = { recordedAt: act.recordedAt, reference: payOutId, description: proof };
    const head = entryHeader(ledger, { cause: ['pay-out-approved', payOutId], occurredOn: today, ...said });
    const entry = accrualEntry(head, { as, fen, payeeId });
    postEntries(posted, ledger, [entry], [], act);
    return entry.entryId;
  }
}

/**
 * Refuses a pay-out, or ends an approved one that was not paid. The claim of a supplier is reversed.
 * @throws Problem illegal-state.
 */
export async function refusePayOut(
  before: PayOut,
  reason: string,
  { ledger, today, act }: PayingOut,
): Promise<Changed> {
  const after = decidePayOut(before, 'refused', { by: act.actor.id, at: act.recordedAt, reason });
  const transaction = new Transaction()
    .save(payOuts, after, before)
    .record(payOuts, after, 'PayOutRefused', toldOf(after), { ...act, reason });
  const { estateId, accruedBy, payOutId } = before;
  if (accruedBy === undefined) return { after, transaction };
  const entry = await requireEntry(estateId, accruedBy);
  const said = { recordedAt: act.recordedAt, reference: payOutId, description: reason };
  const { postedOn } = entryHeader(ledger, { cause: [], occurredOn: today, ...said });
  const moved = postEntries(new Transaction(), ledger, [reversalOf(entry, { postedOn, ...said })], [], act);
  return { after, transaction: transaction.join(moved) };
}

/**
 * Pays an approved pay-out to the approved account of its payee, by another person than the approver. The
 * bank line that confirms it is matched at the close of the day.
 * @throws Problem illegal-state, approver-does-not-pay-out, payee-not-approved, payee-account-changed,
 * pay-out-above-balance, day-in-the-future; at commit money-not-there, bank-number-used.
 */
export async function payPayOut(
  before: PayOut,
  { reference, occurredOn }: { reference: string; occurredOn?: string | undefined },
  on: PayingOut,
): Promise<Changed> {
  const { today, act } = on;
  const { status, estateId, kind, payeeId = '' } = before;
  if (status !== 'approved') throw illegalState(status, ['approved']);
  mustHaveCome(occurredOn ?? today, today);
  assertNotApprover(before, act.actor.id);
  assertSamePayee(before, accountOfPayee(await get(payees, { payeeId }), { estateId, kind, payeeId }));
  const posted = new Transaction();
  const paid = { by: act.actor.id, at: act.recordedAt };
  const said = { ...before, reference, occurredOn: occurredOn ?? today };
  const entry = postPaid(posted, said, on);
  await takeFrom(posted, before, entry, on);
  const after: PayOut = {
    ...said,
    status: 'paid',
    paid,
    entryId: entry.entryId,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const transaction = new Transaction()
    .save(payOuts, after, before)
    .record(payOuts, after, 'PayOutPaid', toldOf(after), act);
  return { after, transaction: transaction.join(posted) };
}

/**
 * Records that the bank sent a paid pay-out back (退汇), under the number of the bank for the return. The
 * payment stays on its own bank line. A new pay-out is a new act.
 * @throws Problem illegal-state, day-in-the-future; at commit bank-number-used.
 */
export async function returnPayOut(
  before: PayOut,
  { reference, occurredOn }: { reference: string; occurredOn?: string | undefined },
  on: PayingOut,
): Promise<Changed> {
  const { ledger, today, act } = on;
  const { status, payOutId, fen, bankAccountId = '', proof } = before;
  if (status !== 'paid') throw illegalState(status, ['paid']);
  const day = occurredOn ?? today;
  mustHaveCome(day, today);
  const said = { recordedAt: act.recordedAt, reference, description: `退汇: ${proof}` };
  const head = entryHeader(ledger, { cause: ['pay-out-returned', payOutId], occurredOn: day, ...said });
  const bank = account.bank(bankAccountId);
  const entry = payOutEntry(head, { bank, against: debitedBy(before), bankFen: fen, ownUseFen: before.ownUseFen });
  const posted = new Transaction();
  takeBankNumber(posted, before, reference);
  postEntries(posted, ledger, [entry], [{ entry, vouchers: [{ account: bank, reference, fen, day }] }], act);
  await takeFrom(posted, before, entry, on);
  const returned = { by: act.actor.id, at: act.recordedAt, reference, on: day, entryId: entry.entryId };
  const after: PayOut = {
    ...before,
    status: 'returned',
    returned,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const transaction = new Transaction()
    .save(payOuts, after, before)
    .record(payOuts, after, 'PayOutReturned', toldOf(after), act);
  return { after, transaction: transaction.join(posted) };
}
