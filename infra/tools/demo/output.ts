import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { policyMemory } from '../../../shared/http/policy.ts';
import { ApiClient, type Caller } from '../../api-client/api-client.ts';
import { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { demoPeople, demoEstateId as estateId } from '../../local/demo-estate.ts';

/* Output of the demo: headings, steps, and mails that arrived. */

const endpoints = localEndpoints();
export const { apiUrl } = endpoints;
export const client = new ApiClient(endpoints);
export { estateId };

const clock = new LocalClockClient(endpoints);
await clock.read();
/** Returns the current time of the backend. */
export function now(): Date {
  return clock.now();
}

/** Any JSON object. */
export const thing = z.record(z.string(), z.unknown());
export const policySchema = z.looseObject({ estateId: z.string(), version: z.number() });

let chapter = 0;
export function heading(title: string): void {
  chapter += 1;
  console.log(`\n\x1b[1m${chapter}. ${title}\x1b[0m`);
}
export function tell(line: string): void {
  console.log(`   ${line}`);
}
export function local(instant: string | undefined): string {
  return instant ? new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16) : '-';
}

export function post<T extends z.ZodType>(as: Caller, path: string, body: object, schema: T): Promise<z.output<T>> {
  return client.must(schema, 'POST', path, { as, body, key: randomUUID() });
}

/**
 * Repeats a request until its answer is as wanted, because consumers work in the background.
 * @throws Error after half a minute.
 */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, what: string): Promise<T> {
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await wait(200);
  }
  throw new Error(`Waited half a minute for: ${what}. The logs of the functions are in .local/logs.`);
}

const mailSchema = z.object({ recipients: z.array(z.string()), request: z.string(), at: z.string() });

/** Returns the text part of a mail. */
function textOf(raw: string): string {
  const [, body = ''] = /Content-Type: text\/plain[\s\S]*?base64\r\n\r\n([\w+/=\r\n]+)/.exec(raw) ?? [];
  return Buffer.from(body, 'base64').toString('utf8');
}

/**
 * Waits for the newest mail to an address since an instant that matches `what`.
 * Prints it and returns its text.
 */
export async function mailAbout(address: string, since: string, what: RegExp): Promise<string> {
  const find = async () => {
    const mails = z.array(mailSchema).parse(await (await fetch(`${endpoints.mailUrl}/accepted`)).json());
    return mails
      .filter(({ recipients, at }) => at >= since && recipients.some((one) => one.includes(address)))
      .map(({ request }) => Buffer.from(new URLSearchParams(request).get('RawMessage.Data') ?? '', 'base64'))
      .map((raw) => textOf(raw.toString('utf8')))
      .findLast((text) => what.test(text));
  };
  const text = (await until(find, (found) => found !== undefined, `a mail to ${address}`)) ?? '';
  tell(`mail to ${address}:`);
  for (const line of text.trim().split(/\r?\n/)) tell(`  │ ${line.length > 100 ? `${line.slice(0, 100)}…` : line}`);
  return text;
}

/** Waits for the newest mail to an address with a link of a kind. Prints the mail and returns the link. */
export async function linkMailedTo(address: string, kind: string, since: string): Promise<string> {
  const link = new RegExp(`https?://\\S+/p/${kind}/[\\w.-]+`);
  return link.exec(await mailAbout(address, since, link))?.[0] ?? '';
}

/** Waits until no function decides by an earlier policy any more. */
export async function policyIsKnown(): Promise<void> {
  await wait(policyMemory.ms);
}

/** Changes a policy of the estate, unless it was changed before. */
export async function decide(context: string, change: (policy: Record<string, unknown>) => object): Promise<void> {
  const path = `/v1/${context}/policies/${estateId}`;
  const { estateId: _, version, ...policy } = await client.must(policySchema, 'GET', path, { as: demoPeople.sunli });
  if (version > 0) return;
  await client.must(thing, 'PUT', path, {
    as: demoPeople.sunli,
    ifMatch: version,
    body: { ...policy, ...change(policy) },
  });
}
