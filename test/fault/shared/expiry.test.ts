import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { entity } from '../../../shared/store/entity.ts';
import { get } from '../../../shared/store/table.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
vi.useFakeTimers({ toFake: ['Date'] });
afterAll(() => vi.useRealTimers());
const dynamo = mockClient(DynamoDBDocumentClient);

const letter = z.object({ id: z.string() });
const letters = entity<z.infer<typeof letter>, { id: string }>({
  table: 'tickets',
  type: 'letter',
  schema: letter,
  key: ({ id }) => ({ pk: `LETTER#${id}`, sk: 'LETTER' }),
});
const secondsOf = (time: string) => Date.parse(time) / 1_000;

test('an item is absent from the second of its expiry, although DynamoDB deletes it later', async () => {
  dynamo.on(GetCommand).resolves({ Item: { id: 'l1', expiresAt: secondsOf('2026-03-01T00:00:00Z') } });
  vi.setSystemTime('2026-02-28T23:59:59.999Z');
  expect(await get(letters, { id: 'l1' })).toEqual({ id: 'l1' });
  vi.setSystemTime('2026-03-01T00:00:00Z');
  expect(await get(letters, { id: 'l1' })).toBeUndefined();
});

test('that a consumer handled an event is known for 30 days', async () => {
  dynamo.on(TransactWriteCommand).resolves({});
  vi.setSystemTime('2026-03-01T00:00:00Z');
  await new Transaction().once('tickets', 'test', { id: 'e1', recordedAt: '2026-02-01T00:00:00Z' }).commit();
  const [write] = dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems?.[0]?.Put);
  expect(write?.Item?.expiresAt).toBe(secondsOf('2026-03-31T00:00:00Z'));
});
