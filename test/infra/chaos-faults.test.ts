import { afterEach, describe, expect, test } from 'vitest';
import { json, listen } from '../../infra/local/http.ts';
import { type Fault, faultOf, type Service } from '../../infra/tools/chaos/faults.ts';
import { startProxy } from '../../infra/tools/chaos/proxy.ts';
import { freePorts } from '../free-ports.ts';

const numbers = Array.from({ length: 5_000 }, (_, nth) => nth);
const faults = (seed: number) => numbers.map((nth) => faultOf(seed, 'dynamodb', nth));

describe('the faults of a seed', () => {
  test('are the same each time, and others for another seed', () => {
    expect(faults(1)).toEqual(faults(1));
    expect(faults(1)).not.toEqual(faults(2));
  });

  test('are of every kind, few in quiet times and many in a storm', () => {
    const made = faults(3).filter((one) => one !== undefined);
    const kinds: Fault[] = ['throttled', 'conflict', 'internal', 'cut', 'unanswered', 'slow', 'held', 'partial'];
    expect(new Set(made)).toEqual(new Set(kinds));
    expect(made.length).toBeGreaterThan(numbers.length / 50);
    expect(made.length).toBeLessThan(numbers.length / 2);
  });
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Sends one request through a proxy whose first fault is of a kind. Returns what came out at both ends. */
async function through(service: Service, fault: Fault | undefined, operation: string, body: object) {
  const seed = numbers.find((one) => faultOf(one, service, 1) === fault) ?? -1;
  const port = await freePorts();
  const arrived: unknown[] = [];
  const engine = await listen(
    port,
    async ({ body: bytes }) => {
      arrived.push(JSON.parse(bytes.toString('utf8')));
      return json(200, { done: arrived.length });
    },
    () => {},
  );
  const proxy = await startProxy({ service, port: port + 1, target: `http://127.0.0.1:${port}`, seed });
  stops.push(proxy.stop, engine.stop);
  proxy.isCalm = false;
  const headers = { 'x-amz-target': `Api.${operation}` };
  const sent = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${port + 1}`, sent).then(
    async (reply) => ({ status: reply.status, body: await reply.json() }),
    () => 'none',
  );
  expect([...proxy.made.keys()]).toEqual(fault === undefined ? [] : [fault]);
  return { arrived, answer };
}

describe('a request through a proxy', () => {
  test('passes unchanged without a fault', async () => {
    const { arrived, answer } = await through('dynamodb', undefined, 'GetItem', { Key: 1 });
    expect({ arrived, answer }).toEqual({ arrived: [{ Key: 1 }], answer: { status: 200, body: { done: 1 } } });
  });

  test('that is cut does not arrive, and one that is unanswered does', async () => {
    expect(await through('dynamodb', 'cut', 'PutItem', {})).toEqual({ arrived: [], answer: 'none' });
    expect(await through('dynamodb', 'unanswered', 'PutItem', {})).toEqual({ arrived: [{}], answer: 'none' });
  });

  test('of a transaction that conflicts names the conflict for one of its writes', async () => {
    const { arrived, answer } = await through('dynamodb', 'conflict', 'TransactWriteItems', { TransactItems: [1, 2] });
    expect(arrived).toEqual([]);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        __type: expect.stringContaining('TransactionCanceledException'),
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
      },
    });
  });

  test('of a batch of keys is answered with the half that was not read', async () => {
    const batch = { RequestItems: { tickets: { Keys: [1, 2, 3] } } };
    const { arrived, answer } = await through('dynamodb', 'partial', 'BatchGetItem', batch);
    expect(arrived).toEqual([{ RequestItems: { tickets: { Keys: [1, 2] } } }]);
    expect(answer).toMatchObject({ body: { UnprocessedKeys: { tickets: { Keys: [3] } } } });
  });

  test('of messages arrives twice, or later, or in part', async () => {
    const batch = { Entries: [{ Id: 'a' }, { Id: 'b' }] };
    const doubled = await through('sqs', 'doubled', 'SendMessageBatch', batch);
    expect(doubled.arrived).toEqual([batch, batch]);
    const delayed = await through('sqs', 'delayed', 'SendMessageBatch', batch);
    expect(delayed.arrived).toMatchObject([{ Entries: [{ DelaySeconds: expect.any(Number) }, { Id: 'b' }] }]);
    const partial = await through('sqs', 'partial', 'SendMessageBatch', batch);
    expect(partial.arrived).toEqual([{ Entries: [{ Id: 'a' }] }]);
    expect(partial.answer).toMatchObject({ body: { Failed: [{ Id: 'b', SenderFault: false }] } });
    const none = await through('sqs', 'partial', 'SendMessageBatch', { Entries: [{ Id: 'a' }] });
    expect(none).toMatchObject({ arrived: [], answer: { status: 200, body: { Failed: [{ Id: 'a' }] } } });
  });
});
