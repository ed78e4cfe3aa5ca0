import * as z from 'zod';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { handoverStates } from '../handover.ts';
import type { Phase } from './phase.ts';
import { countsOf } from './phase-counters.ts';
import type { Slot } from './slot.ts';
import { everySlot } from './slots.store.ts';

const number = z.int();

/** Figures of a phase (D17). Numbers count homes unless stated otherwise. */
export const figuresSchema = z
  .object({
    phaseId: z.string(),
    /** Homes of the phase, without those left out. */
    homes: number,
    /** Homes that were left out of the phase. */
    leftOut: number,
    byState: z.record(z.enum(handoverStates), number),
    /** Homes whose buyer was notified. */
    notified: number,
    /** Homes whose notice is proven to have arrived. */
    proven: number,
    /** Homes whose notice did not arrive and is not proven by another way. */
    failed: number,
    /** Homes on the waiting list. */
    waiting: number,
    /** Refusals with a good reason in law, and without. */
    refused: z.object({ withGoodReason: number, without: number }),
    /** Delivered homes: by possession, by a signed sheet, or deemed delivered. */
    delivered: z.object({ possession: number, 'sheet-signed': number, deemed: number }),
    /** Homes whose sheet is signed. */
    signed: number,
    /** Homes whose keys were given. */
    keysGiven: number,
    /** Number of no-shows and of moved bookings. */
    noShows: number,
    reschedules: number,
    /** Number of open defects. */
    openDefects: number,
    /** Number of open defects that block the keys. */
    blockingDefects: number,
    /** Slots, capacity (`places`) and bookings by day. Cancelled slots only count as cancelled. */
    days: z.array(
      z.object({ day: dateSchema, slots: number, places: number, booked: number, full: number, cancelled: number }),
    ),
  })
  .meta({ id: 'Figures' });
type Figures = z.infer<typeof figuresSchema>;

/** Sums capacity and bookings by day. */
function useByDay(slots: readonly Slot[]): Figures['days'] {
  const days = new Map<string, Figures['days'][number]>();
  for (const { day, capacity, booked, cancelledAt } of slots) {
    const sum = days.get(day) ?? { day, slots: 0, places: 0, booked: 0, full: 0, cancelled: 0 };
    if (cancelledAt !== undefined) {
      days.set(day, { ...sum, cancelled: sum.cancelled + 1 });
      continue;
    }
    days.set(day, {
      ...sum,
      slots: sum.slots + 1,
      places: sum.places + capacity,
      booked: sum.booked + booked,
      full: sum.full + (booked >= capacity ? 1 : 0),
    });
  }
  return [...days.values()];
}

/** Returns the figures of a phase from its counters and its slots. */
export async function figuresOf({ phaseId, leftOut }: Phase): Promise<Figures> {
  const [counts, slots] = await Promise.all([countsOf(phaseId), everySlot(phaseId)]);
  const of = (name: string) => counts.get(name) ?? 0;
  const state = (name: (typeof handoverStates)[number]) => of(`state.${name}`);
  return {
    phaseId,
    homes: of('homes'),
    leftOut,
    byState: {
      planned: state('planned'),
      notified: state('notified'),
      booked: state('booked'),
      inspecting: state('inspecting'),
      rectifying: state('rectifying'),
      reinspecting: state('reinspecting'),
      accepted: state('accepted'),
      'keys-given': state('keys-given'),
      'no-show': state('no-show'),
      refused: state('refused'),
      'deemed-delivered': state('deemed-delivered'),
    },
    notified: of('notified'),
    proven: of('proven'),
    failed: of('failed'),
    waiting: of('waiting'),
    refused: { withGoodReason: of('refusedWithReason'), without: of('refusedWithout') },
    delivered: {
      possession: of('delivered.possession'),
      'sheet-signed': of('delivered.sheet-signed'),
      deemed: of('delivered.deemed'),
    },
    signed: of('signed'),
    keysGiven: of('keysGiven'),
    noShows: of('noShows'),
    reschedules: of('reschedules'),
    openDefects: of('openDefects'),
    blockingDefects: of('blockingDefects'),
    days: useByDay(slots),
  };
}
