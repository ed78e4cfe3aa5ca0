import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, must, runJob, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

const building = '酬金楼';
const year = today().slice(0, 4);
const lastYear = String(Number(year) - 1);
let estate: TestEstate;
let owner: Household;
let feeItemId: string;
let payeeId: string;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const years = (path = '') => at(`/v1/common-income/estates/{estateId}/service-years${path}`);
const balanceOf = async (account: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;
const budget = {
  ...{ year, incomeFen: 100_000_000, remuneration: { percent: '10' } },
  spending: [
    { what: '人员工资', fen: 60_000_000 },
    { what: '日常维护', fen: 30_000_000 },
  ],
  ...{ decision: '业主大会决议 9 号', decidedOn: `${lastYear}-12-20` },
};
const spend = (line: string, fen: number) =>
  ask(estate.staff.manager, 'POST', at('/v1/common-income/estates/{estateId}/spendings'), {
    ...{ kind: 'service', fen, what: `${line}支出`, line, payeeId, proof: '发票 77 号' },
  });
const approve = ({ movementId }: Body, who = estate.staff.administrator) =>
  ask(who, 'POST', `/v1/common-income/movements/${movementId}/approve`, {});

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('SFD');
  const { administrator, manager } = estate.staff;
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: `${lastYear}-01-01`, kind: 'general' }] });
  const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
  const { unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
  owner = await estate.household('service-owner');
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
  feeItemId = await feeFor(estate, building, '1000000', { name: '物业服务费' });
  const account = { holder: '某某保洁有限公司', bank: '工商银行', number: '6222020200112255' };
  const payee = { name: '某某保洁', purposes: ['supplier'], account, proof: '合同 2 号', reason: '供应商' };
  ({ payeeId } = await must(manager, 'POST', at('/v1/ledger/estates/{estateId}/payees'), payee));
  await must(administrator, 'POST', `/v1/ledger/payees/${payeeId}/approve`, { number: account.number });
});

describe('R34.5 the remuneration system (酬金制)', () => {
  test('an estate on a fixed fee has no budget to approve and nothing to spend; its page says so', async () => {
    expect((await ask(estate.staff.manager, 'POST', years(), budget)).body.code).toBe('not-on-remuneration');
    expect((await spend('人员工资', 1)).body.code).toBe('no-service-budget');
    expect(await must(owner, 'GET', years(`/${year}`))).toMatchObject({ system: 'fixed' });
    const page = await ask(
      owner,
      'GET',
      at(`/v1/common-income/estates/{estateId}/publications/${year}-Q4?language=en`),
    );
    expect(page.body).toContain('surplus and loss are the company’s');
  });

  test('the system begins on its day, by two people, and the fee from then on is held for the owners', async () => {
    const feeSystems = [{ from: `${lastYear}-12-01`, system: 'remuneration', ground: '业主大会决议 8 号' }];
    await changePolicy(estate, 'fees', { feeSystems });
    await billsOut(estate, [feeItemId], `${lastYear}-11`);
    expect(await balanceOf(`liabilities:service-fund:${feeItemId}`)).toBe(0);
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(-94_339_623);
    const [bill] = await billsOut(estate, [feeItemId], `${year}-10`);
    expect(bill?.lines).toMatchObject([{ ownersFund: true, fen: 100_000_000 }]);
    expect(bill?.lines[0].vat).toBeUndefined();
    expect(await balanceOf(`liabilities:service-fund:${feeItemId}`)).toBe(-100_000_000);
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(-94_339_623);
    const waiver = { part: 'principal', fen: 1_000, reason: '协商' };
    const { waiverId } = await must(estate.staff.supervisor, 'POST', `/v1/fees/bills/${bill?.billId}/waivers`, waiver);
    await must(estate.staff.manager, 'POST', `/v1/fees/waivers/${waiverId}/approve`, {});
    expect(await balanceOf(`liabilities:service-fund:${feeItemId}`)).toBe(-99_999_000);
  });

  test('two people approve the budget; a job then draws each month that is over, once', async () => {
    const { manager, administrator, operator } = estate.staff;
    expect((await ask(operator, 'POST', years(), budget)).status).toBe(403);
    await must(manager, 'POST', years(), budget);
    expect((await ask(manager, 'POST', years(), budget)).body.code).toBe('service-budget-decided');
    expect((await ask(manager, 'POST', years(`/${year}/approve`), {})).body.code).toBe('another-person-needed');
    await must(administrator, 'POST', years(`/${year}/refuse`), { reason: '缺明细' });
    await must(manager, 'POST', years(), budget);
    const approved = await must(administrator, 'POST', years(`/${year}/approve`), {});
    expect(approved.months).toHaveLength(12);
    expect(await balanceOf('liabilities:service-fund:remuneration')).toBe(0);
    await runJob('draw-remuneration');
    const over = Number(today().slice(5, 7)) - 1;
    const drawn = await balanceOf('liabilities:service-fund:remuneration');
    const due: number = approved.months.slice(0, over).reduce((sum: number, { fen }: Body) => sum + fen, 0);
    expect(drawn).toBe(due);
    const revenue = await balanceOf('income:revenue:remuneration');
    expect(0 - revenue).toBeLessThan(due);
    await runJob('draw-remuneration');
    expect(await balanceOf('liabilities:service-fund:remuneration')).toBe(due);
  });

  test('what is spent names a line of the budget and a document, and another person approves it', async () => {
    expect((await spend('广告', 1)).body.code).toBe('not-in-service-budget');
    for (const [line, fen] of [['人员工资', 58_000_000] as const, ['日常维护', 29_000_000] as const]) {
      const { body: asked } = await spend(line, fen);
      expect((await approve(asked, estate.staff.manager)).body.code).toBe('another-person-needed');
      expect((await approve(asked)).body).toMatchObject({ status: 'posted', line });
    }
    expect(await balanceOf('liabilities:service-fund:spending')).toBe(87_000_000);
    expect(await balanceOf(`liabilities:payable:${payeeId}`)).toBe(-87_000_000);
    const account = await must(owner, 'GET', at('/v1/common-income/estates/{estateId}/account'));
    expect(account.balanceFen).toBe(0);
  });

  test('of 999,990.00 charged and 870,000.00 spent, 99,999.00 are the company’s and 29,991.00 the owners’', async () => {
    const seen = await must(owner, 'GET', years(`/${year}`));
    expect(seen.accounts).toMatchObject({
      ...{ incomeFen: 99_999_000, spentFen: 87_000_000, remunerationFen: 9_999_900, resultFen: 2_999_100 },
      settled: false,
    });
    const settled = await ask(estate.staff.manager, 'POST', years(`/${year}/settle`), {});
    expect(settled.body.code).toBe('service-year-open');
  });

  test('R34.4 a link without a login shows budget, accounts and quality in the chosen language', async () => {
    const path = at(`/v1/common-income/estates/{estateId}/publications/${year}-Q4/link`);
    expect((await ask(owner, 'GET', path)).status).toBe(403);
    const { url } = await must(estate.staff.operator, 'GET', path);
    const shown = await ask(undefined, 'GET', `${new URL(url).pathname}?lang=en`);
    expect(shown.status).toBe(200);
    for (const text of ['Surplus; a loss is negative', '29991.00', 'Quality of service', 'is not kept here'])
      expect(shown.body).toContain(text);
    expect(shown.body).not.toContain('service-owner');
    expect((await ask(undefined, 'GET', '/p/common-income/no-link-of-ours')).status).toBe(404);
  });

  test('a year is settled by two people: what was drawn above the remuneration due goes back', async () => {
    const { manager, administrator } = estate.staff;
    await must(manager, 'POST', years(), { ...budget, year: lastYear });
    await must(administrator, 'POST', years(`/${lastYear}/approve`), {});
    expect((await ask(manager, 'POST', years(`/${lastYear}/settle`), {})).body.code).toBe('service-year-open');
    const before = await balanceOf('liabilities:service-fund:remuneration');
    await runJob('draw-remuneration');
    expect(await balanceOf('liabilities:service-fund:remuneration')).toBe(before + 10_000_000);
    const asked = await must(manager, 'POST', years(`/${lastYear}/settle`), {});
    expect(asked.accounts).toMatchObject({ incomeFen: 0, remunerationFen: 0, drawnFen: 10_000_000, resultFen: 0 });
    const path = years(`/${lastYear}/approve-settlement`);
    expect((await ask(manager, 'POST', path, {})).body.code).toBe('another-person-needed');
    await must(administrator, 'POST', path, {});
    expect(await balanceOf('liabilities:service-fund:remuneration')).toBe(before);
    expect((await ask(administrator, 'POST', path, {})).body.code).toBe('service-year-settled');
    expect(await must(owner, 'GET', years(`/${lastYear}`))).toMatchObject({ accounts: { settled: true } });
  });

  test('the ledger agrees with its records', async () => {
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
