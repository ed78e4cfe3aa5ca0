import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { created, route } from '../../../shared/http/route.ts';
import { entity } from '../../../shared/store/entity.ts';

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
  const answer = z.object({ statusCode: z.number() }).parse(await Reflect.apply(handler, undefined, [request, {}]));
  expect(answer.statusCode).toBe(500);
  const released = dynamo.commandCalls(TransactWriteCommand)[2]?.args[0].input.TransactItems?.[0]?.Delete;
  expect(released?.ConditionExpression).toContain('attribute_not_exists(answer)');
});
