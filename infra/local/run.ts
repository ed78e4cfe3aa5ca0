import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { addressesFrom, basePort } from './addresses.ts';
import { readAssembly, synthesise } from './assembly.ts';
import { bucketsOf } from './buckets.ts';
import { askClock, type LocalClock, localClock } from './clock.ts';
import { demoPeople } from './demo-estate.ts';
import { startDynamo, startMail, startQueuesAndBuckets } from './engines.ts';
import { functions as functionsOf } from './functions.ts';
import { allowedOrigins, gateway } from './gateway.ts';
import { type Asked, listen, onlyBy } from './http.ts';
import { resolver } from './intrinsics.ts';
import { invoke, invokedFunction } from './invoke.ts';
import { type Claims, issuer } from './issuer.ts';
import { mailService } from './mail.ts';
import { type Addresses, localNames } from './names.ts';
import { createQueues, queueSource, sender } from './queues.ts';
import { reference } from './reference.ts';
import { inputOf, runEach, runSchedules, schedules } from './schedules.ts';
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
  /** Address of the local SES. `GET /accepted` lists the accepted mails. */
  readonly mailUrl: string;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  /** Signs a token. */
  token(claims: Claims): Promise<string>;
  /**
   * Waits until the backend is idle: all streams read, all queues empty, no function running. `about` holds
   * words such as the id of an estate; then it waits only for records with one of them and for running jobs.
   * @throws Error after `timeoutMs`.
   */
  idle(timeoutMs?: number, about?: readonly string[]): Promise<void>;
  /**
   * Runs a job now, by the name of its schedule's construct (`sla-timers`). Waits for other running jobs too.
   */
  runJob(name: string): Promise<unknown>;
  /**
   * Moves the clock of the functions forward, runs every job once and waits until the backend is idle.
   * @throws RangeError for an earlier time.
   */
  moveClock(to: Date): Promise<void>;
  /** Runs every job once, in parallel. @throws FunctionError of the first that fails. */
  runJobs(): Promise<void>;
  /** The clock of the functions. Moving it here runs no job. */
  readonly clock: LocalClock;
  stop(): Promise<void>;
}

export interface LocalRunOptions {
  /** Folder for data that must survive a restart. */
  readonly stateDir: string;
  readonly port?: number;
  /** Folder of a synthesised assembly. By default the app is synthesised into the state folder. */
  readonly assembly?: string;
  /** False when the caller runs the scheduled jobs itself, as tests do. */
  readonly schedules?: boolean;
  /** Factor on the timeouts of functions, for tests on a busy machine; 1 by default. */
  readonly patience?: number;
  /**
   * Instant at which the functions' clock is stopped until
   * it is moved, so that records are the same in each run.
   */
  readonly standsAt?: Date;
  /** Addresses at which the functions reach the engines, such as those of proxies, instead of directly. */
  readonly reached?: Partial<Addresses>;
  readonly progress?: (what: string) => void;
}

// Only alarms match this event pattern, and there are no alarms on this machine.
const ruleSchema = z.looseObject({ EventPattern: z.looseObject({ source: z.tuple([z.literal('aws.cloudwatch')]) }) });

/**
 * Runs the synthesised assembly on this machine.
 * @throws Error for template content that is not supported.
 */
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

    const clock = localClock(state, options.standsAt);
    if (clock.now().getTime() > Date.now() + 60_000) {
      const now = clock.now().toISOString();
      progress(`the clock was moved: it is ${now}. For the time of this machine, set ANJU_STATE to another folder`);
    }
    progress('synthesising the stacks and bundling their functions');
    const folder = options.assembly ?? state.path('cdk.out');
    if (!options.assembly) await synthesise(folder);
    const assembly = readAssembly(folder);
    const reached = { ...addresses, ...options.reached };
    const found = catalogue(assembly, resolver(assembly, localNames(reached, state)));

    progress('starting the engines');
    const buckets = bucketsOf(found);
    const engine = process.env.DYNAMODB_ENDPOINT ? undefined : await startDynamo(state, portOf(addresses.dynamodb));
    if (engine) stops.push(() => engine.stop());
    const queuesAndBuckets = await startQueuesAndBuckets(state, portOf(addresses.sqs), buckets, clock);
    stops.push(() => queuesAndBuckets.stop());
    const mailbox = await startMail(portOf(addresses.mailbox));
    stops.push(() => mailbox.stop());

    progress('creating tables and queues');
    const tables = await createTables(found, addresses.dynamodb);
    await createQueues(found, addresses.sqs);

    progress('loading the functions');
    const sendTo = sender(addresses);
    const functions = functionsOf(found, assembly, {
      addresses: reached,
      state,
      sendTo,
      clock,
      patience: options.patience ?? 1,
    });
    stops.push(() => functions.stop());
    const signer = await issuer(found, state, addresses.issuer, demoPeople);
    const mail = mailService(found, state, mailbox, sendTo, clock);
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
      // The first sweep creates the indexes of what expires. Later, on full tables and a busy machine, the
      // engine could not write for seconds, and requests would fail.
      await sweepExpired(tables, engine, addresses.dynamodb, clock);
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
      // The backend must be idle twice in a row, because a message may be in transit during one check.
      for (let [rests, until] = [0, Date.now() + timeoutMs]; rests < 2; await sleep(5)) {
        rests = (await atRest(about)) ? rests + 1 : 0;
        if (Date.now() > until)
          throw new Error(`The backend is still busy after ${timeoutMs} ms. See the logs in ${state.path('logs')}.`);
      }
    };
    const moveClock = async (to: Date) => {
      clock.moveTo(to);
      await runEach(timetable, functions);
      await idle(600_000);
    };
    const desk = (asked: Asked) => {
      const invoked = invokedFunction(asked);
      if (invoked !== undefined) return invoke(invoked, asked, functions);
      return asked.url.pathname === '/clock' ? askClock(asked, clock, moveClock) : signer.answer(asked);
    };
    const guarded = onlyBy(addresses.issuer, allowedOrigins(found), desk);
    const openDesk = await listen(portOf(addresses.issuer), guarded, say);
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
      runJobs: () => runEach(timetable, functions),
      clock,
      runJob: async (name) => {
        const job = timetable.find((one) => one.path.split('/').at(-2) === name);
        if (!job) throw new Error(`There is no schedule ${name}.`);
        const work = functions.invoke(job.is.Target.Arn, inputOf(job));
        jobs.add(work);
        try {
          return await work;
        } finally {
          jobs.delete(work);
          // A parallel run may still process items that this one no longer found.
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
