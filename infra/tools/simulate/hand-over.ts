import * as z from 'zod';
import { ApiClient, codeOf } from '../../api-client/api-client.ts';
import { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { eachWithBar } from '../progress.ts';
import { Checks } from './handover-checks.ts';
import { Home } from './handover-home.ts';
import { type Handover, HandoverPhase } from './handover-phase.ts';
import { fateOf } from './handover-scenarios.ts';
import { flatsOf } from './register-of-blocks.ts';
import { seeded } from './seeded.ts';

/*
 * `npm run hand-over -- FILE --homes 2000 --seed 1`: hands over a phase of homes, made from a file of blocks,
 * on the running backend. It plans, announces, books, inspects and rectifies day by day, and moves the
 * backend's clock. Buyers move their appointments, refuse or do not come; phones die or are lost. It checks
 * the invariants every day.
 */

const reviewSchema = z.looseObject({ reviewId: z.string(), records: z.array(z.object({ key: z.string() })) });

class Simulation {
  readonly phase: HandoverPhase;
  readonly counts = new Map<string, number>();
  readonly wrong: string[] = [];
  readonly #checks: Checks;
  #homes: ReadonlyMap<string, Home> = new Map();

  constructor(phase: HandoverPhase) {
    this.phase = phase;
    this.#checks = new Checks(phase);
  }

  readonly #count = (what: string): void => {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  };

  async begin(seed: number): Promise<void> {
    const random = seeded(seed);
    const all = (await this.phase.handovers()).toSorted((a, b) => (a.unitLabel < b.unitLabel ? -1 : 1));
    this.#homes = new Map(
      all.map((one, nth) => {
        const home = new Home(this.phase, one, nth, fateOf(random, this.phase.days), this.#count);
        return [one.handoverId, home];
      }),
    );
  }

  async #each(title: string, some: readonly Handover[], work: (home: Home, now: Handover) => Promise<void>) {
    await eachWithBar(title, some, async (now) => {
      const home = this.#homes.get(now.handoverId);
      if (home) await work(home, now);
    });
  }

  /** Simulates a day before the first handover day: letters arrive, and buyers book. */
  async dayBefore(day: number, sinceNotices: number): Promise<void> {
    await this.phase.moveTo(day, '09:00');
    const all = await this.phase.handovers();
    if (sinceNotices === 2) {
      const unproven = all.filter(({ notice }) => !notice?.proven);
      await this.#each(`Day ${day} couriers`, unproven, (home) => home.courier());
    }
    const choosing = all.filter(({ handoverId }) => this.#homes.get(handoverId)?.fate.booksAfter === sinceNotices);
    await this.#each(`Day ${day} choosing`, choosing, (home) => home.choose(day));
    const booked = all.filter(({ booking }) => booking);
    await this.#each(`Day ${day} moving bookings`, booked, (home) => home.changeMind(day));
    await this.#lookAtAll(day);
  }

  /** Simulates a handover day slot by slot. In the evening defects are rectified and reviews are decided. */
  async handoverDay(day: number): Promise<void> {
    for (const time of this.phase.beginnings) {
      await this.phase.moveTo(day, time);
      const slot = this.phase.slotsAt(day, time);
      const here = (await this.phase.handovers()).filter(
        ({ state, booking }) => state === 'booked' && booking?.slotId.startsWith(slot),
      );
      await this.#each(`Day ${day} ${time}`, here, async (home, { booking }) => {
        if (booking) await home.come(booking, day);
      });
    }
    await this.phase.moveTo(day, '18:00');
    const all = await this.phase.handovers();
    const kept = all.filter(({ blockingDefects }) => blockingDefects > 0);
    await this.#each(`Day ${day} rectifying`, kept, (home) => home.putRight(({ severity }) => severity === 'blocking'));
    await this.#each(`Day ${day} lost phones`, all, (home) => home.phoneFound(day));
    await this.#decide(day);
    // Buyers without a booking call again, also those who waited for a day that is over.
    const today = this.phase.day(day);
    const again = all.filter(({ state, handoverId, waiting }) => {
      const home = this.#homes.get(handoverId);
      if (home?.refused || home?.hasKeys || home?.fate.booksAfter === undefined) return false;
      return (
        ['notified', 'no-show', 'rectifying', 'reinspecting'].includes(state) && !(waiting?.day && waiting.day > today)
      );
    });
    if (day < this.phase.days - 1) await this.#each(`Day ${day} calling again`, again, (home) => home.choose(day));
    const refusedBadly = all.filter(({ state, handoverId }) => {
      return state === 'refused' && this.#homes.get(handoverId)?.refused === 'other';
    });
    await this.#each(`Day ${day} deemed`, refusedBadly, (home) => home.deem());
    await this.#lookAtAll(day);
  }

  /** Cancels a day because of a storm. Buyers with a booking on it book again in the evening. */
  async loseDay(day: number): Promise<void> {
    const { phase } = this;
    const lost = phase.day(day);
    const held = (await phase.handovers()).filter(({ booking }) => booking?.slotId.startsWith(lost)).length;
    await phase.post(z.unknown(), `${phase.path}/cancel-day`, `lost-${day}`, { day: lost, reason: 'a storm' });
    await phase.rest();
    const still = (await phase.handovers()).filter(({ booking }) => booking?.slotId.startsWith(lost)).length;
    if (still > 0) this.wrong.push(`${still} homes have a booking on the cancelled day`);
    this.counts.set('bookings lost with a cancelled day', held);
  }

  /**
   * Simulates the weeks after the last handover day. Homes of buyers who never came are deemed delivered;
   * most open defects are rectified, and the others become overdue.
   */
  async afterwards(): Promise<void> {
    const { phase } = this;
    const day = phase.days;
    await phase.moveTo(day, '09:00');
    const never = (await phase.handovers()).filter(({ state, handoverId }) => {
      return ['notified', 'booked', 'no-show'].includes(state) && !this.#homes.get(handoverId)?.came;
    });
    await this.#each(`Day ${day} never came`, never, (home) => home.deem());
    await this.#lookAtAll(day);
    await phase.moveTo(day + 20, '09:00');
    const open = (await phase.handovers()).filter(({ openDefects }) => openDefects > 0);
    await this.#each(`Day ${day + 20} rectifying`, open, (home) =>
      home.putRight(({ defectId }) => !/[0-3]$/.test(defectId)),
    );
    await this.#lookAtAll(day + 20);
    await phase.moveTo(day + 60, '09:00');
    await this.#lookAtAll(day + 60, 'whole');
    await this.#close();
  }

  /** Decides the open reviews as a manager: a home that was inspected twice counts once. */
  async #decide(day: number): Promise<void> {
    const { client, estateId, manager } = this.phase;
    const path = `/v1/handovers/inspection-reviews?estateId=${estateId}&state=open`;
    const open = await client.whole(reviewSchema, path, manager);
    await eachWithBar(`Day ${day} deciding`, open, async ({ reviewId, records }) => {
      const body = { counts: [], setAside: records.map(({ key }) => key), reason: 'walked through twice' };
      const send = { as: manager, key: `${reviewId}-${day}`, body };
      await client.must(z.unknown(), 'POST', `/v1/handovers/inspection-reviews/${reviewId}/settle`, send);
      this.#count('reviews decided');
    });
  }

  /** Closes the phase. This must succeed exactly when no home is open. */
  async #close(): Promise<void> {
    const { client, path, admin } = this.phase;
    const open = (await this.phase.handovers()).filter(({ state, refused }) => {
      return !['keys-given', 'deemed-delivered'].includes(state) && !(state === 'refused' && refused?.withGoodReason);
    });
    const send = { as: admin, key: `${path}-close`, body: { leaving: true, reason: 'the rest by appointment' } };
    const { status, body } = await client.send('POST', `${path}/close`, send);
    const said = status === 200 ? 'closed' : `not closed (${codeOf(body)})`;
    this.counts.set(`phase ${said}, open homes`, open.length);
    if ((status === 200) !== (open.length === 0)) this.wrong.push(`${said} with ${open.length} open homes`);
  }

  async #lookAtAll(day: number, method: 'of-the-day' | 'whole' = 'of-the-day'): Promise<void> {
    await this.phase.rest();
    const found = await this.#checks.wrongIn(this.#homes, method);
    this.wrong.push(...found.map((one) => `day ${day}: ${one}`));
    console.log(
      `day ${day}: ${found.length === 0 ? 'all checks passed' : `${found.length} checks FAILED: ${found[0]}`}`,
    );
  }

  figures(): Promise<object> {
    return this.#checks.figures();
  }
}

const usage = 'Usage: npm run hand-over -- FILE [--homes 2000] [--seed 1] [--code HO]';

const options = {
  homes: { type: 'string', default: '2000' },
  seed: { type: 'string', default: '1' },
  code: { type: 'string', default: 'HO' },
} as const;

await command({ usage, options, takes: 'file', needsBackend: true }, async ({ homes, seed, code }, file = '') => {
  const endpoints = localEndpoints();
  const client = new ApiClient(endpoints);
  const flats = await flatsOf(file, wholeNumber('--homes', homes));
  const phase = new HandoverPhase(client, new LocalClockClient(endpoints), { code, homes: flats.length });
  const began = Date.now();
  await phase.register(flats);
  const planned = await phase.plan(flats);
  const { announced } = await phase.announce(planned.homes);
  const simulation = new Simulation(phase);
  await simulation.begin(wholeNumber('--seed', seed));
  for (let since = 1; since < 14; since += 1) await simulation.dayBefore(since - 14, since);
  for (let day = 0; day < phase.days; day += 1) {
    if (day === 4) await simulation.loseDay(7);
    await simulation.handoverDay(day);
  }
  await simulation.afterwards();
  const { wrong, counts } = simulation;
  console.log(`
homes ${planned.homes}, excluded ${planned.leftOut}, announced ${announced}; ${((Date.now() - began) / 1_000).toFixed(0)} s in total
${[...counts]
  .sort()
  .map(([what, count]) => `${what}: ${count}`)
  .join('\n')}
answers by status: ${JSON.stringify(Object.fromEntries(client.statuses))}
figures: ${JSON.stringify(await simulation.figures(), undefined, 1)}
${wrong.length === 0 ? 'all invariants hold' : `BROKEN INVARIANTS: ${wrong.length}`}`);
  for (const line of wrong.slice(0, 20)) console.log(line);
  const failures = [...client.statuses].filter(([status]) => status >= 500);
  process.exitCode = wrong.length === 0 && failures.length === 0 ? 0 : 1;
});
