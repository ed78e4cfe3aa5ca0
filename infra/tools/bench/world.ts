import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesFrom } from '../../local/addresses.ts';
import { synthesise } from '../../local/assembly.ts';
import { localClock, timeIn } from '../../local/clock.ts';
import { type DynamoEngine, startDynamo } from '../../local/engines.ts';
import { openState } from '../../local/state.ts';
import { useClock } from '../../local/use-clock.ts';
import { Backend } from './backend.ts';
import { environmentOf, logToNowhere } from './handlers.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type Seed, type Sizes, seedRecords } from './seed.ts';

/** How long and how much is measured. */
export interface Effort {
  /** Rounds of each operation against its floor, and calls of a round. */
  readonly rounds: number;
  readonly calls: number;
  /** Seconds of each throughput measurement. */
  readonly seconds: number;
  /** Starts of each function. */
  readonly starts: number;
  /** Runs of each flow that is followed to its end. */
  readonly followed: number;
  /** Sizes to which the data grows. */
  readonly growth: readonly number[];
  readonly sizes: Sizes;
}

/**
 * The data of a run, in a folder that is deleted at its end. Either the whole backend runs on it in another
 * process, or the DynamoDB engine alone.
 */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'anju-bench-'));
  readonly effort: Effort;
  readonly say: (what: string) => void;
  readonly #port: number;
  #backend: Backend | undefined;
  #engine: { engine: DynamoEngine; release: () => void } | undefined;
  #recorder: Recorder | undefined;
  #seed: Seed | undefined;

  constructor(effort: Effort, port: number, say: (what: string) => void) {
    this.effort = effort;
    this.#port = port;
    this.say = say;
  }

  get assembly(): string {
    return join(this.folder, 'assembly');
  }

  get stateDir(): string {
    return join(this.folder, 'state');
  }

  /** Address of the DynamoDB engine. */
  get dynamodb(): string {
    return addressesFrom(this.#port).dynamodb;
  }

  /** Bundles the functions, enters the records and prepares this process to call functions. */
  async prepare(): Promise<Seed> {
    // A port that is in use shows before the long work.
    await this.recorder();
    this.say('synthesising the stacks and bundling their functions');
    mkdirSync(this.stateDir);
    await synthesise(this.assembly);
    this.#moveToForenoon();
    this.say('starting the backend and entering estates, tickets, bills and handovers');
    const backend = await this.backend();
    this.#seed = await seedRecords(backend, this.stateDir, this.effort.sizes);
    await this.stopBackend();
    const ahead = timeIn(this.stateDir).getTime() - Date.now();
    useClock((machine) => machine + ahead);
    const state = openState(this.stateDir);
    Object.assign(process.env, environmentOf(this.assembly, addressesFrom(this.#port), state));
    state.release();
    logToNowhere();
    return this.#seed;
  }

  /**
   * Moves the time of the backend to the next 10:00 in Shanghai, because at night no mail is sent and less
   * follows from a request.
   */
  #moveToForenoon(): void {
    const state = openState(this.stateDir);
    const clock = localClock(state);
    const forenoon = new Date(clock.now());
    forenoon.setUTCHours(2, 0, 0, 0);
    if (forenoon < clock.now()) forenoon.setUTCDate(forenoon.getUTCDate() + 1);
    clock.moveTo(forenoon);
    state.release();
  }

  get seed(): Seed {
    if (!this.#seed) throw new Error('The world is not prepared.');
    return this.#seed;
  }

  /** Returns the running backend. Starts it when only the engine runs. */
  async backend(): Promise<Backend> {
    await this.#stopEngine();
    this.#backend ??= await Backend.start(this.stateDir, this.#port, this.assembly);
    return this.#backend;
  }

  async stopBackend(): Promise<void> {
    await this.#backend?.stop();
    this.#backend = undefined;
  }

  /** Lets the DynamoDB engine run alone, so that no consumer works beside a measurement. */
  async engineAlone(): Promise<void> {
    await this.stopBackend();
    if (this.#engine) return;
    const state = openState(this.stateDir);
    const engine = await startDynamo(state, Number(new URL(this.dynamodb).port));
    this.#engine = { engine, release: () => state.release() };
  }

  async #stopEngine(): Promise<void> {
    await this.#engine?.engine.stop();
    this.#engine?.release();
    this.#engine = undefined;
  }

  /** Returns the recorder in front of the engine. */
  async recorder(): Promise<Recorder> {
    this.#recorder ??= await startRecorder(this.dynamodb, this.#port + 7);
    return this.#recorder;
  }

  async stop(): Promise<void> {
    await this.#recorder?.stop();
    await this.stopBackend();
    await this.#stopEngine();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
