import { bareClient, type Floor, floorOf } from './floor.ts';
import { eventFor, type Handler, loadHandler } from './handlers.ts';
import type { Operation } from './operations.ts';
import { type Cost, costOf, type Recorded } from './recorder.ts';
import type { World } from './world.ts';

/** Calls before a recording, so that caches are filled as in a function that has worked for a while. */
const warmCalls = 2;

/** Requests of each operation so far. A bill is paid once, so no part repeats those of another. */
const sent = new Map<string, number>();

/** Returns the number of the next request of an operation. */
export function nextRequest({ name }: Operation): number {
  const nth = sent.get(name) ?? 0;
  sent.set(name, nth + 1);
  return nth;
}

/** Loaded bundles by entry and endpoint. */
const loaded = new Map<string, Handler>();

async function handlerOf(entry: string, copy: string): Promise<Handler> {
  const known = loaded.get(entry + copy) ?? (await loadHandler(entry, copy));
  loaded.set(entry + copy, known);
  return known;
}

/** Calls an operation of a deployed bundle in this process, through a recorder or directly. */
export class MeasuredOperation {
  readonly operation: Operation;
  readonly #world: World;

  constructor(world: World, operation: Operation) {
    this.#world = world;
    this.operation = operation;
  }

  /** Returns a prepared call. Preparing it is not part of a measurement. */
  async #prepared(copy: 'recorded' | 'timed'): Promise<{ run: () => Promise<unknown>; key: string | undefined }> {
    const { entry, ask, before } = this.operation;
    const handler = await handlerOf(entry, copy);
    const { seed } = this.#world;
    const nth = nextRequest(this.operation);
    if (before) await handler(eventFor(before(seed, nth)));
    const asking = ask(seed, nth);
    const event = eventFor(asking);
    return { run: () => handler(event), key: asking.key };
  }

  /** Records a warm call. */
  async #record(): Promise<{ recorded: Recorded[]; keys: string[] }> {
    const recorder = await this.#world.recorder();
    process.env.AWS_ENDPOINT_URL_DYNAMODB = recorder.url;
    for (let n = 0; n < warmCalls; n += 1) await (await this.#prepared('recorded')).run();
    const { run, key } = await this.#prepared('recorded');
    recorder.take();
    await run();
    return { recorded: recorder.take(), keys: key === undefined ? [] : [key] };
  }

  /** Returns the cost of a warm call. */
  async cost(): Promise<Cost> {
    return costOf((await this.#record()).recorded);
  }

  /** Returns the requests of a warm call and its floor, with the cost of both. */
  async floor(): Promise<{ floor: Floor; recorded: Recorded[]; cost: Cost; least: Cost }> {
    const recorder = await this.#world.recorder();
    const { recorded, keys } = await this.#record();
    const of = { main: this.operation.main, keys };
    // Its own number keeps the ids of this call apart from those of the measured calls.
    const trial = floorOf(bareClient(recorder.url), recorded, of).prepare(999_999);
    await trial.lay();
    recorder.take();
    await trial.run();
    const least = costOf(recorder.take());
    return { floor: floorOf(bareClient(this.#world.dynamodb), recorded, of), recorded, cost: costOf(recorded), least };
  }

  /** Prepares calls that go to the engine directly. */
  async calls(count: number): Promise<(() => Promise<unknown>)[]> {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = this.#world.dynamodb;
    const prepared = [];
    for (let n = 0; n < count; n += 1) prepared.push((await this.#prepared('timed')).run);
    return prepared;
  }
}

/** Milliseconds of each call, and the processor time of all calls together in this process. */
export interface Timed {
  readonly ms: number[];
  readonly cpuMs: number;
}

/** Runs calls one after the other and takes their time. */
export async function timed(calls: readonly (() => Promise<unknown>)[]): Promise<Timed> {
  const ms: number[] = [];
  const before = process.cpuUsage();
  for (const call of calls) {
    const began = performance.now();
    await call();
    ms.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1_000 };
}
