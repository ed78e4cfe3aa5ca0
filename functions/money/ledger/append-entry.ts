import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

const notCovered = problemKind('balance-too-low', 409, {
  'zh-CN': '账户余额不足，仅有 {left} 分。请减少金额。',
  'zh-TW': '帳戶餘額不足，僅有 {left} 分。請減少金額。',
  en: 'The balance of the account is only {left} fen. Take a smaller amount.',
});

/**
 * Rejects an amount above the balance of a prepaid account or a deposit; fen.
 * @throws Problem `balance-too-low`.
 */
export function mustCover(there: number, taken: number): void {
  if (taken > Math.max(there, 0)) throw new Problem(notCovered, { left: there }, { more: { leftFen: there } });
}
