import { beforeAll, describe, expect, test } from 'vitest';
import { type Body, estateCalled, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { htmlOf } from '../mail.ts';

let estate: TestEstate;
let lin: Household;
beforeAll(async () => {
  estate = await estateCalled('VIS');
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  await estate.technician('zhang', { skills: ['water'] });
  lin = await estate.household('lin');
});

async function dispatched(): Promise<{ path: string; order: Body }> {
  const leak = { estateId: estate.estateId, type: 'repair', channel: 'app', category: 'home/water', title: '水管滴水' };
  const { ticketId } = await must(lin, 'POST', '/v1/tickets', { ...leak, unitId: lin.unitId });
  await idle();
  const { workOrderId } = await must(lin, 'GET', `/v1/tickets/${ticketId}`);
  const path = `/v1/repairs/work-orders/${workOrderId}`;
  return { path, order: await must(lin, 'GET', path) };
}
const pageIn = async (): Promise<string> => {
  const mails = await mailsTo(String(lin.email));
  const links = mails.flatMap(({ raw }) => /https?:\/\/[^"<\s]+\/p\/repairs\/[\w.-]+/.exec(htmlOf(raw)) ?? []);
  return (await fetch(links.at(-1) ?? 'http://no-link')).text();
};

describe('D13: the household sees who comes and when', () => {
  test('in the answer of the app and on the page of the letter, by name and trade, without ids', async () => {
    const { path, order } = await dispatched();
    const names = { name: expect.stringMatching(/^(zhang|technician)$/), trade: '水暖' };
    expect(order.visit).toEqual({ technician: names });
    expect(JSON.stringify(order)).not.toContain(`${estate.estateId}-${order.visit.technician.name}`);
    expect(await pageIn()).toContain('尚未约定');

    const [slot] = (await must(lin, 'GET', `${path}/slots`)).items;
    const agreed = await must(lin, 'POST', `${path}/book-appointment`, { from: slot.from });
    expect(agreed.visit).toEqual({ technician: names, from: slot.from, to: slot.to });
    await idle();
    const page = await pageIn();
    expect(page).toContain(`${order.visit.technician.name} · 水暖`);
    expect(page).not.toContain('尚未约定');

    await must(estate.staff.operator, 'POST', `${path}/cancel`, { reason: '已自行修好' });
    expect(await pageIn()).toContain('此次上门已取消');
    expect((await must(lin, 'GET', path)).visit).toBeUndefined();
  });
});
