import { noLongerDue } from '../../../shared/events/catalogue/notices.ts';
import type { EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import {
  type AccountChange,
  cancelContact,
  contextUnder,
  type DunningContext,
  refOf,
  rulesOf,
  saveAccount,
} from './account-change.ts';
import { accounts, contacts } from './dunning.store.ts';
import { lastDayToAnswer } from './dunning.ts';
import { type AccountRecord, withoutContact } from './dunning-account.ts';
import { type ContactRecord, isWritten } from './dunning-contact.ts';
import { dunningTasks, openTask } from './dunning-task.ts';
import { withBillsNow } from './follow-bills.ts';
import { whyNotDue } from './why-not-due.ts';

/** The result of a contact, its time and its proof. */
export interface Outcome {
  readonly reached: boolean;
  readonly proof: string;
  readonly at: string;
}

/** Returns the record of a contact with its result. */
export function withOutcome(
  contact: ContactRecord,
  { reached, proof, at }: Outcome,
  now: string,
  more: Pick<ContactRecord, 'by' | 'note'> = {},
): ContactRecord {
  const status = reached ? 'reached' : 'not-reached';
  return { ...contact, ...more, status, doneAt: at, proof, updatedAt: now, version: contact.version + 1 };
}

/**
 * Records the result of a contact on its account. When a letter arrives later than written, its days to
 * answer run from the arrival. The deadline moves, and the limitation period restarts on the day of arrival
 * (R0.3, R12.3).
 */
export function recordOutcome(
  account: AccountRecord,
  contactId: string,
  { reached, proof, at }: Outcome,
  zone: string,
): AccountRecord {
  const known = account.contacts.map((entry) => {
    if (entry.contactId !== contactId) return entry;
    const settled = { ...entry, reached, proof, waiting: false };
    if (!reached) return settled;
    const late = lastDayToAnswer(dayIn(zone, at), entry.answerDays);
    return { ...settled, at, answerBy: late > entry.answerBy ? late : entry.answerBy };
  });
  return { ...account, contacts: known };
}

/** Returns the event of a contact's result. */
export function outcomeEvent(
  { contactId }: Pick<ContactRecord, 'contactId'>,
  reached: boolean,
  { act }: DunningContext,
): AccountChange['told'] {
  return [
    (transaction, account) =>
      transaction.record(accounts, account, 'DunningContactReached', { ...refOf(account), contactId, reached }, act),
  ];
}

type NoticeResult = EventOf<'NoticeDelivered' | 'NoticeBounced' | 'NoticeFailed'>;

/** Templates of notices that carry a dunning letter. */
export const dunningLetters = ['payment-reminder', 'written-demand', 'lawyers-letter'];

/**
 * Loads the contact of a notice, its account and the context; undefined when the notice is about something
 * else.
 */
async function contactOfNotice({ data }: NoticeResult, { act, now }: Handling) {
  if (data.aboutId === undefined) return undefined;
  const contact = await get(contacts, { contactId: data.aboutId });
  const before = contact && (await get(accounts, { accountId: contact.accountId }));
  if (!contact || !before || contact.status === 'cancelled' || !isWritten(contact)) return undefined;
  const context = contextUnder(await rulesOf(contact.estateId), { ...act, occurredAt: undefined }, now);
  return { contact, before, context };
}

/** Records that a letter arrived. The notice is proof of the demand, and the days to answer run. */
export async function letterArrived(event: EventOf<'NoticeDelivered'>, handling: Handling): Promise<void> {
  const about = await contactOfNotice(event, handling);
  if (about?.contact.status !== 'waiting') return;
  const { contact, before, context } = about;
  const outcome = { reached: true, proof: `notice ${event.data.noticeId}`, at: event.occurredAt };
  const account = recordOutcome(before, contact.contactId, outcome, context.calendar.zone);
  const { transaction } = await saveAccount({ before, account, told: outcomeEvent(contact, true, context) }, context);
  transaction.save(contacts, withOutcome(contact, outcome, context.now.toString()), contact);
  await transaction.once('ledger', handling.consumer, event).commit();
}

/** Reasons for which an undelivered letter is delivered by hand all the same. */
const comesAgain: readonly string[] = ['not-now', 'another-amount'];

/**
 * Handles a letter that bounced or was not sent: opens a task to deliver it by hand. A letter that is no
 * longer needed is cancelled.
 */
export async function letterFailed(
  event: EventOf<'NoticeBounced' | 'NoticeFailed'>,
  handling: Handling,
): Promise<void> {
  const about = await contactOfNotice(event, handling);
  if (!about || about.contact.taskId !== undefined) return;
  const { contact, before, context } = about;
  const needless = await whyNotDue(contact.contactId, context.now);
  const { why } = event.data;
  if (why === noLongerDue || (needless !== undefined && !comesAgain.includes(needless))) {
    return cancelLetter(event, { contact, before, context, why: needless ?? why }, handling);
  }
  const { contactId, means } = contact;
  const task = openTask(contact, 'deliver-letter', context.now.toString(), why);
  const { taskId } = task;
  const entries = before.contacts.map((entry) =>
    entry.contactId === contactId ? { ...entry, reached: false, proof: contactId, waiting: true, taskId } : entry,
  );
  const opened: AccountChange['told'][number] = (of, account) =>
    of.record(accounts, account, 'DunningTaskOpened', { ...refOf(account), taskId, means }, context.act);
  const change = { before, account: { ...before, contacts: entries }, told: [opened] };
  const { transaction } = await saveAccount(change, context);
  transaction.save(dunningTasks.entity, task);
  const waiting: ContactRecord = { ...contact, status: 'waiting', taskId, proof: undefined, doneAt: undefined };
  transaction.save(contacts, { ...waiting, updatedAt: context.now.toString(), version: contact.version + 1 }, contact);
  await transaction.once('ledger', handling.consumer, event).commit();
}

/**
 * Cancels a contact after a payment, a dispute or a hold: the step counts as not taken, and the next one is
 * planned again (R12.4).
 */
async function cancelLetter(
  event: NoticeResult,
  {
    contact,
    before,
    context,
    why,
  }: { contact: ContactRecord; before: AccountRecord; context: DunningContext; why: string },
  handling: Handling,
): Promise<void> {
  const first = new Transaction();
  const told = cancelContact(first, contact, why, context);
  const account = await withBillsNow(withoutContact(before, contact.contactId), context, context.now);
  const { transaction } = await saveAccount({ before, account, told: [told] }, context);
  await first.join(transaction).once('ledger', handling.consumer, event).commit();
}
