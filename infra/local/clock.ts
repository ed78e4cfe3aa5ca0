import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Asked, json, type Reply } from './http.ts';
import type { State } from './state.ts';

/**
 * The clock of the functions: the machine's clock, or ahead of it.
 * Engines and tokens use the machine's clock.
 */
export interface LocalClock {
  /**
   * Two numbers for the worker of every function: milliseconds ahead of the machine, and the epoch
   * milliseconds at which the clock is stopped (0: it runs).
   */
  readonly shared: SharedArrayBuffer;
  now(): Date;
  /**
   * Moves the clock forward for good, so that no record is in the future.
   * @throws RangeError for an earlier time.
   */
  moveTo(instant: Date): void;
}

const file = 'clock-ahead-ms';
const aheadSchema = z.coerce.number().int().min(0);

/** Returns the time of the backend of a state folder, running or stopped. */
export function timeIn(folder: string): Date {
  const path = join(folder, file);
  return new Date(Date.now() + (existsSync(path) ? aheadSchema.parse(readFileSync(path, 'utf8')) : 0));
}

/**
 * Returns the clock of a state folder.
 * With `standsAt` it is stopped there, and at each instant to which it is moved.
 */
export function localClock(state: State, standsAt?: Date): LocalClock {
  const shared = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  const values = new BigInt64Array(shared);
  const set = (ms: number) => void Atomics.store(values, 0, BigInt(ms));
  const stand = (at: Date) => void Atomics.store(values, 1, BigInt(at.getTime()));
  set(aheadSchema.parse(state.read(file) ?? '0'));
  if (standsAt) stand(standsAt);
  const now = () => Number(Atomics.load(values, 1)) || Date.now() + Number(Atomics.load(values, 0));
  return {
    shared,
    now: () => new Date(now()),
    moveTo: (instant) => {
      const further = instant.getTime() - now();
      if (!(further >= 0))
        throw new RangeError(`The clock is at ${new Date(now()).toISOString()} and moves forward only.`);
      if (standsAt) return stand(instant);
      const ms = instant.getTime() - Date.now();
      state.write(file, String(ms));
      set(ms);
    },
  };
}

const moveSchema = z.object({ now: z.iso.datetime({ offset: true }) });

/**
 * Answers `GET /clock` with the time of the functions. `POST /clock` with `{ "now": ... }` moves the clock.
 */
export async function askClock(
  { method, body }: Asked,
  clock: LocalClock,
  move: (to: Date) => Promise<void>,
): Promise<Reply> {
  const time = () => json(200, { now: clock.now().toISOString() });
  if (method === 'GET') return time();
  try {
    await move(new Date(moveSchema.parse(JSON.parse(body.toString('utf8'))).now));
    return time();
  } catch (error) {
    const isAsked = error instanceof RangeError || error instanceof SyntaxError || error instanceof z.ZodError;
    if (!isAsked) throw error;
    return json(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message });
  }
}
