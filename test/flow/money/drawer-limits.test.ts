import { beforeAll, describe, expect, test } from 'vitest';
import { drawerDayIdOf } from '../../../functions/money/ledger/drawer.store.ts';
import { watchDrawer } from '../../../functions/money/ledger/drawer-watch.job.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, type Household, idle, must, runJob, type TestEstate } from '../backend.ts';
import { drawerCounted, ledgerStores, referenceNumbers, today } from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';

/* Above its maximum a drawer is to be deposited, and takings go to the bank by the next morning (R20.8). */

let estate: TestEstate;
let wang: Household;
const number = referenceNumbers('dl');
const at = (path: string) => `/v1/ledger/estates/${estate.estateId}${path}`;
const drawer = (as: keyof TestEstate['staff'] = 'manager'): Promise<Body> =>
  must(estate.staff[as], 'GET', at(`/drawers/${estate.staff.cashier.personId}`));
const paid = (fen: number) =>
  ask(estate.staff.cashier, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, {
    ...{ payerId: wang.personId, fen, method: 'cash', reference: number() },
  });
const deposited = (fen: number) =>
  must(estate.staff.cashier, 'POST', at('/settlements'), {
    from: `assets:cash:${estate.staff.cashier.personId}`,
    ...{ to: 'assets:bank:icbc', fen, reference: number('slip') },
  });

beforeAll(async () => {
  estate = await estateCalled('DRL');
  wang = await estate.household('wang');
  await ledgerStores();
});

describe('R20.8 takings that were not deposited in time', () => {
  const day = () => addDays(today(), -10);

  test('R20.8 are named with their day and amount, and the cashier and the managers are told', async () => {
    await cashPaid(estate.staff.cashier, day(), {
      ...{ estateId: estate.estateId, payerId: wang.personId, fen: 80_000, reference: number() },
    });
    await drawerCounted(estate, day(), estate.staff.cashier);
    await runJob('drawer-watch');
    await idle();
    const { items } = await must(estate.staff.auditor, 'GET', at('/drawer-days'));
    expect(items).toMatchObject([{ day: day(), status: 'closed', overdue: { fen: 30_000 } }]);
    expect(await drawer()).toMatchObject({ overdue: [{ day: day(), fen: 30_000, isOpen: false }] });
    for (const role of ['cashier', 'manager'] as const) {
      const { items: notices } = await must(estate.staff.manager, 'GET', `/v1/notices?estateId=${estate.estateId}`);
      const mine = notices.filter((one: Body) => one.recipient.id === estate.staff[role].personId);
      expect(mine.map((one: Body) => one.template)).toContain('drawer-overdue');
    }
    await runJob('drawer-watch');
    await idle();
    const { items: again } = await must(estate.staff.manager, 'GET', `/v1/notices?estateId=${estate.estateId}`);
    expect(again.filter((one: Body) => one.template === 'drawer-overdue')).toHaveLength(2);
  });

  test('R20.8 are no longer overdue once they are deposited', async () => {
    await deposited(30_000);
    expect(await drawer()).toMatchObject({ overdue: [] });
    const drawerDayId = drawerDayIdOf(estate.estateId, String(estate.staff.cashier.personId), day());
    const later = toInstant(new Date().toISOString()).add({ hours: 2 });
    const act = { actor: { kind: 'system' as const, id: 'drawer-watch' }, recordedAt: later.toString() };
    expect(await watchDrawer(drawerDayId, act, later)).toEqual({ settled: 1 });
    expect((await must(estate.staff.auditor, 'GET', at('/drawer-days'))).items).toEqual([]);
    await deposited(50_000);
  });

  test('R20.8 a drawer that nobody closed by a count is told, once on each banking day', async () => {
    const drawerDayId = drawerDayIdOf(estate.estateId, String(estate.staff.cashier.personId), today());
    const looks = async (hours: number) => {
      const later = toInstant(new Date().toISOString()).add({ hours });
      const act = { actor: { kind: 'system' as const, id: 'drawer-watch' }, recordedAt: later.toString() };
      return watchDrawer(drawerDayId, act, later);
    };
    expect(await looks(0)).toBeUndefined();
    expect(await looks(480)).toEqual({ told: 1 });
    expect(await looks(481)).toEqual({});
    expect(await looks(960)).toEqual({ told: 1 });
    const { items } = await must(estate.staff.auditor, 'GET', at('/drawer-days'));
    expect(items).toMatchObject([{ day: today(), status: 'open', overdue: { fen: 0 } }]);
  });
});

describe('R20.8 the maximum of a drawer', () => {
  const asked = async () => {
    await idle();
    const { items } = await must(estate.staff.manager, 'GET', `/v1/notices?estateId=${estate.estateId}`);
    return items.filter((one: Body) => one.template === 'drawer-above-maximum');
  };

  test('R20.8 with 5,000.00 nothing is asked for; a fen more is accepted, and the cashier is asked to deposit', async () => {
    expect((await paid(500_000)).status).toBe(201);
    expect(await asked()).toEqual([]);
    expect(await drawer()).toMatchObject({ status: 'open', fen: 500_000, depositFen: 0 });
    expect((await paid(1)).status).toBe(201);
    expect(await drawer()).toMatchObject({ fen: 500_001, maximumFen: 500_000, floatFen: 50_000, depositFen: 450_001 });
    expect(await asked()).toMatchObject([{ recipient: { id: estate.staff.cashier.personId } }]);
  });

  test('R20.5 the cashier of the drawer sees what to deposit, and not what is there', async () => {
    const own = await drawer('cashier');
    expect(own).toMatchObject({ depositFen: 450_001 });
    expect(own).not.toHaveProperty('fen');
  });

  test('R20.8 it is asked for once until the next deposit', async () => {
    expect((await paid(1_000)).status).toBe(201);
    expect(await asked()).toHaveLength(1);
    await deposited(451_001);
    expect(await drawer()).toMatchObject({ fen: 50_000, depositFen: 0 });
    expect((await paid(450_001)).status).toBe(201);
    expect(await asked()).toHaveLength(2);
  });

  test('R20.8 a refund is paid from the drawer, and an expense of the company is not', async () => {
    const drawerAccount = `assets:cash:${estate.staff.cashier.personId}`;
    const body = { kind: 'bank-fee', bankAccountId: drawerAccount, fen: 100, reference: number(), occurredOn: today() };
    const spent = await ask(estate.staff.cashier, 'POST', at('/pay-outs'), {
      ...body,
      proof: '收据',
      reason: '买办公用品',
    });
    expect(spent.status).toBe(400);
    const moved = { from: drawerAccount, to: 'assets:channel:wechat', fen: 100, reference: number() };
    const answer = await ask(estate.staff.cashier, 'POST', at('/settlements'), moved);
    expect(answer.body.code).toBe('settlement-not-possible');
  });
});
