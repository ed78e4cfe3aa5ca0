import { Agent, request } from 'node:http';
import * as z from 'zod';
import type { Caller } from '../../api-client/api-client.ts';

const tokenSchema = z.object({ id_token: z.string() });

/** Returns a bearer token of the local issuer. */
export async function tokenOf(issuerUrl: string, caller: Caller): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${issuerUrl}/token`, { method: 'POST', headers, body: JSON.stringify(caller) });
  return tokenSchema.parse(await reply.json()).id_token;
}

/** A request to the API. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string | undefined;
}

/** A small HTTP client with open connections. It takes little time from the backend on the same machine. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Sends a request. @throws Error with the answer, unless it is a success. */
  send({ method, path, body, key }: Sent, token: string): Promise<void> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    return new Promise((resolve, reject) => {
      const asked = request(this.#url + path, { method, headers, agent: this.#agent }, (reply) => {
        let said = '';
        reply.on('data', (part) => {
          said += String(part);
        });
        reply.on('end', () => {
          if ((reply.statusCode ?? 500) < 300) resolve();
          else reject(new Error(`${method} ${path}: ${reply.statusCode} ${said}`));
        });
      });
      asked.on('error', reject);
      asked.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Lets clients work side by side for some seconds, each one call after the other. Returns calls a second. */
export async function perSecond(
  clients: number,
  seconds: number,
  call: (nth: number) => Promise<unknown>,
): Promise<number> {
  let [next, done] = [0, 0];
  const began = performance.now();
  const client = async () => {
    while (performance.now() - began < seconds * 1_000) {
      await call(next++);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / ((performance.now() - began) / 1_000);
}
