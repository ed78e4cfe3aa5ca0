import * as z from 'zod';
import type { HandoverPhase } from './handover-phase.ts';

const figuresSchema = z.looseObject({
  homes: z.number(),
  byState: z.record(z.string(), z.number()),
  notified: z.number(),
  proven: z.number(),
  noShows: z.number(),
  keysGiven: z.number(),
  openDefects: z.number(),
  reschedules: z.number(),
  waiting: z.number(),
});
export type Figures = z.infer<typeof figuresSchema>;
const gatesSchema = z.object({ gates: z.array(z.object({ gate: z.string(), passed: z.boolean() })) });
const defectSchema = z.looseObject({ itemId: z.string() });

export function figuresOf(phase: HandoverPhase): Promise<Figures> {
  return phase.client.must(figuresSchema, 'GET', `${phase.path}/figures`, { as: phase.admin });
}

/**
 * What must hold after every day, looked at through the API alone: no slot over its places or counted wrongly, no keys
 * without their gates, no defect lost, every notice on record, and figures that are those of the homes. Answers what does not.
 */
export async function wrongIn(
  phase: HandoverPhase,
  expected: { readonly defects: ReadonlyMap<string, number>; readonly keys: readonly string[] },
): Promise<string[]> {
  const [homes, slots, figures] = await Promise.all([phase.handovers(), phase.slots(), figuresOf(phase)]);
  const wrong: string[] = [];
  const booked = Map.groupBy(homes, ({ booking }) => booking?.slotId);
  const missed = homes.reduce((sum, { noShows }) => sum + noShows, 0);
  let tooMany = 0;
  for (const slot of slots) {
    const here = booked.get(slot.slotId)?.length ?? 0;
    if (slot.booked > slot.capacity) wrong.push(`${slot.slotId}: ${slot.booked} of ${slot.capacity}`);
    if (slot.booked < here) wrong.push(`${slot.slotId}: ${slot.booked} booked, ${here} hold it`);
    tooMany += slot.booked - here;
  }
  // Who was missed, or refused after his time had begun, leaves his place used.
  if (tooMany > missed) wrong.push(`${tooMany} places are taken by nobody, ${missed} were missed`);
  for (const { handoverId, notice } of homes) if (!notice) wrong.push(`${handoverId}: no notice`);
  const unproven = await phase.client.whole(z.unknown(), `${phase.path}/unproven`, phase.admin);
  const proven = homes.filter(({ notice }) => notice?.proven).length;
  if (unproven.length + proven !== homes.length) wrong.push(`${unproven.length} unproven + ${proven} proven notices`);

  for (const handoverId of expected.keys) {
    const path = `/v1/handovers/${handoverId}/gates`;
    const { gates } = await phase.client.must(gatesSchema, 'GET', path, { as: phase.admin });
    if (gates.some(({ passed }) => !passed)) wrong.push(`${handoverId}: keys without gates`);
  }
  for (const [handoverId, count] of expected.defects) {
    const path = `/v1/handovers/${handoverId}/defects`;
    const found = await phase.client.whole(defectSchema, path, phase.admin);
    if (found.length !== count) wrong.push(`${handoverId}: ${found.length} of ${count} defects`);
  }

  const recounted = {
    homes: homes.length,
    proven,
    noShows: missed,
    openDefects: homes.reduce((sum, { openDefects }) => sum + openDefects, 0),
    keysGiven: homes.filter(({ state }) => state === 'keys-given').length,
  };
  for (const [name, count] of Object.entries(recounted)) {
    if (figures[name] !== count) wrong.push(`figures say ${name} ${figures[name]}, the homes ${count}`);
  }
  for (const [state, count] of Object.entries(figures.byState)) {
    const here = homes.filter((home) => home.state === state).length;
    if (here !== count) wrong.push(`figures say ${state} ${count}, the homes ${here}`);
  }
  return wrong;
}
