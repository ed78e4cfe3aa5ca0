import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { illegalState, Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { estateOf } from '../../register/owners/public.ts';
import { openLedger } from '../ledger/public.ts';
import { type Bill, isOpen } from './bill.ts';
import type { BillContext } from './bill-change.ts';
import { type FeesPolicy, feesPolicy } from './fees.policy.ts';

/** Loads the context of a bill's change as of now. @throws Error when the estate does not exist. */
export async function loadBillContext(
  estateId: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<BillContext & { readonly policy: FeesPolicy }> {
  const [estate, policy] = await Promise.all([estateOf(estateId), feesPolicy.of(estateId)]);
  if (!estate) throw new Error(`unknown estate ${estateId}`);
  const today = dayIn(estate.calendar.zone, now.toString());
  return { ledger: await openLedger(estateId, today, now.toString()), today, act, policy };
}

/** Returns today in the zone of an estate. @throws Problem `not-found` when the estate does not exist. */
export async function todayIn(estateId: string, now: Temporal.Instant): Promise<string> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return dayIn(estate.calendar.zone, now.toString());
}

/** Rejects a bill that is not open. @throws Problem 409 `illegal-state`. */
export function mustBeOpen(bill: Bill): void {
  if (!isOpen(bill)) throw illegalState(bill.status, ['published']);
}

/**
 * Returns the days on which something may have happened to a published bill: from its publication to today.
 */
export function daysOf(bill: Bill, today: string): { from: string; to: string } {
  // The ledger dates a publication on the next day when today is closed.
  const from = bill.publishedOn !== undefined && bill.publishedOn < today ? bill.publishedOn : today;
  return { from, to: today };
}
