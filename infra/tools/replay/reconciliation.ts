import { setTimeout as wait } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import * as z from 'zod';
import type { ApiClient, Caller } from '../../api-client/api-client.ts';
import type { Outcome } from './replay-case.ts';

const ticketSchema = z.object({ ticketId: z.string(), number: z.string(), status: z.string(), type: z.string() });
const statusSchema = z.object({ status: z.string() });
const workOrderSchema = z.object({ workOrderId: z.string(), ticketId: z.string(), status: z.string() });
const noticeSchema = z.object({ noticeId: z.string(), status: z.string(), template: z.string(), attempts: z.number() });
const eventSchema = z.object({ id: z.string(), name: z.string() });

interface Counted {
  tickets: Record<string, number>;
  workOrders: Record<string, number>;
  surveys: Record<string, number>;
  returnVisits: Record<string, number>;
  notices: Record<string, number>;
}

function tally<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}

async function everything<T extends z.ZodType>(client: ApiClient, desk: Caller, schema: T, path: string) {
  const items: z.output<T>[] = [];
  for await (const item of client.all(schema, path, desk)) items.push(item);
  return items;
}

/** Counts the records of an estate through the lists of the API. */
async function count(client: ApiClient, desk: Caller, estateId: string) {
  const of = <T extends z.ZodType>(schema: T, path: string) =>
    everything(client, desk, schema, `/v1/${path}?estateId=${estateId}`);
  const tickets = await of(ticketSchema, 'tickets');
  const workOrders = await of(workOrderSchema, 'repairs/work-orders');
  const notices = await of(noticeSchema, 'notices');
  const surveys = await of(statusSchema, 'surveys');
  const returnVisits = await of(statusSchema, 'surveys/return-visits');
  const counted: Counted = {
    tickets: tally(tickets, (one) => one.status),
    workOrders: tally(workOrders, (one) => one.status),
    surveys: tally(surveys, (one) => one.status),
    returnVisits: tally(returnVisits, (one) => one.status),
    notices: tally(notices, (one) => `${one.template} ${one.status}`),
  };
  return { counted, tickets, workOrders, notices };
}

/** Waits until all consequences of the requests are done: two counts in a row are the same. */
async function settledCount(client: ApiClient, desk: Caller, estateId: string) {
  for (let last = ''; ; ) {
    const found = await count(client, desk, estateId);
    const text = JSON.stringify(found.counted);
    if (text === last) return found;
    last = text;
    await wait(5_000);
  }
}

/** Prints the result of every row and the records of the backend. Returns true when a check fails. */
export async function reconcile(
  client: ApiClient,
  desk: Caller,
  estateId: string,
  outcomes: readonly Outcome[],
  json: boolean,
): Promise<boolean> {
  const { counted, tickets, workOrders, notices } = await settledCount(client, desk, estateId);
  const bar = new SingleBar(
    { format: 'Reading the records     [{bar}] {value}/{total}', noTTYOutput: true, notTTYSchedule: 10_000 },
    Presets.legacy,
  );
  bar.start(tickets.length, 0);
  const events: Record<string, number> = {};
  const queue = [...tickets];
  const read = async () => {
    for (let one = queue.pop(); one; one = queue.pop()) {
      for (const { name } of await everything(client, desk, eventSchema, `/v1/tickets/${one.ticketId}/events`)) {
        events[name] = (events[name] ?? 0) + 1;
      }
      bar.increment();
    }
  };
  await Promise.all(Array.from({ length: 16 }, read));
  bar.stop();

  const accepted = outcomes.filter((one) => one.ticketId);
  const refused = outcomes.filter((one) => one.refused);
  const reasons = tally(refused, (one) => `${one.refused?.step}: ${one.refused?.status} ${one.refused?.code}`);
  const known = new Set(tickets.map((one) => one.ticketId));
  const repairs = tickets.filter((one) => one.type === 'repair').length;
  const checks: readonly (readonly [string, boolean])[] = [
    ['every row has a ticket or a refusal', outcomes.every((one) => one.ticketId ?? one.refused)],
    ['the backend lists a ticket for every accepted row', accepted.every((one) => known.has(one.ticketId ?? ''))],
    ['no two rows share a ticket', new Set(accepted.map((one) => one.ticketId)).size === accepted.length],
    ['the backend lists no other ticket', tickets.length === accepted.length],
    ['there is one work order for each repair', workOrders.length === repairs],
    ['no ticket has two work orders', new Set(workOrders.map((one) => one.ticketId)).size === workOrders.length],
    ['no mail was sent twice', notices.every((one) => one.attempts <= 1)],
    ['no answer was a 5xx', [...client.statuses.keys()].every((status) => status < 500)],
  ];
  const report = {
    rows: outcomes.length,
    accepted: accepted.length,
    'accepted without a refusal': accepted.filter((one) => !one.refused).length,
    'refused at some step': reasons,
    ...counted,
    totals: {
      tickets: tickets.length,
      workOrders: workOrders.length,
      surveyInvitations: total(counted.surveys),
      returnVisits: total(counted.returnVisits),
      notices: total(counted.notices),
      events: total(events),
    },
    events: Object.fromEntries(Object.entries(events).sort(([a], [b]) => (a < b ? -1 : 1))),
    answers: Object.fromEntries([...client.statuses].sort(([a], [b]) => a - b)),
  };
  console.log(json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  for (const one of refused.slice(0, json ? 0 : 60)) {
    console.log(
      `  row ${one.row}, ${one.id}: ${one.refused?.step} refused, ${one.refused?.status} ${one.refused?.code}`,
    );
  }
  for (const [what, holds] of checks) console.log(`${holds ? '✓' : '✗'} ${what}`);
  return checks.some(([, holds]) => !holds);
}
