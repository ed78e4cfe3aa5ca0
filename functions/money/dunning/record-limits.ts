import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { type AccountRecord, most } from './dunning-account.ts';

const full = problemKind('dunning-account-is-full', 409, {
  'zh-CN': '此账户的催缴记录已满，不能再登记。请先处理完已有账单。',
  'zh-TW': '此帳戶的催繳記錄已滿，不能再登記。請先處理完已有帳單。',
  en: 'The record of this account is full, so nothing more can be entered. Settle its existing bills first.',
});

/**
 * Rejects a change that would make a list of the account too long.
 * @throws Problem 409 `dunning-account-is-full`.
 */
export function assertWithinLimit(
  account: AccountRecord,
  kind: 'holds' | 'plans' | 'endings' | 'limitationEvents',
): void {
  if ((account[kind]?.length ?? 0) >= most[kind]) throw new Problem(full);
}
