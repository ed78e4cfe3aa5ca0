import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { dayIn } from '../../shared/kernel/time.ts';
import {
  defectsOf,
  handoverOf,
  isAnythingPutRight,
  knowsDefects,
  lateDefects,
  phaseOf,
  reviewsOf,
} from '../homes/handovers/public.ts';
import { estateOf } from '../register/owners/public.ts';
import { handoverLink } from './notice-links.ts';
import { notify } from './notify.ts';
import {
  defectsLate,
  defectsLateForBuyer,
  defectsRejected,
  everythingRight,
  recordsWait,
} from './templates/inspection.letters.ts';
import { personAsReader, staffAsReader } from './write-notice.ts';

/*
 * Notices about inspections before the keys (D18). Each event reports one thing. Things of one moment are
 * gathered into one letter: the first event writes it, and the others find it written.
 */

type Of =
  | EventOf<'DefectOverdue'>
  | EventOf<'DefectRejected'>
  | EventOf<'DefectClosed'>
  | EventOf<'InspectionReviewOpened'>;

async function known(event: Of) {
  const { handoverId, phaseId } = event.data;
  const [handover, phase, estate] = await Promise.all([
    handoverOf(handoverId),
    phaseOf(phaseId),
    estateOf(event.estateId),
  ]);
  if (!handover || !phase || !estate)
    throw new Error(`an event names an unknown handover, phase or estate: ${handoverId}`);
  return { handover, phase, estate };
}

/**
 * Notifies the phase manager of all defects that one run found overdue, and each buyer of those of their home
 * that they know of.
 */
export async function notifyOverdueDefects(event: EventOf<'DefectOverdue'>, handling: Handling): Promise<void> {
  const { handover, phase, estate } = await known(event);
  const { defectId, handoverId, phaseId, buyerId } = event.data;
  const { recordedAt: run } = event;
  const [manager, buyer] = await Promise.all([
    staffAsReader(phase.managerId),
    knowsDefects(handover) ? personAsReader(buyerId) : undefined,
  ]);
  const late = async (of: Parameters<typeof lateDefects>[0]) => {
    const [own, found] = await Promise.all([
      defectsOf([defectId]),
      lateDefects(of, dayIn(estate.calendar.zone, run), run),
    ]);
    const others = found.filter((one) => one.defectId !== defectId);
    return [...own.filter(({ state }) => state === 'open'), ...others];
  };
  const template = 'defects-late';
  await notify(event, handling, estate, [
    {
      template,
      aboutId: phaseId,
      gathered: `${phaseId} ${run}`,
      reader: manager,
      letter: async ({ language }) => {
        const defects = await late({ phaseId });
        return defects.length > 0 ? defectsLate({ phase: phase.name, defects }, language) : undefined;
      },
    },
    {
      template,
      aboutId: handoverId,
      gathered: `${handoverId} ${run}`,
      reader: buyer,
      letter: async ({ language }) => {
        const defects = await late({ handoverId });
        return defects.length > 0 ? defectsLateForBuyer({ unit: handover.unitLabel, defects }, language) : undefined;
      },
    },
  ]);
}

/** Notifies the manager of rejected work: one letter for everything rejected at once. */
export async function notifyRejectedDefects(event: EventOf<'DefectRejected'>, handling: Handling): Promise<void> {
  const { handover, phase, estate } = await known(event);
  const { defectId, handoverId, together = [defectId] } = event.data;
  const reader = await staffAsReader(phase.managerId);
  await notify(event, handling, estate, [
    {
      template: 'defects-rejected',
      aboutId: handoverId,
      reader,
      gathered: [...together, event.recordedAt].join(' '),
      letter: async ({ language }) => {
        const defects = (await defectsOf(together)).filter(({ state }) => state === 'open');
        const about = { phase: phase.name, unit: handover.unitLabel, defects };
        return defects.length > 0 ? defectsRejected(about, language) : undefined;
      },
    },
  ]);
}

/**
 * Notifies the buyer when the last open defect of their home is closed, if they knew of defects and none is
 * open now. No notice is sent where defects were only withdrawn and none was rectified.
 */
export async function notifyAllRectified(event: EventOf<'DefectClosed'>, handling: Handling): Promise<void> {
  const { defectId, handoverId, buyerId, openDefects } = event.data;
  if (openDefects !== 0) return;
  const { handover, estate } = await known(event);
  if (handover.openDefects > 0 || !knowsDefects(handover)) return;
  const [own] = await defectsOf([defectId]);
  if (own?.withdrawn !== false && !(await isAnythingPutRight(handoverId))) return;
  const reader = await personAsReader(buyerId);
  const url = handover.sheet ? undefined : handoverLink(handover, handling.now);
  const about = { unit: handover.unitLabel, url };
  await notify(event, handling, estate, [
    {
      template: 'defects-closed',
      aboutId: handoverId,
      gathered: `${handoverId} ${event.recordedAt}`,
      reader,
      letter: ({ language }) => everythingRight(about, language),
    },
  ]);
}

/**
 * Notifies the phase manager of records that wait for a decision: one letter for all of one moment, with the
 * reasons.
 */
export async function notifyReviews(event: EventOf<'InspectionReviewOpened'>, handling: Handling): Promise<void> {
  const { handover, phase, estate } = await known(event);
  const { reviewId, handoverId, together = [reviewId] } = event.data;
  const reader = await staffAsReader(phase.managerId);
  await notify(event, handling, estate, [
    {
      template: 'inspection-review',
      aboutId: handoverId,
      reader,
      gathered: [...together, event.recordedAt].join(' '),
      letter: async ({ language }) => {
        const reviews = (await reviewsOf(together)).filter(({ state }) => state === 'open');
        const about = { phase: phase.name, unit: handover.unitLabel, reviews };
        return reviews.length > 0 ? recordsWait(about, language) : undefined;
      },
    },
  ]);
}
