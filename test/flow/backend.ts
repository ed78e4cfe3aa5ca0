import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod';
import { ApiClient, type Caller, headOffice, type Send } from '../../infra/api-client/api-client.ts';
import { type Role, staffRoles } from '../../shared/http/auth.ts';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';

const { apiUrl, issuerUrl, mailUrl, controlUrl, stateDir } = inject('backend');
const client = new ApiClient({ apiUrl, issuerUrl });

/** Any JSON value, for tests that check parts of a response. */
// biome-ignore lint/suspicious/noExplicitAny: a test may read any field of a response.
export type Body = any;

const isStaffRole = (role: string) => staffRoles.some((one) => one === role);
const hiring = new Map<string, Promise<unknown>>();

/**
 * Registers a member of staff with the roles and estates of a test before their first request. Residents are
 * registered by their tests, and so is who shall be unknown or have other roles: with `isUnknown`. With
 * `isUnopened` a cashier has not counted their drawer.
 */
export function registerFirst(as: Caller & { isUnknown?: boolean; isUnopened?: boolean }): Promise<unknown> {
  const { personId = as.sub, roles, estates, isUnknown } = as;
  const [estateId] = estates;
  const known = roles.filter(isStaffRole);
  if (isUnknown || known.length === 0 || estateId === undefined || estateId === '*') return Promise.resolve();
  const before = hiring.get(personId);
  if (before) return before;
  const hired = hireWithDrawer({ ...as, roles: known });
  hiring.set(personId, hired);
  return hired;
}

/** Registers a member of staff. Who takes cash begins the day with a count of the empty drawer (R20.5). */
async function hireWithDrawer(member: Caller & { isUnopened?: boolean }, details: object = {}): Promise<void> {
  const { isUnopened, ...one } = member;
  await client.hire(one, details);
  if (isUnopened || !one.roles.some((role) => ['cashier', 'manager'].includes(role))) return;
  await Promise.all(one.estates.filter((id) => id !== '*').map((estateId) => client.openDrawer(one, estateId)));
}

/** Sends a request and returns status, body and headers, also of a problem. */
export async function ask(as: Caller | undefined, method: string, path: string, body?: unknown, more: Send = {}) {
  if (as) await registerFirst(as);
  const answer: { status: number; headers: Headers; body: Body } = await client.send(method, path, {
    ...(as && { as }),
    ...(body !== undefined && { body }),
    ...(method === 'POST' && { key: randomUUID() }),
    ...more,
  });
  return answer;
}

/** Sends a request that must succeed and returns its body. */
export async function must(
  as: Caller | undefined,
  method: string,
  path: string,
  body?: unknown,
  more: Send = {},
): Promise<Body> {
  const answer = await ask(as, method, path, body, more);
  if (answer.status >= 300) {
    const said = `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`;
    throw new Error(answer.status >= 500 ? `${said}\n${logged(answer.body.traceId)}` : said);
  }
  return answer.body;
}

/** Returns the log lines of a failed request. The logs are deleted at the end of the run. */
function logged(traceId: string): string {
  const folder = join(stateDir, 'logs');
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines.filter((line) => line.includes(traceId)).join('\n');
}

/** Estates of this test file. Other test files use their own estates at the same time. */
const ours: string[] = [];

/** Waits until all consequences of the requests in the estates of this file are processed. */
export async function idle(): Promise<void> {
  const about = ours.length > 0 ? `?about=${ours.join()}` : '';
  const reply = await fetch(`${controlUrl}/idle${about}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`the backend is not idle: ${await reply.text()}`);
}

async function control(path: string): Promise<Response> {
  const reply = await fetch(`${controlUrl}${path}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return reply;
}

type Counts = Record<string, number>;

/** Runs `what` while no other test file runs a scheduled job: a job handles the data of all test files. */
export async function whileNobodyRuns<T>(job: string, what: (run: () => Promise<Counts>) => Promise<T>): Promise<T> {
  await control(`/turn?name=${job}`);
  try {
    return await what(async () =>
      z.record(z.string(), z.number()).parse(await (await control(`/job?name=${job}`)).json()),
    );
  } finally {
    await control(`/turn/end?name=${job}`);
  }
}

/** Runs a scheduled job as soon as no other test file runs it, and returns its counts. */
export function runJob(name: string): Promise<Counts> {
  return whileNobodyRuns(name, (run) => run());
}

const mailSchema = z.object({
  messageId: z.string(),
  recipients: z.array(z.string()),
  subject: z.string(),
  tags: z.record(z.string(), z.array(z.string())),
  request: z.string(),
});

/** Returns the mails sent to an address, oldest first, with their raw text. */
export async function mailsTo(address: string) {
  const reply = await fetch(`${mailUrl}/accepted?${new URLSearchParams({ to: address })}`);
  return z
    .array(mailSchema)
    .parse(await reply.json())
    .map((mail) => {
      const raw = new URLSearchParams(mail.request).get('RawMessage.Data') ?? '';
      return { ...mail, raw: Buffer.from(raw, 'base64').toString('utf8') };
    });
}

/** An estate of a test with its staff and households. */
export interface TestEstate {
  readonly estateId: string;
  readonly staff: Readonly<Record<Exclude<Role, 'resident'>, Caller>>;
  /** Registers a household with a unit, and with an e-mail address unless `email` is null. */
  household(name: string, more?: { email?: string | null; phone?: string; language?: string }): Promise<Household>;
  /** Registers one more technician. */
  technician(name: string, more?: object): Promise<Caller>;
}
export interface Household extends Caller {
  readonly personId: string;
  readonly unitId: string;
  readonly email: string | undefined;
}

/**
 * Creates an estate through the API. `code` starts its ticket numbers and must be unique in the whole run.
 */
export async function estateCalled(code: string, more: object = {}): Promise<TestEstate> {
  const estateId = `estate-${code.toLowerCase()}`;
  const caller = (role: string, name: string): Caller => ({
    sub: `${estateId}-${name}`,
    personId: `${estateId}-${name}`,
    name,
    roles: [role],
    estates: [estateId],
  });
  const admin = caller('administrator', 'administrator');
  ours.push(estateId);
  const calendar = stateCouncilCalendar();
  await must(headOffice, 'POST', '/v1/estates', {
    estateId,
    code,
    name: `${code}花园`,
    language: 'zh-CN',
    calendar,
    ...more,
  });
  const hire = async (role: string, name: string, details: object = {}): Promise<Caller> => {
    const member = caller(role, name);
    const hired = hireWithDrawer(member, details);
    hiring.set(String(member.personId), hired);
    await hired;
    return member;
  };
  const roles = ['operator', 'technician', 'supervisor', 'manager', 'cashier', 'auditor'] as const;
  const [operator, technician, supervisor, manager, cashier, auditor] = await Promise.all(
    roles.map((role) => hire(role, role)),
  );
  if (!operator || !technician || !supervisor || !manager || !cashier || !auditor) throw new Error('staff is missing');
  const staff = { operator, technician, supervisor, manager, cashier, auditor, administrator: admin };
  return {
    estateId,
    staff,
    technician: (name, details) => hire('technician', name, details),
    household: async (name, { email, phone, language = 'zh-CN' } = {}) => {
      const resident = caller('resident', name);
      const personId = resident.sub;
      const address = email === null ? undefined : (email ?? `${personId}@residents.example`);
      const person = { personId, name, language, ...(address && { email: address }), ...(phone && { phone }) };
      await must(admin, 'POST', `/v1/estates/${estateId}/persons`, person);
      const unit = { label: `${name}的家`, building: '1栋', area: '89.37', use: 'dwelling' };
      const { unitId } = await must(admin, 'POST', `/v1/estates/${estateId}/units`, unit);
      await must(admin, 'POST', `/v1/units/${unitId}/tenures`, { personId, role: 'owner', from: '2024-06-30' });
      return { ...resident, personId, unitId, email: address };
    },
  };
}

/** Opens a ticket as the operator. */
export async function reported(estate: TestEstate, details: object = {}): Promise<Body> {
  return must(estate.staff.operator, 'POST', '/v1/tickets', {
    estateId: estate.estateId,
    type: 'complaint',
    channel: 'hotline',
    category: 'parking',
    title: '车位被占',
    ...details,
  });
}
