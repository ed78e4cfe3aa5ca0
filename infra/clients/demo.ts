import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { runningHouse } from '../local/addresses.ts';
import { demoPeople, enterDemoEstate } from './demo-estate.ts';
import { type Caller, HouseClient } from './house-client.ts';

/* `npm run demo`: the story of the house, told by doing it against the running system. */

const { apiUrl, issuerUrl, mailUrl } = runningHouse();
const client = new HouseClient({ apiUrl, issuerUrl });
const { limei, wangfang, zhangqiang, liuyang, zhaomin, sunli } = demoPeople;
const estateId = 'sunshine';

const thing = z.record(z.string(), z.unknown());
const clockSchema = z.object({ clock: z.string(), state: z.string(), dueAt: z.string().optional() });
const ticketSchema = z.object({
  ticketId: z.string(),
  number: z.string(),
  status: z.string(),
  severity: z.string(),
  emergencyWord: z.string().optional(),
  reopenCount: z.number(),
  verification: z.string(),
  workOrderId: z.string().optional(),
  clocks: z.array(clockSchema),
});
type Ticket = z.infer<typeof ticketSchema>;
const orderSchema = z.object({ workOrderId: z.string(), status: z.string(), technicianId: z.string().optional() });
const policySchema = z.looseObject({ estateId: z.string(), version: z.number() });

let chapter = 0;
function heading(title: string): void {
  chapter += 1;
  console.log(`\n\x1b[1m${chapter}. ${title}\x1b[0m`);
}
function tell(line: string): void {
  console.log(`   ${line}`);
}
function local(instant: string | undefined): string {
  return instant ? new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16) : '-';
}

function post<T extends z.ZodType>(as: Caller, path: string, body: object, schema: T): Promise<z.output<T>> {
  return client.must(schema, 'POST', path, { as, body, key: randomUUID() });
}

/** Asks again until it is as wanted: what follows from an event follows within moments. */
async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, what: string): Promise<T> {
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await wait(200);
  }
  throw new Error(`Waited half a minute for: ${what}. The logs of the functions are in .local/logs.`);
}
const ticketNow = (id: string) => client.must(ticketSchema, 'GET', `/v1/tickets/${id}`, { as: wangfang });

const mailSchema = z.object({ recipients: z.array(z.string()), request: z.string(), at: z.string() });

/** The text part of a mail as its reader sees it. */
function textOf(raw: string): string {
  const [, body = ''] = /Content-Type: text\/plain[\s\S]*?base64\r\n\r\n([\w+/=\r\n]+)/.exec(raw) ?? [];
  return Buffer.from(body, 'base64').toString('utf8');
}

/** The newest mail to an address that has a link of a kind in it: shows it and answers the link. */
async function linkMailedTo(address: string, kind: string, since: string): Promise<string> {
  const link = new RegExp(`https?://\\S+/p/${kind}/[\\w.-]+`);
  const find = async () => {
    const mails = z.array(mailSchema).parse(await (await fetch(`${mailUrl}/accepted`)).json());
    return mails
      .filter(({ recipients, at }) => at >= since && recipients.some((one) => one.includes(address)))
      .map(({ request }) => Buffer.from(new URLSearchParams(request).get('RawMessage.Data') ?? '', 'base64'))
      .map((raw) => textOf(raw.toString('utf8')))
      .findLast((text) => link.test(text));
  };
  const text = (await until(find, (found) => found !== undefined, `a mail to ${address} with a link`)) ?? '';
  tell(`mail to ${address}:`);
  for (const line of text.trim().split(/\r?\n/)) tell(`  │ ${line.length > 100 ? `${line.slice(0, 100)}…` : line}`);
  return link.exec(text)?.[0] ?? '';
}

async function repair(ticket: Ticket, resolution: string): Promise<void> {
  const path = `/v1/work-orders/${ticket.workOrderId}`;
  const order = await client.must(orderSchema, 'GET', path, { as: wangfang });
  const technician = order.technicianId === liuyang.personId ? liuyang : zhangqiang;
  tell(`${technician.name} has it (skill, shift and load decide), within moments of the report`);
  await post(technician, `${path}/accept`, {}, thing);
  await post(technician, `${path}/arrive`, {}, thing);
  await post(technician, `${path}/verify`, { verdict: 'confirmed', findings: '软管接头开裂' }, thing);
  const lines = [{ item: '不锈钢软管', quantity: '1', unit: '根' }];
  await post(technician, `${path}/materials`, { lines }, thing);
  await post(technician, `${path}/complete`, { resolution }, thing);
  tell('accepted, on site, fault confirmed, one hose used, done');
  await until(
    () => ticketNow(ticket.ticketId),
    (now) => now.status === 'resolved',
    'the ticket to be resolved',
  );
  await post(wangfang, `/v1/tickets/${ticket.ticketId}/close`, {}, thing);
  tell(`${wangfang.name} closes ${ticket.number}; the household is asked afterwards`);
}

async function answer(link: string, form: Record<string, string>): Promise<void> {
  const page = await fetch(link);
  const reply = await fetch(link, { method: 'POST', body: new URLSearchParams(form) });
  tell(`the page opens without login (${page.status}) and takes the answer (${reply.status})`);
}

const began = new Date().toISOString();
const units = await enterDemoEstate(client);
const unitId = units.get('3栋2单元1201');

/** Changes what the estate has decided about a room, once. */
async function decide(room: string, change: (policy: Record<string, unknown>) => object): Promise<void> {
  const path = `/v1/estates/${estateId}/policies/${room}`;
  const { estateId: _, version, ...policy } = await client.must(policySchema, 'GET', path, { as: sunli });
  if (version > 0) return;
  await client.must(thing, 'PUT', path, { as: sunli, ifMatch: version, body: { ...policy, ...change(policy) } });
}

// Told twice within a month, the story must ask the same household twice, and at night it must write to it at once:
// neither would the house do by itself.
await decide('surveys', ({ contactCap }) => ({ contactCap: { ...z.looseObject({}).parse(contactCap), surveys: 20 } }));
await decide('notices', () => ({ quietFrom: '00:00', quietTo: '00:00' }));

heading('Midnight: a household reports a burst pipe from its phone');
const reported = await post(
  limei,
  '/v1/tickets',
  { estateId, unitId, type: 'repair', channel: 'app', category: 'home/water', title: '厨房水管爆裂，一地水' },
  ticketSchema,
);
tell(`number ${reported.number} to read out on the phone; severity ${reported.severity}, whatever anybody chose`);
for (const { clock, dueAt } of reported.clocks) if (dueAt) tell(`promised: ${clock} by ${local(dueAt)}`);

heading('The right technician knows at once');
const dispatched = await until(
  () => ticketNow(reported.ticketId),
  (now) => now.workOrderId !== undefined,
  'a work order',
);
await repair(dispatched, '已更换软管，试水无渗漏');

heading('The household is asked, and says no');
const first = await linkMailedTo('limei@residents.example', 'survey', began);
const asked = new Date().toISOString();
await answer(first, { fixed: 'no', satisfaction: '2', comment: '还在滴水' });
const again = await until(
  () => ticketNow(reported.ticketId),
  (now) => now.reopenCount === 1 && now.workOrderId !== undefined,
  'the ticket to be taken up again',
);
tell(`the same ticket ${again.number} is open again, counter ${again.reopenCount}, its clocks go on`);
await repair(again, '接头重新密封，观察一小时无滴水');
const second = await linkMailedTo('limei@residents.example', 'survey', asked);
await answer(second, { fixed: 'yes', satisfaction: '5', recommend: '9' });
const confirmed = await until(
  () => ticketNow(reported.ticketId),
  (now) => now.verification === 'confirmed',
  'the answer to reach the ticket',
);
tell(`now it is ${confirmed.status} and ${confirmed.verification} by the household itself`);

heading("Yesterday's letter: the clock counts from when it came");
const receivedAt = new Date(Date.now() - 26 * 3_600_000).toISOString();
const complaint = await post(
  wangfang,
  '/v1/tickets',
  {
    estateId,
    type: 'complaint',
    channel: 'letter',
    category: 'parking',
    title: '固定车位长期被占',
    description: '已多次反映，未见处理。',
    receivedAt,
    requester: { personId: 'chenwei' },
  },
  ticketSchema,
);
tell(`${complaint.number} received ${local(receivedAt)}, entered now`);
await post(wangfang, `/v1/tickets/${complaint.ticketId}/wait`, { question: '请问是几号车位？' }, thing);
await post(wangfang, `/v1/tickets/${complaint.ticketId}/resume`, { answer: 'B2-117' }, thing);
const explained = await client.must(
  z.object({
    usedMs: z.number(),
    intervals: z.array(z.object({ from: z.string(), to: z.string(), counted: z.boolean(), why: z.string() })),
  }),
  'GET',
  `/v1/tickets/${complaint.ticketId}/clocks/reply/explain`,
  { as: zhaomin },
);
for (const { from, to, counted, why } of explained.intervals.slice(0, 6)) {
  tell(`${counted ? 'counted    ' : 'not counted'} ${local(from)} - ${local(to)}  ${why}`);
}
await post(wangfang, `/v1/tickets/${complaint.ticketId}/reply`, { text: '已加装地锁。', channel: 'letter' }, thing);
tell(`record form to print and sign: GET ${apiUrl}/v1/tickets/${complaint.ticketId}/form`);

heading('Two technicians grab one order: exactly one has it');
const repairsPath = `/v1/estates/${estateId}/policies/repairs`;
const { estateId: __, version: was, ...repairs } = await client.must(policySchema, 'GET', repairsPath, { as: sunli });
const grab = { ...repairs, modeOf: { default: 'grab' } };
await client.must(thing, 'PUT', repairsPath, { as: sunli, ifMatch: was, body: grab });
const leak = await post(
  wangfang,
  '/v1/tickets',
  { estateId, type: 'repair', channel: 'hotline', category: 'home/water', title: '阳台水龙头关不紧' },
  ticketSchema,
);
const listed = z.object({ items: z.array(z.object({ workOrderId: z.string(), ticketId: z.string() })) });
const { items } = await until(
  () => client.must(listed, 'GET', `/v1/work-orders?estateId=${estateId}`, { as: wangfang }),
  (found) => found.items.some((one) => one.ticketId === leak.ticketId),
  'the order to be offered',
);
const offered = items.find((one) => one.ticketId === leak.ticketId)?.workOrderId;
const grabs = await Promise.all(
  [zhangqiang, liuyang].map((as) =>
    client.send('POST', `/v1/work-orders/${offered}/grab`, { as, body: {}, key: randomUUID() }),
  ),
);
tell(`${zhangqiang.name}: ${grabs[0]?.status}, ${liuyang.name}: ${grabs[1]?.status}`);
await client.must(thing, 'PUT', repairsPath, { as: sunli, ifMatch: was + 1, body: repairs });

heading('What the manager sees');
const month = new Date().toISOString().slice(0, 7);
const figures = await client.must(thing, 'GET', `/v1/surveys/statistics?estateId=${estateId}&month=${month}`, {
  as: sunli,
});
tell(`satisfaction of the month: ${JSON.stringify(figures)}`);
const notices = await client.must(
  z.object({ items: z.array(z.object({ template: z.string(), status: z.string() })) }),
  'GET',
  `/v1/notices?estateId=${estateId}&limit=10`,
  { as: wangfang },
);
for (const { template, status } of notices.items) tell(`notice ${template.padEnd(24)} ${status}`);
console.log(`\nEverything above is in the written record: GET ${apiUrl}/v1/tickets/${reported.ticketId}/events\n`);
