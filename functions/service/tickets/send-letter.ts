import type { EventOf } from '../../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { changeOf, ref, withFacts } from './change-ticket.ts';
import { type Fact, fitsFacts } from './facts.ts';
import type { Operation } from './operation.ts';
import type { Milestone } from './sla.policy.ts';
import type { Ticket } from './ticket.ts';

/*
 * The letters that meet the milestones of a complaint (D1). Nothing else meets one: no note, call, reply by
 * phone or closing. A letter counts when it is sent, and no longer when it comes back.
 */

const onlyComplaints = problemKind('milestone-of-complaints', 409, {
  'zh-CN': '只有投诉才有书面答复节点。请去掉 milestone，或先将类型改为 complaint。',
  'zh-TW': '只有投訴才有書面答覆節點。請去掉 milestone，或先將類型改為 complaint。',
  en: 'Only a complaint has milestones. Leave out milestone, or change the type to complaint first.',
});
const nobodyToWrite = problemKind('nobody-to-write-to', 409, {
  'zh-CN': '反映人不在登记册中，无法寄信。请先登记反映人，或去掉 milestone。',
  'zh-TW': '反映人不在登記冊中，無法寄信。請先登記反映人，或去掉 milestone。',
  en: 'The requester is not in the register, so no letter can be sent. Register them first, or leave out milestone.',
});

/**
 * Rejects a letter of a milestone to nobody, or about a ticket that is no complaint.
 * @throws Problem milestone-of-complaints, nobody-to-write-to.
 */
export function mustTakeLetter(ticket: Ticket): void {
  if (ticket.type !== 'complaint') throw new Problem(onlyComplaints);
  if (ticket.requester.personId === undefined) throw new Problem(nobodyToWrite);
}

/** A letter of a milestone, and the notice or file that keeps it. */
export interface KeptLetter {
  readonly milestone: Milestone;
  readonly letterId: string;
  readonly why?: string;
}

function isKnown({ facts }: Ticket, what: Fact['what'], letterId: string): boolean {
  return facts.some((fact) => fact.what === what && fact.letterId === letterId);
}

/** Enters that a letter was sent, which meets its milestone. Returns undefined when that is known. */
export const letterSent =
  ({ milestone, letterId }: KeptLetter): LetterDecision =>
  (ticket, act, rules) => {
    const what = `${milestone}-letter` as const;
    if (isKnown(ticket, what, letterId) || !fitsFacts(ticket.facts, [{ what }])) return undefined;
    const letters = [...(ticket.letters ?? []), { milestone, letterId, sentAt: act.occurredAt ?? act.recordedAt }];
    const after = withFacts({ ...ticket, letters }, [{ what, letterId }], act, rules);
    const data = { ...ref(ticket), milestone, letterId };
    return { after, transaction: changeOf(ticket, after, 'TicketLetterSent', data, act) };
  };

/**
 * Enters that a letter was not sent or came back: it meets no milestone, also when its sending is heard of
 * later. Returns undefined when that is known.
 */
export const letterReturned =
  ({ milestone, letterId, why = '' }: KeptLetter): LetterDecision =>
  (ticket, act, rules) => {
    const what = 'letter-returned' as const;
    if (isKnown(ticket, what, letterId) || !fitsFacts(ticket.facts, [{ what }])) return undefined;
    const after = withFacts(ticket, [{ what, letterId }], act, rules);
    const data = { ...ref(ticket), milestone, letterId, why };
    return { after, transaction: changeOf(ticket, after, 'TicketLetterReturned', data, act) };
  };

type LetterDecision = (
  ticket: Ticket,
  act: Parameters<Operation>[2],
  rules: Parameters<Operation>[3],
) => ReturnType<Operation> | undefined;

/** Returns the letter of a notice's event, and its ticket; undefined when it meets no milestone. */
export function letterOf({
  data: { noticeId, aboutId, milestone },
}: EventOf<'NoticeSent' | 'NoticeDelivered' | 'NoticeBounced' | 'NoticeFailed'>):
  | { ticketId: string; letter: KeptLetter }
  | undefined {
  if (milestone === undefined || aboutId === undefined) return undefined;
  return { ticketId: aboutId, letter: { milestone, letterId: noticeId } };
}
