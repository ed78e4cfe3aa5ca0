import { beforeAll, describe, expect, test } from 'vitest';
import { shortNumber } from '../../../shared/kernel/ids.ts';
import { ask, type Body, estateCalled, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { htmlOf } from '../mail.ts';

let estate: TestEstate;
let limei: Household;
let smith: Household;
let gone: Household;
let bills: Body[];

beforeAll(async () => {
  estate = await estateCalled('DV');
  const { administrator } = estate.staff;
  const path = `/v1/notices/policies/${estate.estateId}`;
  const { estateId: _, version, ...policy } = await must(administrator, 'GET', path);
  const always = { ...policy, quietFrom: '00:00', quietTo: '00:00' };
  await must(administrator, 'PUT', path, always, { ifMatch: version });
  limei = await estate.household('limei');
  smith = await estate.household('smith', { language: 'en' });
  gone = await estate.household('gone', { email: 'bounce-dv@residents.example' });
  const feeItemId = await feeFor(estate, '1栋', '2.68', { kind: 'building-area' });
  bills = await billsOut(estate, [feeItemId], '2025-10', '2030-01-31');
  await idle();
});

const billOf = ({ unitId }: Household) => bills.find((bill: Body) => bill.unitId === unitId);
const desk = () => estate.staff.operator;

describe('D26 a published bill', () => {
  test('comes by mail with a link to a page that explains every fen', async () => {
    const { billId, unitLabel } = billOf(limei);
    const [mail, ...more] = await mailsTo(limei.email ?? '');
    expect(more).toEqual([]);
    const text = htmlOf(mail?.raw ?? '');
    expect(text).toContain(unitLabel);
    expect(text).toContain('239.51');
    const [, link = ''] = /href="[^"]*(\/p\/fees\/[^"?]+)/.exec(text) ?? [];
    const page = await ask(undefined, 'GET', link);
    expect(page.status).toBe(200);
    expect(page.body).toContain('89.37 × 2.68 × 1 个月 = 239.5116');
    expect(page.body).toContain(shortNumber(billId));
    expect(htmlOf((await mailsTo(smith.email ?? ''))[0]?.raw ?? '')).toContain('239.51');
  });

  test('is delivered when its mail is, and names that notice as proof', async () => {
    const { billId } = billOf(limei);
    const { deliveries } = await must(desk(), 'GET', `/v1/fees/bills/${billId}`);
    const list = `/v1/notices?estateId=${estate.estateId}&aboutId=${billId}`;
    const [notice] = (await must(desk(), 'GET', list)).items;
    expect(notice).toMatchObject({ status: 'delivered', template: 'bill-published', aboutId: billId });
    expect(deliveries).toEqual([{ method: 'mail', on: expect.stringMatching(/^20/), proof: notice.noticeId }]);
    const { items } = await must(estate.staff.auditor, 'GET', `/v1/fees/bills/${billId}/events`);
    expect(items.map(({ name }: Body) => name)).toEqual(['BillPublished', 'BillDelivered']);
  });

  test('is delivered by hand when its mail bounced', async () => {
    const { billId } = billOf(gone);
    const { items } = await must(desk(), 'GET', `/v1/fees/bills-to-deliver?estateId=${estate.estateId}&limit=200`);
    expect(items).toMatchObject([{ billId, why: 'mail-bounced', unitId: gone.unitId }]);
    expect((await must(desk(), 'GET', `/v1/fees/bills/${billId}`)).deliveries).toEqual([]);
    await must(desk(), 'POST', `/v1/fees/bills/${billId}/deliver`, { method: 'hand', proof: '门卫代收' });
    expect((await must(desk(), 'GET', `/v1/fees/bills/${billId}`)).deliveries).toMatchObject([{ method: 'hand' }]);
  });
});
