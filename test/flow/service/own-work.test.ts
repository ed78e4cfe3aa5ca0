import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, estateCalled, idle, mailsTo, must, reported, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { htmlOf } from '../mail.ts';

let estate: TestEstate;
beforeAll(async () => {
  estate = await estateCalled('OWN');
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  await changePolicy(estate, 'surveys', { callBackEveryHours: 0 });
});

const now = ({ ticketId }: Body) => must(estate.staff.auditor, 'GET', `/v1/tickets/${ticketId}`);
const does = (as: Caller, { ticketId }: Body, operation: string, body: object) =>
  ask(as, 'POST', `/v1/tickets/${ticketId}/${operation}`, body);
const visitOf = async ({ ticketId }: Body): Promise<Body> => {
  const { items } = await must(estate.staff.auditor, 'GET', `/v1/surveys/return-visits?estateId=${estate.estateId}`);
  return items.find((one: Body) => one.ticketId === ticketId);
};
const surveysTo = async (address: string) =>
  (await mailsTo(address)).filter(({ raw }) => htmlOf(raw).includes('/p/surveys/')).length;

describe('D14: nobody confirms a ticket that they worked on', () => {
  test('neither who had it, replied to it or closed it makes the return visit', async () => {
    const { operator, supervisor, manager } = estate.staff;
    const home = await estate.household('caller', { email: null, phone: '13800138020' });
    const ticket = await reported(estate, { requester: { personId: home.personId } });
    await does(supervisor, ticket, 'assign', { assigneeId: manager.personId });
    await does(supervisor, ticket, 'assign', { assigneeId: supervisor.personId, reason: '转主管' });
    await does(operator, ticket, 'close', { resolution: '已处理' });
    await idle();
    const { visitId } = await visitOf(ticket);
    const attempt = (as: Caller) =>
      ask(as, 'POST', `/v1/surveys/return-visits/${visitId}/attempts`, { outcome: 'confirmed', satisfaction: 5 });
    for (const worker of [operator, supervisor, manager]) {
      expect(await attempt(worker)).toMatchObject({ status: 403, body: { code: 'not-by-the-repairer' } });
    }
    expect(await now(ticket)).toMatchObject({ verification: 'pending' });
  });

  test('nor staff who reported it where they live and closed it themselves, by the link of a survey', async () => {
    const { operator, administrator, manager } = estate.staff;
    const personId = String(operator.personId);
    const email = `${personId}-home@residents.example`;
    const person = { personId, name: 'operator', language: 'zh-CN', email };
    await must(administrator, 'POST', `/v1/estates/${estate.estateId}/persons`, person);
    const own = await reported(estate, { requester: { personId } });
    await does(operator, own, 'close', { resolution: '已处理' });
    await idle();
    expect(await surveysTo(email)).toBe(0);
    expect(await now(own)).toMatchObject({ verification: 'none' });
    // A colleague's work is asked about as everybody's.
    const other = await reported(estate, { requester: { personId } });
    await does(manager, other, 'close', { resolution: '已处理' });
    await idle();
    expect(await surveysTo(email)).toBe(1);
  });

  test('a technician holds, resumes, acknowledges and notes only their own tickets', async () => {
    const plumber = await estate.technician('plumber', { skills: ['water'] });
    const home = await estate.household('dry');
    const repair = {
      type: 'repair',
      category: 'home/water',
      title: '水管滴水',
      requester: { personId: home.personId },
    };
    const ticket = await reported(estate, { ...repair, unitId: home.unitId });
    await idle();
    const { assigneeId } = await now(ticket);
    const technicians = [plumber, estate.staff.technician];
    const theirs = technicians.find((one) => one.personId === assigneeId);
    const [stranger] = technicians.filter((one) => one !== theirs);
    if (!theirs || !stranger) throw new Error('the ticket was not dispatched');
    const question = { question: '几点在家？' };
    const refused = { status: 403, body: { code: 'not-your-ticket' } };
    expect(await does(stranger, ticket, 'hold', question)).toMatchObject(refused);
    expect(await does(stranger, ticket, 'notes', { text: '看过' })).toMatchObject(refused);
    expect(await does(stranger, ticket, 'acknowledge', {})).toMatchObject(refused);
    expect((await does(theirs, ticket, 'hold', question)).status).toBe(200);
    expect(await does(stranger, ticket, 'resume', {})).toMatchObject(refused);
    expect((await does(theirs, ticket, 'resume', {})).status).toBe(200);
    expect((await does(theirs, ticket, 'notes', { text: '看过' })).status).toBe(200);
  });
});
