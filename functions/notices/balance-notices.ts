import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { lowNoticeOf, meterOf } from '../money/meters/public.ts';
import { requireEstate } from '../register/owners/public.ts';
import { notify } from './notify.ts';
import { balanceLow } from './templates/balance.letters.ts';
import { personAsReader } from './write-notice.ts';

/**
 * Notifies a household of a low prepaid balance (D30), at the earliest at the time set by meters. A notice of
 * the last level is sent at any hour. `send-notice.ts` checks again before sending that the balance is low.
 */
export async function notifyLowBalance(event: EventOf<'BalanceFellBelowThreshold'>, handling: Handling): Promise<void> {
  const { noticeId, meterId, personId, notBefore, lastLevel } = event.data;
  const [record, meter, estate, reader] = await Promise.all([
    lowNoticeOf(noticeId),
    meterOf(meterId),
    requireEstate(event.estateId),
    personId === undefined ? undefined : personAsReader(personId),
  ]);
  if (!record || !meter) throw new Error(`an event names an unknown record or meter: ${noticeId}`);
  if (record.withdrawnAt !== undefined) return;
  const { unitLabel: unit, utility } = meter;
  const { balanceFen, levelFen, daysLeft, at } = record;
  const about = { unit, utility, balanceFen, levelFen, daysLeft, at, zone: estate.calendar.zone, lastLevel };
  const letter = ({ language }: NonNullable<typeof reader>) => balanceLow(about, language);
  await notify(event, handling, estate, [
    { template: 'balance-low', aboutId: noticeId, reader, letter, notBefore, atAnyHour: lastLevel },
  ]);
}
