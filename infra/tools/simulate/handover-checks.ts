import * as z from 'zod';
import type { Home } from './handover-home.ts';
import type { Handover, HandoverPhase } from './handover-phase.ts';

const figuresSchema = z.looseObject({
  homes: z.number(),
  byState: z.record(z.string(), z.number()),
  proven: z.number(),
  noShows: z.number(),
  keysGiven: z.number(),
  openDefects: z.number(),
});
const gatesSchema = z.object({ gates: z.array(z.object({ gate: z.string(), passed: z.boolean() })) });
const noticeSchema = z.looseObject({
  noticeId: z.string(),
  template: z.string(),
  aboutId: z.string().optional(),
  status: z.string(),
});
const recordSchema = z.looseObject({ key: z.string(), kind: z.string() });
const dossierSchema = z.looseObject({ unitId: z.string() });

type Homes = ReadonlyMap<string, Home>;

/** The invariants that must hold after every day, checked through the API alone. */
export class Checks {
  readonly #phase: HandoverPhase;

  constructor(phase: HandoverPhase) {
    this.#phase = phase;
  }

  figures(): Promise<z.infer<typeof figuresSchema>> {
    return this.#phase.client.must(figuresSchema, 'GET', `${this.#phase.path}/figures`, { as: this.#phase.admin });
  }

  /**
   * Returns the broken invariants. No slot is overbooked or counted wrongly. No keys are given without passed
   * gates. No defect and no record is lost. Every notice is recorded, and the figures agree with the homes.
   * `of-the-day` checks the homes that changed since the last check; `whole` checks all homes.
   */
  async wrongIn(homes: Homes, method: 'of-the-day' | 'whole'): Promise<string[]> {
    const all = await this.#phase.handovers();
    const wrong = [...(await this.#slots(all)), ...(await this.#notices(all)), ...(await this.#sums(all))];
    const looked = [...homes.values()].filter(({ touched }) => touched || method === 'whole');
    for (let from = 0; from < looked.length; from += 16) {
      const some = await Promise.all(looked.slice(from, from + 16).map((home) => this.#home(home)));
      wrong.push(...some.flat());
    }
    if (method === 'whole') wrong.push(...(await this.#afterwards(all, homes)));
    return wrong;
  }

  async #slots(all: readonly Handover[]): Promise<string[]> {
    const booked = Map.groupBy(all, ({ booking }) => booking?.slotId);
    const missed = all.reduce((sum, { noShows }) => sum + noShows, 0);
    const refused = all.filter(({ state }) => state === 'refused' || state === 'deemed-delivered').length;
    const wrong: string[] = [];
    let usedByNobody = 0;
    for (const slot of await this.#phase.slots()) {
      const here = booked.get(slot.slotId)?.length ?? 0;
      if (slot.booked > slot.capacity) wrong.push(`${slot.slotId}: ${slot.booked} booked of ${slot.capacity}`);
      if (slot.booked < here) wrong.push(`${slot.slotId}: ${slot.booked} booked, but ${here} homes have it`);
      usedByNobody += slot.booked - here;
    }
    // A slot stays used when its buyer missed it, came again later, or refused after it had begun.
    const again = all.filter(({ state }) =>
      ['keys-given', 'booked', 'rectifying', 'reinspecting'].includes(state),
    ).length;
    if (usedByNobody > missed + refused + again) wrong.push(`${usedByNobody} booked slots have no home`);
    return wrong;
  }

  async #notices(all: readonly Handover[]): Promise<string[]> {
    const { client, path, admin, manager, estateId } = this.#phase;
    const wrong = all.flatMap(({ handoverId, notice }) => (notice ? [] : [`${handoverId}: no notice`]));
    const unproven = await client.whole(z.unknown(), `${path}/unproven`, admin);
    const proven = all.filter(({ notice }) => notice?.proven).length;
    if (unproven.length + proven !== all.length) wrong.push(`${unproven.length} unproven + ${proven} proven notices`);
    const letters = await client.whole(noticeSchema, `/v1/notices?estateId=${estateId}`, manager);
    const about = Map.groupBy(
      letters.filter(({ template }) => template === 'handover-notice'),
      ({ aboutId }) => aboutId,
    );
    for (const { handoverId, notice } of all) {
      const count = about.get(handoverId)?.length ?? 0;
      const isWritten = count === 1 || (count === 0 && notice?.failed === 'no-address');
      if (!isWritten) wrong.push(`${handoverId}: ${count} recorded letters`);
    }
    // The manager of the phase gets a notice of every conflict.
    const conflicts = await client.whole(z.unknown(), `${path}/incidents`, admin);
    const told = letters.filter(({ template, status }) => template === 'handover-incident' && status === 'delivered');
    if (told.length !== conflicts.length) wrong.push(`${told.length} letters about ${conflicts.length} conflicts`);
    for (const { noticeId, status } of letters) {
      if (status === 'failed' || status === 'sending')
        wrong.push(`${noticeId} was neither delivered nor returned: ${status}`);
    }
    return wrong;
  }

  async #sums(all: readonly Handover[]): Promise<string[]> {
    const figures = await this.figures();
    const recounted = {
      homes: all.length,
      proven: all.filter(({ notice }) => notice?.proven).length,
      noShows: all.reduce((sum, { noShows }) => sum + noShows, 0),
      openDefects: all.reduce((sum, { openDefects }) => sum + openDefects, 0),
      keysGiven: all.filter(({ state }) => state === 'keys-given').length,
    };
    const wrong = Object.entries(recounted).flatMap(([name, count]) =>
      figures[name] === count ? [] : [`${name}: ${figures[name]} in the figures, ${count} homes`],
    );
    for (const [state, count] of Object.entries(figures.byState)) {
      const here = all.filter((home) => home.state === state).length;
      if (here !== count) wrong.push(`${state}: ${count} in the figures, ${here} homes`);
    }
    return wrong;
  }

  async #home(home: Home): Promise<string[]> {
    home.touched = false;
    const { client, admin } = this.#phase;
    const { handoverId } = home;
    const path = `/v1/handovers/${handoverId}`;
    const wrong: string[] = [];
    if (home.hasKeys) {
      const { gates } = await client.must(gatesSchema, 'GET', `${path}/gates`, { as: admin });
      if (gates.some(({ passed }) => !passed)) wrong.push(`${handoverId}: keys without all gates passed`);
    }
    if (!home.came) return wrong;
    const [defects, records] = await Promise.all([
      home.defects(),
      client.whole(recordSchema, `${path}/inspection-records`, admin),
    ]);
    const known = new Set(defects.map(({ itemId }) => itemId));
    if (known.size !== defects.length) wrong.push(`${handoverId}: a defect is listed twice`);
    if (known.size !== home.found.size) wrong.push(`${handoverId}: ${known.size} of ${home.found.size} defects`);
    for (const itemId of home.found) if (!known.has(itemId)) wrong.push(`${handoverId}: ${itemId} is lost`);
    const kept = new Set(records.map(({ key }) => key));
    for (const key of home.records) if (!kept.has(key)) wrong.push(`${handoverId}: the record ${key} is lost`);
    return wrong;
  }

  /**
   * Returns what is wrong weeks later: late defects are marked
   * overdue, and every delivered home has a title dossier.
   */
  async #afterwards(all: readonly Handover[], homes: Homes): Promise<string[]> {
    const { client, admin, estateId, clock } = this.#phase;
    const wrong: string[] = [];
    const today = clock.now().toISOString().slice(0, 10);
    for (const { handoverId } of all.filter(({ openDefects }) => openDefects > 0)) {
      for (const { itemId, dueOn, overdue, state } of (await homes.get(handoverId)?.defects()) ?? []) {
        if (state === 'open' && dueOn < today && !overdue) wrong.push(`${handoverId}: ${itemId} is not marked overdue`);
      }
    }
    const delivered = all.filter(({ state }) => state === 'keys-given' || state === 'deemed-delivered').length;
    const dossiers = await client.whole(dossierSchema, `/v1/titles/dossiers?estateId=${estateId}`, admin);
    if (dossiers.length !== delivered) wrong.push(`${dossiers.length} title dossiers for ${delivered} delivered homes`);
    return wrong;
  }
}
