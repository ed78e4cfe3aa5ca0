import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { type Fault, faultOf, randomOf, type Service } from './faults.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A proxy between the functions and an engine, which makes the faults of a seed. */
export interface Proxy {
  readonly service: Service;
  /** Number of faults made so far, by kind. */
  readonly made: ReadonlyMap<string, number>;
  readonly requests: number;
  /** While true, requests pass unchanged. */
  isCalm: boolean;
  /** While true, the engine gets every request twice, also in calm: each message is delivered twice. */
  isDoubling: boolean;
  stop(): void;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Sends a request on to the engine. */
function forward(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const { host, port, hostname } = target;
  const to = { agent, hostname, port, method, path: url, headers: { ...headers, host, 'content-length': body.length } };
  const sent = request(to, (answer) => {
    bodyOf(answer).then(
      (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
      reject,
    );
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

function problem(status: number, type: string, more: object = {}): Reply {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { status, headers, body: Buffer.from(JSON.stringify({ __type: type, message: 'Injected fault', ...more })) };
}

const transactionSchema = z.object({ TransactItems: z.array(z.unknown()) });
const dynamo = 'com.amazonaws.dynamodb.v20120810#';

/** Returns the answer to a cancelled transaction, in which the last write has a reason. */
function cancelled(body: Buffer, reason: string): Reply {
  const { length } = transactionSchema.parse(JSON.parse(body.toString('utf8'))).TransactItems;
  const CancellationReasons = Array.from({ length }, (_, nth) => ({ Code: nth === length - 1 ? reason : 'None' }));
  return problem(400, `${dynamo}TransactionCanceledException`, { CancellationReasons });
}

const mailThrottled = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type>
<Code>Throttling</Code><Message>Maximum sending rate exceeded.</Message></Error></ErrorResponse>`;

function throttled(service: Service, operation: string, body: Buffer): Reply {
  if (service === 'ses')
    return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(mailThrottled) };
  if (service === 'sqs') return problem(400, 'com.amazonaws.sqs#RequestThrottled');
  if (operation.startsWith('Transact')) return cancelled(body, 'ThrottlingError');
  return problem(400, `${dynamo}ProvisionedThroughputExceededException`);
}

function conflicting(operation: string, body: Buffer): Reply | undefined {
  if (operation.startsWith('Transact')) return cancelled(body, 'TransactionConflict');
  if (['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation)) {
    return problem(400, `${dynamo}TransactionConflictException`);
  }
  return undefined;
}

const itemsSchema = z.object({ RequestItems: z.record(z.string(), z.unknown()) }).loose();
const keysSchema = z.object({ Keys: z.array(z.unknown()) }).loose();
const entrySchema = z.object({ Id: z.string(), DelaySeconds: z.number().optional() }).loose();
const sendingSchema = z.object({ Entries: z.array(entrySchema) }).loose();
const repliedSchema = z.object({ Failed: z.array(z.unknown()).default([]) }).loose();
const unprocessedSchema = z.object({ UnprocessedKeys: z.record(z.string(), z.unknown()).default({}) }).loose();

/** Splits a batch in two: what the engine gets, and how its answer tells the rest. */
function halved(
  operation: string,
  text: string,
): { body: object; rest(answer: unknown): object; isEmpty?: boolean } | undefined {
  if (operation === 'SendMessageBatch') {
    const sending = sendingSchema.parse(JSON.parse(text));
    // Of a single message nothing arrives.
    const half = Math.floor(sending.Entries.length / 2);
    const Failed = sending.Entries.slice(half).map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    const rest = (answer: unknown) => {
      const replied = repliedSchema.parse(answer);
      return { ...replied, Failed: [...replied.Failed, ...Failed] };
    };
    return { body: { ...sending, Entries: sending.Entries.slice(0, half) }, rest, isEmpty: half === 0 };
  }
  if (operation !== 'BatchGetItem') return undefined;
  const asked = itemsSchema.parse(JSON.parse(text));
  const [[table, of] = [], ...others] = Object.entries(asked.RequestItems);
  if (table === undefined || others.length > 0) return undefined;
  const wanted = keysSchema.parse(of);
  const half = Math.ceil(wanted.Keys.length / 2);
  if (half === wanted.Keys.length) return undefined;
  const unprocessed = { [table]: { ...wanted, Keys: wanted.Keys.slice(half) } };
  return {
    body: { ...asked, RequestItems: { [table]: { ...wanted, Keys: wanted.Keys.slice(0, half) } } },
    rest: (answer) => {
      const replied = unprocessedSchema.parse(answer);
      return { ...replied, UnprocessedKeys: { ...replied.UnprocessedKeys, ...unprocessed } };
    },
  };
}

/** Returns a batch of messages of which each becomes visible some seconds later, in another order. */
function laterMessages(operation: string, text: string, random: () => number): string {
  if (operation !== 'SendMessageBatch') return text;
  const { Entries, ...sending } = sendingSchema.parse(JSON.parse(text));
  const later = Entries.map((one) => ({ ...one, DelaySeconds: one.DelaySeconds ?? 1 + Math.floor(random() * 5) }));
  return JSON.stringify({ ...sending, Entries: later });
}

/** Starts a proxy on a port of this machine. */
export async function startProxy(of: {
  readonly service: Service;
  readonly port: number;
  readonly target: string;
  readonly seed: number;
}): Promise<Proxy> {
  const { service, seed } = of;
  const target = new URL(of.target);
  const made = new Map<string, number>();
  let [nth, isCalm, isDoubling] = [0, true, false];

  const operationOf = ({ headers }: IncomingMessage) =>
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';

  /** Does what the fault says. Returns the reply, or undefined when the client gets none. */
  const suffer = async (
    fault: Fault | undefined,
    asked: IncomingMessage,
    body: Buffer,
    random: () => number,
  ): Promise<Reply | undefined> => {
    const operation = operationOf(asked);
    const pass = () => forward(target, asked, body);
    switch (fault) {
      case 'throttled':
        return throttled(service, operation, body);
      case 'conflict':
        return conflicting(operation, body) ?? throttled(service, operation, body);
      case 'internal':
        return problem(500, `${dynamo}InternalServerError`);
      case 'cut':
        return undefined;
      case 'unanswered':
        await pass();
        return undefined;
      case 'slow': {
        const reply = await pass();
        await wait(200 + random() * 6_000);
        return reply;
      }
      case 'held':
        await wait(5_000 + random() * 2_000);
        return pass();
      case 'doubled':
        await pass();
        return pass();
      case 'delayed':
        return forward(target, asked, Buffer.from(laterMessages(operation, body.toString('utf8'), random)));
      case 'partial': {
        const half = halved(operation, body.toString('utf8'));
        if (!half) return pass();
        if (half.isEmpty) {
          const headers = { 'content-type': 'application/x-amz-json-1.0' };
          return { status: 200, headers, body: Buffer.from(JSON.stringify(half.rest({ Successful: [] }))) };
        }
        const { status, headers, body: answer } = await forward(target, asked, Buffer.from(JSON.stringify(half.body)));
        if (status !== 200) return { status, headers, body: answer };
        const { 'content-length': _length, 'x-amz-crc32': _sum, ...others } = headers;
        const merged = half.rest(JSON.parse(answer.toString('utf8')));
        return { status, headers: others, body: Buffer.from(JSON.stringify(merged)) };
      }
      case undefined:
        return pass();
    }
  };

  const serve = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(asked);
    nth += 1;
    const fault = isDoubling ? 'doubled' : isCalm ? undefined : faultOf(seed, service, nth);
    if (fault) made.set(fault, (made.get(fault) ?? 0) + 1);
    const reply = await suffer(fault, asked, body, randomOf(seed, service, nth, 'how'));
    if (!reply) return void asked.socket.destroy();
    const { 'transfer-encoding': _encoding, ...headers } = reply.headers;
    response.writeHead(reply.status, { ...headers, 'content-length': reply.body.length });
    response.end(reply.body);
  };

  const server = createServer((asked, response) => {
    // An engine that was killed refuses the connection, and so does its proxy.
    serve(asked, response).catch(() => asked.socket.destroy());
  });
  server.keepAliveTimeout = 65_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(of.port, '127.0.0.1', resolve);
  await promise;
  return {
    service,
    made,
    get requests() {
      return nth;
    },
    get isCalm() {
      return isCalm;
    },
    set isCalm(calm) {
      isCalm = calm;
    },
    get isDoubling() {
      return isDoubling;
    },
    set isDoubling(doubling) {
      isDoubling = doubling;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
