import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { personOf } from '../../register/owners/public.ts';
import { account } from './account.ts';
import { drawerDifferences } from './drawer.store.ts';
import type { DrawerDifference } from './drawer.ts';
import { differenceClearedEntry } from './entry-builders.ts';
import { entryHeader, type LedgerState } from './ledger-state.ts';
import { postEntries } from './post-entries.ts';

const ownDifference = problemKind('own-difference', 403, {
  'zh-CN': '不能批准处理自己现金的长短款。请由另一位有权限的同事批准。',
  'zh-TW': '不能核准處理自己現金的長短款。請由另一位有權限的同事核准。',
  en: 'You cannot clear the difference of your own drawer. Ask another person with the right role.',
});
const notPossible = problemKind('clearing-not-possible', 400, {
  'zh-CN': '短款只能由收费员承担或按无法查明处理；长款只能退还付款人（填写 payerId）或按无法查明处理。',
  'zh-TW': '短款只能由收費員承擔或按無法查明處理；長款只能退還付款人（填寫 payerId）或按無法查明處理。',
  en: 'Clear a short difference by cashier-answers or no-cause, and a long one by owner-found (with payerId) or no-cause.',
});
const unknownOwner = problemKind('unknown-owner', 400, {
  'zh-CN': '本小区的业主档案中没有 {payerId}。请核对 payerId。',
  'zh-TW': '本社區的業主檔案中沒有 {payerId}。請核對 payerId。',
  en: 'The register of this estate has no {payerId}. Check payerId.',
});

const clearedAlready = problemKind('difference-cleared', 409, {
  'zh-CN': '解款单 {reference} 与银行流水的差额已经批准处理，该对账单不能撤回。多出或缺少的金额请另行登记为待查收款。',
  'zh-TW': '解款單 {reference} 與銀行流水的差額已經核准處理，該對帳單不能撤回。多出或缺少的金額請另行登錄為待查收款。',
  en: 'The difference between slip {reference} and its bank line is cleared, so the statement cannot be withdrawn. Record what is missing or too much as unidentified money.',
});

type Clearing = NonNullable<DrawerDifference['asked']>;
type Changed = { after: DrawerDifference; transaction: Transaction };

/**
 * Returns the account that bears a short difference or receives a long one.
 * @throws Problem clearing-not-possible.
 */
export function clearingAccount(
  { fen, cashierId }: Pick<DrawerDifference, 'fen' | 'cashierId'>,
  { as, payerId }: Pick<Clearing, 'as' | 'payerId'>,
): string {
  if ((as === 'owner-found') !== (payerId !== undefined)) throw new Problem(notPossible);
  if (as === 'no-cause') return fen < 0 ? account.cashLosses() : account.cashGains();
  if (fen < 0 && as === 'cashier-answers') return account.answerable(cashierId);
  if (fen > 0 && payerId !== undefined) return account.prepaid(payerId, 'general');
  throw new Problem(notPossible);
}

function changed(before: DrawerDifference, changes: Partial<DrawerDifference>, act: ActionContext): DrawerDifference {
  return { ...before, ...changes, updatedAt: act.recordedAt, version: before.version + 1 };
}

/**
 * Requests the clearing of a difference. Nothing is posted before another person approves.
 * @throws Problem illegal-state, clearing-not-possible, unknown-owner.
 */
export async function requestClearing(
  before: DrawerDifference,
  wanted: Pick<Clearing, 'as' | 'payerId' | 'reason'>,
  act: ActionContext,
): Promise<Changed> {
  if (before.status !== 'open') throw illegalState(before.status, ['open']);
  clearingAccount(before, wanted);
  const { payerId } = wanted;
  if (payerId !== undefined && (await personOf(payerId))?.estateId !== before.estateId)
    throw new Problem(unknownOwner, { payerId });
  const asked = { ...wanted, by: act.actor.id, at: act.recordedAt };
  const after = changed(before, { status: 'asked', asked, decided: undefined }, act);
  const { differenceId, cashierId, fen } = after;
  const transaction = new Transaction()
    .save(drawerDifferences, after, before)
    .record(drawerDifferences, after, 'DrawerClearingAsked', { differenceId, cashierId, fen, as: wanted.as }, act);
  return { after, transaction };
}

/**
 * Clears a difference as requested. Another person than the requester and the cashier approves (R20.1,
 * R20.5).
 * @throws Problem illegal-state, another-person-needed, own-difference.
 */
export function approveClearing(
  before: DrawerDifference,
  { ledger, today, act }: { ledger: LedgerState; today: string; act: ActionContext },
): Changed {
  const { status, asked, differenceId, cashierId, fen } = before;
  if (status !== 'asked' || !asked) throw illegalState(status, ['asked']);
  const { id: by } = act.actor;
  if (by === cashierId) throw new Problem(ownDifference);
  assertAnotherPerson(asked, by);
  const at = act.recordedAt;
  const said = { recordedAt: at, reference: differenceId, description: asked.reason };
  const head = entryHeader(ledger, { cause: ['difference-cleared', differenceId], occurredOn: today, ...said });
  const entry = differenceClearedEntry(head, { fen, to: clearingAccount(before, asked) });
  const { entryId } = entry;
  const done = { status: 'cleared' as const, decided: { by, at }, clearedBy: entryId, lookAt: undefined };
  const after = changed(before, done, act);
  const data = { differenceId, cashierId, fen, as: asked.as, entryId };
  const transaction = new Transaction()
    .save(drawerDifferences, after, before)
    .record(drawerDifferences, after, 'DrawerDifferenceCleared', data, act);
  postEntries(transaction, ledger, [entry], [], act);
  return { after, transaction };
}

/**
 * Withdraws the difference of a slip with the statement whose line showed it. Once it is cleared, its money
 * is accounted for and the statement stays.
 * @throws Problem difference-cleared.
 */
export function withdrawDifference(transaction: Transaction, before: DrawerDifference, act: ActionContext): void {
  const { status, slip } = before;
  if (status === 'cleared') throw new Problem(clearedAlready, { reference: slip?.reference ?? '' });
  const after = changed(before, { status: 'withdrawn', asked: undefined, lookAt: undefined }, act);
  transaction.save(drawerDifferences, after, before);
}

/** Refuses a requested clearing. The difference is open again. @throws Problem illegal-state. */
export function refuseClearing(before: DrawerDifference, reason: string, act: ActionContext): Changed {
  const { status, differenceId, cashierId, fen } = before;
  if (status !== 'asked') throw illegalState(status, ['asked']);
  const decided = { by: act.actor.id, at: act.recordedAt, reason };
  const after = changed(before, { status: 'open', asked: undefined, decided }, act);
  const transaction = new Transaction()
    .save(drawerDifferences, after, before)
    .record(drawerDifferences, after, 'DrawerClearingRefused', { differenceId, cashierId, fen }, act);
  return { after, transaction };
}
