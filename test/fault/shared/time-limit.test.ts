import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { created, route } from '../../../shared/http/route.ts';
import { entity } from '../../../shared/store/entity.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const log = vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'error').mockImplementation(() => {});
const dynamo = mockClient(DynamoDBDocumentClient);

const thing = z.object({ id: z.string(), estateId: z.string(), version: z.number() });
const things = entity<z.infer<typeof thing>, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: thing,
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
const slowly = Promise.withResolvers<void>();
const ended = Promise.withResolvers<unknown>();
const handler = api({
  table: 'tickets',
  find: async () => ({ name: 'Wang Fang', grants: [{ role: 'operator', estateId: 'e' }] }),
  clock: { now: () => Temporal.Instant.from('2026-01-01T00:00:00Z') },
  routes: [
    route({
      method: 'POST',
      path: '/v1/things',
      operationId: 'createThing',
      summary: 'Create a thing',
      allow: ['operator'],
      response: thing,
      handle: async (call) => {
        await slowly.promise;
        const one = { id: '1', estateId: 'e', version: 1 };
        const committed = call.commit(new Transaction().save(things, one), created(one, '/v1/things/1'));
        ended.resolve(await committed.catch((error: unknown) => error));
        return committed;
      },
    }),
  ],
});
const claims = { sub: 'op' };
const request = {
  routeKey: 'POST /v1/things',
  rawPath: '/v1/things',
  headers: { 'idempotency-key': 'once', 'accept-language': 'en' },
  requestContext: { requestId: 'r', authorizer: { jwt: { claims } } },
};

test('an operation that would outlive its function is answered with 503, leaves its key free and begins nothing later', async () => {
  dynamo.on(GetCommand).resolves({});
  dynamo.on(TransactWriteCommand).resolves({});
  const until = performance.now() + 2_020;
  const { statusCode, body } = await handler(request, { getRemainingTimeInMillis: () => until - performance.now() });
  expect(statusCode).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ code: 'timed-out', traceId: 'r' });
  expect(log.mock.calls).toMatchObject([[{ message: 'request', operation: 'createThing', status: 503 }]]);
  // The function answered; Lambda continues its work with the next request.
  slowly.resolve();
  expect(await ended.promise).toMatchObject({ kind: { code: 'timed-out' } });
  expect(dynamo.commandCalls(TransactWriteCommand)).toEqual([]);
});
