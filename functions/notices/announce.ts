import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import type { Caller } from '../../shared/http/auth.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { languageSchema } from '../../shared/kernel/language.ts';
import { Problem, problemKind, problems } from '../../shared/kernel/problem.ts';
import { get } from '../../shared/store/table.ts';
import { estateInReach, mustNotAdvertise, type Person, registeredPerson } from '../register/owners/public.ts';
import { type Notice, noticeKinds } from './notice.ts';
import { unsubscribeLink } from './notice-links.ts';
import { type NoticesPolicy, noticesPolicy } from './notices.policy.ts';
import { addressStanding, isOptedOut, marketingContacts, optOuts, withContact } from './notices.store.ts';
import { freeLetter } from './templates/free.letters.ts';
import { asReader, writeNotice } from './write-notice.ts';

export const announceSchema = z
  .strictObject({
    personId: z.string().max(64),
    kind: z.enum(noticeKinds),
    subject: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((subject) => !/[\r\n]/.test(subject), { message: 'one line' }),
    /** An empty line separates paragraphs. */
    text: z.string().trim().min(1).max(10_000),
    /** The language of the greeting and the fixed sentences; by default the person's own. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'WriteNoticeBody' });

const noConsent = problemKind('no-consent', 409, {
  'zh-CN': '此人未同意接收推广信息、已退订或曾举报为垃圾邮件，不能发送。如为服务通知，请将 kind 改为「service」。',
  'zh-TW': '此人未同意接收推廣資訊、已退訂或曾檢舉為垃圾郵件，不能發送。如為服務通知，請將 kind 改為「service」。',
  en: 'This person has not consented to marketing, has unsubscribed, or reported a mail as spam. For a service notice, set kind to service.',
});
const enoughMarketing = problemKind('marketing-cap', 409, {
  'zh-CN': '{days} 天内向同一人最多发送 {notices} 封推广信息，现已达到上限。请稍后再发。',
  'zh-TW': '{days} 天內向同一人最多發送 {notices} 封推廣資訊，現已達到上限。請稍後再發。',
  en: 'The limit of {notices} marketing notices to one person in {days} days is reached. Send the notice later.',
});

/**
 * Writes a notice of a manager to a person. Marketing needs consent without an opt-out, and carries an
 * unsubscribe link (R15.5). A service notice is always sent, and carries no advertising.
 * @throws Problem `not-found`, `no-consent`, `marketing-cap`, `advertising-in-service`.
 */
export async function announce(
  input: z.output<typeof announceSchema>,
  caller: Caller,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<{ notice: Notice; transaction: Transaction }> {
  const person = await registeredPerson(input.personId);
  if (!person) throw new Problem(problems.notFound);
  const estate = await estateInReach(caller, person.estateId);
  const transaction = new Transaction();
  const isMarketing = input.kind === 'marketing';
  if (!isMarketing) mustNotAdvertise(input.subject, input.text);
  if (isMarketing) await allowMarketing(transaction, person, await noticesPolicy.of(person.estateId), now);
  const reader = asReader('person', person.personId, { ...person, language: input.language ?? person.language });
  const writing = {
    noticeId: newId('ntc', now),
    kind: input.kind,
    template: 'free' as const,
    unsubscribeUrl: isMarketing ? unsubscribeLink(person.personId, now) : undefined,
    aboutId: undefined,
    estate,
    reader,
    letter: freeLetter(input),
    emergency: false,
    actedAt: undefined,
    reminder: isMarketing,
  };
  const notice = await writeNotice(transaction, writing, act, now);
  return { notice, transaction };
}

async function allowMarketing(
  transaction: Transaction,
  person: Person,
  { marketingCap }: NoticesPolicy,
  now: Temporal.Instant,
): Promise<void> {
  const { personId, email } = person;
  const [optOut, contacts, standing] = await Promise.all([
    get(optOuts, { personId }),
    get(marketingContacts, { personId }),
    email === undefined ? undefined : addressStanding(email),
  ]);
  if (!person.marketingConsent || isOptedOut(optOut) || standing?.complained) throw new Problem(noConsent);
  const since = now.epochMilliseconds - marketingCap.days * 86_400_000;
  const lately = (contacts?.written ?? []).filter((at) => Date.parse(at) > since);
  if (lately.length >= marketingCap.notices) throw new Problem(enoughMarketing, marketingCap);
  transaction.save(marketingContacts, withContact(contacts, person, now.toString()), contacts);
}
