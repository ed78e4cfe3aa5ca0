import { parseArgs } from 'node:util';
import * as z from 'zod';
import { ApiClient, codeOf } from '../../api-client/api-client.ts';
import { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { eachWithBar } from '../progress.ts';
import { Checks } from './handover-checks.ts';
import { Home } from './handover-home.ts';
import { type Handover, HandoverPhase } from './handover-phase.ts';
import { fateOf } from './handover-scenarios.ts';
import { flatsOf } from './register-of-blocks.ts';
import { seeded } from './seeded.ts';

/*
 * `npm run hand-over -- FILE --homes 2000 --seed 1`: a phase of homes made from a file of blocks is planned, written to,
 * booked, inspected, rectified and handed over on the running backend, day by day on the backend's own clock, with people who
 * move, refuse or do not come and phones that die or are lost. After every day everything is looked at.
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

  /** A day before the first: letters arrive, people choose their times. */
  async dayBefore(day: number, sinceNotices: number): Promise<void> {
    await this.phase.moveTo(day, '09:00');
    const all = await this.phase.handovers();
    if (sinceNotices === 2) {
      const unproven = all.filter(({ notice }) => !notice?.proven);
      await this.#each(`Day ${day} couriers`, unproven, (home) => home.courier());
    }
    const choosing = all.filter(({ handoverId }) => this.#homes.get(handoverId)?.fate.books === sinceNotices);
    await this.#each(`Day ${day} choosing`, choosing, (home) => home.choose(day));
    const booked = all.filter(({ booking }) => booking);
    await this.#each(`Day ${day} second thoughts`, booked, (home) => home.changeMind(day));
    await this.#lookAtAll(day);
  }

  /** A day of the phase, slot by slot; in the evening things are put right and decided. */
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
    await this.#each(`Day ${day} putting right`, kept, (home) =>
      home.putRight(({ severity }) => severity === 'blocking'),
    );
    await this.#each(`Day ${day} lost phones`, all, (home) => home.phoneFound(day));
    await this.#decide(day);
    // Whoever has no time and is not done calls again; those who wait for a day that is over do, too.
    const today = this.phase.day(day);
    const again = all.filter(({ state, handoverId, waiting }) => {
      const home = this.#homes.get(handoverId);
      if (home?.refused || home?.hasKeys || home?.fate.books === undefined) return false;
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

  /** A storm is forecast: a day falls out, and whoever had a time on it chooses another one in the evening. */
  async loseDay(day: number): Promise<void> {
    const { phase } = this;
    const lost = phase.day(day);
    const held = (await phase.handovers()).filter(({ booking }) => booking?.slotId.startsWith(lost)).length;
    await phase.post(z.unknown(), `${phase.path}/cancel-day`, `lost-${day}`, { day: lost, reason: 'a storm' });
    await phase.rest();
    const still = (await phase.handovers()).filter(({ booking }) => booking?.slotId.startsWith(lost)).length;
    if (still > 0) this.wrong.push(`${still} homes hold a time on the day that fell out`);
    this.counts.set('lost their time with a day', held);
  }

  /** After the last day: who never came, what stays open, and what is overdue weeks later. */
  async afterwards(): Promise<void> {
    const { phase } = this;
    const day = phase.days;
    await phase.moveTo(day, '09:00');
    const never = (await phase.handovers()).filter(({ state, handoverId }) => {
      return ['notified', 'booked', 'no-show'].includes(state) && !this.#homes.get(handoverId)?.came;
    });
    await this.#each(`Day ${day} who never came`, never, (home) => home.deem());
    await this.#lookAtAll(day);
    await phase.moveTo(day + 20, '09:00');
    const open = (await phase.handovers()).filter(({ openDefects }) => openDefects > 0);
    await this.#each(`Day ${day + 20} putting right`, open, (home) =>
      home.putRight(({ defectId }) => !/[0-3]$/.test(defectId)),
    );
    await this.#lookAtAll(day + 20);
    await phase.moveTo(day + 60, '09:00');
    await this.#lookAtAll(day + 60, 'whole');
    await this.#close();
  }

  /** A supervisor decides on what waits: what was walked through twice counts once. */
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

  /** A phase is closed when nothing stands in the way, and only then. */
  async #close(): Promise<void> {
    const { client, path, admin } = this.phase;
    const open = (await this.phase.handovers()).filter(({ state, refused }) => {
      return !['keys-given', 'deemed-delivered'].includes(state) && !(state === 'refused' && refused?.withGoodReason);
    });
    const send = { as: admin, key: `${path}-close`, body: { leaving: true, reason: 'the rest by appointment' } };
    const { status, body } = await client.send('POST', `${path}/close`, send);
    const said = status === 200 ? 'closed' : `not closed (${codeOf(body)})`;
    this.counts.set(`phase ${said}, homes that stand in the way`, open.length);
    if ((status === 200) !== (open.length === 0)) this.wrong.push(`${said}: ${open.length} homes stand in the way`);
  }

  async #lookAtAll(day: number, how: 'of-the-day' | 'whole' = 'of-the-day'): Promise<void> {
    await this.phase.rest();
    const found = await this.#checks.wrongIn(this.#homes, how);
    this.wrong.push(...found.map((one) => `day ${day}: ${one}`));
    console.log(
      `day ${day}: ${found.length === 0 ? 'everything holds' : `${found.length} things are WRONG: ${found[0]}`}`,
    );
  }

  figures(): Promise<object> {
    return this.#checks.figures();
  }
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      homes: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      code: { type: 'string', default: 'HO' },
    },
  });
  const [file] = positionals;
  if (!file) throw new Error('npm run hand-over -- FILE [--homes 2000] [--seed 1] [--code HO]');
  const endpoints = localEndpoints();
  const client = new ApiClient(endpoints);
  const flats = await flatsOf(file, Number(values.homes));
  const phase = new HandoverPhase(client, new LocalClockClient(endpoints), { code: values.code, homes: flats.length });
  const began = Date.now();
  await phase.register(flats);
  const planned = await phase.plan(flats);
  const { announced } = await phase.announce(planned.homes);
  const simulation = new Simulation(phase);
  await simulation.begin(Number(values.seed));
  for (let since = 1; since < 14; since += 1) await simulation.dayBefore(since - 14, since);
  for (let day = 0; day < phase.days; day += 1) {
    if (day === 4) await simulation.loseDay(7);
    await simulation.handoverDay(day);
  }
  await simulation.afterwards();
  const { wrong, counts } = simulation;
  console.log(`
homes ${planned.homes}, left out ${planned.leftOut}, written to ${announced}; ${((Date.now() - began) / 1_000).toFixed(0)} s in all
${[...counts]
  .sort()
  .map(([what, count]) => `${what}: ${count}`)
  .join('\n')}
answers by status: ${JSON.stringify(Object.fromEntries(client.statuses))}
figures: ${JSON.stringify(await simulation.figures(), undefined, 1)}
${wrong.length === 0 ? 'no invariant was broken' : `BROKEN: ${wrong.length}`}`);
  for (const line of wrong.slice(0, 20)) console.log(line);
  const failures = [...client.statuses].filter(([status]) => status >= 500);
  process.exitCode = wrong.length === 0 && failures.length === 0 ? 0 : 1;
}

await main();
