import type { Temporal } from 'temporal-polyfill';
import type { AnyEvent } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { get } from '../../../shared/store/table.ts';
import { billOf, billsNow, openBillsOf } from '../fees/public.ts';
import { contextUnder, type Rules, rulesOf, saveAccount } from './account-change.ts';
import { withBills } from './bills-at-hand.ts';
import { accounts } from './dunning.store.ts';
import { type AccountRecord, accountIdOf, accountSchema, newAccount, withState } from './dunning-account.ts';

/** Returns the ids of the account's bills, and of bills in a plan with one of them. */
function idsOf({ bills, plans }: AccountRecord, more: readonly string[]): string[] {
  const ids = new Set([...bills.map(({ billId }) => billId), ...more]);
  const planned = plans.filter(({ billIds }) => billIds.some((billId) => ids.has(billId)));
  return [...new Set([...ids, ...planned.flatMap(({ billIds }) => billIds)])];
}

/** Loads the current bills of an account in one request. */
export async function withBillsNow(
  record: AccountRecord,
  rules: Rules,
  now: Temporal.Instant,
  more: readonly string[] = [],
): Promise<AccountRecord> {
  return withBills(record, await billsNow(idsOf(record, more)), rules, now);
}

/**
 * Returns the content of an account without its time stamps, for comparison. All due times that have passed
 * count as the same.
 */
export function contentOf(record: AccountRecord, now: Temporal.Instant): string {
  const { updatedAt, version, nextDueAt, ...rest } = accountSchema.parse(record);
  const due = nextDueAt !== undefined && Date.parse(nextDueAt) <= now.epochMilliseconds ? 'now' : nextDueAt;
  return JSON.stringify({ ...rest, due });
}

/** Events after which a bill that dunning had given up is dunned again. */
function isOwedAgain(event: AnyEvent): boolean {
  return event.name === 'WriteOffReversed' || (event.name === 'BillEndRefused' && event.data.as === 'written-off');
}

/** Returns the account without the end of its dunning by a write-off of a bill. */
function withoutWriteOff(record: AccountRecord, billId: string): AccountRecord {
  const endings = record.endings
    .map((one) => (one.as === 'written-off' ? { ...one, billIds: one.billIds.filter((id) => id !== billId) } : one))
    .filter(({ billIds }) => billIds.length > 0);
  return { ...record, endings };
}

/**
 * Updates the account of a bill with the current bills, whatever the event says. The order and repetition of
 * events therefore do not matter. An unchanged account is not written.
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
  const owed = isOwedAgain(event) ? withoutWriteOff(known, billId) : known;
  const account = await withBillsNow(owed, rules, now, found);
  if (!before && account.bills.length === 0) return;
  if (before && contentOf(withState(account, rules, now), now) === contentOf(before, now)) return;
  const { transaction } = await saveAccount({ before, account, told: [] }, contextUnder(rules, act, now));
  await transaction.once('ledger', consumer, event).commit();
}

/** Returns a new account for the payer and unit of a bill; undefined without the bill. */
async function accountOf(billId: string): Promise<AccountRecord | undefined> {
  const bill = await billOf(billId);
  if (!bill) return undefined;
  const { estateId, payerId, unitId, unitLabel } = bill;
  return newAccount({ estateId, payerId, unitId, unitLabel });
}
