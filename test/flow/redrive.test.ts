import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { readAssembly } from '../../infra/local/assembly.ts';
import { call } from '../../infra/local/engines.ts';
import { arnOf } from '../../infra/local/names.ts';
import { filled } from '../filled.ts';
import { estateCalled, idle, must, reported, type TestEstate } from './backend.ts';
import { tableOf } from './engine-table.ts';

const port = Number(new URL(inject('backend').controlUrl).port) - 6;
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const sqs = new SQSClient({ endpoint: `http://127.0.0.1:${port + 3}`, region: 'ap-southeast-1', credentials });
const streamsSchema = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const shardsSchema = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const recordSchema = z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) });
const recordsSchema = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });
const rows = z.array(
  z.looseObject({ event: z.looseObject({ name: z.string(), id: z.string(), recordedAt: z.string() }) }),
);

let estate: TestEstate;
let queues: readonly string[];
beforeAll(async () => {
  estate = await estateCalled('RD');
  queues = (await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [];
});

/** Runs the command as a person does. Returns its exit code and what it printed. */
async function redrive(...args: string[]): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ANJU_PORT: String(port) };
  const all = ['infra/tools/redrive/redrive.ts', '--stage', 'local', ...args];
  return promisify(execFile)(process.execPath, all, { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ code: Number(code), said: `${stdout}${stderr}` }),
  );
}

/** Returns the only queue whose name matches. */
function queueOf(name: RegExp): string {
  const [url = '', ...others] = queues.filter((one) => name.test(one));
  expect(others).toEqual([]);
  return url;
}
const nameOf = (url: string) => url.split('/').at(-1) ?? '';

async function send(QueueUrl: string, body: object): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
}

/** Opens a ticket and returns it with its events as they stand in the table. */
async function openedTicket() {
  const household = await estate.household(`h${randomUUID().slice(0, 8)}`);
  const ticket = await reported(estate, { requester: { personId: household.personId } });
  await idle();
  const { documents, TableName } = await tableOf('tickets');
  const { Items } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      ExpressionAttributeValues: { ':pk': `TICKET#${ticket.ticketId}`, ':event': 'EVENT#' },
    }),
  );
  return { ticket, events: filled(rows.parse(Items)).map(({ event }) => event) };
}

async function noticesAbout(ticketId: string): Promise<number> {
  await idle();
  const path = `/v1/notices?estateId=${estate.estateId}&aboutId=${ticketId}&limit=200`;
  return (await must(estate.staff.auditor, 'GET', path)).items.length;
}

describe('a message that failed at every retry', () => {
  test('is listed, returns to its queue and has its effect', async () => {
    const { ticket, events } = await openedTicket();
    const before = await noticesAbout(ticket.ticketId);
    const dead = queueOf(/demo-notices-notices-?deadletters/i);
    // An event that nobody has seen yet: its consumer failed each time.
    const [event] = events;
    await send(dead, { ...event, id: `${event?.id}-unseen` });

    expect((await redrive()).said).toContain(nameOf(dead));
    const { code, said } = await redrive('--queue', nameOf(dead));
    expect(said).toContain(`TicketOpened ${event?.id}-unseen`);
    expect(said).toContain('1 sent back');
    expect(code).toBe(0);
    expect(await noticesAbout(ticket.ticketId)).toBe(before + 1);
    expect((await redrive()).said).not.toContain(nameOf(dead));
  });
});

describe('a batch that the relay gave up', () => {
  /** Writes what Lambda writes about a batch of the tickets table, and runs the command. */
  async function afterGivingUp(at: string, numbers: (streamArn: string, shardId: string) => Promise<[string, string]>) {
    const { endpoint, TableName } = await tableOf('tickets');
    const streams = <T extends z.ZodType>(operation: string, input: object, answer: T) =>
      call(endpoint, `DynamoDBStreams_20120810.${operation}`, input, answer);
    const { Streams } = await streams('ListStreams', { TableName }, streamsSchema);
    const streamArn = Streams[0]?.StreamArn ?? '';
    const { StreamDescription } = await streams('DescribeStream', { StreamArn: streamArn }, shardsSchema);
    const shardId = StreamDescription.Shards[0]?.ShardId ?? '';
    const [startSequenceNumber, endSequenceNumber] = await numbers(streamArn, shardId);
    const resources = readAssembly(inject('backend').assembly).stacks.flatMap((one) => [...one.resources.values()]);
    const [relay, ...others] = resources.filter(
      ({ type, logicalId }) => type === 'AWS::Lambda::Function' && /ticketsrelay/i.test(logicalId),
    );
    if (!relay || others.length > 0) throw new Error('not exactly one relay of the tickets table');
    const dead = queueOf(/ticketsrelaygivenup/i);
    await send(dead, {
      requestContext: { functionArn: arnOf(relay), condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber,
        endSequenceNumber,
        approximateArrivalOfFirstRecord: at,
        approximateArrivalOfLastRecord: at,
        streamArn,
      },
    });
    return redrive('--queue', nameOf(dead));
  }

  test('is read from the stream again and sent, and nothing is done twice', async () => {
    const { ticket, events } = await openedTicket();
    const before = await noticesAbout(ticket.ticketId);
    const { endpoint } = await tableOf('tickets');
    const { code, said } = await afterGivingUp(new Date().toISOString(), async (StreamArn, ShardId) => {
      const at = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      const page = (input: object) => call(endpoint, 'DynamoDBStreams_20120810.GetRecords', input, recordsSchema);
      const begin = await call(endpoint, 'DynamoDBStreams_20120810.GetShardIterator', at, iteratorSchema);
      const numbers: string[] = [];
      for (let now = await page(begin); now.Records.length > 0; ) {
        const ours = now.Records.filter((one) => JSON.stringify(one).includes(String(ticket.ticketId)));
        numbers.push(...ours.map(({ dynamodb }) => dynamodb.SequenceNumber));
        now = await page({ ShardIterator: now.NextShardIterator });
      }
      const [first = '', last = ''] = [numbers[0], numbers.at(-1)];
      return [first, last];
    });
    const [, count] = /(\d+) events from the stream/.exec(said) ?? [];
    expect(Number(count), said).toBeGreaterThanOrEqual(events.length);
    expect(said).toContain('1 sent again by the relay');
    expect(code).toBe(0);
    expect(await noticesAbout(ticket.ticketId)).toBe(before);
  });

  test('is read from the table when the stream no longer has it', async () => {
    const { ticket, events } = await openedTicket();
    const before = await noticesAbout(ticket.ticketId);
    const at = String(events[0]?.recordedAt);
    const { code, said } = await afterGivingUp(at, async () => ['0', '0']);
    const [, count] = /(\d+) events from the table/.exec(said) ?? [];
    expect(Number(count), said).toBeGreaterThanOrEqual(events.length);
    expect(code).toBe(0);
    expect(await noticesAbout(ticket.ticketId)).toBe(before);
  });
});

describe('a message that came from no queue', () => {
  test('stays until it is discarded, and the command says what to do', async () => {
    const dead = queueOf(/undelivered/i);
    await send(dead, { alarm: 'anju-demo-notices-late' });
    const kept = await redrive('--queue', 'undelivered');
    expect(kept.said).toContain('delete them with --discard');
    expect(kept.code).toBe(1);
    // The message is hidden for a minute after it was read, so another one is discarded.
    await send(dead, { alarm: 'anju-demo-mail-out-late' });
    expect((await redrive('--queue', 'undelivered', '--discard')).said).toContain('1 discarded');
  });

  test('a queue that does not exist is answered with the names of those that do', async () => {
    const { code, said } = await redrive('--queue', 'no-such-queue');
    expect(said).toMatch(/^0 queues of dead letters have no-such-queue in their name. Name one of:\n {2}\S+/);
    expect(code).toBe(1);
  });
});
