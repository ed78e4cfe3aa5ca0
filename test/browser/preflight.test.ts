import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { listen } from '../../infra/local/http.ts';
import { freePorts } from '../free-ports.ts';
import { stageCalled } from '../infra/assembly.ts';
import { browserPath, openBrowser } from './phone.ts';

const { apiUrl, issuerUrl } = inject('house');
const [allowed = ''] = stageCalled('demo').allowedOrigins;
const stranger = 'http://stranger.example';

describe.skipIf(!browserPath)('a web client in a browser', () => {
  let browser: Browser;
  let server: { stop(): Promise<void> };
  let token: string;
  beforeAll(async () => {
    const port = await freePorts();
    const page = {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Client</title>',
    };
    server = await listen(port, async () => page, console.error);
    // The browser finds both origins at that server; their names stay what they are.
    const rules = [allowed, stranger].map((origin) => `MAP ${new URL(origin).host} 127.0.0.1:${port}`);
    browser = await openBrowser([`--host-resolver-rules=${rules.join(', ')}`]);
    const claims = { sub: 'browser-operator', roles: ['operator'], estates: ['estate-browser'] };
    const asked = await fetch(`${issuerUrl}/token`, { method: 'POST', body: JSON.stringify(claims) });
    token = z.object({ id_token: z.string() }).parse(await asked.json()).id_token;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Sends a request from a page of an origin, as its script would; answers what the script may read. */
  async function send(origin: string, method: string, path: string, headers: Record<string, string>) {
    const page: Page = await browser.newPage();
    const preflights: string[] = [];
    page.on('request', (request) => void (request.method() === 'OPTIONS' && preflights.push(request.url())));
    await page.goto(origin);
    const script = `fetch(${JSON.stringify(apiUrl + path)}, ${JSON.stringify({ method, headers })})
      .then(async (answer) => ({ status: answer.status, body: await answer.json() }), (error) => ({ error: String(error) }))`;
    const answer = await page.evaluate(script);
    expect(await page.evaluate('location.origin')).toBe(origin);
    await page.close();
    return answer;
  }
  const signedIn = () => ({ authorization: `Bearer ${token}` });

  test('on an allowed origin reads with a token, which a preflight without one comes before', async () => {
    expect(await send(allowed, 'GET', '/v1/me', signedIn())).toMatchObject({ status: 200 });
  });

  test('on an allowed origin writes with a token and a key, and reads why it is refused', async () => {
    const headers = { ...signedIn(), 'content-type': 'application/json', 'idempotency-key': 'browser-1' };
    expect(await send(allowed, 'POST', '/v1/tickets', headers)).toMatchObject({
      status: 400,
      body: { code: 'invalid-input' },
    });
    expect(await send(allowed, 'DELETE', '/v1/tickets/t1', headers)).toMatchObject({
      status: 405,
      body: { code: 'method-not-allowed' },
    });
  });

  test('without a token reads that it must sign in', async () => {
    const answer = await send(allowed, 'GET', '/v1/me', { authorization: 'Bearer none' });
    expect(answer).toEqual({ status: 401, body: { message: 'Unauthorized' } });
  });

  test('on another origin reads nothing', async () => {
    expect(await send(stranger, 'GET', '/v1/me', signedIn())).toEqual({ error: 'TypeError: Failed to fetch' });
  });
});
