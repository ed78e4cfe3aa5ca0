import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { closedBy, ledgerBeganOn, ledgerStores, today } from '../ledger-fixtures.ts';
import { cashDeposited } from '../past-cash.ts';

const building = '代收楼';
let estate: TestEstate;
let owner: Household;
let feeItemId: string;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const check = (query: string): Promise<Body> =>
  must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/agency-checks/${feeItemId}?${query}`));

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('AGY');
  const { administrator } = estate.staff;
  const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
  const { unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
  owner = await estate.household('agency-owner');
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
  feeItemId = await feeFor(estate, building, '252.1', { name: '水费代收', nature: 'agency' });
});

describe('R25 money of others', () => {
  test('R25.3, R25.4 residents 252.10 and own use 47.90 are the bill of 300.00; a surplus is owed back', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-10');
    expect(bill).toMatchObject({ fen: 25_210, lines: [{ held: true }] });
    const cycle = `from=${today().slice(0, 8)}01&to=${today()}`;
    const agreed = await check(`${cycle}&utilityFen=30000&ownUseFen=4790`);
    expect(agreed).toMatchObject({ billedFen: 25_210, agrees: true, heldFen: 25_210, heldTooLong: false });
    expect(await check(`${cycle}&utilityFen=25000`)).toMatchObject({ agrees: false, owedBackFen: 210 });
    const path = `/v1/ledger/estates/${estate.estateId}`;
    const owedOn = async (account: string) =>
      (await must(estate.staff.auditor, 'GET', `${path}/accounts/assets:${account}:${owner.personId}/balance`)).fen;
    expect([await owedOn('agency-receivable'), await owedOn('receivable')]).toEqual([25_210, 0]);
    const ageing = await must(owner, 'GET', `${path}/payers/${owner.personId}/ageing`);
    expect(ageing.total).toBe(25_210);
    const income = await must(
      estate.staff.auditor,
      'GET',
      at(`/v1/ledger/estates/{estateId}/accounts/income:revenue:${feeItemId}/balance`),
    );
    expect(income.fen).toBe(0);
    const checked = at(`/v1/ledger/estates/{estateId}/agency-checks/${feeItemId}?${cycle}&utilityFen=1`);
    expect((await ask(owner, 'GET', checked)).status).toBe(403);
  });

  test('R25.1 a payment credits the receivable of the third party; voided, the debt is there again', async () => {
    const { cashier, auditor } = estate.staff;
    const paying = {
      payerId: owner.personId,
      fen: 20_000,
      method: 'transfer',
      moneyAccount: 'agy',
      reference: 'agy-zz',
    };
    const payment = await must(cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
    expect(payment.allocation).toMatchObject([{ parts: { principal: 20_000, agency: 20_000 } }]);
    const code = `assets:agency-receivable:${owner.personId}`;
    const balance = () => must(auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${code}/balance`));
    expect((await balance()).fen).toBe(5_210);
    const path = `/v1/payments/${payment.paymentId}/reallocate`;
    await must(cashier, 'POST', path, { billIds: [], reason: '客户要求先不付' });
    expect((await balance()).fen).toBe(25_210);
  });

  test('R25.6 a close shows the money of others, and that it is short by what left cash and is not at the bank', async () => {
    const { cashier, auditor } = estate.staff;
    const yesterday = addDays(today(), -1);
    await ledgerBeganOn(estate.estateId, yesterday);
    const deposit = { payerId: owner.personId, purpose: 'keys', fen: 30_000, reference: 'agy-1' };
    await cashDeposited(cashier, yesterday, estate.estateId, deposit);
    const settling = {
      from: `assets:cash:${cashier.personId}`,
      to: 'assets:bank:icbc',
      fen: 10_000,
      reference: 'agy-jk',
    };
    await must(cashier, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      ...settling,
      occurredOn: yesterday,
    });
    const closed = await closedBy(estate, yesterday);
    expect(closed).toMatchObject({
      state: 'closed',
      others: { depositFen: 30_000, moneyFen: 20_000, onItsWayFen: 10_000, shortFen: 10_000 },
    });
    const ledger = await must(auditor, 'GET', at('/v1/ledger/estates/{estateId}'));
    expect(ledger.closedThrough).toBe(yesterday);
  });
});
