import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runningHouse } from '../local/addresses.ts';
import { figuresOf, wrongIn } from './handover-checks.ts';
import { type Handover, HandoverPhase } from './handover-phase.ts';
import { HouseClient } from './house-client.ts';
import { eachWithBar } from './progress.ts';
import { flatsOf } from './register-of-blocks.ts';
import { seeded } from './seeded.ts';

/*
 * `npm run hand-over -- FILE --homes 2000 --seed 1`: a phase of homes made from a file of blocks is planned, written to,
 * booked, inspected and handed over on the running house, with people who move, refuse or do not come and phones that die
 * after sending. The machine's clock is the house's: the phase has one day, today, in many slots, and its homes come in
 * parts, each a day of the simulation; the notices went by post twenty days ago. After each part everything is looked at.
 */

const parts = 5;
const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];
const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };

class Simulation {
  readonly phase: HandoverPhase;
  readonly defects = new Map<string, number>();
  readonly keys: string[] = [];
  readonly counts = new Map<string, number>();
  readonly #random: () => number;
  #slots: string[] = [];
  #early: string[] = [];
  #next = 0;

  constructor(phase: HandoverPhase, seed: number) {
    this.phase = phase;
    this.#random = seeded(seed);
  }

  async begin(): Promise<void> {
    const all = await this.phase.slots();
    const placesOf = (early: boolean) =>
      all
        .filter(({ station }) => (station === 'early') === early)
        .flatMap(({ slotId, capacity }) => Array<string>(capacity).fill(slotId));
    [this.#slots, this.#early] = [placesOf(false), placesOf(true)];
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** What will happen to a home is drawn before anything does, so that it depends on the seed alone. */
  draw(): Fate {
    const chance = () => this.#random();
    const [early] = this.#early;
    const misses = chance() < 0.02 && early !== undefined;
    if (misses) this.#early.shift();
    return {
      misses: misses ? early : undefined,
      refuses: chance() < 0.04 ? (chance() < 0.25 ? 'structure' : 'other') : undefined,
      moves: chance() < 0.1,
      releases: chance() < 0.05,
      found: chance() < 0.3 ? 1 + Math.floor(chance() * 3) : 0,
      dying: Array.from({ length: 14 }, () => chance() < 0.05),
      batchesTurned: chance() < 0.5,
    };
  }

  /** One home from its booking to its keys, or to where its buyer lets it end. */
  async handOver({ handoverId, buyerId }: Handover, fate: Fate): Promise<void> {
    const { phase } = this;
    const { desk, inspector, estateId } = phase;
    const buyer = { sub: buyerId, personId: buyerId, roles: ['resident'], estates: [estateId] };
    let nth = 0;
    const act = async (what: string, body: object, as = desk, path = `/v1/handovers/${handoverId}/${what}`) => {
      nth += 1;
      const dies = fate.dying[nth - 1] ?? false;
      if (dies) this.#count('phones that died');
      const answer = await phase.act({ path, key: `${handoverId}-${nth}`, body, as, dies });
      if ('problem' in answer) throw new Error(`${what} of ${handoverId}: ${answer.problem}`);
      return answer;
    };
    const slot = (): string => this.#slots[this.#next++ % this.#slots.length] ?? '';
    const book = async (): Promise<string> => {
      for (;;) {
        try {
          return (await act('book', { slotId: slot() }, buyer)).booking?.code ?? '';
        } catch (error) {
          if (!String(error).includes('slot-full') && !String(error).includes('slot-over')) throw error;
          this.#count('came too late for a slot');
        }
      }
    };
    if (fate.misses !== undefined) {
      await act('book', { slotId: fate.misses });
      this.#count('will not come');
      return;
    }
    let code = await book();
    if (fate.moves) {
      code = await book();
      this.#count('moved');
    }
    if (fate.releases) {
      await act('release', {}, buyer);
      code = await book();
      this.#count('released');
    }
    if (fate.refuses) {
      await act('refuse', { reason: 'does not want it', ground: fate.refuses });
      this.#count(`refused: ${fate.refuses}`);
      if (fate.refuses === 'structure') return;
      await act('prove', { how: 'courier', on: phase.day(-15), proof: `C-${handoverId.slice(-12)}` });
      await act('deem', { reason: 'refused without good reason' }, phase.admin);
      return this.#count('deemed delivered');
    }
    await act('check-in', { code, identity: { as: 'owner' } }, desk, `${phase.path}/check-in`);
    await act('give-papers', { papers });
    await act('fund-receipt', { receipt: handoverId.slice(-20), fen: 1_000_000, paidOn: phase.day() });
    await act('assess-area', { contract: '89.37', registered: '89.37', price: '20000' });
    await this.#inspect(handoverId, fate, inspector);
    const { version } = await phase.handover(handoverId);
    await act('sign', { as: 'owner', version, readings: {}, acceptsOpenDefects: true });
    const items = [{ what: 'key', count: 3 }];
    await act('give-keys', { takenBy: 'buyer', items, readings: { water: '1', electricity: '2' } });
    this.keys.push(handoverId);
    this.#count('keys given');
  }

  /** Two batches of an inspection without network, in either order, and one of them a second time. */
  async #inspect(handoverId: string, { found, batchesTurned }: Fate, as: HandoverPhase['inspector']): Promise<void> {
    const at = new Date().toISOString();
    const failed = Array.from({ length: found }, (_, n) => ({
      ...{ kind: 'failed', recordId: `f${n}`, at, itemId: `kitchen/floor-${n}`, ...place },
      ...{ note: 'hollow', severity: 'minor', liable: 'contractor' },
    }));
    const passed = { kind: 'passed', recordId: 'p', at, itemId: 'kitchen/wall', ...place };
    const batches = [[passed], ...failed.map((one) => [one])];
    const order = batchesTurned ? batches.toReversed() : batches;
    for (const [n, records] of [...order, order[0] ?? [passed]].entries()) {
      const body = { batchId: `b${order.indexOf(records)}`, records };
      const send = { as, key: `${handoverId}-batch-${n}`, body };
      const path = `/v1/handovers/${handoverId}/inspection-batches`;
      const answer = await this.phase.client.send('POST', path, send);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    if (found > 0) this.defects.set(handoverId, found);
  }
}

interface Fate {
  readonly misses: string | undefined;
  readonly refuses: 'structure' | 'other' | undefined;
  readonly moves: boolean;
  readonly releases: boolean;
  readonly found: number;
  readonly dying: readonly boolean[];
  readonly batchesTurned: boolean;
}

/** Waits until the house has noticed who did not come; its clock looks every five minutes. */
async function missedBy(phase: HandoverPhase, expected: number): Promise<number> {
  for (const end = Date.now() + 17 * 60_000; ; await wait(5_000)) {
    const { noShows } = await figuresOf(phase);
    if (noShows >= expected || Date.now() > end) return noShows;
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
  const phase = new HandoverPhase(new HouseClient(runningHouse()), values.code);
  const flats = await flatsOf(file, Number(values.homes));
  await phase.register(flats);
  const began = Date.now();
  const { homes, leftOut, announced } = await phase.plan(flats);
  const planned = Date.now();
  const simulation = new Simulation(phase, Number(values.seed));
  await simulation.begin();
  const all = (await phase.handovers()).map((home) => ({ home, fate: simulation.draw() }));
  // Those who will not come book first: their time is over soon.
  const ordered = all.toSorted((a, b) => Number(b.fate.misses !== undefined) - Number(a.fate.misses !== undefined));
  const size = Math.ceil(ordered.length / parts);
  const wrong: string[] = [];
  for (let day = 1; day <= parts; day += 1) {
    const some = ordered.slice((day - 1) * size, day * size);
    await eachWithBar(`Day ${day}`, some, ({ home, fate }) => simulation.handOver(home, fate));
    const found = await wrongIn(phase, simulation);
    wrong.push(...found.map((one) => `day ${day}: ${one}`));
    console.log(`day ${day}: ${found.length === 0 ? 'everything holds' : `${found.length} things are WRONG`}`);
  }
  const missing = simulation.counts.get('will not come') ?? 0;
  const noShows = await missedBy(phase, missing);
  if (noShows !== missing) wrong.push(`${noShows} of ${missing} no-shows were noticed`);
  wrong.push(...(await wrongIn(phase, simulation)));
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  console.log(`
homes ${homes}, left out ${leftOut}, written to ${announced}; planned and announced in ${seconds(planned - began)} s, all in ${seconds(Date.now() - began)} s
${[...simulation.counts].map(([what, count]) => `${what}: ${count}`).join('\n')}
defects found: ${[...simulation.defects.values()].reduce((sum, count) => sum + count, 0)} in ${simulation.defects.size} homes
answers by status: ${JSON.stringify(Object.fromEntries(phase.client.statuses))}
figures: ${JSON.stringify(await figuresOf(phase), undefined, 1)}
${wrong.length === 0 ? 'no invariant was broken' : `BROKEN: ${wrong.length}`}`);
  for (const line of wrong.slice(0, 20)) console.log(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

await main();
