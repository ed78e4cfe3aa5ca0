import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { type Answer, ApiClient, type Caller, codeOf, headOffice, staffOf } from '../../api-client/api-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { eachWithBar } from '../progress.ts';
import { rowsOf } from '../rows.ts';
import { cnMessages } from './cn-messages.ts';
import { reconcile } from './reconciliation.ts';
import type { Outcome, ReplayCase, ReplaySource } from './replay-case.ts';
import { sf311 } from './sf311.ts';

/*
 * `npm run replay -- FILE --as sf311|cn`: sends a file of real requests through the HTTP API as a client
 * would, and reports the result of every row. Both it and the backend may be killed at any moment. Started
 * again, it repeats every request under its old key, with the same final result.
 */

const sources: Readonly<Record<string, ReplaySource>> = { sf311, cn: cnMessages };

const ticketSchema = z.object({
  ticketId: z.string(),
  number: z.string(),
  status: z.string(),
  workOrderId: z.string().optional(),
  resolvedAt: z.string().optional(),
});
type Ticket = z.infer<typeof ticketSchema>;

class Replay {
  readonly outcomes = new Map<string, Outcome>();
  readonly client: ApiClient;
  readonly #source: ReplaySource;
  readonly #desk: Caller;
  readonly #manager: Caller;

  constructor(client: ApiClient, source: ReplaySource) {
    this.client = client;
    this.#source = source;
    this.#desk = staffOf(source.estate.estateId, 'operator');
    this.#manager = staffOf(source.estate.estateId, 'manager');
  }

  get desk(): Caller {
    return this.#desk;
  }

  /** Creates the estate, its staff, and the people that the file names. Existing records stay unchanged. */
  async setUp(cases: readonly ReplayCase[]): Promise<void> {
    const { estateId, code, name, zone } = this.#source.estate;
    const admin = staffOf(estateId, 'administrator');
    const day = [{ from: '09:00', to: '18:00' }];
    const calendar = {
      zone,
      week: [day, day, day, day, day, [], []],
      holidays: [],
      makeUpWorkdays: [],
      makeUpHours: day,
    };
    const language = this.#source.language;
    await this.client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, {
      estateId,
      code,
      name,
      language,
      calendar,
    });
    const people = [
      { name: 'administrator', roles: ['administrator'] },
      { name: 'operator', roles: ['operator'] },
      { name: 'supervisor', roles: ['supervisor'] },
      { name: 'manager', roles: ['manager'] },
      ...[1, 2, 3, 4, 5, 6].map((n) => ({ name: `technician-${n}`, roles: ['technician'] })),
    ];
    for (const { name, roles } of people) {
      await this.client.hire({ ...staffOf(estateId, 'operator', name), roles }, { language });
    }
    const named = new Map(cases.flatMap(({ requester }) => (requester ? [[requester.key, requester.name]] : [])));
    await eachWithBar('Registering people', [...named], async ([key, name]) => {
      const personId = this.#personId(key);
      // The file gives no addresses.
      // These are reserved ones (RFC 2606); the local run delivers to its own mailbox.
      const person = { personId, name: name.slice(0, 200), language, email: `${personId}@residents.example` };
      await this.client.ensure(admin, `/v1/estates/${estateId}/persons`, `/v1/persons/${personId}`, person);
    });
  }

  #personId(key: string): string {
    return `${this.#source.estate.code.toLowerCase()}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  }

  #refuse(one: ReplayCase, step: string, { status, body }: Answer): void {
    const known = this.outcomes.get(one.id);
    if (known) this.outcomes.set(one.id, { ...known, refused: { step, status, code: codeOf(body) } });
  }

  async open(one: ReplayCase): Promise<void> {
    const { id, requester, reply, closed, ...input } = one;
    const { estateId } = this.#source.estate;
    const body = {
      ...input,
      estateId,
      replays: true,
      ...(requester && { requester: { personId: this.#personId(requester.key) } }),
    };
    const answer = await this.client.send('POST', '/v1/tickets', { as: this.#manager, key: `${id}-open`, body });
    if (answer.status >= 300) return this.#refuse(one, 'open', answer);
    const known = this.outcomes.get(id);
    if (known) this.outcomes.set(id, { ...known, ticketId: ticketSchema.parse(answer.body).ticketId });
  }

  /** Does a step on the ticket of a case and keeps a refusal. Returns true when it was accepted. */
  async #step(one: ReplayCase, step: string, path: string, body: object): Promise<boolean> {
    const answer = await this.client.send('POST', path, { as: this.#desk, key: `${one.id}-${step}`, body });
    if (answer.status >= 300) this.#refuse(one, step, answer);
    return answer.status < 300;
  }

  ticketIdOf(one: ReplayCase): string | undefined {
    const outcome = this.outcomes.get(one.id);
    return outcome?.refused ? undefined : outcome?.ticketId;
  }

  /** Waits until the ticket is as wanted, at most twenty minutes. Returns the ticket. */
  async #whenever(ticketId: string, wanted: (ticket: Ticket) => boolean): Promise<Ticket> {
    const until = Date.now() + 1_200_000;
    for (let pause = 100; ; pause = Math.min(3_000, pause * 2)) {
      const ticket = await this.client.must(ticketSchema, 'GET', `/v1/tickets/${ticketId}`, { as: this.#desk });
      if (wanted(ticket) || Date.now() > until) return ticket;
      await wait(pause);
    }
  }

  async reply(one: ReplayCase): Promise<void> {
    const ticketId = this.ticketIdOf(one);
    if (!ticketId || !one.reply) return;
    const { text, at } = one.reply;
    await this.#step(one, 'reply', `/v1/tickets/${ticketId}/reply`, { text, channel: one.channel, occurredAt: at });
  }

  /** Does the repair, starting from the work order that the backend created for the ticket. */
  async repair(one: ReplayCase): Promise<void> {
    const ticketId = this.ticketIdOf(one);
    if (!ticketId || !one.closed) return;
    const { workOrderId } = await this.#whenever(ticketId, (ticket) => ticket.workOrderId !== undefined);
    if (!workOrderId) return this.#refuse(one, 'dispatch', { status: 0, headers: new Headers(), body: {} });
    const { at: occurredAt, resolution } = one.closed;
    const order = `/v1/repairs/work-orders/${workOrderId}`;
    const done =
      (await this.#step(one, 'accept', `${order}/accept`, { occurredAt })) &&
      (await this.#step(one, 'arrive', `${order}/arrive`, { occurredAt })) &&
      (await this.#step(one, 'complete', `${order}/complete`, { occurredAt, resolution }));
    if (done) await this.#whenever(ticketId, (ticket) => ticket.resolvedAt !== undefined);
  }

  async close(one: ReplayCase): Promise<void> {
    const ticketId = this.ticketIdOf(one);
    if (!ticketId || !one.closed) return;
    const { at, resolution } = one.closed;
    const resolvedAt = one.type === 'repair' ? (await this.#whenever(ticketId, () => true)).resolvedAt : undefined;
    // The backend records the repair a moment after the technician reported it.
    // The desk closes the ticket after that.
    const occurredAt = resolvedAt !== undefined && Date.parse(resolvedAt) > Date.parse(at) ? resolvedAt : at;
    await this.#step(one, 'close', `/v1/tickets/${ticketId}/close`, { resolution, occurredAt });
  }
}

const usage = `Usage: npm run replay -- FILE --as ${Object.keys(sources).join('|')} [--limit ROWS] [--json]`;

const options = {
  as: { type: 'string', default: '' },
  limit: { type: 'string', default: '999999999' },
  json: { type: 'boolean', default: false },
} as const;

await command({ usage, options, takes: 'file', needsBackend: true }, async (values, file = '') => {
  const source = sources[values.as];
  if (!source) throw new Error(`Give the kind of file with --as.\n${usage}`);
  const limit = wholeNumber('--limit', values.limit);
  const replay = new Replay(new ApiClient(localEndpoints()), source);
  const cases: ReplayCase[] = [];
  const seen = new Set<string>();
  let row = 1;
  for await (const fields of rowsOf(file)) {
    row += 1;
    if (cases.length >= limit) break;
    try {
      const one = source.caseOf(fields);
      if (seen.has(one.id)) throw new Error(`The id ${one.id} occurs twice in the file.`);
      seen.add(one.id);
      cases.push(one);
      replay.outcomes.set(one.id, { row, id: one.id });
    } catch (error) {
      const code = error instanceof Error ? error.message : String(error);
      replay.outcomes.set(`row ${row}`, { row, id: `row ${row}`, refused: { step: 'read', status: 0, code } });
    }
  }
  await replay.setUp(cases);
  await eachWithBar('Opening', cases, (one) => replay.open(one));
  await eachWithBar(
    'Replying',
    cases.filter((one) => one.reply),
    (one) => replay.reply(one),
  );
  await eachWithBar(
    'Repairing',
    cases.filter((one) => one.type === 'repair' && one.closed),
    (one) => replay.repair(one),
  );
  await eachWithBar(
    'Closing',
    cases.filter((one) => one.closed),
    (one) => replay.close(one),
  );
  const failed = await reconcile(
    replay.client,
    replay.desk,
    source.estate.estateId,
    [...replay.outcomes.values()],
    values.json,
  );
  process.exitCode = failed ? 1 : 0;
});
