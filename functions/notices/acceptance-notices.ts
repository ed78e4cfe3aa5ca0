import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { type AcceptanceItem, acceptanceItemsOf, acceptanceOf, phaseOf } from '../homes/handovers/public.ts';
import { estateOf, staffOf } from '../register/owners/public.ts';
import { notify } from './notify.ts';
import { acceptanceLate, type LateItem } from './templates/acceptance.letters.ts';
import { staffAsReader } from './write-notice.ts';

async function asLate(items: readonly AcceptanceItem[]): Promise<LateItem[]> {
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
export async function notifyOverdueItems(event: EventOf<'AcceptanceItemOverdue'>, handling: Handling): Promise<void> {
  const { acceptanceId, ownerId } = event.data;
  const [acceptance, estate] = await Promise.all([acceptanceOf(acceptanceId), estateOf(event.estateId)]);
  const phase = acceptance && (await phaseOf(acceptance.phaseId));
  if (!phase || !estate) throw new Error(`an event names an unknown acceptance or estate: ${acceptanceId}`);
  const [manager, owner] = await Promise.all([
    staffAsReader(phase.managerId),
    ownerId === phase.managerId ? undefined : staffAsReader(ownerId),
  ]);
  const late = async () =>
    (await acceptanceItemsOf(acceptanceId)).filter(
      ({ state, overdue, updatedAt }) => state === 'open' && overdue && updatedAt === event.recordedAt,
    );
  const of = {
    template: 'acceptance-late',
    aboutId: acceptanceId,
    gathered: `${acceptanceId} ${event.recordedAt}`,
  } as const;
  const telling = (to: 'owner' | 'manager', items: readonly LateItem[]) => ({ phase: phase.name, items, to });
  await notify(event, handling, estate, [
    {
      ...of,
      reader: manager,
      letter: async ({ language }) => {
        const items = await asLate(await late());
        return items.length > 0 ? acceptanceLate(telling('manager', items), language) : undefined;
      },
    },
    {
      ...of,
      reader: owner,
      letter: async ({ language }) => {
        const items = await asLate((await late()).filter((one) => one.ownerId === ownerId));
        return items.length > 0 ? acceptanceLate(telling('owner', items), language) : undefined;
      },
    },
  ]);
}
