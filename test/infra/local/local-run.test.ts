import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import * as z from 'zod';
import { call } from '../../../infra/local/engines.ts';
import { type LocalRun, startLocal } from '../../../infra/local/run.ts';
import { freePorts } from '../../free-ports.ts';
import { writeFixtureAssembly } from './fixture-assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'anju-local-'));
const stateDir = join(folder, 'state');
const assembly = writeFixtureAssembly(join(folder, 'assembly'));
const operator = { sub: 'wangfang' };
let port = 0;
let run: LocalRun;

const announced: string[] = [];
const progress = (what: string) => void announced.push(what);
const start = (from = assembly) => startLocal({ stateDir, port, assembly: from, schedules: false, progress });

beforeAll(async () => {
  port = await freePorts();
  run = await start();
});
afterAll(async () => {
  await run.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${await run.token(operator)}`;
  const all = { 'content-type': 'application/json', authorization, ...headers };
  return fetch(run.apiUrl + path, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

const itemsSchema = z.object({ Items: z.array(z.object({ pk: z.object({ S: z.string() }) })) });

async function stored(endpoint = run.dynamodbUrl): Promise<string[]> {
  const TableName = 'fixture-table';
  const { Items } = await call(endpoint, 'DynamoDB_20120810.Scan', { TableName }, itemsSchema);
  return Items.map((item) => item.pk.S).sort();
}

const mailboxSchema = z.object({ emails: z.array(z.object({ subject: z.string(), at: z.number() })) });
const mailbox = async () => mailboxSchema.parse(await (await fetch(`${run.mailboxUrl}/store`)).json()).emails;

const acceptedSchema = z.array(
  z.object({
    recipients: z.array(z.string()),
    subject: z.string(),
    tags: z.record(z.string(), z.array(z.string())),
  }),
);

describe('The local run of an assembly', () => {
  it('refuses requests without a token of its issuer', async () => {
    const without = await send('/things/1', {}, { authorization: '' });
    expect([without.status, await without.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect((await send('/things/1', {}, { authorization: 'Bearer nonsense' })).status).toBe(401);
    const other = `Bearer ${(await run.token(operator)).slice(0, -4)}AAAA`;
    expect((await send('/things/1', {}, { authorization: other })).status).toBe(401);
  });

  it('signs tokens for requests by its own address only, and for pages of the allowed origins only', async () => {
    const asked = async (headers: Record<string, string>, path = '/token') => {
      const sent = request(run.issuerUrl + path, { method: 'POST', headers }).end(JSON.stringify(operator));
      const [reply] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(sent, 'response'));
      reply.resume();
      return [reply.statusCode, reply.headers['access-control-allow-origin']];
    };
    const { port: own } = new URL(run.issuerUrl);
    expect(await asked({})).toEqual([200, undefined]);
    expect(await asked({ host: `localhost:${own}` })).toEqual([200, undefined]);
    expect(await asked({ host: `evil.example:${own}` })).toEqual([403, undefined]);
    expect(await asked({ host: `evil.example:${own}` }, '/clock')).toEqual([403, undefined]);
    expect(await asked({ origin: 'https://app.example' })).toEqual([200, 'https://app.example']);
    expect(await asked({ origin: 'https://evil.example' })).toEqual([403, undefined]);
  });

  it('serves only the routes of the template', async () => {
    expect((await send('/others/1', {})).status).toBe(404);
  });

  it('answers a function that throws with a 500 and goes on', async () => {
    const reply = await send('/things/broken', {});
    expect([reply.status, await reply.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('logs like Lambda: a JSON line with the request id and the message', async () => {
    const lines = () =>
      readFileSync(join(stateDir, 'logs', 'fixture-api.log'), 'utf8')
        .trim()
        .split('\n');
    await vi.waitFor(() =>
      expect(JSON.parse(lines().at(-1) ?? '')).toMatchObject({
        level: 'ERROR',
        requestId: expect.any(String),
        message: { errorType: 'Error', errorMessage: 'broken' },
      }),
    );
  });

  it('refuses a body above ten megabytes, and one above six before it reaches a function', async () => {
    for (const megabytes of [11, 7]) {
      const { status } = await send('/things/1', { to: 'x'.repeat(megabytes * 1024 * 1024) });
      expect([megabytes, status]).toEqual([megabytes, 413]);
    }
  });

  const preflight = (path: string, origin = 'https://app.example') =>
    fetch(run.apiUrl + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const allowedOf = ({ headers }: Response) => headers.get('access-control-allow-origin');

  it('allows browsers of the allowed origins only', async () => {
    const allowed = await preflight('/things/1');
    expect([allowed.status, allowedOf(allowed)]).toEqual([204, 'https://app.example']);
    expect(allowed.headers.get('vary')).toBe('Origin');
    const refused = await preflight('/things/1', 'https://evil.example');
    expect([allowedOf(refused), refused.headers.get('vary')]).toEqual([null, null]);
  });

  it('routes a preflight to the OPTIONS route of its path, and ignores the CORS headers of the function', async () => {
    const answered = await preflight('/things/1/more');
    expect(answered.headers.get('x-route')).toBe('OPTIONS /things/{proxy+}');
    expect(allowedOf(answered)).toBe('https://app.example');
    expect(allowedOf(await preflight('/things/1/more', 'https://evil.example'))).toBeNull();
  });

  it('refuses a preflight that only an ANY route with an authorizer catches, as AWS does', async () => {
    const refused = await preflight('/forgotten/1');
    expect([refused.status, await refused.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(allowedOf(refused)).toBe('https://app.example');
  });

  it('answers a preflight itself when no route catches it, and any other OPTIONS with 404', async () => {
    const answered = await preflight('/nowhere');
    expect([answered.status, allowedOf(answered)]).toEqual([204, 'https://app.example']);
    expect((await fetch(`${run.apiUrl}/nowhere`, { method: 'OPTIONS' })).status).toBe(404);
  });

  it('passes the rest of a path after a prefix as one decoded parameter', async () => {
    const headers = { authorization: `Bearer ${await run.token(operator)}` };
    const get = async (path: string) => (await fetch(run.apiUrl + path, { headers })).json();
    expect(await get('/things/%E6%B0%B4/more%20yet/')).toEqual({
      routeKey: 'ANY /things/{proxy+}',
      rawPath: '/things/水/more yet/',
      pathParameters: { proxy: '水/more yet/' },
    });
  });

  it('carries a request through function, stream, queue and mail to the delivery report', async () => {
    const reply = await send('/things/漏水', { to: 'limei@residents.example' });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('x-route')).toBe('POST /things/{id}');
    expect(await reply.json()).toMatchObject({
      sub: 'wangfang',
      token_use: 'id',
    });
    await run.idle();
    expect(await stored()).toEqual(['Delivery limei@residents.example EVENT-漏水', 'EVENT#漏水']);
    const accepted = acceptedSchema.parse(await (await fetch(`${run.mailUrl}/accepted`)).json());
    expect(accepted).toEqual([
      { recipients: ['limei@residents.example'], subject: 'About EVENT#漏水', tags: { id: ['EVENT-漏水'] } },
    ]);
    await vi.waitFor(async () =>
      expect(await (await fetch(`${run.mailboxUrl}/store`)).text()).toContain('About EVENT#漏水'),
    );
  });

  it('reports a bounce or a complaint for addresses that simulate them', async () => {
    await send('/things/2', { to: 'bounce@residents.example' });
    await send('/things/3', { to: 'complaint@residents.example' });
    await run.idle();
    const told = (await stored()).filter((pk) => /[23]$/.test(pk) && !pk.startsWith('EVENT#'));
    expect(told).toEqual([
      'Bounce bounce@residents.example EVENT-2',
      'Complaint complaint@residents.example EVENT-3',
      'Delivery complaint@residents.example EVENT-3',
    ]);
  });

  it('runs a scheduled job on request', async () => {
    expect(await run.runJob('nightly')).toEqual({ done: 1 });
    expect(await stored()).toContainEqual(expect.stringMatching(/^job of 20/));
  });

  it('invokes a function for a signed request, as the API of Lambda does, and for no other', async () => {
    const invoke = (headers: Record<string, string>) =>
      fetch(`${run.issuerUrl}/2015-03-31/functions/fixture-job/invocations`, { method: 'POST', headers, body: '{}' });
    expect((await invoke({})).status).toBe(403);
    const answer = await invoke({ authorization: 'AWS4-HMAC-SHA256 Credential=local' });
    expect([answer.status, await answer.json()]).toEqual([200, { done: 1 }]);
  });

  it('starts the DynamoDB engine again when it ends by itself, with all that it had', async () => {
    const before = await stored();
    const engine = () => Number(readFileSync(join(stateDir, 'dynamodb.pid'), 'utf8'));
    const killed = engine();
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(async () => {
      expect(engine()).not.toBe(killed);
      expect(await stored()).toEqual(before);
    }, 60_000);
    await run.idle();
  });

  it('moves the clock of the functions forward on request, runs the due jobs, and never moves the clock back', async () => {
    const clock = (now?: string) =>
      fetch(`${run.issuerUrl}/clock`, now === undefined ? {} : { method: 'POST', body: JSON.stringify({ now }) });
    const moved = await clock('2040-02-29T08:00:00+08:00');
    expect([moved.status, await moved.text()]).toEqual([200, expect.stringContaining('"2040-02-29T00:00:0')]);
    expect(await stored()).toContain('job of 2040-02-29');
    expect((await send('/things/5', { to: 'later@residents.example' })).status).toBe(201);
    await run.idle();
    expect((await clock('2040-02-28T00:00:00Z')).status).toBe(400);
    expect((await clock('tomorrow')).status).toBe(400);
    await run.moveClock(new Date('2040-03-01T00:00:00Z'));
    expect(await stored()).toContain('job of 2040-03-01');
  });

  it('keeps everything after a restart, does nothing twice and accepts old tokens', async () => {
    const [before, token, mails] = [await stored(), await run.token(operator), await mailbox()];
    expect(mails).toHaveLength(4);
    // Both runs are in one process. Another process would not remember the mails.
    await fetch(`${run.mailboxUrl}/clear-store`, { method: 'POST' });
    await run.stop();
    expect(announced.join()).not.toContain('clock');
    run = await start();
    expect(announced).toContainEqual(expect.stringMatching(/clock was moved.* 2040-03-01T00:/));
    await run.idle();
    expect(await stored()).toEqual(before);
    await expect.poll(mailbox, { timeout: 60_000 }).toEqual(mails);
    expect(await (await fetch(`${run.mailUrl}/accepted?count`)).text()).toBe('4');
    expect(await (await fetch(`${run.issuerUrl}/clock`)).text()).toContain('"2040-03-01T00:');
    expect((await send('/things/4', { to: 'a@b.example' }, { authorization: `Bearer ${token}` })).status).toBe(201);
  });

  it('refuses a state folder that another run uses', async () => {
    await expect(start()).rejects.toThrow(/Another local run uses/);
  });
});

describe('A local run with DYNAMODB_ENDPOINT', () => {
  it('keeps its tables in that engine and starts none of its own', async () => {
    const { endpoint } = inject('engine');
    vi.stubEnv('DYNAMODB_ENDPOINT', endpoint);
    const stateDir = mkdtempSync(join(folder, 'other-engine-'));
    const other = await startLocal({ stateDir, port: await freePorts(), assembly, schedules: false });
    try {
      expect(other.dynamodbUrl).toBe(endpoint);
      const headers = { authorization: `Bearer ${await other.token(operator)}` };
      const body = JSON.stringify({ to: 'limei@residents.example' });
      expect((await fetch(`${other.apiUrl}/things/1`, { method: 'POST', headers, body })).status).toBe(201);
      await other.idle();
      expect(await stored(endpoint)).toEqual(['Delivery limei@residents.example EVENT-1', 'EVENT#1']);
      expect(readdirSync(stateDir)).not.toContain('dynamodb.db');
    } finally {
      await other.stop();
      vi.unstubAllEnvs();
    }
  });
});

describe('An assembly with unsupported content', () => {
  const refused = async (more: Record<string, object>) => {
    const from = writeFixtureAssembly(mkdtempSync(join(folder, 'refused-')), more);
    const state = mkdtempSync(join(folder, 'state-'));
    return startLocal({ stateDir: state, port: await freePorts(), assembly: from }).then(
      async (started) => {
        await started.stop();
        return 'started';
      },
      (error: unknown) => String(error),
    );
  };

  it('does not start with an unsupported resource type', async () => {
    expect(await refused({ net: { Type: 'AWS::EC2::VPC' } })).toMatch(/do(es)? not support[\s\S]*net: AWS::EC2::VPC/);
  });

  it('does not start with an unsupported property', async () => {
    const odd = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } };
    expect(await refused({ odd })).toMatch(/fixture \/ odd \(AWS::SQS::Queue\)[\s\S]*FifoQueue/);
  });

  it('does not start with a schedule that is not a rate', async () => {
    const Properties = {
      ScheduleExpression: 'cron(0 8 * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::GetAtt': ['job', 'Arn'] } },
    };
    expect(await refused({ late: { Type: 'AWS::Scheduler::Schedule', Properties } })).toMatch(/cron\(0 8/);
  });
});
