import { randomUUID } from 'node:crypto';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { created, ok, route } from '../../../shared/http/route.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { entity } from '../../../shared/store/entity.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, physicalName } from '../../../shared/store/table.ts';
import { afterReading, cancelled, emptyTables, itemsOf, nextTransactions, requests, stored } from '../real-table.ts';

beforeEach(async () => {
  await emptyTables('tickets');
  requests.resetHistory();
});
afterEach(() => {
  [meanwhile, failsAfterwards] = [undefined, false];
  vi.useRealTimers();
});
vi.spyOn(console, 'log').mockImplementation(() => {});
const error = vi.spyOn(console, 'error').mockImplementation(() => {});

const thing = z.object({ id: z.string(), estateId: z.string(), version: z.number() });
const things = entity<z.infer<typeof thing>, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: thing,
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
const taken = problemKind('test-thing-taken', 409, { 'zh-CN': '', 'zh-TW': '', en: 'The thing is taken.' });
/** What happens while the next request runs. */
let meanwhile: (() => Promise<unknown>) | undefined;
let failsAfterwards = false;
const common = { method: 'POST', allow: ['operator'], response: thing } as const;
const make = (id: string) => ({ id, estateId: 'e', version: 1 });
const pathOfThing = { params: z.object({ id: z.string() }) };

const handler = api({
  table: 'tickets',
  find: async () => ({ name: 'Wang Fang', grants: [{ role: 'operator', estateId: 'e' }] }),
  routes: [
    route({
      ...common,
      path: '/v1/things',
      operationId: 'makeThing',
      summary: 'Make a thing',
      status: 201,
      handle: async (call) => {
        const one = make(randomUUID());
        await meanwhile?.();
        const reply = await call.commit(new Transaction().save(things, one), created(one, `/v1/things/${one.id}`));
        if (failsAfterwards) throw new VersionConflict('of something else');
        return reply;
      },
    }),
    route({
      ...common,
      ...pathOfThing,
      path: '/v1/things/{id}/take',
      operationId: 'takeThing',
      summary: 'Take a thing',
      throws: [taken.code],
      handle: async (call) => {
        const { id } = call.params;
        const refuse = () => new Problem(taken);
        if (await get(things, { id })) throw refuse();
        return call.commit(new Transaction().save(things, make(id), undefined, refuse), ok(make(id)));
      },
    }),
    route({
      ...common,
      ...pathOfThing,
      path: '/v1/things/{id}/look',
      operationId: 'lookAtThing',
      summary: 'Look at a thing, which has no effect',
      handle: async ({ params }) => ok({ ...make(params.id), version: Math.random() }),
    }),
    route({
      ...common,
      path: '/v1/things/many',
      operationId: 'makeThings',
      summary: 'Make two things, one after the other',
      locksKey: 'They do not fit into one transaction.',
      handle: async (call) => {
        await new Transaction().save(things, make(randomUUID())).commit();
        await meanwhile?.();
        const last = make(randomUUID());
        return call.commit(new Transaction().save(things, last), ok(last));
      },
    }),
  ],
});
const claims = { sub: 'op' };

async function ask(rawPath: string, key = 'once') {
  const requestContext = { requestId: randomUUID(), authorizer: { jwt: { claims } } };
  const headers = { 'idempotency-key': key, 'accept-language': 'en' };
  const answer = await handler({ routeKey: `POST ${rawPath}`, rawPath, headers, requestContext });
  const { traceId: _, ...body } = JSON.parse(answer.body);
  const { 'idempotency-replayed': replayed, ...others } = answer.headers;
  return { status: answer.statusCode, body, headers: others, isReplayed: replayed === 'true' };
}
type Answered = Awaited<ReturnType<typeof ask>>;
const withoutMark = ({ isReplayed: _, ...answer }: Answered) => answer;
const transactions = () => requests.commandCalls(TransactWriteCommand).length;

describe('a request whose answer was lost', () => {
  test('has its effect once, and its repetition gets the answer of the first', async () => {
    const first = await ask('/v1/things');
    const second = await ask('/v1/things');
    expect([first.status, first.isReplayed, second.isReplayed]).toEqual([201, false, true]);
    expect(withoutMark(second)).toEqual(withoutMark(first));
    expect(await stored(things)).toEqual([first.body]);
  });

  test('keeps its answer sealed, so that nobody reads it in the table', async () => {
    const first = await ask('/v1/things');
    const kept = (await itemsOf('tickets')).find(({ pk }) => String(pk).startsWith('REQUEST#'));
    expect(kept).toMatchObject({ answer: { status: 201, sealed: expect.any(Uint8Array) } });
    expect(JSON.stringify(kept?.answer)).not.toContain('estateId');
    expect((await ask('/v1/things')).body).toEqual(first.body);
  });

  test('gets a problem instead of a second effect when the secret of its answer was changed', async () => {
    await ask('/v1/things');
    vi.stubEnv('CURSOR_SECRET', 'another secret');
    expect(await ask('/v1/things')).toMatchObject({ status: 409, body: { code: 'answer-unreadable' } });
    vi.unstubAllEnvs();
    expect(await stored(things)).toHaveLength(1);
  });

  test('gets an answer that older code kept unsealed', async () => {
    const first = await ask('/v1/things');
    const id = { callerId: 'op', key: 'once' };
    const older = { status: 201, body: JSON.stringify({ ...first.body, id: 'older' }) };
    const Key = { pk: `REQUEST#${id.callerId}#${id.key}`, sk: 'REQUEST' };
    await new DynamoDBClient({}).send(
      new UpdateItemCommand({
        TableName: physicalName('tickets'),
        Key: marshall(Key),
        UpdateExpression: 'SET answer = :older',
        ExpressionAttributeValues: marshall({ ':older': older }),
      }),
    );
    expect(await ask('/v1/things')).toMatchObject({ status: 201, isReplayed: true, body: { id: 'older' } });
  });

  test('is answered when DynamoDB has written it, although its answer was lost', async () => {
    nextTransactions('unanswered');
    const first = await ask('/v1/things');
    expect([first.status, first.isReplayed]).toEqual([201, true]);
    expect(await ask('/v1/things')).toEqual(first);
    expect(await stored(things)).toEqual([first.body]);
  });

  test('has no effect and a free key when it did not reach DynamoDB', async () => {
    nextTransactions('lost');
    expect((await ask('/v1/things')).status).toBe(500);
    expect(await ask('/v1/things')).toMatchObject({ status: 201, isReplayed: false });
    expect(await stored(things)).toHaveLength(1);
  });

  test('gets its answer instead of a refusal that its own effect would cause', async () => {
    const first = await ask('/v1/things/a/take');
    expect(first.status).toBe(200);
    expect(withoutMark(await ask('/v1/things/a/take'))).toEqual(withoutMark(first));
    expect(await ask('/v1/things/a/take', 'another')).toMatchObject({ status: 409, body: { code: taken.code } });
  });

  test('is answered with what was written when the operation fails after its effect', async () => {
    failsAfterwards = true;
    const first = await ask('/v1/things');
    expect(first.status).toBe(201);
    expect(error.mock.calls).toMatchObject([[{ message: 'failed after its effect was written' }]]);
    expect(await stored(things)).toEqual([first.body]);
  });
});

describe('equal requests at the same moment', () => {
  const paths = ['/v1/things', '/v1/things/a/take', '/v1/things/a/look'];
  const conflicts = [
    { when: 'alone', fates: [] },
    {
      when: 'when their transactions conflict',
      fates: Array.from({ length: 16 }, () => cancelled('TransactionConflict')),
    },
    { when: 'when one answer of DynamoDB is lost', fates: ['unanswered'] as const },
  ];
  const cases = paths.flatMap((path) => conflicts.map(({ when, fates }) => ({ path, when, fates })));

  test.each(cases)('to $path have one effect and sixteen equal answers $when', async ({ path, fates }) => {
    nextTransactions(...fates);
    const [first, ...others] = (await Promise.all(Array.from({ length: 16 }, () => ask(path)))).map(withoutMark);
    expect(first?.status).toBe(path === '/v1/things' ? 201 : 200);
    for (const other of others) expect(other).toEqual(first);
    expect(await stored(things)).toHaveLength(path.endsWith('look') ? 0 : 1);
  });

  test('of which one is slow: it changes nothing and gets the answer of the other', async () => {
    let other: Answered | undefined;
    meanwhile = async () => {
      meanwhile = undefined;
      other = await ask('/v1/things');
    };
    const slow = await ask('/v1/things');
    expect(slow).toEqual(other && { ...other, isReplayed: true });
    expect(await stored(things)).toHaveLength(1);
  });

  test('of which one finds the slot of the other taken: it gets the answer of the other', async () => {
    // The first read of the key finds nothing; then the other request has its effect.
    let other: Answered | undefined;
    afterReading('THING#', async () => {
      other = await ask('/v1/things/a/take');
    });
    expect(withoutMark(await ask('/v1/things/a/take'))).toEqual(other && withoutMark(other));
    expect(other?.status).toBe(200);
  });

  test('are not refused while the transaction of the other is undecided', async () => {
    nextTransactions(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    expect((await ask('/v1/things/a/take')).status).toBe(200);
    expect(transactions()).toBe(2);
  });
});

describe('an Idempotency-Key', () => {
  const reads = () => requests.commandCalls(GetCommand).map(({ args }) => args[0].input);

  test('costs one read that need not be consistent, and no write beside the effect', async () => {
    await ask('/v1/things');
    expect(reads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([false]);
    expect(transactions()).toBe(1);
  });

  test('is read again with consistency before a refusal, and stays free', async () => {
    await ask('/v1/things/a/take', 'first');
    requests.resetHistory();
    expect((await ask('/v1/things/a/take')).status).toBe(409);
    const ofKey = reads().filter(({ Key }) => Key?.pk === 'REQUEST#op#once');
    expect(ofKey.map(({ ConsistentRead }) => ConsistentRead)).toEqual([false, true]);
    expect(transactions()).toBe(0);
    expect((await ask('/v1/things')).status).toBe(201);
  });

  test('is not for two requests, also when the second would be refused anyway', async () => {
    await ask('/v1/things/a/take');
    const reused = { status: 422, body: { code: 'idempotency-key-reused' } };
    expect(await ask('/v1/things')).toMatchObject(reused);
    expect(await ask('/v1/things/a/look')).toMatchObject(reused);
    expect(await ask('/v1/things/many')).toMatchObject(reused);
    await ask('/v1/things/b/take', 'another');
    expect(await ask('/v1/things/b/take')).toMatchObject(reused);
    expect((await stored(things)).map(({ id }) => id).sort()).toEqual(['a', 'b']);
  });

  test('counts as absent after 24 hours, although DynamoDB has not deleted it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const first = await ask('/v1/things');
    vi.setSystemTime(Date.now() + 23 * 3_600_000);
    expect(withoutMark(await ask('/v1/things'))).toEqual(withoutMark(first));
    vi.setSystemTime(Date.now() + 3_601_000);
    const later = await ask('/v1/things');
    expect(later).toMatchObject({ status: 201, isReplayed: false });
    expect(later.body).not.toEqual(first.body);
    expect(await ask('/v1/things')).toMatchObject({ body: later.body, isReplayed: true });
  });
});

describe('an operation that commits several transactions', () => {
  const inFlight = { status: 409, body: { code: 'request-in-flight' } };

  test('holds its key while it runs, and then its answer is there', async () => {
    let other: Answered | undefined;
    meanwhile = async () => {
      meanwhile = undefined;
      other = await ask('/v1/things/many');
    };
    const first = await ask('/v1/things/many');
    expect(other).toMatchObject(inFlight);
    expect(withoutMark(await ask('/v1/things/many'))).toEqual(withoutMark(first));
    expect(await stored(things)).toHaveLength(2);
  });

  test('runs once when sixteen equal requests arrive at the same moment', async () => {
    nextTransactions(...Array.from({ length: 16 }, () => cancelled('TransactionConflict')));
    const answers = await Promise.all(Array.from({ length: 16 }, () => ask('/v1/things/many')));
    const first = answers.find(({ isReplayed, status }) => status === 200 && !isReplayed);
    for (const answer of answers) {
      if (answer.status === 409) expect(answer).toMatchObject(inFlight);
      else expect(withoutMark(answer)).toEqual(first && withoutMark(first));
    }
    expect(await stored(things)).toHaveLength(2);
  });

  test('gives its key up after an error', async () => {
    meanwhile = () => Promise.reject(new Problem(taken));
    expect(await ask('/v1/things/many')).toMatchObject({ status: 409, body: { code: taken.code } });
    meanwhile = undefined;
    expect(await ask('/v1/things/many')).toMatchObject({ status: 200, isReplayed: false });
  });

  test("is answered when its last transaction is written, although DynamoDB's answer was lost", async () => {
    nextTransactions('written', 'written', 'unanswered');
    expect(await ask('/v1/things/many')).toMatchObject({ status: 200, isReplayed: true });
    expect(await stored(things)).toHaveLength(2);
  });

  test('may be repeated 35 seconds after its function died', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    // The function dies after the first transaction: it neither answers nor gives its key up.
    nextTransactions('written', 'written');
    const died = Promise.withResolvers<never>();
    const begun = Promise.withResolvers<void>();
    meanwhile = () => {
      begun.resolve();
      return died.promise;
    };
    void ask('/v1/things/many');
    await begun.promise;
    meanwhile = undefined;
    expect(await ask('/v1/things/many')).toMatchObject(inFlight);
    vi.setSystemTime(Date.now() + 36_000);
    expect((await ask('/v1/things/many')).status).toBe(200);
    expect((await itemsOf('tickets')).filter(({ type }) => type === 'IdempotentRequest')).toHaveLength(1);
  });
});
