import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Asked, json, type Reply } from './http.ts';
import type { State } from './state.ts';

/** The clock that the functions of the local run live by: the machine's, or moved ahead of it. Engines and tokens keep the machine's. */
export interface LocalClock {
  /** Milliseconds by which it is ahead, and those at which it stands still (0: it goes); the worker of every function sees them. */
  readonly shared: SharedArrayBuffer;
  now(): Date;
  /** Moves it ahead, for good: what was recorded is never in the future. @throws RangeError when that would set it back. */
  moveTo(instant: Date): void;
}

const file = 'clock-ahead-ms';
const aheadSchema = z.coerce.number().int().min(0);

/** What time it is for the backend of a state folder, whether it runs or not. */
export function timeIn(folder: string): Date {
  const path = join(folder, file);
  return new Date(Date.now() + (existsSync(path) ? aheadSchema.parse(readFileSync(path, 'utf8')) : 0));
}

/** The clock of a state folder. With `standsAt` it stands still there, and then at each instant that it is moved to. */
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
      if (!(further >= 0)) throw new RangeError(`It is ${new Date(now()).toISOString()}: the clock goes ahead only`);
      if (standsAt) return stand(instant);
      const ms = instant.getTime() - Date.now();
      state.write(file, String(ms));
      set(ms);
    },
  };
}

const moveSchema = z.object({ now: z.iso.datetime({ offset: true }) });

/** `GET /clock` says what time it is for the functions, `POST /clock` with `{ "now": ... }` moves it there. */
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
