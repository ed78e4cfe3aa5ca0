import { beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  type Body,
  estateCalled,
  type Household,
  idle,
  mailsTo,
  must,
  reported,
  type TestEstate,
} from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { htmlOf } from '../mail.ts';

let estate: TestEstate;
let desk: TestEstate['staff']['operator'];

beforeAll(async () => {
  estate = await estateCalled('AA');
  desk = estate.staff.operator;
  // Without quiet hours, because the tests run at any hour and need the mail at once.
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  await changePolicy(estate, 'surveys', { callBackEveryHours: 0 });
});

/** Opens a repair ticket of a household and closes it by the front desk. */
async function closedFor(household: Household): Promise<Body> {
  const requester = { personId: household.personId };
  const opening = { type: 'repair', category: 'home/water', title: '水管滴水', unitId: household.unitId, requester };
  const ticket = await reported(estate, opening);
  await idle();
  const body = { resolution: '已更换水管' };
  const closed = await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/close`, body);
  await idle();
  return closed;
}
const now = (ticket: Body) => must(desk, 'GET', `/v1/tickets/${ticket.ticketId}`);

async function linkIn(household: Household): Promise<string> {
  const mails = await mailsTo(String(household.email));
  const link = /https?:\/\/[^"<\s]+\/p\/surveys\/[\w.-]+/.exec(
    mails.map(({ raw }) => htmlOf(raw)).findLast((html) => html.includes('/p/surveys/')) ?? '',
  );
  if (!link) throw new Error('no link was mailed');
  return link[0];
}
const answer = (link: string, form: Record<string, string>) =>
  fetch(link, { method: 'POST', body: new URLSearchParams(form) });

describe('a household with e-mail address', () => {
  test('gets a survey link that opens without login, and its first answer counts', async () => {
    const household = await estate.household('ask1');
    const ticket = await closedFor(household);
    const link = await linkIn(household);
    expect((await fetch(link)).status).toBe(200);
    expect((await answer(link, { fixed: 'yes', satisfaction: '5', recommend: '10' })).status).toBe(200);
    expect((await answer(link, { fixed: 'no', satisfaction: '1' })).status).toBe(200);
    await idle();
    expect(await now(ticket)).toMatchObject({ status: 'closed', verification: 'confirmed' });
    const { items } = await must(desk, 'GET', `/v1/surveys?estateId=${estate.estateId}`);
    const survey = items.find((one: Body) => one.ticketId === ticket.ticketId);
    expect(survey.answer).toMatchObject({ satisfaction: 5, recommend: 10, fixed: true });
  });

  test('has one answer after fifty concurrent submissions', async () => {
    const household = await estate.household('ask2');
    await closedFor(household);
    const link = await linkIn(household);
    const forms = Array.from({ length: 50 }, (_, i) => answer(link, { satisfaction: String((i % 5) + 1) }));
    expect((await Promise.all(forms)).map((one) => one.status)).toEqual(Array(50).fill(200));
    await idle();
    const month = new Date().toISOString().slice(0, 7);
    const path = `/v1/surveys/statistics?estateId=${estate.estateId}&month=${month}`;
    const { items } = await must(desk, 'GET', `/v1/surveys?estateId=${estate.estateId}`);
    const statuses = items.map((one: Body) => one.status);
    const figures = await must(estate.staff.manager, 'GET', path);
    expect(figures.answered).toBe(statuses.filter((status: string) => status === 'answered').length);
    expect(figures.sent).toBe(statuses.length);
  });

  test('reopens its ticket with "not fixed" and gets a survey after the next closing', async () => {
    const household = await estate.household('ask3');
    const ticket = await closedFor(household);
    await answer(await linkIn(household), { fixed: 'no', comment: '还在滴水' });
    await idle();
    const again = await now(ticket);
    expect(again).toMatchObject({ number: ticket.number, reopenCount: 1 });
    expect(again.workOrderId).toBeDefined();
    await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/close`, { resolution: '重新密封' });
    await idle();
    const surveys = (await mailsTo(String(household.email))).filter(({ raw }) => htmlOf(raw).includes('/p/surveys/'));
    expect(surveys).toHaveLength(2);
  });

  test('opens a recovery task with a low score', async () => {
    const household = await estate.household('ask4');
    const ticket = await closedFor(household);
    await answer(await linkIn(household), { fixed: 'yes', satisfaction: '1', comment: '态度差' });
    await idle();
    const { items } = await must(desk, 'GET', `/v1/surveys/recovery-tasks?estateId=${estate.estateId}`);
    const task = items.find((one: Body) => one.ticketId === ticket.ticketId);
    expect(task).toMatchObject({ status: 'open', satisfaction: 1 });
    await must(desk, 'POST', `/v1/surveys/recovery-tasks/${task.taskId}/complete`, { outcome: '已致歉' });
  });

  test('gets at most one survey a month', async () => {
    const household = await estate.household('ask5');
    await closedFor(household);
    const second = await closedFor(household);
    const surveys = (await mailsTo(String(household.email))).filter(({ raw }) => htmlOf(raw).includes('/p/surveys/'));
    expect(surveys).toHaveLength(1);
    expect((await now(second)).verification).toBe('none');
  });
});

describe('a person without e-mail address', () => {
  async function visitFor(ticket: Body): Promise<Body> {
    const { items } = await must(desk, 'GET', `/v1/surveys/return-visits?estateId=${estate.estateId}`);
    return items.find((one: Body) => one.ticketId === ticket.ticketId);
  }

  test('gets a return visit, which ends as unverified after three unanswered calls', async () => {
    const household = await estate.household('call1', { email: null, phone: '13800138010' });
    const ticket = await closedFor(household);
    const visit = await visitFor(ticket);
    const path = `/v1/surveys/return-visits/${visit.visitId}`;
    const attempt = { outcome: 'no-answer' };
    const byTheCloser = await ask(desk, 'POST', `${path}/attempts`, attempt);
    expect(byTheCloser).toMatchObject({ status: 403, body: { code: 'not-by-the-repairer' } });
    for (let call = 1; call <= 3; call += 1) await must(estate.staff.supervisor, 'POST', `${path}/attempts`, attempt);
    await idle();
    expect(await must(desk, 'GET', path)).toMatchObject({ status: 'unverified' });
    expect(await now(ticket)).toMatchObject({ status: 'closed', verification: 'unverified' });
    const form = await must(desk, 'GET', `${path}/form`);
    expect(form).toContain('服务回访记录表');
    expect(await must(desk, 'GET', `${path}/form`)).toBe(form);
  });

  test('reopens the ticket with "not fixed" on the phone', async () => {
    const household = await estate.household('call2', { email: null, phone: '13800138011' });
    const ticket = await closedFor(household);
    const visit = await visitFor(ticket);
    const body = { outcome: 'not-fixed', findings: '仍有渗水' };
    await must(estate.staff.supervisor, 'POST', `/v1/surveys/return-visits/${visit.visitId}/attempts`, body);
    await idle();
    expect(await now(ticket)).toMatchObject({ reopenCount: 1 });
  });

  test('gets a call task instead of a notice', async () => {
    const household = await estate.household('call3', { email: null, phone: '13800138012' });
    const ticket = await reported(estate, { requester: { personId: household.personId } });
    await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/reply`, { text: '已处理', channel: 'hotline' });
    await idle();
    const { items } = await must(desk, 'GET', `/v1/notices/call-tasks?estateId=${estate.estateId}`);
    const task = items.find((one: Body) => one.personId === household.personId);
    expect(task).toMatchObject({ why: 'no-address', status: 'open' });
    await must(desk, 'POST', `/v1/notices/call-tasks/${task.taskId}/complete`, { outcome: '已电话告知' });
  });

  test('gets no further mail after a bounced mail', async () => {
    const household = await estate.household('bounced', { email: 'bounce-asked@residents.example' });
    const ticket = await reported(estate, { requester: { personId: household.personId } });
    await idle();
    const { items } = await must(desk, 'GET', `/v1/notices?estateId=${estate.estateId}&aboutId=${ticket.ticketId}`);
    expect(items[0]).toMatchObject({ template: 'ticket-received', status: 'bounced' });
    await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/reply`, { text: '已处理', channel: 'hotline' });
    await idle();
    const after = await must(desk, 'GET', `/v1/notices?estateId=${estate.estateId}&aboutId=${ticket.ticketId}`);
    const statuses = after.items.map((one: Body) => `${one.template} ${one.status}`).sort();
    expect(statuses).toEqual(['ticket-received bounced', 'ticket-replied no-address']);
    expect(await mailsTo('bounce-asked@residents.example')).toHaveLength(1);
  });
});

describe('a marketing notice', () => {
  test('needs consent and has a link that withdraws the consent at once', async () => {
    const household = await estate.household('market');
    const letter = { personId: household.personId, kind: 'marketing', subject: '中秋游园', text: '欢迎参加。' };
    const refused = await ask(estate.staff.manager, 'POST', '/v1/notices', letter);
    expect(refused).toMatchObject({ status: 409, body: { code: 'no-consent' } });
    const path = `/v1/persons/${household.personId}`;
    const { version, name, email, language } = await must(estate.staff.administrator, 'GET', path);
    const consent = { name, email, language, marketingConsent: true };
    await must(estate.staff.administrator, 'PUT', path, consent, { ifMatch: version });
    await must(estate.staff.manager, 'POST', '/v1/notices', letter);
    await idle();
    const html = htmlOf((await mailsTo(String(household.email)))[0]?.raw ?? '');
    const [stop = ''] = /https?:\/\/[^"<\s]+\/p\/notices\/[\w.-]+/.exec(html) ?? [];
    expect((await fetch(stop)).status).toBe(200);
    expect((await fetch(stop, { method: 'POST', body: new URLSearchParams() })).status).toBe(200);
    const stopped = await ask(estate.staff.manager, 'POST', '/v1/notices', letter);
    expect(stopped).toMatchObject({ status: 409, body: { code: 'no-consent' } });
    const service = await ask(estate.staff.manager, 'POST', '/v1/notices', { ...letter, kind: 'service' });
    expect(service.status).toBe(201);
    // What advertises is no service, whatever kind is claimed (R15.5).
    const offer = { ...letter, kind: 'service', text: '周三停水。新楼盘火热认购，欢迎品鉴。' };
    const words = { code: 'advertising-in-service', words: ['楼盘火热', '欢迎品鉴'] };
    expect(await ask(estate.staff.manager, 'POST', '/v1/notices', offer)).toMatchObject({ status: 422, body: words });
    const { ticketId } = await reported(estate, { requester: { personId: household.personId } });
    const reply = { text: '已处理。装修套餐扫码下单！', channel: 'hotline' };
    const asReply = await ask(desk, 'POST', `/v1/tickets/${ticketId}/reply`, reply);
    expect(asReply).toMatchObject({ status: 422, body: { code: 'advertising-in-service' } });
  });

  test('can be allowed again by the person who withdrew the consent by mistake', async () => {
    const household = await estate.household('market2');
    const path = `/v1/persons/${household.personId}`;
    const { version, name, email, language } = await must(estate.staff.administrator, 'GET', path);
    const consent = { name, email, language, marketingConsent: true };
    await must(estate.staff.administrator, 'PUT', path, consent, { ifMatch: version });
    await changePolicy(estate, 'notices', { marketingCap: { notices: 5, days: 7 } });
    const letter = { personId: household.personId, kind: 'marketing', subject: '中秋游园', text: '欢迎参加。' };
    await must(estate.staff.manager, 'POST', '/v1/notices', letter);
    await idle();
    const html = htmlOf((await mailsTo(String(household.email)))[0]?.raw ?? '');
    const [link = ''] = /https?:\/\/[^"<\s]+\/p\/notices\/[\w.-]+/.exec(html) ?? [];
    const press = (form: Record<string, string>) => fetch(link, { method: 'POST', body: new URLSearchParams(form) });
    expect((await press({ 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect((await ask(estate.staff.manager, 'POST', '/v1/notices', letter)).status).toBe(409);
    expect((await press({ again: 'yes' })).status).toBe(200);
    expect((await ask(estate.staff.manager, 'POST', '/v1/notices', letter)).status).toBe(201);
    await idle();
    expect(await mailsTo(String(household.email))).toHaveLength(2);
    expect((await press({})).status).toBe(200);
    expect((await ask(estate.staff.manager, 'POST', '/v1/notices', letter)).status).toBe(409);
  });
});
