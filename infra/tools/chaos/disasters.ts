import { setTimeout as wait } from 'node:timers/promises';
import type { PatientClient, Register } from './course.ts';
import { oneOf, randomOf } from './faults.ts';
import type { Machine } from './machine.ts';

const hour = 3_600_000;
/** Milliseconds for which the clock is moved in a run; notices of handovers leave two weeks. */
const mostAhead = 10 * 24 * hour;

type Disaster = (random: () => number) => Promise<unknown>;

/** What happens to the whole machine, one after the other, in an order that the seed gives. */
function disastersOf(machine: Machine, register: Register): Readonly<Record<string, Disaster>> {
  const { client } = register;
  let ahead = 0;
  return {
    'backend killed': async () => {
      await machine.kill();
      await machine.start();
    },
    'engine killed': async () => machine.signalEngine('SIGKILL'),
    'backend and engine killed': async () => {
      machine.signalEngine('SIGKILL');
      await machine.kill();
      await machine.start();
    },
    'functions killed': (random) => machine.ask(`/kill-functions?every=${1 + Math.floor(random() * 3)}`),
    'engine stopped for some seconds': async (random) => {
      machine.signalEngine('SIGSTOP');
      await wait(2_000 + random() * 6_000);
      machine.signalEngine('SIGCONT');
    },
    'engine full': async (random) => {
      if (!machine.limitEngine(true)) return register.count('engine not limited: there is no prlimit');
      await wait(2_000 + random() * 6_000);
      machine.limitEngine(false);
    },
    'clock moved': async (random) => {
      const ms = Math.floor(oneOf(random, [hour / 6, hour, 5 * hour, 30 * hour]));
      if (ahead + ms > mostAhead) return;
      if (!(await moved(machine, client, ms))) return register.count('clock not moved: a request stayed open');
      ahead += ms;
    },
  };
}

async function moved(machine: Machine, client: PatientClient, ms: number): Promise<boolean> {
  const isMoved = await client.betweenRequests(() => machine.moveClock(ms), 30_000);
  // Jobs may take as long as they like, and the backend may be killed meanwhile.
  if (isMoved) machine.ask('/run-jobs').catch(() => undefined);
  return isMoved;
}

/** Lets disasters happen until the end. Each kind comes once before any comes again. */
export async function endure(
  of: { machine: Machine; register: Register; seed: number; pauseMs: number },
  isOver: () => boolean,
): Promise<void> {
  const disasters = disastersOf(of.machine, of.register);
  for (let round = 0; !isOver(); round += 1) {
    const random = randomOf(of.seed, 'disasters', round);
    const order = Object.keys(disasters).map((name) => ({ name, place: random() }));
    for (const { name } of order.toSorted((a, b) => a.place - b.place)) {
      await wait(of.pauseMs * (0.5 + random()));
      if (isOver()) return;
      console.log(`${new Date().toISOString().slice(11, 19)} ${name}`);
      of.register.count(`disaster: ${name}`);
      await disasters[name]?.(random);
    }
  }
}
