import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test, vi } from 'vitest';
import { sendAll } from '../../../shared/events/queue.ts';

vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const sqs = mockClient(SQSClient);
sqs.on(SendMessageBatchCommand).resolves({});

test('an event with characters that no queue takes is sent in escapes, and arrives as it was', async () => {
  const texts = ['\ufffe', 'a\uffffb', '\u0000', '😀', '\ud800', '漏水'];
  await sendAll('queue', [{ texts }]);
  const [body = ''] = sqs.commandCalls(SendMessageBatchCommand).map((call) => {
    return call.args[0].input.Entries?.[0]?.MessageBody;
  });
  // The characters that SQS documents as allowed, without those beyond the basic plane.
  expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(JSON.parse(body)).toEqual({ texts });
});
