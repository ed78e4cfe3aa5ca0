import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { addressesFrom, basePort } from './addresses.ts';
import { readAssembly, synthesise } from './assembly.ts';
import { bucketsOf, createBuckets } from './buckets.ts';
import { askClock, type LocalClock, localClock } from './clock.ts';
import { demoPeople } from './demo-estate.ts';
import { startDynamo, startMail, startQueuesAndBuckets } from './engines.ts';
import { functions as functionsOf } from './functions.ts';
import { gateway } from './gateway.ts';
import { type Asked, listen } from './http.ts';
import { resolver } from './intrinsics.ts';
import { type Claims, issuer } from './issuer.ts';
import { mailService } from './mail.ts';
import { localNames } from './names.ts';
import { createQueues, queueSource, sender } from './queues.ts';
import { reference } from './reference.ts';
import { runEach, runSchedules, schedules } from './schedules.ts';
import { isQueue, mappings, type Source } from './sources.ts';
import { openState } from './state.ts';
import { streamSource } from './streams.ts';
import { catalogue } from './support.ts';
import { createTables, sweepExpired } from './tables.ts';

/** A running backend on this machine. */
export interface LocalRun {
  readonly apiUrl: string;
  readonly issuerUrl: string;
  readonly mailboxUrl: string;
  /** What stands for SES; `GET /accepted` lists what it took. */
  readonly mailUrl: string;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  /** A token of somebody. */
  token(claims: Claims): Promise<string>;
  /**
   * Waits until nothing goes on: streams read, queues empty, functions at rest. With words such as the id of an estate it
   * waits only for what holds one of them, and for the jobs that run already. @throws Error after `timeoutMs`.
   */
  idle(timeoutMs?: number, about?: readonly string[]): Promise<void>;
  /** Runs a scheduled job now, by the name of its schedule's construct (`sla-timers`), and waits for others that run too. */
  runJob(name: string): Promise<unknown>;
  /**
   * Moves the clock of the functions ahead, runs every job once and waits until nothing goes on.
   * @throws RangeError when that would set it back.
   */
  moveClock(to: Date): Promise<void>;
  /** The clock of the functions, to be moved without running a job. */
  readonly clock: LocalClock;
  stop(): Promise<void>;
}

export interface LocalRunOptions {
  /** Folder for everything that must survive a restart. */
  readonly stateDir: string;
  readonly port?: number;
  /** A synthesised assembly; without one the app is synthesised into the state folder. */
  readonly assembly?: string;
  /** Whether the clock calls the scheduled jobs; a test calls them itself. */
  readonly schedules?: boolean;
  /** How many times its limit a function may take before it is ended, 1 without it. */
  readonly patience?: number;
  /** Where the clock of the functions stands still until it is moved: what they write is then the same each time. */
  readonly standsAt?: Date;
  readonly progress?: (what: string) => void;
}

// An event pattern that only alarms could match, which nothing raises on this machine.
const ruleSchema = z.looseObject({ EventPattern: z.looseObject({ source: z.tuple([z.literal('aws.cloudwatch')]) }) });

/** Runs the synthesised assembly on this machine. @throws Error for anything in it that is not supported here. */
export async function startLocal(options: LocalRunOptions): Promise<LocalRun> {
  const { stateDir, progress = () => {} } = options;
  const state = openState(stateDir);
  const stops: (() => unknown)[] = [() => state.release()];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const addresses = addressesFrom(options.port ?? basePort);
    const portOf = (address: string) => Number(new URL(address).port);
    const log = state.log('runner');
    const say = (line: string) => void log.write(line);

    progress('synthesising the stacks');
    const folder = options.assembly ?? state.path('cdk.out');
    if (!options.assembly) await synthesise(folder);
    const assembly = readAssembly(folder);
    const found = catalogue(assembly, resolver(assembly, localNames(addresses, state)));

    progress('starting the engines');
    const buckets = bucketsOf(found);
    const engine = process.env.DYNAMODB_ENDPOINT ? undefined : await startDynamo(state, portOf(addresses.dynamodb));
    if (engine) stops.push(() => engine.stop());
    const queuesAndBuckets = await startQueuesAndBuckets(state, portOf(addresses.sqs), buckets);
    stops.push(() => queuesAndBuckets.stop());
    const mailbox = await startMail(portOf(addresses.mailbox));
    stops.push(() => mailbox.stop());

    progress('making tables, queues and buckets');
    const tables = await createTables(found, addresses.dynamodb);
    await createQueues(found, addresses.sqs);
    await createBuckets(buckets.keys(), addresses.s3);

    progress('loading the functions');
    const sendTo = sender(addresses);
    const clock = localClock(state, options.standsAt);
    const functions = functionsOf(found, assembly, {
      ...{ addresses, state, sendTo, clock },
      patience: options.patience ?? 1,
    });
    stops.push(() => functions.stop());
    const signer = await issuer(found, state, addresses.issuer, demoPeople);
    const mail = mailService(found, state, addresses.mailbox, sendTo, clock);
    stops.push(() => mail.stop());
    const answer = gateway(found, functions, signer);
    const timetable = schedules(found);
    const wired = mappings(found);
    found.take('AWS::Events::Rule', ruleSchema);
    found.assertComplete();

    const servers = [
      await listen(portOf(addresses.ses), mail.answer, say),
      await listen(portOf(addresses.gateway), reference(answer), say),
    ];
    stops.push(() => Promise.all(servers.map((one) => one.stop())));
    const world = { endpoint: addresses.dynamodb, state, functions, engine, sendTo };
    const queueWorld = { addresses, engine: queuesAndBuckets, functions, state };
    const sources: Source[] = [];
    for (const mapping of wired) {
      sources.push(isQueue(mapping) ? queueSource(mapping, queueWorld) : await streamSource(mapping, world));
    }
    stops.push(() => Promise.all(sources.map((one) => one.stop())));
    if (options.schedules !== false) stops.push(runSchedules(timetable, functions));
    if (engine) {
      const sweep = setInterval(() => {
        sweepExpired(tables, engine, addresses.dynamodb, clock).catch((error: unknown) =>
          say(`sweep: ${String(error)}\n`),
        );
      }, 60_000);
      stops.push(() => clearInterval(sweep));
    }

    const jobs = new Set<Promise<unknown>>();
    const atRest = async (about?: readonly string[]) => {
      const before = functions.activity();
      if (!mail.rested() || (!about && before.running > 0)) return false;
      const rested = await Promise.all(sources.map((one) => one.rested(about)));
      const after = functions.activity();
      return rested.every(Boolean) && mail.rested() && (about !== undefined || before.begun === after.begun);
    };
    const idle = async (timeoutMs = 60_000, about?: readonly string[]) => {
      await Promise.allSettled(jobs);
      // Twice in a row: a message may be on its way between two looks.
      for (let [rests, until] = [0, Date.now() + timeoutMs]; rests < 2; await sleep(5)) {
        rests = (await atRest(about)) ? rests + 1 : 0;
        if (Date.now() > until) throw new Error(`Not at rest after ${timeoutMs} ms: see ${state.path('logs')}`);
      }
    };
    const moveClock = async (to: Date) => {
      clock.moveTo(to);
      await runEach(timetable, functions);
      await idle(600_000);
    };
    const desk = (asked: Asked) =>
      asked.url.pathname === '/clock' ? askClock(asked, clock, moveClock) : signer.answer(asked);
    const openDesk = await listen(portOf(addresses.issuer), desk, say);
    stops.push(() => openDesk.stop());
    return {
      apiUrl: addresses.gateway,
      issuerUrl: addresses.issuer,
      mailboxUrl: addresses.mailbox,
      mailUrl: addresses.ses,
      dynamodbUrl: addresses.dynamodb,
      sqsUrl: addresses.sqs,
      token: signer.sign,
      idle,
      moveClock,
      clock,
      runJob: async (name) => {
        const job = timetable.find((one) => one.path.startsWith(`${name}/`));
        if (!job) throw new Error(`No schedule ${name}`);
        const work = functions.invoke(job.is.Target.Arn, {});
        jobs.add(work);
        try {
          return await work;
        } finally {
          jobs.delete(work);
          // Somebody else's run may have in hand what this one found no more.
          await Promise.allSettled(jobs);
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
