import type { Temporal } from 'temporal-polyfill';
import { signLink } from '../../shared/http/link.ts';
import { setting } from '../../shared/kernel/environment.ts';
import { linkSubjectOf } from '../homes/handovers/public.ts';

/** Lifetime of unsubscribe links. The law requires one in every mail, and people also use old mails. */
const unsubscribeHours = 2 * 366 * 24;

function linkTo(
  purpose: 'surveys' | 'notices' | 'fees' | 'handovers' | 'titles' | 'tickets' | 'repairs',
  subjectId: string,
  expiresAt: Temporal.Instant,
): string {
  const token = signLink({ purpose, subjectId, expiresAt }, setting('LINK_SECRET'));
  return `${setting('LINK_BASE_URL')}/p/${purpose}/${token}`;
}

/** Lifetime of a survey's link. The survey itself ends its window, which runs from the sending. */
const surveyHours = 366 * 24;

/** Returns the address of the page of a survey, about a ticket or of all households. */
export function surveyLink(surveyId: string, now: Temporal.Instant): string {
  return linkTo('surveys', surveyId, now.add({ hours: surveyHours }));
}

/** Returns the address of the page on which a person unsubscribes from marketing. */
export function unsubscribeLink(personId: string, now: Temporal.Instant): string {
  return linkTo('notices', personId, now.add({ hours: unsubscribeHours }));
}

/** Lifetime of a bill's link: until long after the bill is due. */
const billHours = 2 * 366 * 24;

/** Returns the address of a bill's page with its arithmetic. */
export function billLink(billId: string, now: Temporal.Instant): string {
  return linkTo('fees', billId, now.add({ hours: billHours }));
}

/** Lifetime of a handover's link: until long after the phase is done. */
const handoverHours = 366 * 24;

/** Returns the address of the page on which the buyer chooses a time for the handover. */
export function handoverLink(handover: Parameters<typeof linkSubjectOf>[0], now: Temporal.Instant): string {
  return linkTo('handovers', linkSubjectOf(handover), now.add({ hours: handoverHours }));
}

/** Lifetime of a title dossier's link: a title may come years late. */
const titleHours = 3 * 366 * 24;

/** Returns the address of the page with the progress of a title. */
export function titleLink(dossierId: string, now: Temporal.Instant): string {
  return linkTo('titles', dossierId, now.add({ hours: titleHours }));
}

/** Lifetime of the link to a suspected emergency; after the decision its page shows the result. */
const questionHours = 7 * 24;

/** Returns the address of the page with the questions about a suspected emergency. */
export function questionsLink(ticketId: string, now: Temporal.Instant): string {
  return linkTo('tickets', ticketId, now.add({ hours: questionHours }));
}

/** Lifetime of the link to a visit: the page shows what became of it. */
const visitHours = 60 * 24;

/** Returns the address of the page with who comes for a work order and when. */
export function visitLink(workOrderId: string, now: Temporal.Instant): string {
  return linkTo('repairs', workOrderId, now.add({ hours: visitHours }));
}

/** Removes the tokens of links from a text, for readers to whom the links were not given. */
export function withoutTokens(text: string): string {
  return text.replace(/(\/p\/[a-z-]+\/)[\w.-]+/g, '$1***');
}
