import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { staffRoles } from '../../../shared/http/auth.ts';
import { ask, type Household, must } from '../backend.ts';
import { everyRoute, routeOf } from '../every-route.ts';
import { plainly, requestOf, runEveryOperation } from '../run-every-operation.ts';
import { type Asking, type CreatedIds, type Stage, scenarioEstate } from '../scenario.ts';

const someone = { name: '慕容雪晴', email: 'xueqing.murong@residents.example', phone: '15912340987' };
let here: Stage;
let elsewhere: Stage;
let traces: CreatedIds;
let neighbour: Household;
/** Every request that was made in the life of the household, once for each operation and way of asking. */
const asked = new Map<string, { operationId: string; asking: Asking }>();

beforeAll(async () => {
  [here, elsewhere] = await Promise.all([scenarioEstate('PA'), scenarioEstate('PB')]);
  neighbour = await here.estate.household('neighbour');
  const perform = async (operationId: string, as: Caller, asking: Asking = {}) => {
    const body = await plainly(operationId, as, asking);
    const way = Object.keys({ ...asking.params, ...asking.query, ...asking.body }).join();
    asked.set(`${operationId} ${way}`, { operationId, asking });
    return body;
  };
  traces = await runEveryOperation(here, 0, perform, someone);
});

const again = (as: Caller, { operationId, asking }: { operationId: string; asking: Asking }) => {
  const { route, path, body, more } = requestOf(operationId, asking);
  return ask(as, route.method, path, body, more);
};
/** What nobody else may read in any answer. */
const secrets = () => [
  ...Object.entries(traces).flatMap(([name, value]) => (name === 'estateId' ? [] : [value])),
  ...Object.values(someone),
];
const closed = () => [...asked.values()].filter(({ operationId }) => routeOf(operationId).allow !== 'public');
/** Those that a resident may ask for at all. */
const forResidents = () => closed().filter(({ operationId }) => routeOf(operationId).allow.includes('resident'));

test('the life of a household leaves something behind for every operation', () => {
  const lived = new Set([...asked.values()].map(({ operationId }) => operationId));
  expect(everyRoute.map((route) => route.operationId).filter((one) => !lived.has(one))).toEqual([]);
});

describe('somebody of another estate', () => {
  /** An estate of his own he may enter, under whatever id is free; a list that names no estate holds what is his own. */
  const ofHisOwn = ['createEstate'];
  const namesOurs = ({ params, query, body }: Asking) => params || JSON.stringify({ query, body }).includes('"estate');

  test('with every role that there is finds nothing of this one', async () => {
    const { estateId } = elsewhere.estate;
    const chief: Caller = { sub: 'chief-of-pb', roles: [...staffRoles], estates: [estateId] };
    const wrong: string[] = [];
    for (const one of closed()) {
      if (ofHisOwn.includes(one.operationId)) continue;
      const { status, body } = await again(chief, one);
      const text = JSON.stringify(body);
      const told = secrets().filter((secret) => text.includes(secret));
      if ((namesOurs(one.asking) && status !== 404) || status >= 500 || told.length > 0)
        wrong.push(`${one.operationId}: ${status} ${body.code} ${told}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a resident there finds nothing either', async () => {
    const resident: Caller = { sub: 'resident-of-pb', roles: ['resident'], estates: [elsewhere.estate.estateId] };
    const wrong: string[] = [];
    for (const one of forResidents()) {
      const { status, body } = await again(resident, one);
      const text = JSON.stringify(body);
      const told = secrets().filter((secret) => text.includes(secret));
      const isOwnList = one.operationId === 'listTickets' && body.items?.length === 0;
      if ((namesOurs(one.asking) && status !== 404 && !isOwnList) || status >= 500 || told.length > 0)
        wrong.push(`${one.operationId}: ${status} ${body.code} ${told}`);
    }
    expect(wrong).toEqual([]);
  });

  test('cannot bring a thing of this estate into his own by naming it', async () => {
    const { estate } = elsewhere;
    const { operator, administrator } = estate.staff;
    const { estateId } = estate;
    const foreignStaff = here.estate.staff.manager.personId;
    const opening = { estateId, type: 'repair', channel: 'app', category: 'home/water', title: '漏水' };
    const naming = (as: Caller, path: string, body: object) => ask(as, 'POST', path, body);
    expect((await naming(operator, '/v1/tickets', { ...opening, unitId: traces.unitId })).body.code).toBe(
      'unknown-unit',
    );
    const theirs = { ...opening, requester: { personId: traces.personId } };
    expect((await naming(operator, '/v1/tickets', theirs)).body.code).toBe('unknown-person');
    const own = await must(operator, 'POST', '/v1/tickets', opening);
    const assigning = await naming(operator, `/v1/tickets/${own.ticketId}/assign`, { assigneeId: foreignStaff });
    expect(assigning.body.code).toBe('not-of-this-estate');
    const household = await estate.household('host');
    const tenure = { personId: traces.personId, role: 'tenant', from: '2024-01-01' };
    const moving = await naming(administrator, `/v1/units/${household.unitId}/tenures`, tenure);
    expect(moving.body.code).toBe('unknown-person');
    const hired = { name: '新人', language: 'zh-CN', roles: ['operator'], estates: [estateId, here.estate.estateId] };
    expect((await naming(administrator, `/v1/estates/${estateId}/staff`, hired)).status).toBe(404);
  });
});

describe('a neighbour in the same estate', () => {
  const namesHousehold = (asking: Asking) => secrets().some((one) => JSON.stringify(asking).includes(one));

  test('finds nothing of the household', async () => {
    const wrong: string[] = [];
    for (const one of forResidents()) {
      const { status, body } = await again(neighbour, one);
      const named = namesHousehold(one.asking);
      const told = secrets().filter((secret) => JSON.stringify(body).includes(secret));
      // For a unit that he does not hold he is told that there is none; the refusal repeats what he asked for.
      const isRefused = status === 404 || ['unknown-unit', 'received-by-staff-only'].includes(body.code);
      // Who owned a unit before has bills of it still; a list of his own tells a neighbour nothing of whose it is now.
      const isOwnList = one.operationId === 'listBills' && body.items?.length === 0;
      if ((named && !isRefused && !isOwnList) || status >= 500) wrong.push(`${one.operationId}: ${status}`);
      if (told.length > 0 && body.code !== 'unknown-unit') wrong.push(`${one.operationId} tells ${told}`);
    }
    expect(wrong).toEqual([]);
  });

  test('reads neither what staff say among themselves nor who works on his own report', async () => {
    const { estateId, staff } = here.estate;
    const opening = { estateId, type: 'complaint', channel: 'app', category: 'parking', title: '车位被占' };
    const { ticketId } = await must(neighbour, 'POST', '/v1/tickets', opening);
    const path = `/v1/tickets/${ticketId}`;
    await must(staff.operator, 'POST', `${path}/notes`, { text: '内部意见' });
    await must(staff.operator, 'POST', `${path}/assign`, { assigneeId: staff.manager.personId });
    const seen = JSON.stringify([await must(neighbour, 'GET', path), await must(neighbour, 'GET', `${path}/events`)]);
    expect(seen).not.toContain('内部意见');
    expect(seen).not.toContain(staff.manager.personId);
  });
});

describe('phone number and address', () => {
  test('are masked for those who need not reach the household', async () => {
    const { auditor, cashier, technician, operator } = here.estate.staff;
    const path = `/v1/persons/${traces.personId}`;
    for (const as of [auditor, cashier, technician]) {
      const person = await must(as, 'GET', path);
      expect(person).toMatchObject({ masked: true, phone: '159****0987' });
      expect(JSON.stringify(person)).not.toContain(someone.email);
    }
    expect(await must(operator, 'GET', path)).toMatchObject({ masked: false, phone: someone.phone });
  });
});

test('no line of a log names anybody: neither name nor phone number nor address', async () => {
  // Refusals on the way are logged too: the walks above made some of every kind.
  await wait(500);
  const folder = join(inject('backend').stateDir, 'logs');
  const personal = [...Object.values(someone), '过路人', '林女士', '王师傅'];
  const patterns = [/[\w.]+@(?:residents|staff)\.example/, /(?<![\w-])1[3-9]\d{9}(?![\w-])/];
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(5);
  const telling = files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => personal.some((one) => line.includes(one)) || patterns.some((one) => one.test(line)))
      .map((line) => `${file}: ${line.slice(0, 300)}`),
  );
  expect(telling).toEqual([]);
});
