import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { closedBy, firstOfLastMonth, ledgerBeganOn, referenceNumbers } from '../ledger-fixtures.ts';

/* Separated duties (钱账分管, R20.1, R20.2): takes money, keeps the ledger, approves. */

let estate: TestEstate;
let wang: Household;
let opened: string;
const icbc = 'assets:bank:icbc';
const at = (path: string) => `/v1/ledger/estates/${estate.estateId}${path}`;
const number = referenceNumbers('sd');
/** A member of staff with several roles. */
const withRoles = (name: string, ...roles: string[]): Caller => {
  const id = `${estate.estateId}-${name}`;
  return { ...estate.staff.manager, sub: id, personId: id, name, roles };
};
const paid = (as: Caller, fen: number): Promise<Body> => {
  const body = { payerId: wang.personId, fen, method: 'cash', reference: number() };
  return must(as, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, body);
};
/** Fetches cash from the bank into the drawer of a person on a day. */
const fetched = (as: Caller, fen: number, occurredOn: string): Promise<Body> => {
  const body = { from: icbc, to: `assets:cash:${as.personId}`, fen, reference: number('qk'), occurredOn };
  return must(as, 'POST', at('/settlements'), body);
};
const transferred = (fen: number, occurredOn: string): Promise<Body> => {
  const what = { payerId: wang.personId, fen, method: 'transfer', moneyAccount: 'icbc', occurredOn };
  const body = { ...what, reference: number('zz') };
  return must(estate.staff.cashier, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, body);
};
const statement = (as: Caller, lines: readonly object[]) =>
  ask(as, 'POST', at('/channel-files'), { account: icbc, lines });
const closing = (as: Caller, through: string) => ask(as, 'POST', at('/closes'), { through });
const reopening = (as: Caller, day: string, reason: string) =>
  ask(as, 'POST', at(`/closes/${day}/request-reopening`), { reason });
const approving = (as: Caller, day: string) => ask(as, 'POST', at(`/closes/${day}/approve-reopening`));

beforeAll(async () => {
  estate = await estateCalled('SDU');
  wang = await estate.household('wang');
  opened = firstOfLastMonth();
  await paid(estate.staff.cashier, 1);
  await ledgerBeganOn(estate.estateId, opened);
  const { reference } = await transferred(90_000, opened);
  expect((await statement(estate.staff.manager, [{ day: opened, reference, fen: 90_000 }])).status).toBe(201);
});

describe('R20.1 one person never has two duties for one act', () => {
  test('R20.1 a person with both roles asks for a correction and may not approve it', async () => {
    const both = withRoles('both', 'cashier', 'manager', 'administrator');
    const { paymentId } = await paid(both, 5_000);
    const body = { change: { kind: 'void' }, reason: '重复录入' };
    const asked = await must(both, 'POST', `/v1/payments/${paymentId}/corrections`, body);
    const path = `/v1/payments/corrections/${asked.correctionId}/approve`;
    expect(await ask(both, 'POST', path, {})).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    expect((await ask(estate.staff.manager, 'POST', path, {})).status).toBe(200);
  });

  test('R20.1 a person with both roles asks for a refund and may not approve it', async () => {
    const both = withRoles('both', 'cashier', 'manager', 'administrator');
    const { paymentId } = await paid(both, 90_000);
    const body = { of: 'refund', id: paymentId, fen: 90_000, reason: '多交' };
    const asked = await must(both, 'POST', `/v1/payments/estates/${estate.estateId}/refund-requests`, body);
    const answer = await ask(both, 'POST', `/v1/payments/refund-requests/${asked.requestId}/approve`, {});
    expect(answer).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
  });
});

describe('R20.2 who keeps the ledger', () => {
  test('R20.2 a cashier neither imports a statement nor closes a day, with other roles either', async () => {
    const lines = [{ day: opened, reference: number('bank'), fen: 100 }];
    const both = withRoles('both', 'cashier', 'manager', 'administrator');
    for (const as of [estate.staff.cashier, both]) {
      const [imported, closed] = [await statement(as, lines), await closing(as, opened)];
      expect([imported.status, closed.status]).toEqual([403, 403]);
    }
    expect((await statement(both, lines)).body.code).toBe('cashier-keeps-no-ledger');
    expect((await closing(both, opened)).body.code).toBe('cashier-keeps-no-ledger');
  });

  test('R20.2 a manager whose own drawer moved on the day does not close it, and another one does', async () => {
    const taker = withRoles('taker', 'manager');
    const { reference } = await fetched(taker, 1_000, addDays(opened, 1));
    const line = { day: addDays(opened, 1), reference, fen: -1_000 };
    expect((await statement(estate.staff.administrator, [line])).status).toBe(201);
    const refused = await closing(taker, addDays(opened, 2));
    expect(refused).toMatchObject({ status: 403, body: { code: 'took-cash-that-day' } });
    expect(JSON.stringify(refused.body)).toContain(addDays(opened, 1));
    // The day before, they moved nothing.
    expect(await closedBy(estate, opened, taker)).toMatchObject({ state: 'closed', requestedBy: taker.personId });
  });

  test('R20.2 a day is reopened by a third person with a reason, and both closes are kept', async () => {
    const { manager, administrator } = estate.staff;
    const taker = withRoles('taker', 'manager');
    expect((await ask(manager, 'POST', at(`/closes/${opened}/request-reopening`), {})).status).toBe(400);
    expect((await reopening(administrator, opened, '漏记一笔')).status).toBe(200);
    // Who closed it does not approve, nor who requested it.
    expect((await approving(taker, opened)).body.code).toBe('third-person-needed');
    expect((await approving(administrator, opened)).body.code).toBe('second-person-needed');
    expect((await approving(manager, opened)).status).toBe(200);
    const { reference } = await transferred(700, opened);
    await statement(administrator, [{ day: opened, reference, fen: 700 }]);
    const now = await closedBy(estate, opened);
    expect(now).toMatchObject({ state: 'closed', entries: 2, sealings: 2, balances: { [icbc]: 90_700 } });
    const { items } = await must(estate.staff.auditor, 'GET', at(`/closes/${opened}/replaced`));
    const reopened = { askedBy: administrator.personId, approvedBy: manager.personId, reason: '漏记一笔' };
    const before = { state: 'closed', entries: 1, sealings: 1, balances: { [icbc]: 90_000 }, reopened };
    expect(items).toMatchObject([{ ...before, requestedBy: taker.personId }]);
    expect(items[0].seal.root).toBe(now.superseded[0].root);
  });

  test('R20.2 who took cash on a day does not approve its reopening', async () => {
    const day = addDays(opened, 1);
    const { administrator } = estate.staff;
    const taker = withRoles('taker', 'manager');
    expect(await closed(day, taker)).toMatchObject({ state: 'closed' });
    expect((await reopening(administrator, day, '漏记')).status).toBe(200);
    expect((await approving(taker, day)).body.code).toBe('took-cash-that-day');
    expect((await approving(withRoles('third', 'manager'), day)).status).toBe(200);
  });
});

/** Counts the drawer of a person, has the auditor sign, and closes the day. */
async function closed(day: string, of: Caller): Promise<Body> {
  return closedBy({ ...estate, staff: { ...estate.staff, supervisor: of } }, day);
}
