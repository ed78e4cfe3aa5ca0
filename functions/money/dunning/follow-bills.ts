import type { Temporal } from 'temporal-polyfill';
import type { AnyEvent } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { get } from '../../../shared/store/table.ts';
import { billOf, billsNow, openBillsOf } from '../fees/public.ts';
import { deskUnder, done, type Rules, rulesOf } from './account-change.ts';
import { withBills } from './bills-at-hand.ts';
import { accounts } from './dunning.store.ts';
import { type AccountRecord, accountIdOf, accountSchema, asItStands, newAccount } from './dunning-account.ts';

/** Ids of all that an account must know of: its bills, and those that belong to a plan with one of them. */
function idsOf({ bills, plans }: AccountRecord, more: readonly string[]): string[] {
  const ids = new Set([...bills.map(({ billId }) => billId), ...more]);
  const planned = plans.filter(({ billIds }) => billIds.some((billId) => ids.has(billId)));
  return [...new Set([...ids, ...planned.flatMap(({ billIds }) => billIds)])];
}

/** The account with its bills as they are this moment. One request. */
export async function withBillsNow(
  record: AccountRecord,
  rules: Rules,
  now: Temporal.Instant,
  more: readonly string[] = [],
): Promise<AccountRecord> {
  return withBills(record, await billsNow(idsOf(record, more)), rules, now);
}

/** What an account says, apart from when it was said; a step that is due stays due. */
export function saying(record: AccountRecord, now: Temporal.Instant): string {
  const { updatedAt, version, nextDueAt, ...rest } = accountSchema.parse(record);
  const due = nextDueAt !== undefined && Date.parse(nextDueAt) <= now.epochMilliseconds ? 'now' : nextDueAt;
  return JSON.stringify({ ...rest, due });
}

/**
 * Something happened to a bill: its account is brought in step with the bills as they are now, whatever the event says of
 * it. So the order of events and duplicates do not matter. What changes nothing is not written.
 */
export async function followBill(
  event: AnyEvent & { data: { billId: string; payerId: string; unitId: string } },
  { consumer, act, now }: Handling,
): Promise<void> {
  const { estateId, data } = event;
  const { billId, payerId, unitId } = data;
  const [before, listed, rules] = await Promise.all([
    get(accounts, { accountId: accountIdOf(estateId, payerId, unitId) }),
    openBillsOf(estateId, payerId, unitId),
    rulesOf(estateId),
  ]);
  const found = [billId, ...listed.map((bill) => bill.billId)];
  const known = before ?? (await accountOf(billId));
  if (!known) return;
  const account = await withBillsNow(known, rules, now, found);
  if (!before && account.bills.length === 0) return;
  if (before && saying(asItStands(account, rules, now), now) === saying(before, now)) return;
  const { transaction } = await done({ before, account, told: [] }, deskUnder(rules, act, now));
  await transaction.once('ledger', consumer, event).commit();
}

/** A new account for the bill that is the first of it. */
async function accountOf(billId: string): Promise<AccountRecord | undefined> {
  const bill = await billOf(billId);
  if (!bill) return undefined;
  const { estateId, payerId, unitId, unitLabel } = bill;
  return newAccount({ estateId, payerId, unitId, unitLabel });
}
