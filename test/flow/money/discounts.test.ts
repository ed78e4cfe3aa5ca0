import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { ledgerStores, referenceNumbers, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { linkTo } from '../links.ts';
import { until } from '../until.ts';

let estate: TestEstate;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const number = referenceNumbers('discount');
const year = Number(today().slice(0, 4)) + 1;
/** The next month, `YYYY-MM`, and its first day. */
const nextMonth = addDays(`${today().slice(0, 8)}28`, 5).slice(0, 7);
const balanceOf = async (account: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;

/** A fee item of its own for the unit of a household: 239.5116 yuan a month, or a fixed sum. */
async function itemFor({ unitId }: Household, more: object = {}): Promise<{ feeItemId: string; scope: object }> {
  const { administrator, manager } = estate.staff;
  const building = `${unitId.slice(-8)}栋`;
  const { label, area, use, version } = await must(administrator, 'GET', `/v1/units/${unitId}`);
  await must(administrator, 'PUT', `/v1/units/${unitId}`, { label, building, area, use }, { ifMatch: version });
  const scope = { buildings: [building] };
  const tariff = { from: '2020-01-01', price: '2.68', addOn: '0', ground: '物业服务合同第八条' };
  const item = { name: '物业费', kind: 'building-area', scope, tariff, ...more };
  const { feeItemId } = await must(manager, 'POST', at('/v1/fees/estates/{estateId}/fee-items'), item);
  return { feeItemId, scope };
}

/** Requests a discount as the manager, and approves it as the administrator. */
async function discountFor(feeItemId: string, more: object): Promise<Body> {
  const { manager, administrator } = estate.staff;
  const body = {
    ...{ name: '优惠', kind: 'standing', feeItemIds: [feeItemId], percent: '30', ground: '业主大会决定' },
    ...{ from: today(), to: `${year}-12-31` },
    ...more,
  };
  const { discountId } = await must(manager, 'POST', at('/v1/fees/estates/{estateId}/discounts'), body);
  const path = `/v1/fees/discounts/${discountId}`;
  const own = await ask(manager, 'POST', `${path}/approve`, {});
  expect(own).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
  return must(administrator, 'POST', `${path}/approve`, {});
}

/** Bills a whole year ahead and returns the only bill. */
async function billOfYear(feeItemId: string): Promise<Body> {
  const { manager } = estate.staff;
  const body = { period: { from: `${year}-01`, months: 12 }, feeItemIds: [feeItemId] };
  const { runId } = await must(manager, 'POST', at('/v1/fees/estates/{estateId}/billing-runs'), body);
  const path = `/v1/fees/billing-runs/${runId}`;
  const state = (wanted: string) =>
    until(`the run to be ${wanted}`, async () => (await must(manager, 'GET', path)).state === wanted);
  await state('drafted');
  await must(manager, 'POST', `${path}/publish`);
  await state('published');
  const { items } = await must(manager, 'GET', `${path}/bills?limit=10`);
  expect(items.length).toBe(1);
  return items[0];
}
const pay = ({ personId }: Household, fen: number) =>
  must(estate.staff.cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), {
    ...{ payerId: personId, fen, method: 'cash', reference: number() },
  });
const read = (billId: string): Promise<Body> => must(estate.staff.manager, 'GET', `/v1/fees/bills/${billId}`);

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('DSC');
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
});

describe('R33.1 a discount', () => {
  test('R33.1: lowers a bill as a line of its own, with revenue and tax net of it, and the payer sees why', async () => {
    const owner = await estate.household('discount-owner');
    const { feeItemId } = await itemFor(owner);
    const taxBefore = await balanceOf('liabilities:output-vat:6');
    await discountFor(feeItemId, { name: '老业主优惠' });
    const [bill] = await billsOut(estate, [feeItemId], nextMonth);
    expect(bill.lines).toMatchObject([{ fen: 16_766, discounts: [{ name: '老业主优惠', fen: 7_185 }] }]);
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(-15_817);
    expect((await balanceOf('liabilities:output-vat:6')) - taxBefore).toBe(-949);
    await idle();
    const page = await ask(undefined, 'GET', `/p/fees/${linkTo('fees', bill.billId)}`);
    for (const text of ['239.51', '优惠：老业主优惠', '-71.85', '优惠“老业主优惠”30%: −71.85348', '167.66']) {
      expect(page.body).toContain(text);
    }
  });

  test('R33.1: is refused for money of others, for the past and for an unknown fee item', async () => {
    const { manager } = estate.staff;
    const owner = await estate.household('refused-owner');
    const { feeItemId } = await itemFor(owner, { nature: 'agency' });
    const body = {
      ...{ name: '优惠', kind: 'standing', feeItemIds: [feeItemId], percent: '30', ground: '合同' },
      ...{ from: today(), to: `${year}-12-31` },
    };
    const request = (more: object) =>
      ask(manager, 'POST', at('/v1/fees/estates/{estateId}/discounts'), { ...body, ...more });
    expect(await request({})).toMatchObject({ status: 409, body: { code: 'item-not-discountable' } });
    const past = await request({ from: addDays(today(), -1) });
    expect(past).toMatchObject({ status: 409, body: { code: 'discount-in-the-past' } });
    expect((await request({ feeItemIds: ['fee_none'] })).status).toBe(404);
    expect((await request({ percent: '101' })).status).toBe(400);
    const { staff } = estate;
    for (const who of [staff.operator, staff.cashier, staff.auditor]) {
      const answer = await ask(who, 'POST', at('/v1/fees/estates/{estateId}/discounts'), body);
      expect(answer.status).toBe(403);
    }
  });
});

describe('R33.2 the discount for early payment', () => {
  async function yearOnOffer(name: string) {
    const owner = await estate.household(name);
    // 210.1608 yuan a month: 2,521.93 for the year.
    const tariff = { from: '2020-01-01', price: '210.1608', addOn: '0', ground: '合同' };
    const { feeItemId } = await itemFor(owner, { kind: 'fixed', tariff });
    const days = { from: `${year}-01-01`, to: `${year}-12-31`, payBy: `${year - 1}-12-31` };
    await discountFor(feeItemId, { name: '全年预缴九五折', kind: 'early-payment', percent: '5', ...days });
    return { owner, feeItemId, bill: await billOfYear(feeItemId) };
  }

  test('R33.2: is taken by 2,395.83 in time; what is paid above becomes prepaid money', async () => {
    const { owner, feeItemId, bill } = await yearOnOffer('early-owner');
    expect(bill).toMatchObject({ fen: 252_193, offer: { percent: '5', until: `${year - 1}-12-31` } });
    expect(await must(owner, 'GET', `/v1/fees/bills/${bill.billId}`)).not.toHaveProperty('offer.askedBy');
    const payment = await pay(owner, 252_193);
    expect(payment.allocation).toMatchObject([{ billId: bill.billId, parts: { principal: 239_583 } }]);
    const after = await read(bill.billId);
    expect(after).toMatchObject({ status: 'paid', openFen: 0, waived: [{ fen: 12_610 }] });
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(-226_022);
    const balances = await must(
      estate.staff.cashier,
      'GET',
      at(`/v1/payments/estates/{estateId}/payers/${owner.personId}/balances`),
    );
    expect(balances).toMatchObject({ owedFen: 0, prepaidFen: 12_610 });
  });

  test('R33.2: is not taken by a payment that is one fen short, and is taken back when the payment is reversed', async () => {
    const { owner, bill } = await yearOnOffer('short-owner');
    await pay(owner, 239_582);
    expect(await read(bill.billId)).toMatchObject({ status: 'published', openFen: 12_611, waived: [] });
    const { paymentId } = await pay(owner, 1);
    expect(await read(bill.billId)).toMatchObject({ status: 'paid', openFen: 0 });
    const { manager, cashier } = estate.staff;
    const change = { kind: 'void' };
    const path = `/v1/payments/${paymentId}/corrections`;
    const { correctionId } = await must(cashier, 'POST', path, { change, reason: '假币' });
    await must(manager, 'POST', `/v1/payments/corrections/${correctionId}/approve`, {});
    await idle();
    const after = await read(bill.billId);
    expect(after).toMatchObject({ status: 'published', openFen: 12_611, waived: [{ fen: 12_610 }, { fen: -12_610 }] });
  });
});

describe('R33.3 a vacant home', () => {
  test('R33.3: pays 167.66 of 239.51 after a written application that another person approved, and all of it when it is used', async () => {
    const owner = await estate.household('vacant-owner');
    const { operator, manager, administrator } = estate.staff;
    const { feeItemId, scope } = await itemFor(owner);
    const vacancy = { begins: 'next-day', minMonths: 6, mostUse: [] };
    const { discountId } = await discountFor(feeItemId, { name: '空置优惠', kind: 'vacancy', vacancy, scope });
    const apply = { discountId, appliedOn: today(), application: '空置申请 2026-17' };
    const path = `/v1/fees/units/${owner.unitId}/vacancies`;
    const { vacancyId } = await must(manager, 'POST', path, apply);
    const second = await ask(operator, 'POST', path, apply);
    expect(second).toMatchObject({ status: 409, body: { code: 'vacancy-exists' } });
    const one = `/v1/fees/vacancies/${vacancyId}`;
    const own = await ask(manager, 'POST', `${one}/approve`, {});
    expect(own).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    expect((await ask(operator, 'POST', `${one}/approve`, {})).status).toBe(403);
    const approved = await must(administrator, 'POST', `${one}/approve`, {});
    expect(approved).toMatchObject({ status: 'approved', from: addDays(today(), 1) });
    const [bill] = await billsOut(estate, [feeItemId], nextMonth);
    expect(bill.fen).toBe(16_766);

    const used = { on: `${nextMonth}-10`, cause: 'found-used', proof: '巡查见有人居住' };
    await must(operator, 'POST', `${one}/end`, used);
    const again = await billsOut(estate, [feeItemId], nextMonth);
    expect(again.map(({ fen, lines }) => [fen, lines[0].difference.cause])).toEqual([[7_185, 'discount']]);
    expect(await billsOut(estate, [feeItemId], nextMonth)).toEqual([]);
    expect((await ask(operator, 'POST', `${one}/end`, used)).body.code).toBe('illegal-state');
  });
});

test('the ledger agrees with bills that discounts lowered', async () => {
  expect(await flawsIn(estate.estateId)).toEqual([]);
});
