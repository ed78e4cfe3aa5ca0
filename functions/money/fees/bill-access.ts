import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { holdsUnit } from '../../register/owners/public.ts';
import { seesMoneyOfOthers } from '../ledger/public.ts';
import type { Bill } from './bill.ts';
import { bills } from './bills.store.ts';

/** Roles that may read bills: every staff role but the technician. */
export const billReaders: readonly Role[] = staffRoles.filter((role) => role !== 'technician');
/** Roles that deal with payers. */
export const deskAndCashier: readonly Role[] = [...deskRoles, 'cashier'];

/** Path parameters of the operations on one bill. */
export const billPath = z.object({ billId: z.string().max(64) });

interface CallOnBill {
  readonly params: { readonly billId: string };
  readonly caller: Caller;
}

/**
 * Returns the bill of a request. A resident reads the bills they have to pay, and those of units that they
 * held on the last day billed (R4.7: a tenant may pay for the owner). Residents never read drafts.
 * @throws Problem `not-found`.
 */
export async function billFor({ params, caller }: CallOnBill): Promise<Bill> {
  const bill = visible(await get(bills, params), caller);
  if (seesMoneyOfOthers(caller)) return bill;
  if (bill.status === 'draft') throw new Problem(problems.notFound);
  if (bill.payerId === caller.personId) return bill;
  if (await holdsUnit(caller.personId, bill.unitId, bill.period.to)) return bill;
  throw new Problem(problems.notFound);
}

/**
 * Returns the bill that a request changes. A resident may change only a bill they have to pay.
 * @throws Problem `not-found`.
 */
export async function ownBillFor(call: CallOnBill): Promise<Bill> {
  const bill = await billFor(call);
  if (!seesMoneyOfOthers(call.caller) && bill.payerId !== call.caller.personId) throw new Problem(problems.notFound);
  return bill;
}
