import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { phaseOf, type TakeoverItem, takeoverItemsOf, takeoverOf } from '../homes/handovers/public.ts';
import { estateOf, staffOf } from '../register/owners/public.ts';
import { tell } from './tell.ts';
import { type LateItem, takeoverLate } from './templates/takeover.letters.ts';
import { staffAsReader } from './write-notice.ts';

async function asLate(items: readonly TakeoverItem[]): Promise<LateItem[]> {
  const owners = [...new Set(items.map(({ ownerId = '' }) => ownerId))];
  const named = await Promise.all(owners.map(async (id) => [id, (await staffOf(id))?.name ?? id] as const));
  const nameOf = new Map(named);
  return items.map(({ name, note = '', dueOn = '', ownerId = '' }) => {
    return { name, note, dueOn, owner: nameOf.get(ownerId) ?? ownerId };
  });
}

/**
 * Notifies the owners of overdue open items of their items, and the phase manager of all (D19): one letter
 * for one run.
 */
export async function tellOverdueItems(event: EventOf<'TakeoverItemOverdue'>, handling: Handling): Promise<void> {
  const { takeoverId, ownerId } = event.data;
  const [takeover, estate] = await Promise.all([takeoverOf(takeoverId), estateOf(event.estateId)]);
  const phase = takeover && (await phaseOf(takeover.phaseId));
  if (!phase || !estate) throw new Error(`an event names an unknown takeover or estate: ${takeoverId}`);
  const [manager, owner] = await Promise.all([
    staffAsReader(phase.managerId),
    ownerId === phase.managerId ? undefined : staffAsReader(ownerId),
  ]);
  const late = async () =>
    (await takeoverItemsOf(takeoverId)).filter(
      ({ state, overdue, updatedAt }) => state === 'open' && overdue && updatedAt === event.recordedAt,
    );
  const of = { template: 'takeover-late', aboutId: takeoverId, gathered: `${takeoverId} ${event.recordedAt}` } as const;
  const telling = (to: 'owner' | 'manager', items: readonly LateItem[]) => ({ phase: phase.name, items, to });
  await tell(event, handling, estate, [
    {
      ...{ ...of, reader: manager },
      letter: async ({ language }) => {
        const items = await asLate(await late());
        return items.length > 0 ? takeoverLate(telling('manager', items), language) : undefined;
      },
    },
    {
      ...{ ...of, reader: owner },
      letter: async ({ language }) => {
        const items = await asLate((await late()).filter((one) => one.ownerId === ownerId));
        return items.length > 0 ? takeoverLate(telling('owner', items), language) : undefined;
      },
    },
  ]);
}
