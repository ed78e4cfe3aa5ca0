import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { today } from '../ledger-fixtures.ts';

let estate: TestEstate;
let limei: Household;
let path: string;
const account = { name: '安心物业服务有限公司', bank: '工商银行第一支行', number: '6222020200112233' };
const printedNumber = '6222 0202 0011 2233';
let billed: Body;

/** Sends an operation on the letterhead of the estate. */
const post = (as: Parameters<typeof ask>[0], name: string, body: object) =>
  ask(as, 'POST', `${path}/${name}`, body, { language: 'zh-CN' });

beforeAll(async () => {
  estate = await estateCalled('PD');
  limei = await estate.household('limei');
  path = `/v1/estates/${estate.estateId}/letterhead`;
  const feeItemId = await feeFor(estate, '1栋', '239.51');
  [billed] = await billsOut(estate, [feeItemId], '2025-01');
});

describe('R20.1 the account to which payers transfer money', () => {
  test('is printed only after another person has approved it, who typed its number', async () => {
    const { manager, administrator, cashier } = estate.staff;
    const document = async () =>
      (await ask(limei, 'GET', `/v1/fees/bills/${billed.billId}/document`, undefined, { language: 'zh-CN' })).body;
    expect(await document()).toContain('贰佰叁拾玖元伍角壹分');
    const wanted = { ...account, reason: '开户' };
    expect((await post(cashier, 'request-payment-account', wanted)).status).toBe(403);
    await post(manager, 'request-payment-account', wanted);
    expect(await document()).not.toContain(printedNumber);
    expect((await must(limei, 'GET', path)).payToAsked).toBeUndefined();

    const { number } = account;
    expect(await post(manager, 'approve-payment-account', { number })).toMatchObject({
      status: 409,
      body: { code: 'another-person-needed' },
    });
    expect(await post(administrator, 'approve-payment-account', { number: '6222020200112234' })).toMatchObject({
      status: 409,
      body: { code: 'account-number-differs' },
    });
    expect((await post(administrator, 'approve-payment-account', { number })).status).toBe(200);
    expect(await document()).toContain(printedNumber);
    expect((await must(limei, 'GET', path)).payTo).toEqual(account);
    expect((await must(manager, 'GET', path)).payTo).toMatchObject({
      asked: { by: manager.personId },
      approved: { by: administrator.personId },
    });
  });

  test('stays when the letterhead changes, and when another account is refused', async () => {
    const { manager, administrator } = estate.staff;
    const { version } = await must(manager, 'GET', path);
    await must(administrator, 'PUT', path, { company: '安心物业', hotline: '0571-88886666' }, { ifMatch: version });
    await post(administrator, 'request-payment-account', { ...account, number: '6222999999999999', reason: '换户' });
    expect((await post(manager, 'refuse-payment-account', { reason: '未经批准' })).status).toBe(200);
    expect(await must(limei, 'GET', path)).toMatchObject({ company: '安心物业', payTo: account });
    expect((await post(manager, 'approve-payment-account', { number: '6222999999999999' })).status).toBe(409);
  });
});

describe('a printed receipt and statement', () => {
  test('name payer, unit and fee item, and the balance after each movement', async () => {
    const { cashier } = estate.staff;
    const of = `/v1/payments/estates/${estate.estateId}`;
    const paying = { payerId: limei.personId, fen: 30_000, method: 'cash', reference: 'PD-1' };
    const { receiptNumber } = await must(cashier, 'POST', `${of}/payments`, paying);
    const receipt = await must(limei, 'GET', `${of}/receipts/${receiptNumber}/page?language=zh-CN`);
    for (const one of [
      'limei',
      'limei的家',
      '服务费 1栋',
      '239.51',
      '转入预存',
      '60.49',
      '叁佰元整',
      '现金',
      '安心物业',
    ]) {
      expect(receipt).toContain(one);
    }
    expect(receipt).not.toContain(billed.billId);
    const roll = await must(limei, 'GET', `${of}/receipts/${receiptNumber}/page?language=en&paper=80mm`);
    expect(roll).toContain('size:80mm');

    const span = `from=${today().slice(0, 4)}-01-01&to=${today()}&language=zh-CN`;
    const statement = await must(limei, 'GET', `${of}/payers/${limei.personId}/statement/page?${span}`);
    for (const one of ['往来明细', '分户明细', '应付费用', '结存', '60.49']) expect(statement).toContain(one);
  });
});
