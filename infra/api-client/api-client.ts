import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';

/** A caller. Their token names them; roles and estates are those that the register has for them. */
export interface Caller {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly estates: readonly string[];
  readonly personId?: string;
  readonly name?: string;
}

/** Returns a staff member of an estate, in one role. */
export function staffOf(estateId: string, role: string, name = role): Caller {
  return { sub: `${estateId}-${name}`, personId: `${estateId}-${name}`, roles: [role], estates: [estateId], name };
}

/** Who administers the whole company in the demo stage, before anybody is in the register. */
export const headOffice: Caller = { sub: 'head-office', roles: ['administrator'], estates: ['*'], name: '总部' };

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Send {
  readonly as?: Caller;
  readonly body?: unknown;
  /** Idempotency-Key of a POST. A repetition under the same key gets the first answer again. */
  readonly key?: string;
  readonly ifMatch?: number;
  readonly language?: string;
  /** Further headers, such as a gateway's signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

const tokenSchema = z.object({ id_token: z.string() });
const pageSchema = z.object({ items: z.array(z.unknown()), cursor: z.string().optional() });
const problemSchema = z.object({ code: z.string() });

/**
 * A client of the HTTP API. Like a phone or a browser, it repeats unanswered requests under the same key. A
 * server that was killed meanwhile loses nothing and does nothing twice.
 */
export class ApiClient {
  readonly #apiUrl: string;
  readonly #issuerUrl: string;
  readonly #tokens = new Map<string, Promise<string>>();
  /** Number of answers by status, so that a single 5xx is not overlooked. */
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

  /**
   * Sends a request.
   * Repeats it for two minutes while it may still succeed, and for twenty while the server is down.
   */
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

  /** Sends a request and returns the body of its success. @throws Error with status and body otherwise. */
  async must<T extends z.ZodType>(schema: T, method: string, path: string, send: Send = {}): Promise<z.output<T>> {
    const answer = await this.send(method, path, send);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return schema.parse(answer.body);
  }

  /** Creates a resource by a POST to `place`, unless a GET of `thing` finds it. */
  async ensure(as: Caller, place: string, thing: string, body: object): Promise<void> {
    const { status } = await this.send('GET', thing, { as });
    if (status === 200) return;
    const key = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
    await this.must(z.unknown(), 'POST', place, { as, body, key });
  }

  /** Registers a staff member with their roles in their estates, unless they are registered. */
  async hire(one: Caller, more: object = {}): Promise<void> {
    const { personId: staffId = one.sub, name = staffId, roles, estates } = one;
    const grants = estates.flatMap((estateId) => roles.map((role) => `${role}@${estateId}`));
    const email = `${staffId}@staff.example`;
    const file = { staffId, name, email, grants, language: 'zh-CN', ...more };
    await this.ensure(headOffice, `/v1/estates/${estates[0]}/staff`, `/v1/staff/${staffId}`, file);
  }

  /**
   * Opens the drawer of a person for today by a count (R20.5), so that they may take cash. Without `cash` it
   * is empty.
   */
  async openDrawer(as: Caller, estateId: string, cash: readonly object[] = []): Promise<void> {
    const path = `/v1/ledger/estates/${estateId}/drawers/${as.personId ?? as.sub}/counts`;
    await this.must(z.unknown(), 'POST', path, { as, body: { purpose: 'opening', cash }, key: randomUUID() });
  }

  /** Yields all items of a list, page by page. */
  async *all<T extends z.ZodType>(schema: T, path: string, as: Caller): AsyncGenerator<z.output<T>> {
    let cursor: string | undefined;
    do {
      const query = `${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`;
      const found = await this.must(pageSchema, 'GET', path + query, { as });
      for (const item of found.items) yield schema.parse(item);
      cursor = found.cursor;
    } while (cursor);
  }

  /** Returns all items of a list. */
  async whole<T extends z.ZodType>(schema: T, path: string, as: Caller): Promise<z.output<T>[]> {
    const items: z.output<T>[] = [];
    for await (const item of this.all(schema, path, as)) items.push(item);
    return items;
  }
}

/**
 * Returns true when the same request may succeed later: the
 * server is busy, or the first request is still running.
 */
function mayPass({ status, body }: Answer): boolean {
  if (status === 502 || status === 503 || status === 504 || status === 429) return true;
  return status === 409 && ['request-in-flight', 'changed-meanwhile'].includes(codeOf(body));
}

/** Returns the code of a problem, or an empty text. */
export function codeOf(body: unknown): string {
  return problemSchema.safeParse(body).data?.code ?? '';
}
