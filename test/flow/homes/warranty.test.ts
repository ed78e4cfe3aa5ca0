import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, estateCalled, type Household, idle, must, reported, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';

let estate: TestEstate;
let limei: Household;
let desk: Caller;
let manager: Caller;
/** After-sales of the developer (开发商售后), a staff member of the estate. */
let afterSales: Caller;

const days = { acceptedOn: '2022-01-10', deliveredOn: '2024-06-30', ground: '竣工备案表、交付验收单' };
const leak = { type: 'repair', category: 'home/water', title: '厨房水管滴水' };

beforeAll(async () => {
  estate = await estateCalled('WA');
  ({ operator: desk, manager } = estate.staff);
  limei = await estate.household('limei');
  await estate.technician('plumber', { skills: ['water'] });
  afterSales = await estate.technician('after-sales', { grants: [`operator@${estate.estateId}`], skills: [] });
  afterSales = { ...afterSales, roles: ['operator'] };
  const developer = { organisation: 'developer', staffId: afterSales.personId };
  await changePolicy(estate, 'tickets', ({ responsibility }) => ({
    responsibility: { ...responsibility, developer, contractor: developer },
  }));
});

let serial = 1;
/** Creates a unit with warranty days and a repair ticket received at an instant. */
async function report(receivedAt: string, details: object = {}, home: object = days): Promise<Body> {
  const { unitId } = await must(estate.staff.administrator, 'POST', `/v1/estates/${estate.estateId}/units`, {
    ...{
      label: `${serial++}号房`,
      building: '9栋',
      area: '89.37',
      use: 'dwelling',
    },
  });
  await must(manager, 'PUT', `/v1/warranty/units/${unitId}`, home, { ifMatch: 0 });
  return ticketOf(
    await reported(estate, { ...leak, unitId, receivedAt, requester: { personId: limei.personId }, ...details }),
  );
}
async function ticketOf({ ticketId }: Body, as: Caller = desk): Promise<Body> {
  await idle();
  return must(as, 'GET', `/v1/tickets/${ticketId}`);
}
const perform = (as: Caller, ticket: Body, name: string, body: object = {}) =>
  ask(as, 'POST', `/v1/tickets/${ticket.ticketId}/${name}`, body);
const timer = (ticket: Body, name: string) => ticket.slaTimers.find((one: Body) => one.timer === name);

describe('who pays for a repair', () => {
  const lastDay = '2025-06-30T23:59:00+08:00';
  const dayAfter = '2025-07-01T00:01:00+08:00';

  test('the developer pays on the last day of the warranty, the owner on the day after; both see it', async () => {
    const inside = await report(lastDay);
    expect(inside.warranty).toMatchObject({
      payer: 'developer',
      why: 'buyers-warranty',
      until: '2025-06-30',
      part: 'pipe-leak',
    });
    const outside = await report(dayAfter);
    expect(outside.warranty).toMatchObject({ payer: 'owner', why: 'warranty-over', until: '2025-06-30' });
    const seen = await ticketOf(inside, limei);
    expect(seen.warranty).toMatchObject({
      payer: 'developer',
      rule: '建设工程质量管理条例（2019）第四十条；建房〔1998〕102号第五条',
    });
    expect(seen).not.toHaveProperty('offer');
    const { items } = await must(limei, 'GET', `/v1/tickets/${inside.ticketId}/events?limit=200`);
    expect(items.map(({ name }: Body) => name)).toContain('TicketWarrantyNoted');
    expect(items.map(({ name }: Body) => name)).not.toContain('TicketOffered');
  });

  test("the contractor pays to the last day of the contractor's warranty", async () => {
    const home = { ...days, acceptedOn: '2024-06-01' };
    expect((await report('2026-06-01T09:00:00+08:00', {}, home)).warranty.payer).toBe('contractor');
    expect((await report('2026-06-02T09:00:00+08:00', {}, home)).warranty.payer).toBe('owner');
  });

  test('is decided again when the category changes, and nobody is asked to pay for a category that staff decide', async () => {
    const ticket = await report(dayAfter, { category: 'home/structure', title: '墙面开裂' });
    expect(ticket.warranty).toMatchObject({ part: 'structure', payer: 'contractor' });
    expect(ticket.offer).toMatchObject({ to: 'developer' });
    const grade = { category: 'home/doors-windows' };
    await must(desk, 'PATCH', `/v1/tickets/${ticket.ticketId}`, grade, { ifMatch: ticket.version });
    const now = await ticketOf(ticket);
    expect(now.warranty).toMatchObject({ part: 'doors-windows', payer: 'owner' });
    expect(now.offer).toBeUndefined();
    expect(timer(now, 'handOver').state).toBe('stopped');
    expect(await report(dayAfter, { category: 'home/gas', title: '燃气灶打不着' })).not.toHaveProperty('warranty');
  });

  test('a complaint changed to a repair gets its decision then', async () => {
    const ticket = await report(lastDay, { type: 'complaint' });
    expect(ticket).not.toHaveProperty('warranty');
    await perform(desk, ticket, 'change-type', { type: 'repair', reason: '实为报修' });
    expect((await ticketOf(ticket)).warranty.payer).toBe('developer');
  });

  test('staff exclude misuse from the warranty with a reason, and no later automatic decision overrides them', async () => {
    const ticket = await report(lastDay);
    const found = { part: 'pipe-leak', common: false, exclusion: 'misuse', reason: '自行改管' };
    await must(desk, 'POST', `/v1/warranty/decisions/${ticket.ticketId}/decide`, found);
    const now = await ticketOf(ticket);
    expect(now.warranty).toMatchObject({ payer: 'owner', why: 'misuse' });
    expect(now).toMatchObject({ responsible: 'property-company' });
    expect(now.offer).toBeUndefined();
    const grade = { category: 'home/electric' };
    await must(desk, 'PATCH', `/v1/tickets/${ticket.ticketId}`, grade, { ifMatch: now.version });
    expect((await ticketOf(ticket)).warranty.why).toBe('misuse');
    const decision = await must(desk, 'GET', `/v1/warranty/decisions/${ticket.ticketId}`);
    expect(decision).toMatchObject({ decidedBy: desk.personId, reason: '自行改管' });
  });
});

describe('the decision routes the repair (D52)', () => {
  const now = () => new Date(Date.now() - 60_000).toISOString();
  const young = { ...days, acceptedOn: '2026-01-10', deliveredOn: '2026-06-30' };

  test('within the warranty the developer has 24 hours to take over the repair; the customer’s SLA timer continues', async () => {
    const ticket = await report(now(), {}, young);
    expect(ticket).toMatchObject({
      responsible: 'property-company',
      offer: { from: 'property-company', to: 'developer', staffId: afterSales.personId },
    });
    expect(timer(ticket, 'handOver')).toMatchObject({ state: 'running', target: 24 * 60 });
    const told = await must(desk, 'GET', `/v1/notices?estateId=${estate.estateId}&aboutId=${ticket.ticketId}`);
    const letter = told.items.find(({ template }: Body) => template === 'ticket-offered');
    expect(letter.recipient).toMatchObject({ id: afterSales.personId });
    const before = timer(ticket, 'arrive');
    expect((await perform(desk, ticket, 'take-over')).status).toBe(403);
    expect((await perform(afterSales, ticket, 'take-over')).status).toBe(200);
    const taken = await ticketOf(ticket);
    expect(taken).toMatchObject({ responsible: 'developer', responsibleStaffId: afterSales.personId });
    expect(timer(taken, 'handOver').state).toBe('stopped');
    expect(timer(taken, 'arrive')).toMatchObject({ state: 'running', dueAt: before.dueAt });
    const queue = await must(afterSales, 'GET', `/v1/tickets?estateId=${estate.estateId}&responsible=developer`);
    expect(queue.items.map(({ ticketId }: Body) => ticketId)).toEqual([ticket.ticketId]);
    expect((await perform(afterSales, ticket, 'take-over')).body.code).toBe('not-offered');
  });

  test('a repair refused with a reason comes back and can be offered to another party', async () => {
    const ticket = await report(now(), {}, young);
    expect((await perform(afterSales, ticket, 'hand-back')).status).toBe(400);
    const refusal = { reason: '非保修范围，系装修破坏' };
    expect((await perform(afterSales, ticket, 'hand-back', refusal)).status).toBe(200);
    const bounced = await ticketOf(ticket);
    expect(bounced.responsible).toBe('property-company');
    expect(bounced.offer).toBeUndefined();
    const again = { to: 'contractor', reason: '请施工单位查看' };
    expect((await perform(desk, ticket, 'offer', again)).status).toBe(200);
    expect((await perform(desk, ticket, 'offer', again)).body.code).toBe('already-offered');
    expect(timer(await ticketOf(ticket), 'handOver').state).toBe('running');
    expect((await perform(manager, ticket, 'take-over')).status).toBe(200);
    expect((await perform(desk, ticket, 'offer', again)).body.code).toBe('already-with-them');
    const { items } = await must(desk, 'GET', `/v1/tickets/${ticket.ticketId}/events?limit=200`);
    const back = items.find(({ name }: Body) => name === 'TicketHandedBack');
    expect(back).toMatchObject({ reason: refusal.reason, data: { from: 'developer', to: 'property-company' } });
    expect(
      (await must(desk, 'GET', `/v1/tickets/${ticket.ticketId}/sla-timers/handOver/explain`)).intervals,
    ).not.toEqual([]);
  });

  test('an emergency is dispatched at once, regardless of the payer', async () => {
    const burst = { severity: 'emergency', title: '水管爆裂' };
    const ticket = await report(now(), burst, young);
    expect(ticket.workOrderId).toBeDefined();
    expect(ticket.warranty.payer).toBe('contractor');
    expect(timer(ticket, 'dispatch').state).toBe('stopped');
    expect((await perform(afterSales, ticket, 'take-over')).status).toBe(200);
    expect((await ticketOf(ticket)).assigneeId).toBe(ticket.assigneeId);
  });
});

describe('the warranty of a home', () => {
  test('is shown by part and day, with the rule, to those who hold the unit', async () => {
    const path = `/v1/warranty/units/${limei.unitId}`;
    expect(await must(limei, 'GET', path)).toMatchObject({ from: 'unknown', version: 0 });
    await must(manager, 'PUT', path, { ...days, acceptedOn: '2022-01-10', deliveredOn: '2025-01-10' }, { ifMatch: 0 });
    const roof = (foundOn: string) =>
      must(limei, 'GET', `${path}?part=roof-waterproofing&foundOn=${foundOn}&common=true`);
    expect(await roof('2028-01-10')).toMatchObject({
      from: 'entered',
      cover: { contractorUntil: '2027-01-10', floorUntil: '2028-01-10', buyerUntil: '2028-01-10' },
      liability: { payer: 'developer', rule: '建设工程质量管理条例（2019）第四十条；建房〔1998〕102号第五条' },
    });
    expect((await roof('2028-01-11')).liability.payer).toBe('maintenance-fund');
    const stranger = await estate.household('stranger');
    expect((await ask(stranger, 'GET', path)).status).toBe(404);
  });

  test('cannot be shortened by a contract, and an outdated change is rejected', async () => {
    const { unitId } = await estate.household('short');
    const path = `/v1/warranty/units/${unitId}`;
    const terms = {
      designLifeYears: 50,
      season: { from: '11-15', to: '03-15' },
      partialSeasonCounts: false,
      promised: { 'roof-waterproofing': { months: 6 } },
    };
    await must(manager, 'PUT', path, { ...days, terms }, { ifMatch: 0 });
    const { cover } = await must(desk, 'GET', `${path}?part=roof-waterproofing`);
    expect(cover).toMatchObject({ promisedUntil: '2024-12-30', promisedTooLittle: true, buyerUntil: '2027-06-30' });
    expect((await ask(manager, 'PUT', path, days, { ifMatch: 0 })).status).toBe(412);
    expect((await ask(manager, 'PUT', path, days)).status).toBe(428);
    const early = { ...days, deliveredOn: '2022-01-09' };
    expect((await ask(manager, 'PUT', path, early, { ifMatch: 1 })).status).toBe(400);
  });
});
