import { type Caller, hasRole, type Role } from '../../shared/http/auth.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import type { PaymentsPolicy } from './payments-policy.ts';

/** Those who take money. */
export const cashDesk = ['cashier', 'manager'] as const satisfies readonly Role[];
/** Those of the house who may read what was paid. */
export const moneyReaders: readonly Role[] = [...cashDesk, 'supervisor', 'auditor'];

const aboveLimit = problemKind('above-your-limit', 403, {
  'zh-CN': '超过收费员可自行办理的 {limit} 分，请由经理办理。',
  'zh-TW': '超過收費員可自行辦理的 {limit} 分，請由經理辦理。',
  en: 'A cashier may give back up to {limit} fen by himself: ask a manager.',
});

/** Stops a cashier who gives back more than he may by himself. @throws Problem above-your-limit. */
export function mayGiveBack(fen: number, caller: Caller, { cashierLimitFen: limit }: PaymentsPolicy): void {
  if (hasRole(caller, 'manager') || fen <= limit) return;
  throw new Problem(aboveLimit, { limit }, { more: { limitFen: limit } });
}
