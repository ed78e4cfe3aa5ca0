import type { Temporal } from 'temporal-polyfill';
import { signLink } from '../../shared/http/link.ts';
import { setting } from '../../shared/kernel/environment.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { linkSubjectOf } from '../homes/handovers/public.ts';

/** The law asks for a way to stop in every mail, and people stop when they find an old one. */
const unsubscribeHours = 2 * 366 * 24;

function linkTo(
  purpose: 'surveys' | 'notices' | 'fees' | 'handovers' | 'titles' | 'tickets',
  subjectId: string,
  expiresAt: Temporal.Instant,
): string {
  const token = signLink({ purpose, subjectId, expiresAt }, setting('LINK_SECRET'));
  return `${setting('LINK_BASE_URL')}/p/${purpose}/${token}`;
}

/** Address of the page on which a survey is answered, until it closes. */
export function surveyLink(surveyId: string, expiresAt: string): string {
  return linkTo('surveys', surveyId, toInstant(expiresAt));
}

/** Address of the page on which a person stops marketing. */
export function unsubscribeLink(personId: string, now: Temporal.Instant): string {
  return linkTo('notices', personId, now.add({ hours: unsubscribeHours }));
}

/** How long the page of a bill can be opened from its letter: until long after it should have been paid. */
const billHours = 2 * 366 * 24;

/** Address of the page that shows how every fen of a bill came about. */
export function billLink(billId: string, now: Temporal.Instant): string {
  return linkTo('fees', billId, now.add({ hours: billHours }));
}

/** How long the page of a handover can be opened from its letters: until long after the phase is done. */
const handoverHours = 366 * 24;

/** Address of the page on which a time for the handover is chosen. */
export function handoverLink(handover: Parameters<typeof linkSubjectOf>[0], now: Temporal.Instant): string {
  return linkTo('handovers', linkSubjectOf(handover), now.add({ hours: handoverHours }));
}

/** How long the page of a dossier of title can be opened from a letter: a title may come years late. */
const titleHours = 3 * 366 * 24;

/** Address of the page that shows how far a title is. */
export function titleLink(dossierId: string, now: Temporal.Instant): string {
  return linkTo('titles', dossierId, now.add({ hours: titleHours }));
}

/** How long the page of a suspected emergency can be opened: when it was decided, it says what became of it. */
const questionHours = 7 * 24;

/** Address of the page on which the questions about a suspected emergency are answered. */
export function questionsLink(ticketId: string, now: Temporal.Instant): string {
  return linkTo('tickets', ticketId, now.add({ hours: questionHours }));
}

/** A text without the tokens of the links in it, for those whom they were not given to. */
export function withoutTokens(text: string): string {
  return text.replace(/(\/p\/(?:survey|unsubscribe|bill|handover|title|ticket)\/)[\w.-]+/g, '$1***');
}
