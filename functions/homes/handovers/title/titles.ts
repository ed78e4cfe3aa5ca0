import type { EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { estateOf } from '../../../register/owners/public.ts';
import { handovers, phases } from '../handovers.store.ts';
import { deliverTitle } from './change-title.ts';
import { openTitle } from './open-title.ts';
import { titleDossiers, titlePolicyOf } from './title.store.ts';
import { dossierIdOf } from './title-dossier.ts';

async function delivered(event: EventOf<'HomeDelivered'>, { act, now }: Handling): Promise<Transaction> {
  const { handoverId, phaseId, unitId, buyerId, on } = event.data;
  const [estate, handover, phase, policy, known] = await Promise.all([
    estateOf(event.estateId),
    get(handovers, { handoverId }),
    get(phases, { phaseId }),
    titlePolicyOf(event.estateId),
    get(titleDossiers, { dossierId: dossierIdOf(unitId, buyerId) }),
  ]);
  if (!estate || !handover) throw new Error(`an event names an estate or a handover that is not there: ${handoverId}`);
  const today = dayIn(estate.calendar.zone, now.toString());
  const desk = { act, calendar: estate.calendar, today, language: estate.language };
  if (known) return deliverTitle(known, handover, on, desk).transaction;
  const unit = { unitId, label: handover.unitLabel };
  const handlerId = policy.handlerId ?? phase?.managerId;
  const opening = { unit, buyerId, deliveredOn: on, contract: undefined, handlerId, handover };
  return openTitle(opening, estate, policy, act).transaction;
}

/** A home that was delivered is on its way to its title: its dossier is opened, or its days are known now (R9.1). */
export async function followDelivery(event: EventOf<'HomeDelivered'>, handling: Handling): Promise<void> {
  const transaction = await delivered(event, handling);
  await transaction.once('handovers', handling.consumer, event).commit();
}
