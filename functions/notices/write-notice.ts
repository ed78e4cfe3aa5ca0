import type { Temporal } from 'temporal-polyfill';
import type { Act } from '../../shared/events/catalogue.ts';
import type { Language } from '../../shared/kernel/language.ts';
import { get } from '../../shared/store/table.ts';
import type { Transaction } from '../../shared/store/transaction.ts';
import { type Estate, type Person, personOf, type Staff, staffOf } from '../owners/public.ts';
import { callTaskIdOf, openCallTask } from './call-task.ts';
import { type Draft, type Notice, type Recipient, write } from './notice.ts';
import { addressStanding, callTasks, notices, policyOf } from './notices-store.ts';
import { quietAppliesFrom, waitsUntil } from './quiet-hours.ts';
import { type Letter, render } from './templates/letter.ts';

/** Somebody of the register, as a reader of notices. */
export interface Reader {
  recipient: Recipient;
  language: Language;
}

/** An owner or occupant as a reader; undefined when the register does not know him. */
export async function personAsReader(personId: string): Promise<Reader | undefined> {
  const person = await personOf(personId);
  return person && asReader('person', person.personId, person);
}

/** Somebody of ours as a reader; undefined when the register does not know him. */
export async function staffAsReader(staffId: string): Promise<Reader | undefined> {
  const member = await staffOf(staffId);
  return member && asReader('staff', member.staffId, member);
}

/** A person, or somebody of ours, as a reader. */
export function asReader(
  kind: Recipient['kind'],
  id: string,
  { name, email: address, language }: Pick<Person | Staff, 'name' | 'email' | 'language'>,
): Reader {
  return { recipient: { kind, id, name, address }, language };
}

/** A notice to be written. */
export interface Writing extends Pick<Draft, 'noticeId' | 'kind' | 'template' | 'aboutId' | 'unsubscribeUrl'> {
  estate: Estate;
  reader: Reader;
  letter: Letter;
  emergency: boolean;
  /** When the reader himself did what this answers. */
  actedAt: string | undefined;
}

/**
 * Adds a notice to a transaction, and `NoticeWritten` with it; where it cannot reach a household, a call task instead of
 * a mail.
 */
export async function writeNotice(
  transaction: Transaction,
  writing: Writing,
  act: Act,
  now: Temporal.Instant,
): Promise<Notice> {
  const { estate, reader, letter, emergency, actedAt, ...rest } = writing;
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
    quietFrom: quietAppliesFrom({ to: recipient.kind, emergency, actedAt }, now),
  };
  const [policy, reachable] = await Promise.all([policyOf(estate.estateId), isReachable(recipient.address)]);
  const hold = reachable ? waitsUntil(draft, policy, estate.calendar.zone, now) : 'no-address';
  const notice = write(draft, hold, now);
  const { noticeId, template, aboutId } = notice;
  transaction
    .save(notices, notice)
    .record(notices, notice, 'NoticeWritten', { noticeId, template, recipientId: recipient.id, aboutId }, act);
  if (!reachable) await openTask(transaction, notice, 'no-address', act, now);
  return notice;
}

async function isReachable(address: string | undefined): Promise<boolean> {
  return address !== undefined && !(await addressStanding(address)).unreachable;
}

/** Has the desk call a household that a notice did not reach; once for each notice. */
export async function openTask(
  transaction: Transaction,
  notice: Notice,
  why: string,
  act: Act,
  now: Temporal.Instant,
): Promise<void> {
  const task = openCallTask(notice, why, now);
  if (!task || (await get(callTasks, { taskId: callTaskIdOf(notice.noticeId) }))) return;
  const { taskId, noticeId } = task;
  transaction.save(callTasks, task).record(callTasks, task, 'CallTaskOpened', { taskId, noticeId, why }, act);
}
