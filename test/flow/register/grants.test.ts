import { beforeAll, describe, expect, test } from 'vitest';
import { headOffice } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, estateCalled, type Household, must, reported, type TestEstate } from '../backend.ts';

let work: TestEstate;
let home: TestEstate;
/** A technician of one estate who lives in another. */
let both: Household;
let neighbour: Household;

beforeAll(async () => {
  [work, home] = await Promise.all([estateCalled('GW'), estateCalled('GH')]);
  neighbour = await home.household('neighbour');
  // The register has both entries before the first request: a function remembers an entry for a minute.
  const { personId } = await work.technician('zhang');
  const { administrator } = home.staff;
  const person = { personId, name: '张强', language: 'zh-CN' };
  await must(administrator, 'POST', `/v1/estates/${home.estateId}/persons`, person);
  const unit = { label: '3栋0101', building: '3栋', area: '89.37', use: 'dwelling' };
  const { unitId } = await must(administrator, 'POST', `/v1/estates/${home.estateId}/units`, unit);
  const owning = { personId, role: 'owner', from: '2024-06-30' };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, owning);
  both = { ...neighbour, sub: String(personId), personId: String(personId), unitId, roles: [], estates: [] };
});

describe('the grants of a caller', () => {
  test('are a role at an estate: a technician of one estate is a resident where they live', async () => {
    const theirs = await must(neighbour, 'POST', '/v1/tickets', {
      estateId: home.estateId,
      type: 'complaint',
      channel: 'app',
      category: 'parking',
      title: '车位被占',
    });
    expect((await ask(both, 'GET', `/v1/tickets/${theirs.ticketId}`)).status).toBe(404);
    const statement = `/v1/ledger/estates/${home.estateId}/payers/${neighbour.personId}/statement?from=2026-01-01&to=2026-01-31`;
    expect((await ask(both, 'GET', statement)).status).toBe(404);
    expect((await ask(both, 'GET', `/v1/estates/${home.estateId}/staff`)).body.code).toBe('forbidden');
    const there = await reported(work);
    expect((await ask(both, 'GET', `/v1/tickets/${there.ticketId}`)).status).toBe(200);
  });

  test('let technicians read no money of others', async () => {
    const client = await work.household('client');
    const of = `/v1/ledger/estates/${work.estateId}/payers/${client.personId}`;
    const span = 'from=2026-01-01&to=2026-01-31';
    const { technician, operator } = work.staff;
    for (const path of [`${of}/statement?${span}`, `${of}/ageing`]) {
      expect((await ask(technician, 'GET', path)).body.code).toBe('not-found');
    }
    expect((await ask(operator, 'GET', `${of}/statement?${span}`)).status).toBe(200);
    const bills = await ask(technician, 'GET', `/v1/fees/bills?estateId=${work.estateId}&payerId=${client.personId}`);
    expect(bills.body.code).toBe('forbidden');
  });

  test('make them the requester of their own ticket, and not its desk', async () => {
    const opening = {
      estateId: home.estateId,
      type: 'complaint',
      category: 'parking',
      title: '灯不亮',
      channel: 'app',
    };
    const own = await must(both, 'POST', '/v1/tickets', opening);
    expect(own.requester).toMatchObject({ personId: both.personId });
    const late = await ask(both, 'POST', '/v1/tickets', { ...opening, receivedAt: '2026-01-01T00:00:00Z' });
    expect(late.body.code).toBe('received-by-staff-only');
    const { items } = await must(both, 'GET', '/v1/tickets');
    expect(items.map(({ ticketId }: Body) => ticketId)).toEqual([own.ticketId]);
  });

  test('are those of the register, whatever the token says', async () => {
    const me = await must(both, 'GET', '/v1/me');
    expect(me).toMatchObject({ roles: ['resident', 'technician'] });
    expect(me.grants.toSorted()).toEqual([`resident@${home.estateId}`, `technician@${work.estateId}`]);
    const claiming = { ...both, roles: ['administrator'], estates: [home.estateId], isUnknown: true };
    expect((await ask(claiming, 'GET', `/v1/estates/${home.estateId}/staff`)).status).toBe(403);
    const stranger = { sub: 'gh-stranger', roles: ['administrator'], estates: [home.estateId], isUnknown: true };
    expect((await ask(stranger, 'GET', '/v1/me')).status).toBe(403);
  });

  test('of an estate are given by who administers it', async () => {
    const { administrator, manager } = work.staff;
    const hired = { name: '新人', language: 'zh-CN', grants: [`operator@${work.estateId}`] };
    const place = `/v1/estates/${work.estateId}/staff`;
    expect((await ask(manager, 'POST', place, hired)).status).toBe(403);
    const company = { ...hired, grants: [...hired.grants, 'administrator@*'] };
    expect((await ask(administrator, 'POST', place, company)).status).toBe(404);
    const unknown = await ask(administrator, 'POST', place, { ...hired, grants: [`resident@${work.estateId}`] });
    expect(unknown.body.code).toBe('invalid-input');
    expect((await ask(administrator, 'POST', '/v1/estates', { code: 'GX' })).status).not.toBe(201);
  });

  test('R20.1 of cashiers, managers and administrators are given by the head office, and by nobody to themselves', async () => {
    const { administrator } = work.staff;
    const place = `/v1/estates/${work.estateId}/staff`;
    for (const role of ['cashier', 'manager', 'administrator']) {
      const second = { name: '第二个我', language: 'zh-CN', grants: [`${role}@${work.estateId}`] };
      const refused = await ask(administrator, 'POST', place, second);
      expect(refused).toMatchObject({ status: 403, body: { code: 'grant-by-head-office' } });
      expect((await ask(headOffice, 'POST', place, second)).status).toBe(201);
    }
    const file = `/v1/staff/${administrator.personId}`;
    const { staffId: _, estateId: __, updatedAt: ___, version, ...mine } = await must(administrator, 'GET', file);
    const wider = { ...mine, grants: [...mine.grants, `operator@${work.estateId}`] };
    const own = await ask(administrator, 'PUT', file, wider, { ifMatch: version });
    expect(own).toMatchObject({ status: 403, body: { code: 'own-grants' } });
    // Who has such a role already keeps it when other details change.
    const renamed = { ...mine, name: '王管理' };
    expect((await ask(administrator, 'PUT', file, renamed, { ifMatch: version })).status).toBe(200);
  });

  test('end with the employment', async () => {
    const { administrator } = work.staff;
    const leaver = await work.technician('leaver');
    const ended = await must(administrator, 'POST', `/v1/staff/${leaver.personId}/end-employment`, { reason: '离职' });
    expect(ended.endedAt).toBeDefined();
    expect((await ask(leaver, 'GET', '/v1/me')).status).toBe(403);
    const { items } = await must(administrator, 'GET', `/v1/estates/${work.estateId}/staff?limit=200`);
    expect(items.map(({ staffId }: Body) => staffId)).not.toContain(leaver.personId);
    const again = await ask(administrator, 'POST', `/v1/staff/${leaver.personId}/end-employment`, { reason: '离职' });
    expect(again.body.code).toBe('illegal-state');
    const ticket = await reported(work);
    const assigning = { assigneeId: leaver.personId };
    const refused = await ask(work.staff.operator, 'POST', `/v1/tickets/${ticket.ticketId}/assign`, assigning);
    expect(refused.body.code).toBe('unknown-staff');
  });
});
