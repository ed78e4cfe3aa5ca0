import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { type Asked, listen, type Reply } from '../../infra/local/http.ts';
import { estateCalled } from '../flow/backend.ts';
import { freePorts } from '../free-ports.ts';
import { stageNamed } from '../infra/assembly.ts';
import { browserPath, openBrowser } from './phone.ts';

const { apiUrl, issuerUrl } = inject('backend');
const [allowed = ''] = stageNamed('demo').allowedOrigins;
const stranger = 'http://stranger.example';

describe.skipIf(!browserPath)('a web client in a browser', () => {
  let browser: Browser;
  const servers: { stop(): Promise<void> }[] = [];
  let token: string;
  let gatewayUrl: string;
  /** Requests that the browser sent: the method, and whether it had a token. */
  let sent: string[] = [];
  beforeAll(async () => {
    const port = await freePorts();
    gatewayUrl = `http://127.0.0.1:${port + 1}`;
    const page = {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Client</title>',
    };
    servers.push(await listen(port, async () => page, console.error));
    servers.push(await listen(port + 1, forwarded, console.error));
    // The browser resolves both origins to the first server but keeps their names.
    const rules = [allowed, stranger].map((origin) => `MAP ${new URL(origin).host} 127.0.0.1:${port}`);
    browser = await openBrowser([`--host-resolver-rules=${rules.join(', ')}`]);
    const { staff } = await estateCalled('BRW');
    const asked = await fetch(`${issuerUrl}/token`, { method: 'POST', body: JSON.stringify(staff.operator) });
    token = z.object({ id_token: z.string() }).parse(await asked.json()).id_token;
  });
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) await server.stop();
  });

  /**
   * Forwards a request of the browser unchanged to the gateway and records it: the browser hides its
   * preflights.
   */
  async function forwarded({ method, url, headers, body }: Asked): Promise<Reply> {
    sent.push(`${method} ${headers.authorization ? 'with' : 'without'} a token`);
    const { host, connection, 'content-length': length, 'transfer-encoding': encoding, ...kept } = headers;
    const answer = await fetch(apiUrl + url.pathname + url.search, {
      method,
      headers: Object.entries(kept).map(([name, value]) => [name, String(value)]),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const all = Object.fromEntries(
      [...answer.headers].filter(([name]) => !/^(content-length|connection|keep-alive|transfer-encoding)$/.test(name)),
    );
    return { status: answer.status, headers: all, body: Buffer.from(await answer.arrayBuffer()) };
  }

  /** Sends a request from a page of an origin, as its script would, and returns what the script may read. */
  async function send(origin: string, method: string, path: string, headers: Record<string, string>): Promise<unknown> {
    sent = [];
    const page = await browser.newPage();
    await page.goto(origin);
    expect(await page.evaluate('location.origin')).toBe(origin);
    const script = `fetch(${JSON.stringify(gatewayUrl + path)}, ${JSON.stringify({ method, headers })})
      .then(async (answer) => ({ status: answer.status, body: await answer.json() }), () => 'nothing to read')`;
    const answer: unknown = await page.evaluate(script);
    await page.close();
    return answer;
  }
  const signedIn = () => ({ authorization: `Bearer ${token}` });

  test('on an allowed origin reads with a token, after a preflight without one', async () => {
    expect(await send(allowed, 'GET', '/v1/me', signedIn())).toMatchObject({ status: 200 });
    expect(sent).toEqual(['OPTIONS without a token', 'GET with a token']);
  });

  test('on an allowed origin writes with a token and a key, and reads the problem', async () => {
    const headers = { ...signedIn(), 'content-type': 'application/json', 'idempotency-key': 'browser-1' };
    const refused = await send(allowed, 'POST', '/v1/tickets', headers);
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    const wrong = await send(allowed, 'DELETE', '/v1/tickets/t1', headers);
    expect(wrong).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(sent).toEqual(['OPTIONS without a token', 'DELETE with a token']);
  });

  test('without a valid token reads the response 401', async () => {
    const answer = await send(allowed, 'GET', '/v1/me', { authorization: 'Bearer none' });
    expect(answer).toEqual({ status: 401, body: { message: 'Unauthorized' } });
  });

  test('on another origin reads nothing, and its token is not sent', async () => {
    expect(await send(stranger, 'GET', '/v1/me', signedIn())).toBe('nothing to read');
    expect(sent).toEqual(['OPTIONS without a token']);
  });
});
