import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { addressesFrom, basePort } from '../../local/addresses.ts';
import { command } from '../../local/command.ts';
import { region } from '../../local/names.ts';
import { stages } from '../../stages.ts';
import { awsCalls } from './aws-call.ts';
import { type DeadLetters, deadLettersIn, messagesOf, moveBack, remove } from './dead-letters.ts';
import { givenUpSchema, relayAgain } from './given-up.ts';

/*
 * `npm run redrive -- --stage S`: lists the queues of dead letters. With `--queue NAME` it sends the messages
 * of one back to where they came from: to their queue, or through the relay that gave them up. Messages of
 * schedules, topics and alarms have no queue to return to; `--discard` deletes them. `--stage local` is the
 * local run.
 */

const names = ['local', ...stages.map(({ name }) => name)].join('|');
const usage = `Usage: npm run redrive -- --stage ${names} [--queue NAME] [--discard]`;
const options = {
  stage: { type: 'string' },
  queue: { type: 'string' },
  discard: { type: 'boolean', default: false },
} as const;

/** Returns the clients of a stage and the beginning of the names of its queues. @throws Error if unknown. */
function reach(stage: string | undefined) {
  if (stage === 'local') {
    const { dynamodb, sqs, issuer } = addressesFrom(basePort);
    const local = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
    const client = new SQSClient({ ...local, endpoint: sqs });
    const aws = awsCalls(client, { dynamodb, lambda: issuer });
    return { prefix: '', sqs: client, aws, dynamodb: new DynamoDBClient({ ...local, endpoint: dynamodb }) };
  }
  if (!stages.some(({ name }) => name === stage)) throw new Error(`Give a stage.\n${usage}`);
  const client = new SQSClient({});
  return { prefix: `anju-${stage}-`, sqs: client, aws: awsCalls(client), dynamodb: new DynamoDBClient({}) };
}

const plain = (text: string) => text.toLowerCase().replaceAll('-', '');

/**
 * Returns the queue that a person names, by its whole name or a part of it. @throws Error when it is not one.
 */
function chosen(all: readonly DeadLetters[], name: string): DeadLetters {
  const found = all.filter((one) => plain(one.name).includes(plain(name)));
  const [queue, ...others] = found.some((one) => one.name === name) ? found.filter((one) => one.name === name) : found;
  if (queue && others.length === 0) return queue;
  const list = (found.length > 0 ? found : all).map((one) => `\n  ${one.name}`).join('');
  throw new Error(`${found.length} queues of dead letters have ${name} in their name. Name one of:${list}`);
}

const eventSchema = z.object({ name: z.string(), id: z.string() });

/** Returns what a message is, in a few words without personal data. */
function about({ MessageId, Body = '', Attributes, MessageAttributes }: Message): string {
  const parsed = eventSchema.safeParse(jsonOf(Body));
  const what = parsed.success ? `${parsed.data.name} ${parsed.data.id}` : `${Body.length} characters`;
  const error = MessageAttributes?.ErrorMessage?.StringValue;
  return `${MessageId}: ${what}, received ${Attributes?.ApproximateReceiveCount} times${error ? `, ${error}` : ''}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function list(all: readonly DeadLetters[]): void {
  for (const { name, messages, source } of all.filter((one) => one.messages > 0)) {
    console.log(`${String(messages).padStart(6)}  ${name}${source ? '' : ' (not from a queue)'}`);
  }
  const filled = all.filter(({ messages }) => messages > 0).length;
  console.log(`${all.length} queues of dead letters, ${filled} with messages`);
}

await command({ usage, options }, async ({ stage, queue: name, discard }) => {
  const { prefix, sqs, aws, dynamodb } = reach(stage);
  const all = await deadLettersIn(sqs, prefix);
  if (name === undefined) return list(all);
  const queue = chosen(all, name);
  const counts = { 'sent back': 0, 'sent again by the relay': 0, discarded: 0, kept: 0 };
  for await (const message of messagesOf(sqs, queue)) {
    console.log(about(message));
    const given = givenUpSchema.safeParse(jsonOf(message.Body ?? ''));
    if (discard) {
      await remove(sqs, queue, message);
      counts.discarded += 1;
    } else if (given.success) {
      const { events, from } = await relayAgain(aws, dynamodb, given.data);
      await remove(sqs, queue, message);
      console.log(`  ${events} events from the ${from}`);
      counts['sent again by the relay'] += 1;
    } else if (queue.source) {
      await moveBack(sqs, queue, message);
      counts['sent back'] += 1;
    } else {
      counts.kept += 1;
    }
  }
  console.log(
    `${queue.name}: ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
  if (counts.kept === 0) return;
  console.log(
    'These did not come from a queue. The next run of a job does what is due; an alarm and its mail are past. ' +
      'Repair the cause, then delete them with --discard.',
  );
  process.exitCode = 1;
});
