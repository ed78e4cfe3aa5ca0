import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { feeItemNames } from '../money/fees/public.ts';
import { type Estate, hasGrant, requireEstate, staffOfEstate } from '../register/owners/public.ts';
import { type NoticeRequest, notify } from './notify.ts';
import { moneyHeldTooLong, othersMoneyShort } from './templates/staff.letters.ts';
import { asReader, type Reader } from './write-notice.ts';

/** Returns the managers and auditors of an estate as readers. */
export async function controllersOf({ estateId }: Estate): Promise<Reader[]> {
  const members = await staffOfEstate(estateId);
  return members
    .filter((one) => hasGrant(one, 'manager', estateId) || hasGrant(one, 'auditor', estateId))
    .map((one) => asReader('staff', one.staffId, one));
}

async function tell(
  event: EventOf<'OthersMoneyShort'> | EventOf<'AgencyMoneyHeldTooLong'>,
  handling: Handling,
  of: Pick<NoticeRequest, 'template' | 'letter'> & { readonly estate: Estate; readonly isNews: boolean },
): Promise<void> {
  const { estate, isNews, ...request } = of;
  const readers = isNews ? await controllersOf(estate) : [];
  const requests = readers.slice(0, 30).map((reader) => ({ ...request, aboutId: estate.estateId, reader }));
  await notify(event, handling, estate, requests);
}

/**
 * Tells managers and auditors that the money of others is not there at a close (R25.6): when it becomes
 * short, or shorter than at the close before.
 */
export async function notifyShortage(event: EventOf<'OthersMoneyShort'>, handling: Handling): Promise<void> {
  const estate = await requireEstate(event.estateId);
  const { wasShortFen = 0, ...about } = event.data;
  await tell(event, handling, {
    estate,
    isNews: about.shortFen > wasShortFen,
    template: 'others-money-short',
    letter: ({ language }) => othersMoneyShort({ ...about, estate: estate.name }, language),
  });
}

/** Tells managers and auditors that money of a third party is held for more than one cycle (R25.4). */
export async function notifyHeldTooLong(event: EventOf<'AgencyMoneyHeldTooLong'>, handling: Handling): Promise<void> {
  const { day, fen, feeItemId } = event.data;
  const [estate, names] = await Promise.all([requireEstate(event.estateId), feeItemNames([feeItemId])]);
  const about = { day, fen, item: names.get(feeItemId) ?? feeItemId, estate: estate.name };
  await tell(event, handling, {
    estate,
    isNews: true,
    template: 'money-held-too-long',
    letter: ({ language }) => moneyHeldTooLong(about, language),
  });
}
