import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { everyRoute } from './every-route.ts';
import { type Answered, operationsHere, type SendHere } from './in-process.ts';
import { plainly, requestOf, runEveryOperation } from './run-every-operation.ts';
import type { Ran } from './run-scenarios.ts';
import { type Perform, scenarioEstate } from './scenario.ts';

const together = 16;
/** Operations whose numbers may have gaps, so that they are drawn before the transaction. */
const drawsNumber = ['openTicket'];
const keyed = everyRoute.filter(({ method, allow }) => method === 'POST' && allow !== 'public');
/** Operations that the scenarios performed, and what was wrong with each. */
const performed = new Map<string, string[]>();
let failed: Ran['failed'] = {};

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
/** What the transactions of the requests under a key did. */
interface Seen {
  /** Transactions with an answer, in the order sent, the cancelled ones included. */
  answers: number;
  written: number;
  locks: number;
  /** Written transactions without an answer, which are no lock. */
  others: number;
  /** Writes without a transaction, such as a number that is drawn. */
  single: number;
}
const seen = new Map<string, Seen>();
const send = DynamoDBDocumentClient.prototype.send;

/**
 * Lets the first transactions of each key conflict with others, the third although another condition of it
 * failed. Of the first that is written the answer is lost.
 */
function meetConflicts(): void {
  const dynamo = mockClient(DynamoDBDocumentClient);
  dynamo.send.callThrough();
  dynamo.on(UpdateCommand).callsFake((input, getClient) => {
    const of = seen.get(current);
    if (of) of.single += 1;
    return Reflect.apply(send, getClient(), [new UpdateCommand(input)]);
  });
  dynamo.on(TransactWriteCommand).callsFake(async (input: TransactWriteCommandInput, getClient) => {
    const writes = input.TransactItems ?? [];
    const record = writes.map(({ Put }) => Put?.Item).find((item) => item?.type === 'IdempotentRequest');
    const of = seen.get(String(record?.key ?? current));
    const write = () => Reflect.apply(send, getClient(), [new TransactWriteCommand(input)]);
    if (!of) return write();
    if (!record?.answer) {
      const isLock = record !== undefined || writes.every(({ Delete }) => Delete);
      if (isLock) of.locks += 1;
      if (of.locks === 1 && record) throw conflict(writes);
      const reply = await write();
      if (!isLock) of.others += 1;
      return reply;
    }
    of.answers += 1;
    if (of.answers <= 2) throw conflict(writes);
    if (of.answers === 3) throw conflict(writes, 'ConditionalCheckFailed');
    const reply = await write();
    of.written += 1;
    if (of.written === 1) throw new Error('socket hang up');
    return reply;
  });
}
function conflict(writes: readonly Write[], code = 'None'): TransactionCanceledException {
  const CancellationReasons = writes.map((_, i) => ({ Code: i === 0 ? 'TransactionConflict' : code }));
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
}

/** The key of the requests that are running. */
let current = '';
const said = ({ status, body, headers: { 'idempotency-replayed': _, ...headers } }: Answered) => ({
  status,
  body,
  headers,
});

/** Performs each signed-in POST sixteen times at once under one key, and once more when all are answered. */
const sixteenfold =
  (here: SendHere): Perform =>
  async (operationId, as, asking = {}) => {
    const { route, path, body, more } = requestOf(operationId, asking);
    if (!keyed.includes(route)) return plainly(operationId, as, asking);
    const key = randomUUID();
    current = key;
    const of = { answers: 0, written: 0, locks: 0, others: 0, single: 0 };
    seen.set(key, of);
    const ask = () => here(operationId, as, path, body, { ...more, key });
    const answers = await Promise.all(Array.from({ length: together }, ask));
    const last = await ask();
    current = '';
    const wrong = performed.get(operationId) ?? [];
    performed.set(operationId, wrong);
    const isHeld = ({ status, body: { code } }: Answered) =>
      route.locksKey !== undefined && status === 409 && code === 'request-in-flight';
    const told = [...answers.filter((one) => !isHeld(one)), last].map(said);
    const unequal = told.filter((one) => !isDeepStrictEqual(one, said(last)));
    if (last.status >= 300) wrong.push(`answered ${last.status} ${JSON.stringify(last.body)}`);
    if (last.headers['idempotency-replayed'] !== 'true') wrong.push('answered the repetition by itself');
    if (unequal.length > 0) wrong.push(`answered differently: ${JSON.stringify([said(last), ...unequal])}`);
    if (of.written !== 1) wrong.push(`had its effect ${of.written} times`);
    if (of.answers < 4) wrong.push('met no conflict');
    if (of.single > 0 && !drawsNumber.includes(operationId)) wrong.push('writes something outside its transaction');
    if (of.others > 0 && route.locksKey === undefined) wrong.push('commits several transactions without locksKey');
    return last.body;
  };

beforeAll(async () => {
  for (const level of ['log', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  meetConflicts();
  ({ failed } = await runEveryOperation(await scenarioEstate('OP'), 0, sixteenfold(await operationsHere())));
});

describe('every POST under an Idempotency-Key', () => {
  test('is performed', () => {
    expect(failed).toEqual({});
    expect(keyed.map(({ operationId }) => operationId).filter((id) => !performed.has(id))).toEqual([]);
  });

  test.each(keyed.map(({ operationId }) => operationId))(
    '%s has one effect and equal answers for sixteen requests at once and a later one, through conflicts and a lost answer',
    (operationId) => {
      expect(performed.get(operationId)).toEqual([]);
    },
  );
});
