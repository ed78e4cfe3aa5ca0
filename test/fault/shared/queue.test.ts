import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test, vi } from 'vitest';
import { sendAll } from '../../../shared/events/queue.ts';

vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const sqs = mockClient(SQSClient);
beforeEach(() => void sqs.reset().on(SendMessageBatchCommand).resolves({}));

test('an event with characters that queues reject is sent escaped and arrives unchanged', async () => {
  const texts = ['\ufffe', 'a\uffffb', '\u0000', '😀', '\ud800', '漏水'];
  await sendAll('queue', [{ texts }]);
  const [body = ''] = sqs.commandCalls(SendMessageBatchCommand).map((call) => {
    return call.args[0].input.Entries?.[0]?.MessageBody;
  });
  // The characters that SQS allows, without those beyond the basic plane.
  expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(JSON.parse(body)).toEqual({ texts });
});

test('long events are sent in batches within the size limit: a larger batch is always rejected', async () => {
  const long = (id: number) => ({ id, text: '漏水😀'.repeat(4_000) });
  await sendAll(
    'queue',
    Array.from({ length: 12 }, (_, id) => long(id)),
  );
  const batches = sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input.Entries ?? []);
  expect(batches.flat().map(({ Id }) => Id)).toEqual(Array.from({ length: 12 }, (_, id) => String(id)));
  for (const batch of batches) {
    const bytes = batch.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
    expect(batch.length).toBeLessThanOrEqual(10);
  }
});
