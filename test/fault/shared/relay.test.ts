import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test, vi } from 'vitest';
import { type EventData, eventOf } from '../../../shared/events/catalogue.ts';
import { relay } from '../../../shared/events/relay.ts';

vi.stubEnv('AWS_REGION', 'ap-southeast-1');
vi.stubEnv('QUEUES', 'https://queues/anju');
const both = ['dispatch', 'notices'].map((consumer) => ({ consumer, events: ['TicketAcknowledged'] }));
const sqs = mockClient(SQSClient);
beforeEach(() => sqs.reset());

const data: EventData<'TicketAcknowledged'> = { ticketId: 't', number: 'YG-10001-4' };
function record(sequence: number) {
  const act = {
    actor: { kind: 'staff' as const, id: 'op', name: '王芳' },
    recordedAt: '2026-01-01T00:00:00Z',
    reason: '加急😀',
  };
  const subject = { kind: 'ticket', id: 't' };
  const event = eventOf({ name: 'TicketAcknowledged', data, act, estateId: 'e', subject, version: sequence, nth: 0 });
  const NewImage = marshall({ pk: 'TICKET#t', sk: `EVENT#${sequence}`, event }, { removeUndefinedValues: true });
  return { dynamodb: { SequenceNumber: String(sequence), NewImage } };
}
const stream = { Records: Array.from({ length: 12 }, (_, i) => record(i + 1)) };

test('every event goes to every subscribed queue, in batches of ten', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  expect(await relay(both, stream)).toEqual({ batchItemFailures: [] });
  const sizes = sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input.Entries?.length);
  expect(sizes.sort()).toEqual([10, 10, 2, 2]);
});

test('the stream continues from the first event that a queue refused, so that none is skipped', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  sqs
    .on(SendMessageBatchCommand, { QueueUrl: 'https://queues/anju-notices' })
    .resolvesOnce({ Failed: [{ Id: '6', Code: 'InternalError', SenderFault: false }], Successful: [] })
    .resolves({});
  expect(await relay(both, stream)).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
});

test('a queue that does not answer keeps the stream at its position', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  sqs.on(SendMessageBatchCommand, { QueueUrl: 'https://queues/anju-dispatch' }).rejects(new Error('timeout'));
  expect(await relay(both, stream)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
});

test('characters beyond the basic plane are sent escaped', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await relay(both, { Records: [record(1)] });
  const body = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries?.[0]?.MessageBody ?? '';
  expect(body).not.toMatch(/[\ud800-\udfff]/);
  expect(JSON.parse(body).reason).toBe('加急😀');
});

test('an event with wakeAt is delayed for delayed subscribers, by at most 15 minutes', async () => {
  const queues = ['now', 'later'].map((consumer) => ({
    consumer,
    events: ['EmergencySuspected'],
    delayed: consumer === 'later',
  }));
  sqs.on(SendMessageBatchCommand).resolves({});
  const suspected = (wakeAt: string) => {
    const act = { actor: { kind: 'staff' as const, id: 'op' }, recordedAt: '2026-01-01T00:00:00Z' };
    const told = { ...data, findings: [{ hazard: 'gas', words: ['煤气味'] }], wakeAt };
    const subject = { kind: 'ticket', id: 't' };
    const event = eventOf({ name: 'EmergencySuspected', data: told, act, estateId: 'e', subject, version: 1, nth: 1 });
    const NewImage = marshall({ pk: 'TICKET#t', sk: 'EVENT#1', event }, { removeUndefinedValues: true });
    return { dynamodb: { SequenceNumber: '1', NewImage } };
  };
  await relay(queues, { Records: [suspected('2999-01-01T00:00:00Z'), suspected('2026-01-01T00:01:00Z')] });
  const sent = sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input);
  const delays = Object.fromEntries(
    sent.map(({ QueueUrl, Entries }) => [QueueUrl, Entries?.map((e) => e.DelaySeconds)]),
  );
  expect(delays).toEqual({
    'https://queues/anju-now': [undefined, undefined],
    'https://queues/anju-later': [900, undefined],
  });
});

test('a queue whose consumer wants other values of an event is sent nothing', async () => {
  const queues = [{ number: ['YG-10001-4'] }, { number: ['YG-10002-2'] }].map((fields, nth) => ({
    consumer: `consumer-${nth}`,
    events: ['TicketAcknowledged'],
    when: { TicketAcknowledged: fields },
  }));
  sqs.on(SendMessageBatchCommand).resolves({});
  expect(await relay(queues, { Records: [record(1)] })).toEqual({ batchItemFailures: [] });
  expect(sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input.QueueUrl)).toEqual([
    'https://queues/anju-consumer-0',
  ]);
});
