import * as z from 'zod';
import { estatePath } from '../../../shared/http/access.ts';
import type { Caller, Role } from '../../../shared/http/auth.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type Estate, estateInReach } from '../../register/owners/public.ts';

/** The roles that may read the ledger. */
export const ledgerReaders: readonly Role[] = ['cashier', 'manager', 'administrator', 'auditor'];
/** The roles that take money: they write source documents of the desk and count drawers. */
export const cashDesk: readonly Role[] = ['cashier', 'manager'];
/** The roles that import statements and close days (R20.2), where they are no cashier. */
export const bookkeepers: readonly Role[] = ['manager', 'administrator'];

export const payerPath = z.object({ ...estatePath.shape, payerId: z.string().max(64) });
/** The first and the last day of a statement or list, both included. */
export const spanQuery = { from: dateSchema, to: dateSchema };

const badSpan = problemKind('span-ends-before-it-begins', 400, {
  'zh-CN': '截止日 {to} 早于开始日 {from}。请修改 from 或 to。',
  'zh-TW': '截止日 {to} 早於開始日 {from}。請修改 from 或 to。',
  en: 'The last day {to} is before the first day {from}. Correct from or to.',
});

/** Returns the requested span of days. @throws Problem `span-ends-before-it-begins`. */
export function spanOf({ from, to }: { from: string; to: string }): { from: string; to: string } {
  if (from > to) throw new Problem(badSpan, { from, to });
  return { from, to };
}

/** Tells whether the caller may see the money of others: staff but technicians. */
export function seesMoneyOfOthers(caller: Caller): boolean {
  return caller.roles.some((role) => role !== 'resident' && role !== 'technician');
}

/**
 * Returns the estate of a payer's account. Residents and technicians may access only their own account.
 * @throws Problem not-found.
 */
export async function accountFor(caller: Caller, of: { estateId: string; payerId: string }): Promise<Estate> {
  const estate = await estateInReach(caller, of.estateId);
  if (!seesMoneyOfOthers(caller) && caller.personId !== of.payerId) throw new Problem(problems.notFound);
  return estate;
}
