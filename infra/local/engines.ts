import { spawn } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type buildApp, startFauxqs } from 'fauxqs';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import { region } from './names.ts';
import { refusalByPayload, refusalBySignature, refusalXml } from './s3-signature.ts';
import type { State } from './state.ts';

const errorSchema = z.object({ __type: z.string().default('Error'), message: z.string().optional() });

/** Error of an engine, with the name that AWS gives it. */
export class EngineError extends Error {}

/** Calls an operation of AWS's JSON protocol: `DynamoDB_20120810.PutItem`, `AmazonSQS.SendMessage`. */
export async function call<T extends z.ZodType>(
  endpoint: string,
  operation: string,
  input: unknown,
  answer: T,
  signal?: AbortSignal,
): Promise<z.output<T>> {
  const service = operation.startsWith('AmazonSQS') ? 'sqs' : 'dynamodb';
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `local/${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': operation,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`,
    },
    body: JSON.stringify(input),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  const body: unknown = text ? JSON.parse(text) : {};
  if (response.ok) return answer.parse(body);
  const { __type, message } = errorSchema.parse(body);
  const error = new EngineError(message ?? __type);
  error.name = __type.replace(/^.*#/, '');
  throw error;
}

/** The embedded DynamoDB engine, with functions that use its database file directly. */
export interface DynamoEngine {
  /** Number that changes with every commit of the engine. */
  version(): unknown;
  /**
   * Returns true when a table's stream has records after a
   * sequence number; with `about`, records with such a word.
   */
  hasRecords(table: string, after: string | undefined, about?: readonly string[]): boolean;
  /**
   * Returns the keys of items whose TTL has passed. The first call creates an index, so that calls are cheap.
   */
  expired(table: string, attribute: string, keys: readonly string[], now: number): Record<string, unknown>[];
  /**
   * Deletes some stream records before a sequence number that are older than a day.
   * DynamoDB keeps none longer.
   */
  forgetRecords(table: string, before: string, now: number): number;
  stop(): Promise<void>;
}

// When this process ends in any way, its end of the pipe closes, and the shell stops the engine and itself.
// An engine whose file may not grow answers errors, instead of being ended by the signal XFSZ.
const guarded =
  'trap "" XFSZ; exec 3<&0; "$0" "$@" & p=$!; echo $p > "$PID_FILE"; (read _ <&3; kill $p) & r=$!; wait $p; kill $r';

/** Starts a process of the DynamoDB engine and waits until it listens. */
async function serveDynamo(state: State, port: number) {
  const require = createRequire(import.meta.url);
  const binary = require.resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`);
  const file = state.path('dynamodb.db');
  const pidFile = state.path('dynamodb.pid');
  await stopStale(pidFile, file);
  const engine = spawn(
    '/bin/sh',
    ['-c', guarded, binary.replace('package.json', 'dynoxide'), 'serve', '--port', String(port), '--db-path', file],
    { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, PID_FILE: pidFile } },
  );
  const exit = once(engine, 'exit');
  let said = '';
  for (const stream of [engine.stdout, engine.stderr]) {
    stream.on('data', (text) => {
      said = (said + String(text)).slice(-2_000);
    });
  }
  for (let waited = 0; !said.includes('listening'); waited += 10) {
    if (engine.exitCode !== null || waited > 300_000) throw new Error(`The DynamoDB engine did not start:\n${said}`);
    await sleep(10);
  }
  return { engine, exit };
}

/**
 * Starts the DynamoDB engine on a file of the state folder. It starts again when it ends by itself: a table
 * of AWS is soon there again too.
 */
export async function startDynamo(state: State, port: number): Promise<DynamoEngine> {
  const file = state.path('dynamodb.db');
  let isStopped = false;
  let serving = serveDynamo(state, port);
  const keepUp = async (): Promise<void> => {
    const { exit } = await serving;
    await exit;
    if (isStopped) return;
    state.log('runner').write('The DynamoDB engine ended and is started again.\n');
    serving = serveDynamo(state, port);
    return keepUp();
  };
  await serving;
  const kept = keepUp().catch((error: unknown) => void state.log('runner').write(`${String(error)}\n`));
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 2000');
  // Without this index, every write on a table with a stream
  // reads all stream records: 257/s at 15,000 records.
  database.exec(
    'CREATE INDEX IF NOT EXISTS local_stream_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
  );
  const version = database.prepare('PRAGMA data_version');
  const records = 'SELECT 1 FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) > ?';
  const anyRecord = database.prepare(`${records} LIMIT 1`);
  const recordAbout = database.prepare(`${records} AND instr(new_image, ?) > 0 LIMIT 1`);
  return {
    version: () => version.get()?.data_version,
    hasRecords: (table, after = '0', about) => {
      if (!anyRecord.get(table, BigInt(after))) return false;
      return about?.some((word) => recordAbout.get(table, BigInt(after), word) !== undefined) ?? true;
    },
    expired: (table, attribute, keys, now) => {
      const quoted = `"${table.replaceAll('"', '""')}"`;
      const value = `CAST(json_extract(item_json, '$."${attribute}".N') AS INTEGER)`;
      const isSet = `json_extract(item_json, '$."${attribute}".N') IS NOT NULL`;
      database.exec(`CREATE INDEX IF NOT EXISTS "${table}::local_ttl" ON ${quoted}(${value}) WHERE ${isSet}`);
      const rows = database
        .prepare(`SELECT item_json FROM ${quoted} WHERE ${isSet} AND ${value} < ? ORDER BY ${value} LIMIT 500`)
        .all(now);
      return rows.map((row) => {
        const item = z.record(z.string(), z.unknown()).parse(JSON.parse(String(row.item_json)));
        return Object.fromEntries(keys.map((key) => [key, item[key]]));
      });
    },
    // The engine cannot write meanwhile, so this deletes few records at a time.
    forgetRecords: (table, before, now) =>
      Number(
        database
          .prepare(
            `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
               WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER) AND created_at < ?
               ORDER BY CAST(sequence_number AS INTEGER) LIMIT 500)`,
          )
          .run(table, before, now - 86_400).changes,
      ),
    stop: async () => {
      isStopped = true;
      database.close();
      (await serving).engine.stdin.end();
      await kept;
    },
  };
}

/** Stops an engine that a killed run left on the same file. */
async function stopStale(pidFile: string, file: string): Promise<void> {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  const alive = () => {
    const about = `/proc/${pid}/cmdline`;
    return pid > 0 && existsSync(about) && readFileSync(about, 'utf8').split('\0').includes(file);
  };
  if (alive()) process.kill(pid);
  for (let waited = 0; alive() && waited < 3_000; waited += 20) await sleep(20);
  if (alive()) process.kill(pid, 'SIGKILL');
}

/** A rule of a bucket's CorsConfiguration. */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[] | undefined;
  ExposedHeaders?: string[] | undefined;
  MaxAge?: number | undefined;
}

/** The engine of SQS and S3, with a function that reads its database file directly. */
export interface QueueEngine {
  /**
   * Returns the ids of the messages of a queue that wait or are being processed. With `about`, it returns
   * only those that contain one of these words or name no estate.
   */
  messages(queue: string, about?: readonly string[]): string[];
  stop(): Promise<void>;
}

/** S3 takes 5 GB in one request. The largest file that an operation accepts has 50 MB. */
const mostFileBytes = 64 * 1024 * 1024;

/**
 * Starts the engine of SQS and S3 on the loopback address, with the buckets and their CORS rules. S3 checks
 * signatures at the time of `clock`, with which the functions sign.
 */
export async function startQueuesAndBuckets(
  state: State,
  port: number,
  buckets: Map<string, readonly CorsRule[]>,
  clock: Pick<LocalClock, 'now'>,
): Promise<QueueEngine> {
  const dataDir = state.path('queues');
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'fauxqs.db');
  putBack(file);
  const prepare = (message: unknown) => {
    const { fastify } = z.object({ fastify: z.custom<ReturnType<typeof buildApp>>() }).parse(message);
    const listen = fastify.listen.bind(fastify);
    // The engine would listen on all interfaces, has no CORS and checks no signature.
    // Its web framework can be changed before it listens. It would also refuse files above 11 MB.
    fastify.addHook('onRoute', (route) => void Object.assign(route, { bodyLimit: mostFileBytes }));
    Object.assign(fastify, { listen: () => listen({ port, host: '127.0.0.1' }) });
    fastify.addHook('onRequest', async (request, reply) => {
      const origin = request.headers.origin;
      const method = request.headers['access-control-request-method'] ?? request.method;
      const rule = buckets
        .get(request.url.split(/[/?]/)[1] ?? '')
        ?.find((one) => origin && one.AllowedMethods.includes(method) && allows(one.AllowedOrigins, origin));
      if (rule && origin) {
        reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' });
        if (rule.ExposedHeaders) reply.header('access-control-expose-headers', rule.ExposedHeaders.join(', '));
      }
      if (request.method !== 'OPTIONS') {
        if (isForQueues(request)) return;
        // The SDK sets its clock by this header.
        reply.header('date', clock.now().toUTCString());
        const { method, originalUrl: url, headers } = request;
        const refusal = await refusalBySignature({ method, url, headers }, clock.now());
        return refusal && reply.code(refusal.status).type('application/xml').send(refusalXml(refusal));
      }
      if (!rule) return reply.code(403).send('CORSResponse: This CORS request is not allowed.');
      const asked = request.headers['access-control-request-headers'];
      if (asked && rule.AllowedHeaders) reply.header('access-control-allow-headers', asked);
      reply.header('access-control-allow-methods', rule.AllowedMethods.join(', '));
      if (rule.MaxAge) reply.header('access-control-max-age', rule.MaxAge);
      return reply.code(200).send('');
    });
    fastify.addHook('preHandler', async (request, reply) => {
      const refusal = isForQueues(request) ? undefined : refusalByPayload(request, request.body);
      return refusal && reply.code(refusal.status).type('application/xml').send(refusalXml(refusal));
    });
  };
  diagnostics.subscribe('fastify.initialization', prepare);
  try {
    const server = await withoutWaitingForTheDisk(() =>
      startFauxqs({ port, dataDir, logger: false, defaultRegion: region }),
    );
    for (const name of buckets.keys()) server.createBucket(name);
    const database = new DatabaseSync(file);
    const all = 'SELECT message_id FROM sqs_messages WHERE queue_name = ? AND coalesce(delay_until, 0) <= ?';
    const messages = database.prepare(all);
    const messagesAbout = database.prepare(`${all} AND (instr(body, ?) > 0 OR instr(body, 'estateId') = 0)`);
    return {
      messages: (queue, about) => {
        const rows = about
          ? about.flatMap((word) => messagesAbout.all(queue, Date.now(), word))
          : messages.all(queue, Date.now());
        return rows.map((row) => String(row.message_id));
      },
      stop: async () => {
        database.close();
        await server.stop();
      },
    };
  } finally {
    diagnostics.unsubscribe('fastify.initialization', prepare);
  }
}

/**
 * Opens the engine's database without waiting for the disk. The engine commits
 * three transactions for a message and would block this process for each. A
 * killed process loses nothing; a power failure may lose the last messages.
 */
function withoutWaitingForTheDisk<T>(open: () => T): T {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    if (sql.startsWith('PRAGMA journal_mode')) exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
  try {
    return open();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

/**
 * Makes the messages that a killed run was processing visible at once. Its functions have ended, but SQS
 * would wait for the visibility timeout.
 */
function putBack(file: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  database.close();
}

/** Returns true for a request to SQS; all others are for S3. */
function isForQueues({ method, originalUrl }: { method: string; originalUrl: string }): boolean {
  return method === 'POST' && originalUrl === '/';
}

function allows(patterns: readonly string[], origin: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', end] = pattern.split('*');
    return end === undefined ? pattern === origin : origin.startsWith(start) && origin.endsWith(end);
  });
}

type StartMailbox = (at: { host: string; port: number }) => Promise<Server>;
type MailStore = () => { emails: { messageId: string; at: number }[] };

/** Number of mails in the mailbox. The journal of infra/local/mail.ts keeps all mails. */
export const mailsShown = 1_000;

/** The mailbox: a page that shows the last thousand accepted mails, which it keeps in memory. */
export interface Mailbox {
  /** Shows a mail, as SES was asked to send it, with the time at which it was accepted. */
  show(request: string, at: Date): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the mail engine as an empty mailbox. */
export async function startMail(port: number): Promise<Mailbox> {
  // The package is CommonJS, and loaders unwrap its default export differently.
  const require = createRequire(import.meta.url);
  const module: unknown = require('aws-ses-v2-local');
  const start = z.object({ default: z.custom<StartMailbox>() }).parse(module).default;
  const server = await start({ host: '127.0.0.1', port });
  // The engine keeps all accepted mails in memory, so older ones are removed here.
  const store: unknown = require('aws-ses-v2-local/dist/store.js');
  const { getStoreReadonly } = z.object({ getStoreReadonly: z.custom<MailStore>() }).parse(store);
  getStoreReadonly().emails.splice(0);
  return {
    show: async (request, at) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: 'AWS4-HMAC-SHA256' };
      const reply = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: request });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`The mailbox answered ${reply.status}: ${text}`);
      const { emails } = getStoreReadonly();
      const shown = emails.findLast(({ messageId }) => text.includes(messageId));
      if (shown) shown.at = Math.floor(at.getTime() / 1000);
      if (emails.length > mailsShown) emails.splice(0, emails.length - mailsShown);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
