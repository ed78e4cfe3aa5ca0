import type { Temporal } from 'temporal-polyfill';
import { addDays, endOfDay, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { everyItem } from '../../../shared/store/table.ts';
import { estateOf, hasGrant, senderOf, staffOfEstate } from '../../register/owners/public.ts';
import { countsOf, statisticsOf } from '../../service/surveys/public.ts';
import { ticketQuality } from '../../service/tickets/public.ts';
import { feeItemsOf, isHeld, versionOn } from '../fees/public.ts';
import { movementLists, movements } from './common-income.store.ts';
import type { Publication } from './publication.page.ts';
import { serviceYearFor, spentByLine } from './service-accounts.ts';
import { daysOfQuarter, statementOf } from './statement.ts';

/** Roles whose holders are published as people in charge. */
const inCharge = ['manager', 'supervisor'] as const;

/** Returns all posted movements of an estate. */
export function postedMovements(estateId: string) {
  const partition = movementLists.inStatus(estateId, 'posted');
  return Array.fromAsync(everyItem(movements, { index: 'lists', partition }));
}

/** Returns what residents answered in the months of a span. Figures of few answers stay hidden (R14.3). */
async function satisfactionIn(estateId: string, span: Span) {
  const counts = await Promise.all(monthsOf(span).map(({ from }) => countsOf(estateId, from.slice(0, 7))));
  const add = (all: readonly (readonly number[])[]) =>
    (all[0] ?? []).map((_, nth) => all.reduce((sum, one) => sum + (one[nth] ?? 0), 0));
  const { csat } = statisticsOf({
    sent: counts.reduce((sum, { sent }) => sum + sent, 0),
    answered: counts.reduce((sum, { answered }) => sum + answered, 0),
    satisfaction: add(counts.map(({ satisfaction }) => satisfaction)),
    recommend: add(counts.map(({ recommend }) => recommend)),
  });
  return csat;
}

/** Returns what an estate publishes of a quarter (R34.4); undefined for an estate that does not exist. */
export async function publicationOf(
  estateId: string,
  quarter: string,
  now: Temporal.Instant,
): Promise<Publication | undefined> {
  const estate = await estateOf(estateId);
  if (!estate) return undefined;
  const { zone } = estate.calendar;
  const days = daysOfQuarter(quarter);
  const ends = { from: endOfDay(addDays(days.from, -1), zone), before: endOfDay(days.to, zone) };
  const [sender, posted, staff, items, tickets, satisfaction, year] = await Promise.all([
    senderOf(estateId),
    postedMovements(estateId),
    staffOfEstate(estateId),
    feeItemsOf(estateId),
    ticketQuality(estateId, ends),
    satisfactionIn(estateId, days),
    serviceYearFor(estateId, quarter.slice(0, 4), { zone, now }),
  ]);
  const today = dayIn(zone, now.toString());
  const isProvisional = days.to >= today;
  const on = isProvisional ? today : days.to;
  const published = items.flatMap((item) => {
    const version = versionOn(item.tariff, on);
    return version ? [{ item, held: isHeld(item), version }] : [];
  });
  const people = inCharge.flatMap((role) =>
    staff.filter((one) => hasGrant(one, role, estateId)).map(({ name }) => ({ name, role })),
  );
  const spent = spentByLine(posted, quarter.slice(0, 4));
  return {
    ...{ sender, statement: statementOf(estateId, days, posted), isProvisional, people, items: published },
    ...{ quality: { tickets, satisfaction }, year, spent },
  };
}
