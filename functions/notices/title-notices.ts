import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { stepWords, titleDossierOf } from '../homes/titles/public.ts';
import { estateOf } from '../register/owners/public.ts';
import { titleLink } from './notice-links.ts';
import { type NoticeRequest, notify } from './notify.ts';
import {
  type AboutTitle,
  fundLow,
  overdueForBuyer,
  overdueForHandler,
  paperRejected,
  titleOpened,
} from './templates/title.letters.ts';
import { personAsReader, staffAsReader } from './write-notice.ts';

type Of = EventOf<'TitleOpened' | 'TitleDocumentJudged' | 'TitleStepOverdue' | 'TitleFundBalanceEntered'>;

async function known(event: Of, handling: Handling) {
  const { dossierId } = event.data;
  const [dossier, estate] = await Promise.all([titleDossierOf(dossierId), estateOf(event.estateId)]);
  if (!dossier || !estate) throw new Error(`an event names an unknown dossier or estate: ${dossierId}`);
  const about: AboutTitle = { unit: dossier.unitLabel, url: titleLink(dossierId, handling.now) };
  return { dossier, estate, about, ...about };
}

/** Sends the buyer the link to the page with the progress of their title (D20). */
export async function notifyTitleOpened(event: EventOf<'TitleOpened'>, handling: Handling): Promise<void> {
  // The buyer knows a dossier of the system before.
  if (event.data.carriedOver) return;
  const { dossier, estate, about } = await known(event, handling);
  const reader = await personAsReader(dossier.buyerId);
  const by = event.data.registrationDue;
  await notify(event, handling, estate, [
    {
      template: 'title-opened',
      aboutId: dossier.dossierId,
      reader,
      letter: ({ language }) => titleOpened(about, by, language),
    },
  ]);
}

/** Asks the buyer to hand in a rejected document again. The page shows accepted ones. */
export async function notifyRejectedDocument(event: EventOf<'TitleDocumentJudged'>, handling: Handling): Promise<void> {
  const { dossier, estate, about } = await known(event, handling);
  const { accepted, document } = event.data;
  const paper = dossier.documents.find(({ key }) => key === document);
  const reader = accepted || !paper ? undefined : await personAsReader(dossier.buyerId);
  const { reason = '' } = event;
  await notify(event, handling, estate, [
    {
      template: 'title-document-rejected',
      aboutId: dossier.dossierId,
      reader,
      letter: ({ language }) => paperRejected({ ...about, paper: paper?.name[language] ?? document, reason }, language),
    },
  ]);
}

/**
 * Notifies the handler of an overdue step, and the buyer when the step is theirs. No notice is sent for a
 * step done in the meantime.
 */
export async function notifyOverdueStep(event: EventOf<'TitleStepOverdue'>, handling: Handling): Promise<void> {
  const { dossier, estate, about } = await known(event, handling);
  const { step: name, dueOn } = event.data;
  const step = dossier.steps.find((one) => one.step === name);
  const tellings: NoticeRequest[] = [];
  if (step && step.doneOn === undefined) {
    const { handlerId, dossierId: aboutId } = dossier;
    const [handler, buyer] = await Promise.all([
      handlerId === undefined ? undefined : staffAsReader(handlerId),
      step.owedBy === 'buyer' ? personAsReader(dossier.buyerId) : undefined,
    ]);
    const late = { ...about, step: stepWords[step.step], dueOn };
    const template = 'title-overdue';
    tellings.push(
      { template, aboutId, reader: handler, letter: ({ language }) => overdueForHandler(late, language) },
      { template, aboutId, reader: buyer, letter: ({ language }) => overdueForBuyer(late, language) },
    );
  }
  await notify(event, handling, estate, tellings);
}

/**
 * Notifies the buyer when the fund of their home falls below 30 % of its first payment (R7.3). The notice
 * gives the last day to top it up.
 */
export async function notifyLowFund(event: EventOf<'TitleFundBalanceEntered'>, handling: Handling): Promise<void> {
  const { dossier, estate, about } = await known(event, handling);
  const { fen, firstPaymentFen, topUpBy } = event.data;
  const tellings: NoticeRequest[] = [];
  if (topUpBy !== undefined && dossier.fundBalance?.low?.topUpBy === topUpBy) {
    const reader = await personAsReader(dossier.buyerId);
    const low = { ...about, fen, firstPaymentFen, topUpBy };
    const { dossierId: aboutId } = dossier;
    tellings.push({ template: 'title-fund-low', aboutId, reader, letter: ({ language }) => fundLow(low, language) });
  }
  await notify(event, handling, estate, tellings);
}
