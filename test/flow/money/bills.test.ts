import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { linkTo } from '../links.ts';

let estate: TestEstate;
let limei: Household;
let mute: Household;
let feeItemId: string;
let month = 0;

/** The published bill of a household for the next month. */
async function billOf({ unitId }: Household, dueOn?: string): Promise<Body> {
  month += 1;
  const at = `${2024 + Math.floor((month + 6) / 12)}-${String(((month + 6) % 12) + 1).padStart(2, '0')}`;
  const all = await billsOut(estate, [feeItemId], at, dueOn);
  return all.find((bill: Body) => bill.unitId === unitId);
}

beforeAll(async () => {
  estate = await estateCalled('BL');
  [limei, mute] = await Promise.all([estate.household('limei'), estate.household('mute', { email: null })]);
  feeItemId = await feeFor(estate, '1栋', '300');
});

const post = (as: Parameters<typeof ask>[0], bill: Body, name: string, body: object) =>
  ask(as, 'POST', `/v1/fees/bills/${bill.billId}/${name}`, body);

describe('a published bill', () => {
  test('shows its payer, and no other resident, its arithmetic, open amount and late charge', async () => {
    const { billId } = await billOf(limei);
    const bill = await must(limei, 'GET', `/v1/fees/bills/${billId}`);
    expect(bill).toMatchObject({ fen: 30_000, status: 'published', openFen: 30_000, open: { principal: 30_000 } });
    expect(bill.lateCharge).toMatchObject({ claimedFen: 0 });
    expect(bill.courtSafe).toBeUndefined();
    const forStaff = await must(estate.staff.operator, 'GET', `/v1/fees/bills/${billId}`);
    expect(forStaff.courtSafe).toMatchObject({ lprAt: 'breach', fen: 0 });
    expect(bill.lines[0].steps[0]).toMatchObject({ quantity: '1', price: '300', part: 1, whole: 1, yuan: '300' });
    expect((await ask(mute, 'GET', `/v1/fees/bills/${billId}`)).status).toBe(404);
    expect((await ask(mute, 'GET', `/v1/fees/bills/${billId}/document`)).status).toBe(404);
    const mine = await must(limei, 'GET', `/v1/fees/bills?estateId=${estate.estateId}`);
    expect(mine.items.map((one: Body) => one.billId)).toContain(billId);
    expect(mine.items.every((one: Body) => one.payerId === limei.personId)).toBe(true);
    const others = `/v1/fees/bills?estateId=${estate.estateId}&payerId=${limei.personId}`;
    expect((await ask(mute, 'GET', others)).status).toBe(404);
  });

  test('is listed by payer, by unit and by time of change, page by page without a gap', async () => {
    for (let i = 0; i < 3; i += 1) await billOf(limei);
    const { operator: desk } = estate.staff;
    const inEstate = `/v1/fees/bills?estateId=${estate.estateId}`;
    const whole = async (path: string) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await must(desk, 'GET', `${path}&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        ids.push(...page.items.map((one: Body) => one.billId));
        cursor = page.cursor;
      } while (cursor);
      return ids;
    };
    const [byPayer, byUnit, all] = await Promise.all([
      whole(`${inEstate}&payerId=${limei.personId}`),
      whole(`${inEstate}&unitId=${limei.unitId}`),
      whole(`${inEstate}&updatedSince=2020-01-01T00:00:00Z`),
    ]);
    expect(byPayer).toHaveLength(month);
    expect(new Set(byPayer).size).toBe(month);
    expect(byUnit.toSorted()).toEqual(byPayer.toSorted());
    expect(all).toEqual(expect.arrayContaining(byPayer));
    for (const cursor of ['x', '9.x', '0.x']) {
      const bad = await ask(desk, 'GET', `${inEstate}&payerId=${limei.personId}&cursor=${cursor}`);
      expect(bad).toMatchObject({ status: 400, body: { code: 'bad-cursor' } });
    }
  });

  test('is listed for delivery by hand where its payer has no address, until it is delivered', async () => {
    const bill = await billOf(mute);
    await idle();
    const list = `/v1/fees/bills-to-deliver?estateId=${estate.estateId}&limit=200`;
    const { operator: desk } = estate.staff;
    const toDeliver = async () => (await must(desk, 'GET', list)).items.map((one: Body) => one.billId);
    expect(await toDeliver()).toContain(bill.billId);
    const early = await post(desk, bill, 'deliver', { method: 'hand', on: '2020-01-01' });
    expect(early).toMatchObject({ status: 400, body: { code: 'day-out-of-range', errors: [{ pointer: '/on' }] } });
    const done = await post(desk, bill, 'deliver', { method: 'hand', proof: '本人签收' });
    expect(done.body.deliveries).toMatchObject([{ method: 'hand', proof: '本人签收' }]);
    expect(await toDeliver()).not.toContain(bill.billId);
    expect((await must(mute, 'GET', `/v1/fees/bills/${bill.billId}`)).deliveries[0]).not.toHaveProperty('proof');
  });

  test('opens from its link in the language of its payer, and prints by the API', async () => {
    const bill = await billOf(limei);
    const token = linkTo('fees', bill.billId);
    const page = await ask(undefined, 'GET', `/p/fees/${token}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('300 × 1 个月 = 300');
    expect(page.body).toContain('物业服务合同第八条');
    const english = await ask(undefined, 'GET', `/p/fees/${token}?lang=en`);
    expect(english.body).toContain('Items and calculation');
    expect((await ask(undefined, 'GET', `/p/fees/${token}x`)).status).toBe(404);
    expect((await ask(undefined, 'GET', `/p/fees/${linkTo('surveys', bill.billId)}`)).status).toBe(404);
    expect(await must(limei, 'GET', `/v1/fees/bills/${bill.billId}/document`)).toContain('300 × 1 个月 = 300');
  });
});

describe('changes of a bill', () => {
  test('R27.5 a due day before today is refused, unless the payers knew it before', async () => {
    const { manager } = estate.staff;
    const path = `/v1/fees/estates/${estate.estateId}/billing-runs?dryRun=true`;
    const body = { period: { from: '2031-01', months: 1 }, feeItemIds: [feeItemId], dueOn: '2025-01-31' };
    expect(await ask(manager, 'POST', path, body)).toMatchObject({ status: 400, body: { code: 'due-day-past' } });
    expect((await ask(manager, 'POST', path, { ...body, dueProof: '已作废账单 12 号' })).status).toBe(202);
  });

  test('R5.4 its payer objects once, from today; staff settle the dispute', async () => {
    const bill = await billOf(limei);
    expect((await post(mute, bill, 'dispute', { reason: '?' })).status).toBe(404);
    const backdated = await post(limei, bill, 'dispute', { reason: '面积不对', receivedOn: '2024-01-01' });
    expect(backdated).toMatchObject({ status: 400, body: { code: 'day-out-of-range' } });
    const lodged = await post(limei, bill, 'dispute', { reason: '面积不对' });
    expect(lodged.body.disputes).toMatchObject([{ reason: '面积不对' }]);
    expect(await post(limei, bill, 'dispute', { reason: '面积不对' })).toMatchObject({
      status: 409,
      body: { code: 'disputed-already' },
    });
    const decided = { outcome: '已核实', decision: 'unfounded' };
    const settled = await post(estate.staff.manager, bill, 'settle-dispute', decided);
    expect(settled.body.disputes).toMatchObject([{ ...decided, settledBy: estate.staff.manager.personId }]);
    const none = await post(estate.staff.manager, bill, 'settle-dispute', decided);
    expect(none).toMatchObject({ status: 409, body: { code: 'not-in-dispute' } });
  });

  test('D32 a waiver is granted within the requester’s limit, above it by another person', async () => {
    const [bill, other] = [await billOf(limei), await billOf(limei)];
    const { operator, supervisor, manager, administrator } = estate.staff;
    const asking = (fen: number) => ({ part: 'principal', fen, reason: '停水' });
    // Nobody waives alone unless the estate lets them.
    expect((await post(manager, bill, 'waivers', asking(1))).body.status).toBe('asked');
    await changePolicy(estate, 'fees', { waiverLimits: { supervisor: 10_000, manager: 100_000 } });
    const own = await post(supervisor, bill, 'waivers', asking(6_000));
    expect(own).toMatchObject({ status: 201, body: { status: 'granted', decided: { by: supervisor.personId } } });
    // Together with the first waiver it exceeds a supervisor's 100.00.
    const second = await post(supervisor, bill, 'waivers', asking(6_000));
    expect(second.body.status).toBe('asked');
    // So it does on another bill of the payer, and for another person of that role (R20.10).
    expect((await post(supervisor, other, 'waivers', asking(6_000))).body.status).toBe('asked');
    const asked = await post(operator, bill, 'waivers', asking(100));
    expect(asked.body.status).toBe('asked');
    const decide = (as: typeof manager, name: string, of: Body, body: object = {}) =>
      ask(as, 'POST', `/v1/fees/waivers/${of.body.waiverId}/${name}`, body);
    expect((await decide(supervisor, 'approve', asked)).status).toBe(403);
    expect((await decide(manager, 'approve', asked)).body.status).toBe('granted');
    expect(await decide(administrator, 'approve', asked)).toMatchObject({
      status: 409,
      body: { code: 'illegal-state' },
    });
    expect((await decide(manager, 'refuse', second, { reason: '太多' })).body).toMatchObject({ status: 'refused' });
    expect(await must(limei, 'GET', `/v1/fees/bills/${bill.billId}`)).toMatchObject({ openFen: 30_000 - 6_100 });
    const tooMuch = await post(manager, bill, 'waivers', asking(30_000));
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'waiver-exceeds-open', openFen: 23_900 } });
  });

  test('D32 nobody approves their own request, whatever their role', async () => {
    const bill = await billOf(limei);
    const { manager, administrator } = estate.staff;
    const both = {
      ...administrator,
      sub: 'of-two-roles',
      personId: 'of-two-roles',
      roles: ['operator', 'administrator'],
    };
    const asked = await post(both, bill, 'waivers', { part: 'principal', fen: 100, reason: '自己来' });
    const path = `/v1/fees/waivers/${asked.body.waiverId}/approve`;
    expect(await ask(both, 'POST', path, {})).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    expect((await ask(manager, 'POST', path, {})).status).toBe(200);
  });

  test('D32 sixteen concurrent waivers never waive more than is open', async () => {
    const bill = await billOf(limei);
    const { manager } = estate.staff;
    const asking = { part: 'principal', fen: 4_000, reason: '一起来' };
    await changePolicy(estate, 'fees', { waiverLimits: { supervisor: 10_000, manager: 100_000 } });
    const all = await Promise.all(Array.from({ length: 16 }, () => post(manager, bill, 'waivers', asking)));
    const granted = all.filter(({ status }) => status === 201).length;
    expect(all.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const after = await must(manager, 'GET', `/v1/fees/bills/${bill.billId}`);
    expect(after.waived).toHaveLength(granted);
    expect(after.openFen).toBe(30_000 - granted * 4_000);
    expect(granted).toBeGreaterThan(0);
    expect(granted).toBeLessThanOrEqual(7);
  });

  test('R5.5 costs are owed on top, and the payer sees them', async () => {
    const bill = await billOf(limei);
    const added = await post(estate.staff.cashier, bill, 'costs', { what: '邮费', fen: 600 });
    expect(added.body).toMatchObject({ openFen: 30_600, open: { costs: 600, principal: 30_000 } });
    expect((await post(estate.staff.operator, bill, 'costs', { what: '邮费', fen: 600 })).status).toBe(403);
  });

  test('a cancelled bill is no longer owed, including everything added to it; this is final', async () => {
    const bill = await billOf(limei);
    const { manager } = estate.staff;
    await post(manager, bill, 'costs', { what: '邮费', fen: 600 });
    await post(manager, bill, 'waivers', { part: 'principal', fen: 600, reason: '停水' });
    const asked = await post(manager, bill, 'cancel', { reason: '重复出账' });
    expect(asked.body).toMatchObject({ status: 'published', openFen: 30_000, end: { as: 'cancelled' } });
    expect(await must(limei, 'GET', `/v1/fees/bills/${bill.billId}`)).not.toHaveProperty('end');
    const approving = { as: 'cancelled' };
    const own = await post(manager, bill, 'approve-end', approving);
    expect(own).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    const other = await post(estate.staff.administrator, bill, 'approve-end', { as: 'written-off' });
    expect(other).toMatchObject({ status: 409, body: { code: 'bill-end-not-asked' } });
    const cancelled = await post(estate.staff.administrator, bill, 'approve-end', approving);
    const ended = { by: estate.staff.administrator.personId, askedBy: manager.personId, reason: '重复出账' };
    expect(cancelled.body).toMatchObject({ status: 'cancelled', openFen: 0, cancelled: ended });
    expect((await must(limei, 'GET', `/v1/fees/bills/${bill.billId}`)).cancelled).not.toHaveProperty('reason');
    for (const [name, body] of [
      ['cancel', { reason: '再来' }],
      ['dispute', { reason: '再来' }],
      ['deliver', { method: 'post' }],
      ['write-off', { reason: '再来' }],
    ] as const) {
      expect(await post(manager, bill, name, body)).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    }
  });

  test('R20.1, D31 a bill is written off by two people, and its record says by whom', async () => {
    const bill = await billOf(limei);
    const { manager, administrator, auditor } = estate.staff;
    await post(manager, bill, 'write-off', { reason: '失联' });
    const refused = await post(administrator, bill, 'refuse-end', { as: 'written-off', reason: '再找一次' });
    expect(refused.body).not.toHaveProperty('end');
    await post(administrator, bill, 'write-off', { reason: '失联' });
    const waiting = await must(auditor, 'GET', `/v1/fees/bills?estateId=${estate.estateId}&end=asked`);
    expect(waiting.items.map(({ billId }: Body) => billId)).toEqual([bill.billId]);
    const done = await post(manager, bill, 'approve-end', { as: 'written-off' });
    expect(done.body).toMatchObject({
      status: 'written-off',
      openFen: 0,
      writtenOff: { parts: { principal: 30_000 } },
    });
    const { items } = await must(auditor, 'GET', `/v1/fees/bills/${bill.billId}/events`);
    // The delivery of its letter is recorded in its own time.
    const names = items.map((one: Body) => one.name).filter((name: string) => name !== 'BillDelivered');
    expect(names).toEqual(['BillPublished', 'BillEndAsked', 'BillEndRefused', 'BillEndAsked', 'BillWrittenOff']);
    const [given] = items.filter((one: Body) => one.name === 'BillWrittenOff');
    expect(given.actor).toMatchObject({ id: manager.personId });
  });

  test('a change of an older version, or without a reason, changes nothing', async () => {
    const bill = await billOf(limei);
    const path = `/v1/fees/bills/${bill.billId}/deliver`;
    await must(estate.staff.operator, 'POST', path, { method: 'post' });
    const stale = await ask(estate.staff.operator, 'POST', path, { method: 'post' }, { ifMatch: bill.version });
    expect(stale.status).toBe(412);
    expect((await post(estate.staff.manager, bill, 'cancel', { reason: '' })).status).toBe(400);
  });
});
