import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { demoPeople } from '../../local/demo-estate.ts';
import {
  apiUrl,
  client,
  estateId,
  heading,
  linkMailedTo,
  local,
  now,
  policyIsKnown,
  policySchema,
  post,
  tell,
  thing,
  until,
} from './output.ts';

/*
 * A burst pipe at midnight: repair, survey, reopening. A letter of yesterday. Two technicians and one work
 * order.
 */

const { limei, wangfang, zhangqiang, liuyang, zhaomin, sunli } = demoPeople;

const slaTimerSchema = z.object({ timer: z.string(), state: z.string(), dueAt: z.string().optional() });
const ticketSchema = z.object({
  ticketId: z.string(),
  number: z.string(),
  status: z.string(),
  severity: z.string(),
  emergencyWord: z.string().optional(),
  reopenCount: z.number(),
  verification: z.string(),
  workOrderId: z.string().optional(),
  slaTimers: z.array(slaTimerSchema),
});
type Ticket = z.infer<typeof ticketSchema>;
const orderSchema = z.object({ workOrderId: z.string(), status: z.string(), technicianId: z.string().optional() });

const ticketNow = (id: string) => client.must(ticketSchema, 'GET', `/v1/tickets/${id}`, { as: wangfang });
async function repair(ticket: Ticket, resolution: string): Promise<void> {
  const path = `/v1/repairs/work-orders/${ticket.workOrderId}`;
  const order = await client.must(orderSchema, 'GET', path, { as: wangfang });
  const technician = order.technicianId === liuyang.personId ? liuyang : zhangqiang;
  tell(`assigned to ${technician.name} by skill, shift and load`);
  await post(technician, `${path}/accept`, {}, thing);
  await post(technician, `${path}/arrive`, {}, thing);
  await post(technician, `${path}/verify`, { verdict: 'confirmed', findings: '软管接头开裂' }, thing);
  const lines = [{ item: '不锈钢软管', quantity: '1', unit: '根' }];
  await post(technician, `${path}/materials`, { lines }, thing);
  await post(technician, `${path}/complete`, { resolution }, thing);
  tell('accepted, arrived, fault confirmed, one hose used, completed');
  await until(
    () => ticketNow(ticket.ticketId),
    (now) => now.status === 'resolved',
    'the ticket to be resolved',
  );
  await post(wangfang, `/v1/tickets/${ticket.ticketId}/close`, {}, thing);
  tell(`${wangfang.name} closes ${ticket.number}; the resident gets a survey`);
}

async function answer(link: string, form: Record<string, string>): Promise<void> {
  const page = await fetch(link);
  const reply = await fetch(link, { method: 'POST', body: new URLSearchParams(form) });
  tell(`the page opens without login (${page.status}) and accepts the answer (${reply.status})`);
}

/** Reports a burst pipe at midnight and follows it to its confirmation. Returns the ticket. */
export async function demoEmergencyRepair(unitId: string | undefined): Promise<Ticket> {
  const began = now().toISOString();
  heading('Midnight: a resident reports a burst pipe from the app');
  const reported = await post(
    limei,
    '/v1/tickets',
    { estateId, unitId, type: 'repair', channel: 'app', category: 'home/water', title: '厨房水管爆裂，一地水' },
    ticketSchema,
  );
  tell(`ticket ${reported.number}; severity ${reported.severity}, set by emergency triage`);
  for (const { timer, dueAt } of reported.slaTimers) if (dueAt) tell(`SLA target: ${timer} by ${local(dueAt)}`);

  heading('A technician gets the work order at once');
  const dispatched = await until(
    () => ticketNow(reported.ticketId),
    (now) => now.workOrderId !== undefined,
    'a work order',
  );
  await repair(dispatched, '已更换软管，试水无渗漏');

  heading('The resident answers the survey: not fixed');
  const first = await linkMailedTo('limei@residents.example', 'surveys', began);
  const asked = now().toISOString();
  await answer(first, { fixed: 'no', satisfaction: '2', comment: '还在滴水' });
  const again = await until(
    () => ticketNow(reported.ticketId),
    (now) => now.reopenCount === 1 && now.workOrderId !== undefined,
    'the ticket to be reopened',
  );
  tell(`ticket ${again.number} is open again (reopened ${again.reopenCount} time); its SLA timers go on`);
  await repair(again, '接头重新密封，观察一小时无滴水');
  const second = await linkMailedTo('limei@residents.example', 'surveys', asked);
  await answer(second, { fixed: 'yes', satisfaction: '5', recommend: '9' });
  const confirmed = await until(
    () => ticketNow(reported.ticketId),
    (now) => now.verification === 'confirmed',
    'the answer to reach the ticket',
  );
  tell(`the ticket is ${confirmed.status} and ${confirmed.verification} by the resident`);
  return confirmed;
}

/** Enters a letter of yesterday and explains its SLA timer. */
export async function demoLateEntry(): Promise<void> {
  heading("Yesterday's letter: the SLA timer counts from its arrival");
  const receivedAt = new Date(now().getTime() - 26 * 3_600_000).toISOString();
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
  await post(wangfang, `/v1/tickets/${complaint.ticketId}/hold`, { question: '请问是几号车位？' }, thing);
  await post(wangfang, `/v1/tickets/${complaint.ticketId}/resume`, { answer: 'B2-117' }, thing);
  const explained = await client.must(
    z.object({
      usedMs: z.number(),
      intervals: z.array(z.object({ from: z.string(), to: z.string(), counted: z.boolean(), why: z.string() })),
    }),
    'GET',
    `/v1/tickets/${complaint.ticketId}/sla-timers/reply/explain`,
    { as: zhaomin },
  );
  for (const { from, to, counted, why } of explained.intervals.slice(0, 6)) {
    tell(`${counted ? 'counted    ' : 'not counted'} ${local(from)} - ${local(to)}  ${why}`);
  }
  await post(wangfang, `/v1/tickets/${complaint.ticketId}/reply`, { text: '已加装地锁。', channel: 'letter' }, thing);
  tell(`record form to print and sign: GET ${apiUrl}/v1/tickets/${complaint.ticketId}/form`);
}

/** Lets two technicians claim one work order at the same time. */
export async function demoClaim(): Promise<void> {
  heading('Two technicians claim one work order: exactly one gets it');
  const repairsPath = `/v1/repairs/policies/${estateId}`;
  const { estateId: __, version: was, ...repairs } = await client.must(policySchema, 'GET', repairsPath, { as: sunli });
  const claim = { ...repairs, modeOf: { default: 'claim' } };
  await client.must(thing, 'PUT', repairsPath, { as: sunli, ifMatch: was, body: claim });
  await policyIsKnown();
  const leak = await post(
    wangfang,
    '/v1/tickets',
    { estateId, type: 'repair', channel: 'hotline', category: 'home/water', title: '阳台水龙头关不紧' },
    ticketSchema,
  );
  const listed = z.object({ items: z.array(z.object({ workOrderId: z.string(), ticketId: z.string() })) });
  const { items } = await until(
    () => client.must(listed, 'GET', `/v1/repairs/work-orders?estateId=${estateId}`, { as: wangfang }),
    (found) => found.items.some((one) => one.ticketId === leak.ticketId),
    'the work order to be offered',
  );
  const offered = items.find((one) => one.ticketId === leak.ticketId)?.workOrderId;
  const claims = await Promise.all(
    [zhangqiang, liuyang].map((as) =>
      client.send('POST', `/v1/repairs/work-orders/${offered}/claim`, { as, body: {}, key: randomUUID() }),
    ),
  );
  tell(`${zhangqiang.name}: ${claims[0]?.status}, ${liuyang.name}: ${claims[1]?.status}`);
  await client.must(thing, 'PUT', repairsPath, { as: sunli, ifMatch: was + 1, body: repairs });
  await policyIsKnown();
}
