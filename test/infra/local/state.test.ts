import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { call, startDynamo, startMail } from '../../../infra/local/engines.ts';
import { openState } from '../../../infra/local/state.ts';
import { freePorts } from '../../free-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'anju-state-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => mkdirSync(folder, { recursive: true }));

test('A large log replaces its older copy at the next start, so that logs do not fill the disk', async () => {
  openState(folder).release();
  const file = join(folder, 'logs', 'runner.log');
  writeFileSync(file, 'x'.repeat(21 * 1024 * 1024));
  const state = openState(folder);
  const log = state.log('runner');
  log.write('a new day\n');
  state.release();
  await finished(log);
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['runner.log', 'runner.log.1']);
  expect(statSync(file).size).toBe(10);
});

test('Nobody else on this machine can read the state, not even a file that an engine writes', async () => {
  const made = process.umask(0o022);
  chmodSync(folder, 0o755);
  const state = openState(folder);
  const engine = await startDynamo(state, await freePorts());
  state.keep('key', () => 'secret');
  const log = state.log('runner');
  log.write('started\n');
  await engine.stop();
  state.release();
  await finished(log);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(['dynamodb.db', 'key', 'lock', 'logs/runner.log']));
  const open = ['.', ...files].filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  process.umask(made);
});

test('The mailbox keeps the last thousand mails only', async () => {
  const port = await freePorts();
  const mailbox = await startMail(port);
  const show = (subject: string) => {
    const body = new URLSearchParams({ Action: 'SendEmail', Source: 'a@b.example', 'Message.Subject.Data': subject });
    body.set('Destination.ToAddresses.member.1', 'c@d.example');
    body.set('Message.Body.Text.Data', 'Hello');
    return mailbox.show(body.toString(), new Date('2026-11-24T08:00:00Z'));
  };
  for (let i = 1; i <= 1_010; i += 1) await show(`mail ${i}`);
  const shown = z.object({ emails: z.array(z.object({ subject: z.string(), at: z.number() })) });
  const { emails } = shown.parse(await (await fetch(`http://127.0.0.1:${port}/store`)).json());
  await mailbox.stop();
  expect(emails).toHaveLength(1_000);
  expect(emails[0]).toEqual({ subject: 'mail 11', at: Date.parse('2026-11-24T08:00:00Z') / 1000 });
});

test('Processed stream records are deleted after a day, and new ones continue the numbers', async () => {
  const state = openState(folder);
  const port = await freePorts();
  const engine = await startDynamo(state, port);
  const dynamo = (operation: string, input: object) =>
    call(`http://127.0.0.1:${port}`, `DynamoDB_20120810.${operation}`, { TableName: 'things', ...input }, z.unknown());
  await dynamo('CreateTable', {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const put = (pk: string) => dynamo('PutItem', { Item: { pk: { S: pk } } });
  for (const pk of ['a', 'b', 'c', 'd']) await put(pk);
  const records = new DatabaseSync(state.path('dynamodb.db'));
  const numbers = () =>
    records
      .prepare('SELECT sequence_number AS n FROM _stream_records ORDER BY id')
      .all()
      .map(({ n }) => Number(n));
  const [, , third = 0] = numbers();
  const now = Math.floor(Date.now() / 1000);
  expect(engine.forgetRecords('things', String(third), now)).toBe(0);
  expect(engine.forgetRecords('things', String(third), now + 86_401)).toBe(2);
  await put('e');
  expect(numbers()).toEqual([third, third + 1, third + 2]);
  records.close();
  await engine.stop();
  state.release();
});
