import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, estateOf } from '../../register/owners/public.ts';
import { feesPolicy } from '../fees/public.ts';
import type { Terms } from './bills-at-hand.ts';
import { type DunningPolicy, dunningPolicy } from './dunning.policy.ts';
import { accounts, contacts, limitationRisks } from './dunning.store.ts';
import { dunningOf, openFen } from './dunning.ts';
import { type AccountRecord, type ContactEntry, factsOf, withoutContact, withState } from './dunning-account.ts';
import type { ContactRecord } from './dunning-contact.ts';
import { cancelTask, dunningTasks } from './dunning-task.ts';

/** The rules for the accounts of an estate. */
export interface Rules extends Terms {
  readonly estate: Estate;
  readonly policy: DunningPolicy;
}

/** Loads the current rules of an estate. @throws Error when the estate does not exist. */
export async function rulesOf(estateId: string): Promise<Rules> {
  const [estate, policy, fees] = await Promise.all([
    estateOf(estateId),
    dunningPolicy.of(estateId),
    feesPolicy.of(estateId),
  ]);
  if (!estate) throw new Error(`unknown estate ${estateId}`);
  return { estate, calendar: estate.calendar, policy, quietHours: policy, fees };
}

/** The context of a change: the rules, today in the estate's zone, and the actor. */
export interface DunningContext extends Rules {
  readonly today: string;
  readonly now: Temporal.Instant;
  readonly act: ActionContext;
}

/** Returns the context of a change under these rules. */
export function contextUnder(rules: Rules, act: ActionContext, now: Temporal.Instant): DunningContext {
  return { ...rules, act, now, today: dayIn(rules.calendar.zone, now.toString()) };
}

type Told = (transaction: Transaction, account: AccountRecord) => void;

/** An account on its way to its next version, with the events of the change. */
export interface AccountChange {
  /** The stored version; undefined for a new account. */
  readonly before: AccountRecord | undefined;
  readonly account: AccountRecord;
  readonly told: readonly Told[];
}

/** Returns the ids that every event of an account carries. */
export function refOf({ accountId, payerId, unitId }: Pick<AccountRecord, 'accountId' | 'payerId' | 'unitId'>) {
  return { accountId, payerId, unitId };
}

/**
 * Cancels a contact before it has any effect: it counts as never made. Returns the closure that records the
 * event.
 */
export function cancelContact(
  transaction: Transaction,
  contact: ContactRecord,
  why: string,
  { now, act }: DunningContext,
): Told {
  const at = now.toString();
  const after: ContactRecord = { ...contact, status: 'cancelled', why, updatedAt: at, version: contact.version + 1 };
  transaction.save(contacts, after, contact);
  const { contactId, step } = contact;
  return (of, account) =>
    of.record(accounts, account, 'DunningStepCancelled', { ...refOf(account), contactId, step, why }, act);
}

/** Returns why the open task of a contact is no longer needed (R12.4); undefined while it is needed. */
function whyNeedless(entry: ContactEntry, account: AccountRecord, context: DunningContext): string | undefined {
  if (!entry.waiting || entry.taskId === undefined) return undefined;
  const { rests } = dunningOf(factsOf(account), context, context.now);
  const reasons = entry.billIds.map((billId) => {
    const bill = account.bills.find((one) => one.billId === billId);
    if (!bill || openFen(bill) <= 0) return 'paid';
    const rest = rests.find((one) => one.billId === billId)?.why;
    // The legal file itself is the reason why the bill is left alone.
    return rest === 'legal' && entry.means === 'legal-file' ? undefined : rest;
  });
  return reasons.includes(undefined) ? undefined : reasons.find((why) => why !== undefined);
}

/**
 * Cancels tasks that are no longer needed, in the same transaction, and removes their contacts from the
 * account.
 */
async function withoutNeedlessTasks(
  transaction: Transaction,
  change: AccountChange,
  context: DunningContext,
): Promise<AccountChange> {
  let { account } = change;
  const told = [...change.told];
  for (const entry of account.contacts) {
    const why = whyNeedless(entry, account, context);
    if (why === undefined || entry.taskId === undefined) continue;
    const { contactId, taskId } = entry;
    const [task, contact] = await Promise.all([get(dunningTasks.entity, { taskId }), get(contacts, { contactId })]);
    if (task?.status !== 'open' || !contact) continue;
    transaction.save(dunningTasks.entity, cancelTask(task, why, context.now.toString()), task);
    told.push(cancelContact(transaction, contact, why, context));
    account = withoutContact(account, contactId);
  }
  return { ...change, account, told };
}

/**
 * Returns the account in its next version, with the state that follows from the rules, and the transaction
 * that saves it with its events. Cancels tasks that are no longer needed.
 */
export async function saveAccount(
  change: AccountChange,
  context: DunningContext,
): Promise<{ after: AccountRecord; transaction: Transaction }> {
  const transaction = new Transaction();
  const { before, account, told } = await withoutNeedlessTasks(transaction, change, context);
  const after = {
    ...withState(account, context, context.now),
    updatedAt: context.now.toString(),
    version: (before?.version ?? 0) + 1,
  };
  transaction.save(accounts, after, before);
  for (const one of told) one(transaction, after);
  const { accountId, estateId, limitation } = after;
  const [was, is] = [before?.limitation?.risk ?? false, limitation?.risk ?? false];
  if (limitation && is) transaction.put(limitationRisks, { accountId, estateId, endsOn: limitation.endsOn });
  if (was && !is) transaction.remove(limitationRisks, { accountId });
  return { after, transaction };
}
