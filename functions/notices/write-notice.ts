import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import type { Transaction } from '../../shared/events/transaction.ts';
import type { Language } from '../../shared/kernel/language.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { get } from '../../shared/store/table.ts';
import { type Estate, type Person, personOf, type Staff, staffOf } from '../register/owners/public.ts';
import { callTaskIdOf, callTasks, openCallTask } from './call-task.ts';
import { aboutOf, type Draft, type Notice, type Recipient } from './notice.ts';
import { write } from './notice-delivery.ts';
import { type NoticesPolicy, noticesPolicy } from './notices.policy.ts';
import { addressStanding, notices, reminderContacts, withContact, withinBudgetFrom } from './notices.store.ts';
import { quietAppliesFrom, waitsUntil } from './quiet-hours.ts';
import { type Letter, render } from './templates/letter.ts';

/** A person or staff member of the register, as a reader of notices. */
export interface Reader {
  recipient: Recipient;
  language: Language;
}

/** Returns an owner or occupant as a reader; undefined when the register does not know them. */
export async function personAsReader(personId: string): Promise<Reader | undefined> {
  const person = await personOf(personId);
  return person && asReader('person', person.personId, person);
}

/** Returns a staff member as a reader; undefined when the register does not know them. */
export async function staffAsReader(staffId: string): Promise<Reader | undefined> {
  const member = await staffOf(staffId);
  return member && asReader('staff', member.staffId, member);
}

/** Returns a person or a staff member as a reader. */
export function asReader(
  kind: Recipient['kind'],
  id: string,
  { name, email: address, language }: Pick<Person | Staff, 'name' | 'email' | 'language'>,
): Reader {
  return { recipient: { kind, id, name, address }, language };
}

/** A notice to be written. */
export interface Writing
  extends Pick<
    Draft,
    'noticeId' | 'kind' | 'template' | 'aboutId' | 'milestone' | 'campaignId' | 'uselessFrom' | 'unsubscribeUrl'
  > {
  estate: Estate;
  reader: Reader;
  letter: Letter;
  emergency: boolean;
  /** When the reader did what this notice answers. */
  actedAt: string | undefined;
  /** True for notices within the person's reminder budget. */
  reminder?: boolean;
  /** True for notices that are sent at any hour. */
  atAnyHour?: boolean;
  /** The earliest time of sending (ISO). */
  notBefore?: string;
}

/**
 * Adds a notice and `NoticeWritten` to a transaction. Opens a call task instead when the household has no
 * reachable address.
 */
export async function writeNotice(
  transaction: Transaction,
  writing: Writing,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Notice> {
  const {
    estate,
    reader,
    letter,
    emergency,
    actedAt,
    reminder = false,
    atAnyHour = false,
    notBefore,
    ...rest
  } = writing;
  const { recipient, language } = reader;
  const envelope = {
    language,
    recipientName: recipient.name,
    estateName: estate.name,
    unsubscribeUrl: writing.unsubscribeUrl,
  };
  const draft: Draft = {
    ...rest,
    ...render(letter, envelope),
    estateId: estate.estateId,
    sender: estate.name,
    recipient,
    language,
    quietFrom: atAnyHour ? undefined : quietAppliesFrom({ to: recipient.kind, emergency, actedAt }, now),
  };
  const [policy, reachable] = await Promise.all([noticesPolicy.of(estate.estateId), isReachable(recipient.address)]);
  const budget = reminder && reachable ? await takeBudget(transaction, recipient, policy, now) : undefined;
  const from = latest([now, ...[budget, notBefore].flatMap((at) => (at === undefined ? [] : toInstant(at)))]);
  const waits = from === now ? undefined : from.toString();
  const hold = reachable ? (waitsUntil(draft, policy, estate.calendar.zone, from) ?? waits) : 'no-address';
  const notice = write(draft, hold, now);
  const { noticeId, template, aboutId } = notice;
  transaction
    .save(notices, notice)
    .record(notices, notice, 'NoticeWritten', { noticeId, template, recipientId: recipient.id, aboutId }, act);
  if (!reachable) {
    // Contexts that wait for the outcome get an event, too.
    transaction.record(notices, notice, 'NoticeFailed', { ...aboutOf(notice), why: 'no-address' }, act);
    await openTask(transaction, notice, 'no-address', act, now);
  }
  return notice;
}

function latest(instants: readonly [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant {
  return instants.reduce((a, b) => (b.epochNanoseconds > a.epochNanoseconds ? b : a));
}

/**
 * Takes one reminder from a person's budget. Returns the time from which it may be sent, or undefined when it
 * may be sent now.
 */
async function takeBudget(
  transaction: Transaction,
  { id: personId }: Recipient,
  { estateId, reminderBudget }: NoticesPolicy,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const known = await get(reminderContacts, { personId });
  const from = withinBudgetFrom(known, reminderBudget, now);
  transaction.save(reminderContacts, withContact(known, { personId, estateId }, from ?? now.toString()), known);
  return from;
}

async function isReachable(address: string | undefined): Promise<boolean> {
  return address !== undefined && !(await addressStanding(address)).unreachable;
}

/** Opens a call task for a household that a notice did not reach, once for each notice. */
export async function openTask(
  transaction: Transaction,
  notice: Notice,
  why: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<void> {
  const task = openCallTask(notice, why, now.toString());
  if (!task || (await get(callTasks.entity, { taskId: callTaskIdOf(notice.noticeId) }))) return;
  const { taskId, noticeId, template, aboutId } = task;
  const data = { taskId, noticeId, template, aboutId, why };
  transaction.save(callTasks.entity, task).record(callTasks.entity, task, 'CallTaskOpened', data, act);
}
