import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

let estate: TestEstate;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const ads = { source: '电梯广告', from: '某某传媒有限公司', ground: '业主大会决议 2 号', fen: 1_060_000 };
const bank = { bankAccountId: 'icbc-common', reference: 'GG-1' };
const record = (body: object) =>
  ask(estate.staff.cashier, 'POST', at('/v1/common-income/estates/{estateId}/income'), body);
const request = (body: object) =>
  ask(estate.staff.manager, 'POST', at('/v1/common-income/estates/{estateId}/spendings'), body);
const approve = ({ movementId }: Body, who = estate.staff.administrator) =>
  ask(who, 'POST', `/v1/common-income/movements/${movementId}/approve`, {});
const balanceOf = async (account: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;
const cost = { kind: 'cost', fen: 200_000, what: '灯箱安装', payeeId: '', proof: '发票 12 号' };
const decided = { decision: '业主大会决议 5 号', decidedOn: '2026-09-20' };
const toFund = { kind: 'fund', what: '补充维修资金', ...decided };

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('CMI');
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
  await changePolicy(estate, 'common-income', { bankAccountId: 'icbc-common' });
  const account = { holder: '某某广告有限公司', bank: '工商银行', number: '6222020200112233' };
  const payee = { name: '某某广告', purposes: ['supplier'], account, proof: '合同 1 号', reason: '供应商' };
  const { manager, administrator } = estate.staff;
  const { payeeId } = await must(manager, 'POST', at('/v1/ledger/estates/{estateId}/payees'), payee);
  await must(administrator, 'POST', `/v1/ledger/payees/${payeeId}/approve`, { number: account.number });
  cost.payeeId = payeeId;
});

describe('R34 the owners’ common income', () => {
  test('R34.4: residents read who is in charge, what is charged, and common income, on a phone or on paper', async () => {
    const [resident, tariff] = [
      await estate.household('chen'),
      { from: '2020-01-01', price: '2.68', addOn: '0', ground: '合同 12 条' },
    ];
    const { manager } = estate.staff;
    const fees = at('/v1/fees/estates/{estateId}/fee-items');
    await must(manager, 'POST', fees, { name: '物业服务费', kind: 'building-area', tariff });
    const quarter = `${today().slice(0, 4)}-Q${Math.ceil(Number(today().slice(5, 7)) / 3)}`;
    const path = at(`/v1/common-income/estates/{estateId}/publications/${quarter}`);
    const pages = await Promise.all(
      ['zh-CN', 'zh-TW', 'en'].map((one) => ask(resident, 'GET', `${path}?language=${one}`)),
    );
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { body } of pages) expect(body).toContain('合同 12 条');
    expect(pages[2]?.body).toContain('¥2.68 a month for each m² of building area, since');
    expect(pages[2]?.body).toContain('The period is not over.');
  });

  test('R34.1: comes to its own bank account, once, and is no revenue', async () => {
    expect((await record({ ...ads, ...bank, bankAccountId: 'icbc' })).body.code).toBe('wrong-bank-account');
    expect((await record({ ...ads, ...bank, on: '2099-01-01' })).body.code).toBe('income-in-the-future');
    const { status, body } = await record({ ...ads, ...bank });
    expect([status, body.vat.taxFen]).toEqual([201, 60_000]);
    expect((await record({ ...ads, ...bank })).body.code).toBe('income-known');
    expect(await balanceOf('liabilities:common')).toBe(-1_000_000);
    expect(await balanceOf('liabilities:output-vat:6')).toBe(-60_000);
    expect(await balanceOf('assets:bank:icbc-common')).toBe(1_060_000);
  });

  test('R34.2: pays a documented cost and the agreed fee, each approved by another person', async () => {
    const { manager, operator } = estate.staff;
    expect((await request({ ...cost, proof: '' })).status).toBe(400);
    expect((await request({ ...cost, payeeId: 'pye_none' })).body.code).toBe('payee-not-approved');
    expect((await request({ kind: 'fee' })).body.code).toBe('no-agreed-fee');
    const { body: asked } = await request(cost);
    expect((await approve(asked, manager)).body.code).toBe('another-person-needed');
    expect((await approve(asked, operator)).status).toBe(403);
    expect((await approve(asked)).body).toMatchObject({ status: 'posted', asked: { by: manager.personId } });
    expect((await approve(asked)).body.code).toBe('illegal-state');
    await changePolicy(estate, 'common-income', { fee: { percent: '20', ground: '业主大会决议 3 号' } });
    const { body: fee } = await request({ kind: 'fee' });
    expect(fee.fen).toBe(160_000);
    expect((await approve(fee)).body).toMatchObject({ fen: 160_000, vat: { taxFen: 9_057 } });
    expect((await request({ kind: 'fee' })).body.code).toBe('no-fee-due');
    expect(await balanceOf('income:other-revenue')).toBe(-150_943);
    expect(await balanceOf(`liabilities:payable:${cost.payeeId}`)).toBe(-200_000);
  });

  test('R34.3: goes where the owners decided, never more than there is', async () => {
    const { decision: _, ...undecided } = toFund;
    expect((await request({ ...undecided, fen: 1 })).status).toBe(400);
    const refused = await request({ ...toFund, fen: 640_001 });
    expect(refused).toMatchObject({ status: 409, body: { code: 'common-income-too-low', leftFen: 640_000 } });
    const [first, second] = [await request({ ...toFund, fen: 640_000 }), await request({ ...toFund, fen: 1 })];
    expect((await approve(first.body)).status).toBe(200);
    expect((await approve(second.body)).body.code).toBe('common-income-too-low');
    expect(await balanceOf('liabilities:maintenance-fund')).toBe(-640_000);
    expect(await balanceOf('liabilities:common')).toBe(0);
  });

  test('R34.4: is published to the residents of the estate by quarter, and to nobody else', async () => {
    const owner = await estate.household('common-owner');
    const quarter = `${today().slice(0, 4)}-Q${Math.ceil(Number(today().slice(5, 7)) / 3)}`;
    const path = at(`/v1/common-income/estates/{estateId}/statements/${quarter}`);
    expect(await must(owner, 'GET', path)).toMatchObject({
      ...{ openingFen: 0, incomeFen: 1_000_000, costFen: 200_000, feeFen: 160_000, usedFen: 640_000, closingFen: 0 },
    });
    const account = await must(owner, 'GET', at('/v1/common-income/estates/{estateId}/account'));
    expect(account).toMatchObject({ incomeFen: 1_000_000, balanceFen: 0 });
    const other = await (await estateCalled('CMJ')).household('neighbour');
    expect((await ask(other, 'GET', path)).status).toBe(404);
    expect((await ask(owner, 'GET', at('/v1/common-income/estates/{estateId}/movements'))).status).toBe(403);
  });

  test('the ledger agrees with common income', async () => {
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
