import type { ActionContext, AnyEvent } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { get } from '../../shared/store/table.ts';
import type { Estate } from '../register/owners/public.ts';
import { noticeIdOf, type TemplateName } from './notice.ts';
import { notices } from './notices.store.ts';
import type { Letter } from './templates/letter.ts';
import { type Reader, type Writing, writeNotice } from './write-notice.ts';

/**
 * A notice about an event to one reader. The letter is in the reader's language; undefined when there is
 * nothing left to report.
 */
export interface NoticeRequest
  extends Partial<
      Pick<
        Writing,
        'emergency' | 'actedAt' | 'reminder' | 'atAnyHour' | 'notBefore' | 'milestone' | 'campaignId' | 'uselessFrom'
      >
    >,
    Pick<Writing, 'aboutId'> {
  readonly template: TemplateName;
  readonly reader: Reader | undefined;
  readonly letter: (reader: Reader) => Letter | undefined | Promise<Letter | undefined>;
  /** Key of several events that share one letter: the first one processed writes it. */
  readonly gathered?: string;
}

/**
 * Writes the notices of an event and marks the event as handled, in one transaction. An event without readers
 * is marked, too.
 */
export async function notify(
  event: AnyEvent,
  handling: Handling,
  estate: Estate,
  tellings: readonly NoticeRequest[],
): Promise<void> {
  const transaction = new Transaction().once('tickets', handling.consumer, event);
  // The notice is written now, whenever the event happened.
  const act: ActionContext = { ...handling.act, occurredAt: undefined };
  for (const { template, reader, letter: write, gathered, emergency = false, actedAt, ...rest } of tellings) {
    if (!reader) continue;
    const noticeId = noticeIdOf(gathered ?? event.id, template, reader.recipient.id);
    if (gathered !== undefined && (await get(notices, { noticeId }))) continue;
    const letter = await write(reader);
    if (!letter) continue;
    const fields = { kind: 'service' as const, template, emergency, actedAt, ...rest };
    await writeNotice(transaction, { ...fields, noticeId, estate, reader, letter }, act, handling.now);
  }
  await transaction.commit();
}
