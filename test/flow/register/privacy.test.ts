import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { staffRoles } from '../../../shared/http/auth.ts';
import { tableNames } from '../../../shared/store/entity.ts';
import { filled } from '../../filled.ts';
import { ask, type Household, must } from '../backend.ts';
import { tableOf } from '../engine-table.ts';
import { everyRoute, routeOf } from '../every-route.ts';
import { plainly, requestOf, runEveryOperation } from '../run-every-operation.ts';
import type { Ran } from '../run-scenarios.ts';
import { type Asking, type CreatedIds, type Stage, scenarioEstate } from '../scenario.ts';

const someone = { name: '慕容雪晴', email: 'xueqing.murong@residents.example', phone: '15912340987' };
let here: Stage;
let elsewhere: Stage;
let traces: CreatedIds;
let failed: Ran['failed'];
let neighbour: Household;
/** Every request of the household's scenario, once for each operation and set of parameters. */
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
  ({ ids: traces, failed } = await runEveryOperation(here, 0, perform, someone));
});

const again = (as: Caller, { operationId, asking }: { operationId: string; asking: Asking }) => {
  const { route, path, body, more } = requestOf(operationId, asking);
  return ask(as, route.method, path, body, more);
};
/** Values that no other person may find in a response. */
const secrets = () => [
  ...Object.entries(traces).flatMap(([name, value]) => (name === 'estateId' ? [] : [value])),
  ...Object.values(someone),
];
const closed = () => [...asked.values()].filter(({ operationId }) => routeOf(operationId).allow !== 'public');
/** Requests that residents are allowed to make. */
const forResidents = () => closed().filter(({ operationId }) => routeOf(operationId).allow.includes('resident'));

test('the scenario of a household calls every operation', () => {
  expect(failed).toEqual({});
  const lived = new Set([...asked.values()].map(({ operationId }) => operationId));
  expect(everyRoute.map((route) => route.operationId).filter((one) => !lived.has(one))).toEqual([]);
});

describe('a person of another estate', () => {
  /** Operations without an estate in the request, which therefore succeed. */
  const ofHisOwn = ['createEstate'];
  const namesOurs = ({ params, query, body }: Asking) => params || JSON.stringify({ query, body }).includes('"estate');

  test('finds nothing of this estate, even with every staff role', async () => {
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

  test('finds nothing of this estate as a resident', async () => {
    const resident = await elsewhere.estate.household('resident-of-pb');
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

  test('cannot use ids of this estate in their own estate', async () => {
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
    expect(assigning.body.code).toBe('unknown-staff');
    const household = await estate.household('host');
    const tenure = { personId: traces.personId, role: 'tenant', from: '2024-01-01' };
    const moving = await naming(administrator, `/v1/units/${household.unitId}/tenures`, tenure);
    expect(moving.body.code).toBe('unknown-person');
    const hired = {
      name: '新人',
      language: 'zh-CN',
      grants: [`operator@${estateId}`, `operator@${here.estate.estateId}`],
    };
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
      // Another person's unit is reported as unknown. The problem repeats the requested id.
      const isRefused = status === 404 || ['unknown-unit', 'received-by-staff-only'].includes(body.code);
      // A former owner may list their old bills of a unit. For the neighbour this list is empty.
      const isOwnList = one.operationId === 'listBills' && body.items?.length === 0;
      if ((named && !isRefused && !isOwnList) || status >= 500) wrong.push(`${one.operationId}: ${status}`);
      if (told.length > 0 && body.code !== 'unknown-unit') wrong.push(`${one.operationId} tells ${told}`);
    }
    expect(wrong).toEqual([]);
  });

  test('reads neither internal notes nor the assignee of their own ticket', async () => {
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
  test('are masked for roles that do not contact the household', async () => {
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

test('R15.2: no event and no answer kept for a repetition names a person; they keep ids', async () => {
  const kept: Record<string, unknown>[] = [];
  for (const name of tableNames) {
    const { documents, TableName } = await tableOf(name);
    for await (const page of paginateScan({ client: documents }, { TableName })) kept.push(...(page.Items ?? []));
  }
  const told = Object.values(someone);
  const naming = (items: readonly Record<string, unknown>[]) =>
    items.filter((item) => told.some((one) => JSON.stringify(item).includes(one))).map(({ pk, sk }) => `${pk} ${sk}`);
  const events = kept.filter(({ sk, event }) => String(sk).startsWith('EVENT#') && event !== undefined);
  const answers = kept.filter(({ type }) => type === 'IdempotentRequest');
  expect(naming(filled(events))).toEqual([]);
  expect(naming(filled(answers))).toEqual([]);
  // The same search finds the records that hold the person.
  expect(naming(kept)).toContain(`PERSON#${traces.personId} PERSON`);
});

test('no log line contains a name, phone number or e-mail address', async () => {
  // Rejected requests are logged too. The tests above made rejected requests of every kind.
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
