import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { contextUnder, type DunningContext, rulesOf } from './account-change.ts';
import { accounts } from './dunning.store.ts';
import type { AccountRecord } from './dunning-account.ts';
import { withBillsNow } from './follow-bills.ts';

/** Roles that may read dunning: every staff role but the technician. */
export const dunningReaders: readonly Role[] = staffRoles.filter((role) => role !== 'technician');

/** Path parameters of the operations on one account. */
export const accountPath = z.object({ accountId: z.string().max(64) });

/** Rejects a resident who asks for another payer's records. @throws Problem `not-found`. */
export function mustBeOwn({ payerId }: { payerId: string }, caller: Caller): void {
  if (!isStaff(caller) && payerId !== caller.personId) throw new Problem(problems.notFound);
}

interface CallOnAccount {
  readonly params: { readonly accountId: string };
  readonly caller: Caller;
}

/** Returns the account of a request. A resident gets only their own accounts. @throws Problem `not-found`. */
export async function accountFor({ params, caller }: CallOnAccount): Promise<AccountRecord> {
  const account = visible(await get(accounts, params), caller);
  mustBeOwn(account, caller);
  return account;
}

/** An account as stored, the same account with its current bills, and the context for changing it. */
export interface WithAccount {
  readonly before: AccountRecord;
  readonly account: AccountRecord;
  readonly context: DunningContext;
}

/** Loads the current bills of an account and the context for changing it. */
export async function withAccount(
  before: AccountRecord,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<WithAccount> {
  const context = contextUnder(await rulesOf(before.estateId), act, now);
  return { before, account: await withBillsNow(before, context, now), context };
}
