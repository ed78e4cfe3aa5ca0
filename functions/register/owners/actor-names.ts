import type { AnyEvent } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { personOf, staffOf } from './remembered-register.ts';

/** Returns the name that the register has for the actor of an event. */
async function nameOfActor({ kind, id }: AnyEvent['actor']): Promise<string | undefined> {
  if (kind === 'system') return undefined;
  return kind === 'staff' ? (await staffOf(id))?.name : (await personOf(id))?.name;
}

/**
 * Returns events with the names that the register has for their actors. Older events kept a name, which
 * counts where the register knows nobody of that id.
 */
export async function withActorNames(events: readonly AnyEvent[]): Promise<AnyEvent[]> {
  const actors = new Map(events.map(({ actor }) => [`${actor.kind} ${actor.id}`, actor]));
  const names = new Map(
    await Promise.all([...actors].map(async ([key, actor]) => [key, await nameOfActor(actor)] as const)),
  );
  return events.map((event) => {
    const { kind, id, name: kept } = event.actor;
    const name = names.get(`${kind} ${id}`) ?? kept;
    return { ...event, actor: { kind, id, ...(name !== undefined && { name }) } };
  });
}

/** Lists a page of the recorded events of an aggregate, oldest first, with the names of their actors. */
export async function namedTimeline(...of: Parameters<typeof timeline>): ReturnType<typeof timeline> {
  const page = await timeline(...of);
  return { ...page, items: await withActorNames(page.items) };
}
