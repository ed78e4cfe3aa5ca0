import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { handoverOf, phaseOf } from '../handovers/public.ts';
import { deliverTitle } from './change-title.ts';
import { openTitle } from './open-title.ts';
import { dossierIdOf } from './title-dossier.ts';
import { titleDossiers, titleRulesOf } from './titles.store.ts';

async function delivered(event: EventOf<'HomeDelivered'>, { act, now }: Handling): Promise<Transaction> {
  const { handoverId, phaseId, unitId, buyerId, on } = event.data;
  const [estate, handover, phase, rules, known] = await Promise.all([
    estateOf(event.estateId),
    handoverOf(handoverId),
    phaseOf(phaseId),
    titleRulesOf(event.estateId),
    get(titleDossiers, { dossierId: dossierIdOf(unitId, buyerId) }),
  ]);
  if (!estate || !handover) throw new Error(`an event names an unknown estate or handover: ${handoverId}`);
  const { calendar, language } = estate;
  if (known) {
    const context = { before: known, act, calendar, today: dayIn(calendar.zone, now.toString()), language };
    return deliverTitle(context, handover, on).transaction;
  }
  const unit = { unitId, label: handover.unitLabel };
  const handlerId = rules.handlerId ?? phase?.managerId;
  const opening = { unit, buyerId, deliveredOn: on, contract: undefined, handlerId, handover };
  return openTitle(opening, estate, rules, act).transaction;
}

/**
 * Consumer: opens the title dossier of a delivered home, or enters the delivery day in an existing one
 * (R9.1).
 */
export const titleUpdates = consumer({ name: 'title-updates', on: { HomeDelivered: followDelivery } });

async function followDelivery(event: EventOf<'HomeDelivered'>, handling: Handling): Promise<void> {
  const transaction = await delivered(event, handling);
  await transaction.once('handovers', handling.consumer, event).commit();
}
