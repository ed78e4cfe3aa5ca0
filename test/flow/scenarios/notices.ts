import { type Body, must } from '../backend.ts';
import { linkTo, nobody } from '../links.ts';
import { changePolicy, type Perform, type Scenario, type Stage } from '../scenario.ts';
import { until } from '../until.ts';

/** Sends a service notice and a marketing notice of a manager, and unsubscribes from marketing. */
async function writtenTo(
  { stage, personId, ticketId }: { stage: Stage; personId: string; ticketId: string },
  perform: Perform,
): Promise<string> {
  const { estateId, staff } = stage.estate;
  const { manager, operator: desk } = staff;
  const letter = { personId, subject: '停水通知', text: '周六上午停水。' };
  const { noticeId } = await perform('writeNotice', manager, { body: { ...letter, kind: 'service' } });
  await perform('writeNotice', manager, { body: { ...letter, kind: 'marketing' } });
  await perform('getNotice', desk, { params: { noticeId } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listNotices', desk, { query: inEstate });
  await perform('listNotices', desk, { query: since });
  await perform('listNotices', desk, { query: { ...inEstate, aboutId: ticketId } });
  const params = { token: linkTo('notices', personId) };
  await perform('showUnsubscribePage', nobody, { params });
  await perform('unsubscribe', nobody, { params });
  return noticeId;
}

/** Completes a call task for a person whose mail bounces. */
async function calledInstead(
  { stage, serial, name }: { stage: Stage; serial: number; name: string },
  perform: Perform,
): Promise<string> {
  const { estateId, staff } = stage.estate;
  const { administrator: admin, operator: desk } = staff;
  const personId = `${estateId}-mute-${serial}`;
  const mute = { personId, name, language: 'zh-CN', email: `bounce-${personId}@residents.example` };
  await perform('createPerson', admin, { params: { estateId }, body: mute });
  const opening = { estateId, type: 'suggestion', channel: 'visit', category: 'other', title: '多种花' };
  const { ticketId } = await perform('openTicket', desk, { body: { ...opening, requester: { personId } } });
  const { taskId } = await until('a call task', async () => {
    const { items } = await must(desk, 'GET', `/v1/notices/call-tasks?estateId=${estateId}&status=open&limit=200`);
    return items.find((one: Body) => one.aboutId === ticketId);
  });
  const params = { taskId };
  await perform('listCallTasks', desk, { query: { estateId, limit: '20' } });
  await perform('listCallTasks', desk, { query: { estateId, status: 'open', limit: '20' } });
  await perform('completeCallTask', desk, { params, body: { outcome: '已电话告知', addressIsRight: true } });
  await perform('getCallTask', desk, { params });
  return taskId;
}

export const scenario: Scenario = {
  needs: ['tickets'],
  run: async (of, { ticketId = '' }, perform) => {
    const { stage, serial, person, personId } = of;
    await changePolicy('Notices', { quietFrom: '22:00' }, of, perform);
    const noticeId = await writtenTo({ stage, personId, ticketId }, perform);
    return { noticeId, callTaskId: await calledInstead({ stage, serial, name: person.name }, perform) };
  },
};
