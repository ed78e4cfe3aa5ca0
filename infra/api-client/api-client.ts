import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';

/** Claims of a token of the local issuer: who calls, in which roles, for which estates. */
export interface Caller {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly estates: readonly string[];
  readonly personId?: string;
  readonly name?: string;
}

/** Somebody of an estate's staff, in one role. */
export function staffOf(estateId: string, role: string, name = role): Caller {
  return { sub: `${estateId}-${name}`, personId: `${estateId}-${name}`, roles: [role], estates: [estateId], name };
}

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Send {
  readonly as?: Caller;
  readonly body?: unknown;
  /** Idempotency-Key of a POST; a repetition under the same key is answered as the first one was. */
  readonly key?: string;
  readonly ifMatch?: number;
  readonly language?: string;
  /** Headers beside these, such as a gateway's signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

const tokenSchema = z.object({ id_token: z.string() });
const pageSchema = z.object({ items: z.array(z.unknown()), cursor: z.string().optional() });
const problemSchema = z.object({ code: z.string() });

/**
 * A client of the HTTP API as a phone or a browser is one: it repeats what was not answered, under the same key, so that
 * a server that was killed in between loses nothing and does nothing twice.
 */
export class ApiClient {
  readonly #apiUrl: string;
  readonly #issuerUrl: string;
  readonly #tokens = new Map<string, Promise<string>>();
  /** Answers by status: so that a 5xx in ten thousand is not overlooked. */
  readonly statuses = new Map<number, number>();

  constructor(at: { apiUrl: string; issuerUrl: string }) {
    this.#apiUrl = at.apiUrl;
    this.#issuerUrl = at.issuerUrl;
  }

  #token(caller: Caller): Promise<string> {
    const known = this.#tokens.get(caller.sub);
    if (known) return known;
    const asked = fetch(`${this.#issuerUrl}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(caller),
    }).then(async (reply) => tokenSchema.parse(await reply.json()).id_token);
    this.#tokens.set(caller.sub, asked);
    asked.catch(() => this.#tokens.delete(caller.sub));
    return asked;
  }

  /** Sends a request; repeats it for two minutes while the same request is in work, for twenty while nobody answers. */
  async send(method: string, path: string, send: Send = {}): Promise<Answer> {
    const began = Date.now();
    for (let pause = 50; ; pause = Math.min(2_000, pause * 2)) {
      try {
        const answer = await this.#once(method, path, send);
        if (!mayPass(answer) || Date.now() - began > 120_000) return answer;
      } catch (error) {
        if (Date.now() - began > 1_200_000) throw error;
      }
      await wait(pause);
    }
  }

  async #once(method: string, path: string, { as, body, key, ifMatch, language, headers }: Send): Promise<Answer> {
    const reply = await fetch(this.#apiUrl + path, {
      method,
      headers: {
        ...(as && { authorization: `Bearer ${await this.#token(as)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...(language && { 'accept-language': language }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    const isJson = reply.headers.get('content-type')?.includes('json');
    return { status: reply.status, headers: reply.headers, body: isJson && text ? JSON.parse(text) : text };
  }

  /** Sends and reads the body of a success. @throws Error with status and body otherwise. */
  async must<T extends z.ZodType>(schema: T, method: string, path: string, send: Send = {}): Promise<z.output<T>> {
    const answer = await this.send(method, path, send);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return schema.parse(answer.body);
  }

  /** Enters a thing unless it is there already. */
  async ensure(as: Caller, place: string, thing: string, body: object): Promise<void> {
    const { status } = await this.send('GET', thing, { as });
    if (status === 200) return;
    const key = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
    await this.must(z.unknown(), 'POST', place, { as, body, key });
  }

  /** Everything of a list, a page at a time. */
  async *all<T extends z.ZodType>(schema: T, path: string, as: Caller): AsyncGenerator<z.output<T>> {
    let cursor: string | undefined;
    do {
      const query = `${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`;
      const found = await this.must(pageSchema, 'GET', path + query, { as });
      for (const item of found.items) yield schema.parse(item);
      cursor = found.cursor;
    } while (cursor);
  }

  /** The whole of a list. */
  async whole<T extends z.ZodType>(schema: T, path: string, as: Caller): Promise<z.output<T>[]> {
    const items: z.output<T>[] = [];
    for await (const item of this.all(schema, path, as)) items.push(item);
    return items;
  }
}

/** Nobody answered, or the first request under this key is still in work: the same request again may go well. */
function mayPass({ status, body }: Answer): boolean {
  if (status === 502 || status === 503 || status === 504 || status === 429) return true;
  return status === 409 && ['request-in-flight', 'changed-meanwhile'].includes(codeOf(body));
}

/** Code of a problem, or nothing. */
export function codeOf(body: unknown): string {
  return problemSchema.safeParse(body).data?.code ?? '';
}
