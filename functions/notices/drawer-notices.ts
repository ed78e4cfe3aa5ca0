import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { type Estate, hasGrant, requireEstate, staffOf, staffOfEstate } from '../register/owners/public.ts';
import { controllersOf } from './held-money-notices.ts';
import { notify } from './notify.ts';
import { drawerAboveMaximum, drawerDifferenceOld, drawerOverdue } from './templates/drawer.letters.ts';
import { asReader, type Reader, staffAsReader } from './write-notice.ts';

/** Returns the managers of an estate and the cashier of a drawer as readers, each once. */
async function managersAnd(cashierId: string, { estateId }: Estate): Promise<Reader[]> {
  const [members, cashier] = await Promise.all([staffOfEstate(estateId), staffOf(cashierId)]);
  const managers = members.filter((one) => one.staffId !== cashierId && hasGrant(one, 'manager', estateId));
  const all = [...(cashier ? [cashier] : []), ...managers];
  return all.slice(0, 30).map((one) => asReader('staff', one.staffId, one));
}

/** Asks the cashier of a drawer above its maximum to deposit (R20.8). */
export async function notifyDepositAsked(event: EventOf<'DrawerDepositAsked'>, handling: Handling): Promise<void> {
  const { cashierId, ...about } = event.data;
  const [estate, reader] = await Promise.all([requireEstate(event.estateId), staffAsReader(cashierId)]);
  const letter = ({ language }: Pick<Reader, 'language'>) =>
    drawerAboveMaximum({ ...about, estate: estate.name }, language);
  await notify(event, handling, estate, [
    { template: 'drawer-above-maximum', aboutId: estate.estateId, reader, letter },
  ]);
}

/**
 * Tells a cashier and the managers that a drawer was not counted, or that takings were not deposited (R20.8).
 */
export async function notifyOverdueDrawer(event: EventOf<'DrawerOverdue'>, handling: Handling): Promise<void> {
  const { cashierId, ...about } = event.data;
  const estate = await requireEstate(event.estateId);
  const [readers, cashier] = await Promise.all([managersAnd(cashierId, estate), staffOf(cashierId)]);
  const said = { ...about, cashier: cashier?.name ?? cashierId, estate: estate.name };
  const telling = {
    template: 'drawer-overdue' as const,
    aboutId: estate.estateId,
    letter: ({ language }: Pick<Reader, 'language'>) => drawerOverdue(said, language),
  };
  await notify(
    event,
    handling,
    estate,
    readers.map((reader) => ({ ...telling, reader })),
  );
}

/** Tells managers and auditors of a difference on account 1901 that nobody has cleared (R20.5). */
export async function notifyOldDifference(event: EventOf<'DrawerDifferenceOld'>, handling: Handling): Promise<void> {
  const { cashierId, ...about } = event.data;
  const estate = await requireEstate(event.estateId);
  const [readers, cashier] = await Promise.all([controllersOf(estate), staffOf(cashierId)]);
  const said = { ...about, cashier: cashier?.name ?? cashierId, estate: estate.name };
  const telling = {
    template: 'drawer-difference-old' as const,
    aboutId: estate.estateId,
    letter: ({ language }: Pick<Reader, 'language'>) => drawerDifferenceOld(said, language),
  };
  await notify(
    event,
    handling,
    estate,
    readers.slice(0, 30).map((reader) => ({ ...telling, reader })),
  );
}
