import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from '../../api-client/api-client.ts';
import type { Course } from './course.ts';
import { estateId, people } from './estate.ts';
import { oneOf } from './faults.ts';
import { noticeSchema, notOne, surveySchema, ticketSchema } from './records.ts';

/*
 * What people do with the backend: each flow goes from its first request to its end and keeps what it was
 * promised.
 */

/** The parts of a run that flows need beside the API. */
export interface Surroundings {
  readonly mailUrl: string;
  /** Fee item of the meters. */
  readonly meteredItem: string;
  /** Secret from which the keys of payment channels are derived. */
  readonly gatewaySecret: string;
  /** The time of the backend. */
  now(): Date;
}

const pageSchema = z.object({ items: z.array(z.unknown()) });
const { desk, manager, admin, auditor } = people;

/** Registers a person with an address at which mail arrives, or from which some of it comes back. */
async function enterPerson(course: Course): Promise<{ personId: string; email: string }> {
  const personId = `${course.name}-person`;
  const email = `${course.chance(0.1) ? 'bounce-' : ''}${personId}@residents.example`;
  const body = { personId, name: '林女士', language: 'zh-CN', email };
  await course.post(z.unknown(), admin, `/v1/estates/${estateId}/persons`, body);
  return { personId, email };
}

/** Keeps that a text was written into the history of a ticket once. */
function promiseEvent(course: Course, path: string, text: string): void {
  course.promise(async () => {
    const { items } = await course.get(pageSchema, auditor, `${path}/events?limit=200`);
    return notOne(
      `${text} in ${path}`,
      items.filter((one) => JSON.stringify(one).includes(text)),
    );
  });
}

/** A ticket is opened, answered and closed. */
export async function ticketFlow(course: Course): Promise<void> {
  const type = oneOf(course.random, ['complaint', 'inquiry', 'suggestion', 'praise']);
  const title = course.name;
  const opening = { estateId, type, channel: 'hotline', category: 'parking', title };
  const { ticketId } = await course.post(ticketSchema, desk, '/v1/tickets', opening);
  const path = `/v1/tickets/${ticketId}`;
  let status: string | undefined;
  course.promise(({ tickets }) => {
    const found = tickets.get(title);
    const wrong = notOne(`the ticket ${title}`, found);
    if (wrong || !status) return wrong;
    return found?.[0]?.status === status ? undefined : `lost: ${title} is ${found?.[0]?.status} instead of ${status}`;
  });
  // Several people write at the same moment.
  await Promise.all(
    [desk, people.supervisor, manager].slice(0, Math.floor(course.random() * 4)).map(async (as, nth) => {
      const text = `${title}/note-${nth}/`;
      await course.post(z.unknown(), as, `${path}/notes`, { text });
      promiseEvent(course, path, text);
    }),
  );
  const text = `${title}/reply/`;
  await course.post(z.unknown(), desk, `${path}/reply`, { text, channel: 'hotline' });
  promiseEvent(course, path, text);
  if (course.chance(0.2)) return;
  await course.post(z.unknown(), desk, `${path}/close`, { resolution: `${title}/close/` });
  status = 'closed';
  promiseEvent(course, path, `${title}/close/`);
}

const mailsSchema = z.array(z.object({ request: z.string() }));

/** Returns the link of a kind in the mails to an address. */
async function linkMailed(mailUrl: string, email: string, kind: string): Promise<string | undefined> {
  const reply = await fetch(`${mailUrl}/accepted?${new URLSearchParams({ to: email })}`).catch(() => undefined);
  if (!reply?.ok) return undefined;
  for (const { request } of mailsSchema.parse(await reply.json())) {
    const raw = Buffer.from(new URLSearchParams(request).get('RawMessage.Data') ?? '', 'base64').toString('utf8');
    const [, body = ''] = /Content-Type: text\/plain[\s\S]*?base64\r\n\r\n([\w+/=\r\n]+)/.exec(raw) ?? [];
    const link = new RegExp(`https?://\\S+/p/${kind}/[\\w.-]+`).exec(Buffer.from(body, 'base64').toString('utf8'));
    if (link) return link[0];
  }
  return undefined;
}

/** Returns 'call' when the invitation could not be sent by mail and people call the household instead. */
async function becameCall(course: Course, ticketId: string): Promise<'call' | undefined> {
  const { items } = await course.get(pageSchema, desk, `/v1/notices?estateId=${estateId}&aboutId=${ticketId}`);
  const invitation = z
    .array(noticeSchema)
    .parse(items)
    .find(({ template }) => template === 'survey-invitation');
  return invitation?.status === 'failed' ? 'call' : undefined;
}

/**
 * A household reports a fault; a technician repairs it, the desk closes the ticket, and the survey is
 * answered.
 */
export async function repairFlow(course: Course, { mailUrl }: Surroundings): Promise<void> {
  const { personId, email } = await enterPerson(course);
  const title = course.name;
  const requester = { personId };
  const opening = { estateId, type: 'repair', channel: 'app', category: 'home/water', title, requester };
  const { ticketId } = await course.post(ticketSchema, desk, '/v1/tickets', opening);
  course.promise(({ tickets }) => notOne(`the ticket ${title}`, tickets.get(title)));
  course.promise(({ orders }) => notOne(`work order for ${title}`, orders.get(ticketId)));
  course.promise(({ noticesAbout }) => notOne(`receipt of ${title}`, noticesAbout.get(`ticket-received ${ticketId}`)));
  const look = () => course.get(ticketSchema, desk, `/v1/tickets/${ticketId}`);
  const workOrderId = await course.until(`the work order of ${ticketId}`, async () => (await look()).workOrderId);
  const order = `/v1/repairs/work-orders/${workOrderId}`;
  await course.post(z.unknown(), desk, `${order}/accept`, {});
  await course.post(z.unknown(), desk, `${order}/arrive`, {});
  await course.post(z.unknown(), desk, `${order}/complete`, { resolution: `${title}/repaired/` });
  promiseEvent(course, order, `${title}/repaired/`);
  await course.until(`the end of ${ticketId}`, async () => (await look()).resolvedAt);
  await course.post(z.unknown(), desk, `/v1/tickets/${ticketId}/close`, { resolution: `${title}/close/` });
  course.promise(({ surveys }) => notOne(`survey about ${title}`, surveys.get(ticketId)));
  if (email.startsWith('bounce')) return;
  const link = await course.until(`the survey about ${ticketId}`, async () => {
    if (course.isOver()) return 'none';
    return (await linkMailed(mailUrl, email, 'surveys')) ?? (await becameCall(course, ticketId));
  });
  if (link === 'none') return course.register.count('surveys that nobody answered in time');
  if (link === 'call') return course.register.count('surveys that became a call');
  const satisfaction = 1 + Math.floor(course.random() * 5);
  await course.until('the page of the survey', async () => {
    const form = new URLSearchParams({ fixed: 'yes', satisfaction: String(satisfaction) });
    const reply = await fetch(link, { method: 'POST', body: form }).catch(() => undefined);
    if (reply && reply.status < 500 && reply.status !== 429) return reply.status;
    return undefined;
  });
  course.register.count('surveys answered');
  course.promise(({ surveys }) => {
    const [{ answer } = {}] = z.array(surveySchema).parse(surveys.get(ticketId) ?? []);
    return answer?.satisfaction === satisfaction ? undefined : `lost: the answer to the survey about ${title}`;
  });
}

/** The manager writes a notice to a person. */
export async function noticeFlow(course: Course): Promise<void> {
  const { personId } = await enterPerson(course);
  const subject = course.name;
  const body = { personId, subject, text: '周六上午停水。', kind: 'service', estateId };
  const { estateId: _estate, ...details } = body;
  await course.post(noticeSchema, manager, '/v1/notices', details);
  course.promise(({ noticesCalled }) => notOne(`the notice ${subject}`, noticesCalled.get(subject)));
}

const idsSchema = z.looseObject({ unitId: z.string().default(''), feeItemId: z.string().default('') });
const runSchema = z.looseObject({ runId: z.string(), state: z.string() });
const billSchema = z.looseObject({ billId: z.string(), fen: z.number() });
const billsSchema = z.object({ items: z.array(billSchema) });
const paymentSchema = z.looseObject({ paymentId: z.string(), restFen: z.number().optional() });
const meterSchema = z.looseObject({ meterId: z.string() });

interface Household {
  readonly personId: string;
  readonly unitId: string;
  readonly building: string;
  readonly cashier: Caller;
}

async function enterHousehold(course: Course): Promise<Household> {
  const { personId } = await enterPerson(course);
  const building = course.name;
  const unit = { label: `${building} 101`, building, area: '89.37', use: 'dwelling' };
  const { unitId } = await course.post(idsSchema, admin, `/v1/estates/${estateId}/units`, unit);
  const tenure = { personId, role: 'owner', from: '2024-06-30' };
  await course.post(z.unknown(), admin, `/v1/units/${unitId}/tenures`, tenure);
  return { personId, unitId, building, cashier: oneOf(course.random, people.cashiers) };
}

/** Keeps that a payment was recorded once and posted once with its amount. */
function promisePayment(course: Course, reference: string, fen: number): void {
  course.promise(({ payments }) => notOne(`the payment ${reference}`, payments.get(reference)));
  course.promise(({ entries }) => {
    const found = entries.get(`payment ${reference}`);
    const sum = found?.[0]?.postings.reduce((all, one) => all + Math.max(one.fen, 0), 0);
    return (
      notOne(`entry of the payment ${reference}`, found) ??
      (sum === fen ? undefined : `lost: ${reference} was posted with ${sum} instead of ${fen} fen`)
    );
  });
}

const byTransfer = { method: 'transfer', moneyAccount: 'icbc' };

/** Records a payment by transfer. Cash would need an opened drawer on each day to which the clock moves. */
async function pay(course: Course, { personId, cashier }: Household, reference: string, fen: number, more: object) {
  const body = { payerId: personId, fen, ...byTransfer, reference, ...more };
  const payment = await course.post(paymentSchema, cashier, `/v1/payments/estates/${estateId}/payments`, body);
  promisePayment(course, reference, fen);
  return payment;
}

/** A household is billed a month, pays at the desk, and gets back what it paid too much. */
export async function billFlow(course: Course, { now }: Surroundings): Promise<void> {
  const household = await enterHousehold(course);
  const { building, unitId, cashier } = household;
  const month = now().toISOString().slice(0, 7);
  const tariff = { from: '2020-01-01', price: '123.45', addOn: '0', ground: '物业服务合同第八条' };
  const item = { name: `服务费 ${building}`, kind: 'fixed', scope: { buildings: [building] }, tariff };
  const { feeItemId } = await course.post(idsSchema, manager, `/v1/fees/estates/${estateId}/fee-items`, item);
  const opening = { period: { from: month, months: 1 }, feeItemIds: [feeItemId] };
  const { runId } = await course.post(runSchema, manager, `/v1/fees/estates/${estateId}/billing-runs`, opening);
  const path = `/v1/fees/billing-runs/${runId}`;
  const reaches = (state: string) =>
    course.until(`${path} to be ${state}`, async () => (await course.get(runSchema, manager, path)).state === state);
  await reaches('drafted');
  await course.post(z.unknown(), manager, `${path}/publish`, {});
  await reaches('published');
  const [bill] = (await course.get(billsSchema, manager, `${path}/bills?limit=200`)).items;
  if (!bill) throw new Error(`${path} has no bill`);
  course.promise(({ bills }) => notOne(`bill of ${building}`, bills.get(unitId)));
  course.promise(({ entries }) => notOne(`charge of ${building}`, entries.get(`charge ${bill.billId}`)));
  if (course.chance(0.3)) {
    // A bill that is paid at once needs no notice, so only that of an unpaid one must be there.
    const notice = `bill-published ${bill.billId}`;
    return course.promise(({ noticesAbout }) => notOne(`notice of the bill of ${building}`, noticesAbout.get(notice)));
  }
  const tooMuch = course.chance(0.5) ? 5_000 : 0;
  const fen = bill.fen + tooMuch;
  const { paymentId } = await pay(course, household, `${course.name}-paid`, fen, { billIds: [bill.billId] });
  course.promise(({ bills }) => {
    const open = bills.get(unitId)?.[0]?.openFen;
    return open === 0 ? undefined : `lost: ${open} fen of the bill of ${building} are open though they were paid`;
  });
  if (tooMuch === 0) return;
  const refund = { fen: tooMuch, ...byTransfer, reason: '多收退还' };
  await course.post(z.unknown(), cashier, `/v1/payments/${paymentId}/refunds`, refund);
  course.promise(({ payments }) => {
    const refunded = payments.get(`${course.name}-paid`)?.[0]?.refundedFen;
    return refunded === tooMuch ? undefined : `${refunded} instead of ${tooMuch} fen were refunded to ${building}`;
  });
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

/** A payment channel reports money several times at once, as channels do that get no answer. */
export async function channelFlow(course: Course, { gatewaySecret, now }: Surroundings): Promise<void> {
  const { personId } = await enterHousehold(course);
  const { client, wrong } = course.register;
  const reference = `${course.name}-channel`;
  const fen = 1_000 + Math.floor(course.random() * 1_000);
  const body = { estateId, payerId: personId, fen, reference, paidAt: now().toISOString() };
  const headers = { 'x-anju-signature': hmac(hmac(gatewaySecret, 'wechat'), JSON.stringify(body)) };
  const report = () => client.send('POST', '/callbacks/payments/wechat', { body, headers });
  const answers = await Promise.all(Array.from({ length: 1 + Math.floor(course.random() * 3) }, report));
  promisePayment(course, reference, fen);
  for (const { status, body: said } of answers) {
    if (status >= 300)
      wrong.push(`${course.name}: a report of a channel was answered ${status} ${JSON.stringify(said)}`);
  }
}

const historySchema = z.object({ items: z.array(z.looseObject({ id: z.string(), cause: z.string() })) });
const readingsSchema = z.object({ accepted: z.number(), duplicate: z.number() });

/** A prepaid meter is topped up and read. */
export async function meterFlow(course: Course, { meteredItem, now }: Surroundings): Promise<void> {
  const household = await enterHousehold(course);
  const details = { utility: 'electricity', feeItemId: meteredItem, prepaid: true, plate: '0001' };
  const meter = { unitId: household.unitId, ...details };
  const { meterId } = await course.post(meterSchema, manager, `/v1/meters/estates/${estateId}/meters`, meter);
  const path = `/v1/meters/${meterId}`;
  for (let nth = 0; nth < 2; nth += 1) {
    const { paymentId } = await pay(course, household, `${course.name}-top-up-${nth}`, 10_000 + nth, { meterId });
    course.promise(async () => {
      const { items } = await course.get(historySchema, auditor, `${path}/balance/history?limit=200`);
      return notOne(
        `top-up ${paymentId} of ${path}`,
        items.filter(({ id }) => id === paymentId),
      );
    });
  }
  // Readings are taken at different seconds, in the backend's past.
  const began = now().getTime() - 60_000;
  const values = [100, 103, 107].map((value, nth) => {
    const takenAt = new Date(began + nth * 10_000).toISOString();
    return { meterId, takenAt, value: String(value), by: 'person' };
  });
  for (const reading of values) {
    await course.post(readingsSchema, desk, `/v1/meters/estates/${estateId}/readings`, { readings: [reading] });
  }
  course.promise(async () => {
    const { items } = await course.get(pageSchema, auditor, `${path}/readings?limit=200`);
    return items.length === values.length ? undefined : `lost or doubled: ${path} has ${items.length} readings`;
  });
}
