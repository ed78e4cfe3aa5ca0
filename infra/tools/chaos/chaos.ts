import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { Course, go, PatientClient, Register } from './course.ts';
import { endure } from './disasters.ts';
import { enterEstate } from './estate.ts';
import { oneOf, randomOf } from './faults.ts';
import { billFlow, channelFlow, meterFlow, noticeFlow, repairFlow, type Surroundings, ticketFlow } from './flows.ts';
import { Homes } from './homes.ts';
import { Machine } from './machine.ts';
import { answerAlarms, verdict } from './verdict.ts';

/*
 * `npm run chaos -- --minutes 30 --seed N`: people use a backend of its own through its API while functions
 * and engines are killed, requests and answers are lost, messages are doubled and reordered, and the clock
 * moves. Then everything comes to rest, and what was acknowledged must be there once
 * (docs/decisions/2026-11-28-chaos.md).
 */

const usage = 'Usage: npm run chaos -- [--minutes 3] [--seed 1] [--people 8] [--keep]';

const options = {
  minutes: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  people: { type: 'string', default: '8' },
  keep: { type: 'boolean', default: false },
} as const;

type Flow = (course: Course, around: Surroundings) => Promise<void>;

await command({ usage, options }, async (values) => {
  const [minutes, seed] = [wholeNumber('--minutes', values.minutes), wholeNumber('--seed', values.seed)];
  const people = wholeNumber('--people', values.people);
  const began = Date.now();
  const say = (what: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${what}`);
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-chaos-'));
  const machine = await Machine.with(stateDir, process.env.ANJU_PORT ? basePort : 4600, seed);
  let isClean = false;
  try {
    say(`seed ${seed}, ${minutes} minutes, in ${stateDir}`);
    await machine.start();
    const { gateway, issuer, ses } = machine.addresses;
    const register = new Register(new PatientClient({ apiUrl: gateway, issuerUrl: issuer }), () => machine.now());
    say('entering the estate and the homes');
    const { meteredItem } = await enterEstate(register.client);
    const homes = await Homes.announced(register, issuer, seed);
    const flows: Readonly<Record<string, Flow>> = {
      ticket: ticketFlow,
      repair: repairFlow,
      notice: noticeFlow,
      bill: billFlow,
      meter: meterFlow,
      channel: channelFlow,
      handover: homes.flow,
    };
    say(`${people} people begin, and so do the faults`);
    machine.isCalm = false;
    const end = Date.now() + minutes * 60_000;
    const isOver = () => Date.now() >= end;
    const gatewaySecret = machine.secret('gateways');
    const around = { mailUrl: ses, meteredItem, gatewaySecret, now: () => machine.now() };
    const person = async (who: number) => {
      for (let nth = 0; !isOver(); nth += 1) {
        const random = randomOf(seed, 'person', who, nth);
        const kind = oneOf(random, Object.keys(flows));
        const course = new Course({ name: `${kind}-${who}-${nth}`, register, random, isOver });
        await go(course, kind, (one) => flows[kind]?.(one, around) ?? Promise.resolve());
      }
    };
    let areDone = false;
    const working = Promise.all([
      ...Array.from({ length: people }, (_, who) => person(who)),
      endure({ machine, register, seed, pauseMs: 8_000 }, isOver),
    ]).finally(() => {
      areDone = true;
    });
    await Promise.all([working, answerAlarms({ machine, register }, () => areDone)]);
    isClean = await verdict({ machine, register, homes, say, began: new Date(began) });
  } finally {
    await machine.stop();
    if (isClean && !values.keep) rmSync(stateDir, { recursive: true, force: true });
    else console.log(`The state and the logs of the run are in ${stateDir}.`);
  }
  process.exitCode = isClean ? 0 : 1;
});
