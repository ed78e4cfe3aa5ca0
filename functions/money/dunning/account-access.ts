import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { type Desk, deskUnder, rulesOf } from './account-change.ts';
import { accounts } from './dunning.store.ts';
import type { AccountRecord } from './dunning-account.ts';
import { withBillsNow } from './follow-bills.ts';

/** Those of ours who read what is dunned: all but the technicians. */
export const dunningReaders: readonly Role[] = staffRoles.filter((role) => role !== 'technician');

/** Path parameter of everything about one account. */
export const accountPath = z.object({ accountId: z.string().max(64) });

/** Holds a resident to what is his own. @throws Problem not-found. */
export function mustBeOwn({ payerId }: { payerId: string }, caller: Caller): void {
  if (!isStaff(caller) && payerId !== caller.personId) throw new Problem(problems.notFound);
}

interface CallOnAccount {
  readonly params: { readonly accountId: string };
  readonly caller: Caller;
}

/** The account that a request is about; a resident has his own only. @throws Problem not-found. */
export async function accountFor({ params, caller }: CallOnAccount): Promise<AccountRecord> {
  const account = visible(await get(accounts, params), caller);
  mustBeOwn(account, caller);
  return account;
}

/** An account as it is stored, as it is with its bills of this moment, and the desk for what is done to it. */
export interface AtDesk {
  readonly stored: AccountRecord;
  readonly account: AccountRecord;
  readonly desk: Desk;
}

/** Brings an account to the desk. */
export async function atDesk(stored: AccountRecord, act: ActionContext, now: Temporal.Instant): Promise<AtDesk> {
  const desk = deskUnder(await rulesOf(stored.estateId), act, now);
  return { stored, account: await withBillsNow(stored, desk, now), desk };
}
