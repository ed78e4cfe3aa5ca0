import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { created, route } from '../../../shared/http/route.ts';
import { entity } from '../../../shared/store/entity.ts';
import { emptyTables, nextTransactions, stored } from '../real-table.ts';

beforeEach(() => emptyTables('owners', 'tickets'));

const thing = z.object({ id: z.string(), estateId: z.string(), version: z.number() });
const things = entity<z.infer<typeof thing>, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: thing,
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
let later = 0;
/** What happens while the next request runs. */
let meanwhile: (() => Promise<void>) | undefined;
const handler = api({
  clock: { now: () => Temporal.Now.instant().add({ seconds: later }) },
  table: 'tickets',
  routes: [
    route({
      method: 'POST',
      path: '/v1/things',
      operationId: 'makeThing',
      summary: 'Make a thing',
      allow: ['operator'],
      response: thing,
      handle: async (call) => {
        const one = { id: randomUUID(), estateId: 'e', version: 1 };
        await meanwhile?.();
        return call.commit(new Transaction().save(things, one), created(one, `/v1/things/${one.id}`));
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

const ask = async () =>
  z.object({ statusCode: z.number() }).parse(await Reflect.apply(handler, undefined, [request, {}]));

test('a write may succeed although its answer is lost: the same request is then answered as the first would have been', async () => {
  // The lock is written, then the effect is written but the answer of DynamoDB is lost.
  nextTransactions('written', 'unanswered');
  expect(await ask()).toMatchObject({ statusCode: 500 });
  expect(await ask()).toMatchObject({ statusCode: 201 });
  expect(await stored(things)).toHaveLength(1);
});

test('a request that runs longer than its lock changes nothing once its repetition has been answered', async () => {
  meanwhile = async () => {
    [meanwhile, later] = [undefined, 36];
    expect(await ask()).toMatchObject({ statusCode: 201 });
  };
  expect(await ask()).toMatchObject({ statusCode: 409 });
  expect(await stored(things)).toHaveLength(1);
});
