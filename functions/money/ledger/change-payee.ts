import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { payees } from './pay-out.store.ts';
import type { changePayeeAccountSchema, Payee, requestPayeeSchema } from './payee.ts';

type Changed = { after: Payee; transaction: Transaction };

const numberDiffers = problemKind('payee-number-differs', 409, {
  'zh-CN': '账号与申请中的不一致。请按收款人的证明文件核对 number 后重新输入。',
  'zh-TW': '帳號與申請中的不一致。請依收款人的證明文件核對 number 後重新輸入。',
  en: 'The account number differs from the requested one. Check number with the document of the payee and enter it again.',
});
const tooMany = problemKind('payee-changed-too-often', 409, {
  'zh-CN': '该收款人的账户变更次数已达上限。请另建收款人。',
  'zh-TW': '該收款人的帳戶變更次數已達上限。請另建收款人。',
  en: 'The account of this payee changed too often. Request another payee.',
});

function save(
  before: Payee | undefined,
  after: Payee,
  name: 'PayeeAsked' | 'PayeeApproved' | 'PayeeRefused',
  act: ActionContext,
) {
  const { payeeId, purposes } = after;
  const transaction = new Transaction()
    .save(payees, after, before)
    .record(payees, after, name, { payeeId, purposes }, act);
  return { after, transaction };
}

const changed = (payee: Payee, change: Partial<Payee>, act: ActionContext): Payee => {
  return { ...payee, ...change, updatedAt: act.recordedAt, version: payee.version + 1 };
};

/** Requests a payee. Nothing is paid to it before another person approves. */
export function requestPayee(
  { payeeId, estateId }: Pick<Payee, 'payeeId' | 'estateId'>,
  { name, purposes, ...wanted }: z.output<typeof requestPayeeSchema>,
  act: ActionContext,
): Changed {
  const at = act.recordedAt;
  const asked = { ...wanted, by: act.actor.id, at };
  const base = { payeeId, estateId, name, purposes, asked, former: [], updatedAt: at, version: 1 };
  return save(undefined, { ...base, status: 'asked' }, 'PayeeAsked', { ...act, reason: wanted.reason });
}

/**
 * Requests another account for a payee. The approved account stays in use until then; a waiting request is
 * replaced.
 * @throws Problem payee-changed-too-often.
 */
export function requestPayeeAccount(
  before: Payee,
  wanted: z.output<typeof changePayeeAccountSchema>,
  act: ActionContext,
): Changed {
  if (before.former.length >= 49) throw new Problem(tooMany);
  const asked = { ...wanted, by: act.actor.id, at: act.recordedAt };
  return save(before, changed(before, { asked }, act), 'PayeeAsked', { ...act, reason: wanted.reason });
}

/** Returns what waits for approval. @throws Problem illegal-state. */
function waiting({ asked, status }: Payee): NonNullable<Payee['asked']> {
  if (!asked) throw illegalState(status, ['asked']);
  return asked;
}

/**
 * Approves the requested account of a payee (R21.11), by another person who types its number again.
 * @throws Problem illegal-state, another-person-needed, payee-number-differs.
 */
export function approvePayee(before: Payee, number: string, act: ActionContext): Changed {
  const { account, proof, by, at } = waiting(before);
  assertAnotherPerson({ by }, act.actor.id);
  if (account.number !== number) throw new Problem(numberDiffers);
  const approved = { asked: { by, at }, approved: { by: act.actor.id, at: act.recordedAt }, proof };
  const former = before.account
    ? [...before.former, { account: before.account, until: act.recordedAt }]
    : before.former;
  const change: Partial<Payee> = { status: 'approved', account, approved, asked: undefined, former };
  return save(before, changed(before, change, act), 'PayeeApproved', act);
}

/** Refuses the requested account. An account approved before stays. @throws Problem illegal-state. */
export function refusePayee(before: Payee, reason: string, act: ActionContext): Changed {
  waiting(before);
  const status = before.account ? 'approved' : 'refused';
  return save(before, changed(before, { asked: undefined, status }, act), 'PayeeRefused', { ...act, reason });
}
