import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { requestHash } from '../../../shared/http/idempotency.ts';
import { idempotency } from '../../../shared/http/middleware/idempotency.ts';
import { created, route } from '../../../shared/http/route.ts';
import { entity } from '../../../shared/store/entity.ts';
import { exchange, problem, through } from '../../unit/shared/http/middleware/through.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());

const thing = z.object({ id: z.string(), estateId: z.string(), version: z.number() });
const things = entity<z.infer<typeof thing>, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: thing,
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
const handler = api({
  table: 'tickets',
  clock: { now: () => Temporal.Instant.from('2026-01-01T00:00:00Z') },
  routes: [
    route({
      method: 'POST',
      path: '/v1/things',
      operationId: 'makeThing',
      summary: 'Make a thing',
      allow: ['operator'],
      response: thing,
      handle: (call) => {
        const one = { id: '1', estateId: 'e', version: 1 };
        return call.commit(new Transaction().save(things, one), created(one, '/v1/things/1'));
      },
    }),
  ],
});
const request = {
  routeKey: 'POST /v1/things',
  rawPath: '/v1/things',
  headers: { 'idempotency-key': 'once' },
  requestContext: {
    requestId: 'r',
    authorizer: { jwt: { claims: { sub: 'op', 'cognito:groups': ['operator'], 'custom:estates': ['e'] } } },
  },
};

test('a write may succeed although its reply is lost: releasing the lock keeps its stored response', async () => {
  // The lock is written, then the effect is written but the reply of DynamoDB is lost.
  dynamo.on(TransactWriteCommand).resolvesOnce({}).rejectsOnce(new Error('socket hang up')).resolves({});
  const answer = await handler(request);
  expect(answer.statusCode).toBe(500);
  const released = dynamo.commandCalls(TransactWriteCommand)[2]?.args[0].input.TransactItems?.[0]?.Delete;
  expect(released?.ConditionExpression).toContain('attribute_not_exists(answer)');
});

describe('a repeated request', () => {
  const stored = (more: object) => ({
    Item: { callerId: 'op', key: 'once', token: 't', lockedUntil: 0, expiresAt: 4e9, ...more },
  });
  const hash = requestHash('POST', '/v1/things/t1/grow', '');
  const grow = () => exchange({ method: 'POST', path: '/v1/things/t1/grow', headers: { 'idempotency-key': 'once' } });
  /** The key is taken: its lock cannot be written. */
  const taken = () =>
    dynamo.on(TransactWriteCommand).rejectsOnce(
      new TransactionCanceledException({
        message: 'cancelled',
        $metadata: {},
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
      }),
    );

  test('gets the stored response', async () => {
    taken();
    dynamo.on(GetCommand).resolves(stored({ request: hash, answer: { status: 201, body: '{"id":"t1"}' } }));
    const of = grow();
    await through(idempotency('tickets'), of);
    expect(of.reply).toEqual({ status: 201, body: { id: 't1' }, headers: { 'idempotency-replayed': 'true' } });
  });

  test('waits while the first one runs', async () => {
    taken();
    dynamo.on(GetCommand).resolves(stored({ request: hash }));
    await expect(through(idempotency('tickets'), grow())).rejects.toMatchObject(problem('request-in-flight'));
  });

  test('is rejected when it is another request under the same key, or has no key', async () => {
    taken();
    dynamo.on(GetCommand).resolves(stored({ request: 'another' }));
    await expect(through(idempotency('tickets'), grow())).rejects.toMatchObject(problem('idempotency-key-reused'));
    const keyless = exchange({ method: 'POST', path: '/v1/things/t1/grow' });
    await expect(through(idempotency('tickets'), keyless)).rejects.toMatchObject(problem('idempotency-key-missing'));
  });

  test('is known also when the operation had no effect', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    await through(idempotency('tickets'), grow(), async (of) => {
      of.reply = { status: 200, body: { id: 't1' } };
      return { statusCode: 200, headers: {}, body: '' };
    });
    const writes = dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems?.[0]?.Put);
    expect(writes.map((put) => put?.Item?.answer)).toEqual([undefined, { status: 200, body: '{"id":"t1"}' }]);
  });

  test('of an operation that needs no key is not locked', async () => {
    expect(await through(idempotency('tickets'), exchange())).toMatchObject({ statusCode: 200 });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});
