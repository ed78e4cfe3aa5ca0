import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { unchangedSince } from '../../../shared/http/access.ts';
import { api } from '../../../shared/http/api.ts';
import { ok, route } from '../../../shared/http/route.ts';
import { entity } from '../../../shared/store/entity.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
vi.stubEnv('CURSOR_SECRET', 'secret of cursors and answers');
for (const level of ['log', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {});
vi.spyOn(Math, 'random').mockReturnValue(0);
const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());

const thing = z.object({ id: z.string(), estateId: z.string(), version: z.number() });
const things = entity<z.infer<typeof thing>, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: thing,
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
let failsAfterwards = false;
const change = {
  summary: 'Change a thing',
  allow: ['operator'] as const,
  params: z.object({ id: z.string() }),
  response: thing,
};
type Change = Parameters<ReturnType<typeof route>['run']>[0];
async function changeThing({ ifMatch, commit }: Pick<Change, 'ifMatch' | 'commit'>) {
  const before = await get(things, { id: '1' });
  if (!before) throw new Error('there is no thing');
  unchangedSince(ifMatch, before);
  const after = { ...before, version: before.version + 1 };
  const reply = await commit(new Transaction().save(things, after, before), ok(after));
  if (failsAfterwards) throw new VersionConflict('of something else');
  return reply;
}
const handler = api({
  table: 'tickets',
  find: async () => ({ name: 'Wang Fang', grants: [{ role: 'operator', estateId: 'e' }] }),
  clock: { now: () => Temporal.Instant.from('2026-01-01T00:00:00Z') },
  routes: [
    route({ ...change, method: 'POST', path: '/v1/things/{id}/grow', operationId: 'growThing', handle: changeThing }),
    route({ ...change, method: 'PUT', path: '/v1/things/{id}', operationId: 'putThing', handle: changeThing }),
  ],
});

const claims = { sub: 'op' };
async function send(method: 'POST' | 'PUT', rawPath: string, headers: Record<string, string>) {
  const requestContext = { requestId: 'r', http: { method }, authorizer: { jwt: { claims } } };
  const event = { routeKey: `${method} ${rawPath}`, rawPath, headers, requestContext };
  const { statusCode, body } = await handler(event);
  return { status: statusCode, body: JSON.parse(body) };
}
const grow = () => send('POST', '/v1/things/1/grow', { 'idempotency-key': 'once' });

/** Prepares the table: another request changes the thing before each of the first `times` writes. */
function conflicting(times: number): void {
  let version = 1;
  dynamo
    .on(GetCommand)
    .callsFake(({ Key }) => (Key.pk === 'THING#1' ? { Item: { id: '1', estateId: 'e', version } } : {}));
  dynamo.on(TransactWriteCommand).callsFake(({ TransactItems = [] }) => {
    if (version > times) return {};
    version += 1;
    const CancellationReasons = TransactItems.map(({ Put }: { Put?: { Item?: { type?: string } } }) => ({
      Code: Put?.Item?.type === 'thing' ? 'ConditionalCheckFailed' : 'None',
    }));
    throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
  });
}
const writes = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems ?? []);

describe('an operation that others change the record under', () => {
  test('reads and decides again, each time with its answer in the transaction of the effect', async () => {
    conflicting(2);
    expect(await grow()).toEqual({ status: 200, body: { id: '1', estateId: 'e', version: 4 } });
    expect(writes().map(([answer, put]) => [answer?.Put?.Item?.type, put?.Put?.Item?.version])).toEqual([
      ['IdempotentRequest', 2],
      ['IdempotentRequest', 3],
      ['IdempotentRequest', 4],
    ]);
  });

  test('answers 412 when it changes only the version that its caller saw', async () => {
    conflicting(1);
    expect(await send('PUT', '/v1/things/1', { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(writes()).toHaveLength(1);
  });

  test('answers 409 after ten attempts and leaves its key free', async () => {
    conflicting(100);
    expect(await grow()).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } });
    // Nothing but the ten transactions, of which each was cancelled as a whole.
    expect(writes()).toHaveLength(10);
  });

  test('is not repeated when its effect is written, and is answered with what was written', async () => {
    conflicting(0);
    failsAfterwards = true;
    expect(await grow()).toEqual({ status: 200, body: { id: '1', estateId: 'e', version: 2 } });
    failsAfterwards = false;
    expect(writes()).toHaveLength(1);
  });
});
