import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { closedBy, firstOfLastMonth, ledgerBeganOn, ledgerStores } from '../ledger-fixtures.ts';

const building = '关账楼';
let estate: TestEstate;
let owner: Household;
let feeItemId: string;
let emptyUnitId: string;
/** The first day of last month, and the month. */
let opened: string;
let month: string;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const path = (closeId: string, name = '') => `/v1/ledger/period-closes/${closeId}${name}`;
const requested = () =>
  ask(estate.staff.administrator, 'POST', at('/v1/ledger/estates/{estateId}/period-closes'), { month });
async function checked(): Promise<Body> {
  const { status, body } = await requested();
  expect([status, body.state]).toEqual([202, 'checking']);
  await idle();
  return must(estate.staff.auditor, 'GET', path(body.closeId));
}
const run = () => ({ period: { from: month, months: 1 }, feeItemIds: [feeItemId] });
const openRun = () => ask(estate.staff.manager, 'POST', at('/v1/fees/estates/{estateId}/billing-runs'), run());
const reason = { reason: '空置，业主未登记' };

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('PCL');
  opened = firstOfLastMonth();
  month = opened.slice(0, 7);
  const { administrator } = estate.staff;
  const unit = (n: number) => ({ label: `${building}10${n}`, building, area: '89.37', use: 'dwelling' });
  const [first, second] = await Promise.all(
    [1, 2].map((n) => must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit(n))),
  );
  emptyUnitId = second.unitId;
  owner = await estate.household('period-owner');
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${first.unitId}/tenures`, tenure);
  feeItemId = await feeFor(estate, building, '100');
  await billsOut(estate, [feeItemId], month);
  await ledgerBeganOn(estate.estateId, opened);
});

describe('R22.4 the close of a billing month (关账)', () => {
  test('R22.4 waits for the close of its days, then shuts the month for billing runs, and closes by two people', async () => {
    const { cashier, manager, administrator, auditor } = estate.staff;
    const early = await requested();
    expect(early).toMatchObject({ status: 409, body: { code: 'days-of-month-open' } });
    await closedBy(estate, addDays(`${addDays(opened, 31).slice(0, 8)}01`, -1));

    const draft = await openRun();
    await idle();
    const blocked = await checked();
    expect(blocked).toMatchObject({ state: 'blocked', runId: draft.body.runId });
    await must(manager, 'POST', `/v1/fees/billing-runs/${draft.body.runId}/cancel`);

    const close = await checked();
    const group = { feeItemId, why: 'no-payer', rows: 1, open: 1 };
    expect(close).toMatchObject({
      state: 'checked',
      openRows: 1,
      shouldFen: 10_000,
      billedFen: 10_000,
      groups: [group],
    });
    const { items } = await must(auditor, 'GET', path(close.closeId, '/differences'));
    expect(items).toMatchObject([{ unitId: emptyUnitId, feeItemId, differenceFen: 0, whys: ['no-payer'] }]);
    expect(await openRun()).toMatchObject({ status: 409, body: { code: 'billing-month-shut' } });
    expect(await requested()).toMatchObject({ status: 409, body: { code: 'billing-month-shut' } });

    // The administrator requests, so a manager accepts and approves.
    const approving = () => ask(manager, 'POST', path(close.closeId, '/approve'), {});
    expect(await approving()).toMatchObject({ status: 409, body: { code: 'differences-not-accepted' } });
    const rows = { rows: [{ unitId: emptyUnitId, feeItemId }], ...reason };
    await must(manager, 'POST', path(close.closeId, '/accept-differences'), rows);
    expect((await ask(cashier, 'POST', path(close.closeId, '/approve'), {})).status).toBe(403);
    expect(await ask(administrator, 'POST', path(close.closeId, '/approve'), {})).toMatchObject({
      status: 409,
      body: { code: 'another-person-needed' },
    });
    expect((await approving()).body).toMatchObject({ state: 'closed', approved: { by: manager.personId } });
    const report = await must(auditor, 'GET', at(`/v1/fees/estates/{estateId}/completeness/${month}`));
    expect(report.close).toMatchObject({ closeId: close.closeId, state: 'closed' });
    expect(await openRun()).toMatchObject({ status: 409, body: { code: 'billing-month-shut' } });

    // No day of the month reopens either.
    const last = (await must(auditor, 'GET', at('/v1/ledger/estates/{estateId}'))).closedThrough;
    const day = at(`/v1/ledger/estates/{estateId}/closes/${last}`);
    await must(manager, 'POST', `${day}/request-reopening`, reason);
    expect(await ask(administrator, 'POST', `${day}/approve-reopening`)).toMatchObject({
      status: 409,
      body: { code: 'billing-month-shut' },
    });

    // A third person reopens the month. The close stays, and the next one keeps what was accepted.
    expect(await ask(manager, 'POST', path(close.closeId, '/reopen'), reason)).toMatchObject({
      status: 409,
      body: { code: 'third-person-reopens-month' },
    });
    const third = { ...manager, sub: `${estate.estateId}-third`, personId: `${estate.estateId}-third` };
    await must(third, 'POST', path(close.closeId, '/reopen'), reason);
    const again = await checked();
    expect(again).toMatchObject({ openRows: 0, earlierCloseId: close.closeId });
    await must(manager, 'POST', path(again.closeId, '/withdraw'), reason);
    const all = await must(auditor, 'GET', at('/v1/ledger/estates/{estateId}/period-closes'));
    expect(all.items.map(({ state }: Body) => state)).toEqual(['withdrawn', 'reopened', 'blocked']);
    expect((await openRun()).status).toBe(202);
  });
});
