import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays, endOfPeriod } from '../../../shared/kernel/periods.ts';
import { lastWorkdayBefore } from '../../last-workday.ts';
import { ask, type Body, estateCalled, type Household, idle, must, runJob, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { linkTo } from '../links.ts';
import { announcedHomes, byPost, dayFromToday, estateInTheMorning } from '../phase-fixtures.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let desk: Caller;
let manager: Caller;
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The worked example of R8.1, and the area of R7.1. */
const contract = {
  kind: 'presale',
  contractOn: '2025-03-01',
  priceFen: 218_000_000,
  area: '96.50',
  rank: 'second',
  buyerKind: 'individual',
};
const fund = [
  { version: '甲市2024', from: '2024-01-01', rate: { by: 'cost', costPerM2: '2400', rate: '0.06' } },
  { version: '甲市2025下半年', from: '2025-07-01', rate: { by: 'flat', perM2: { lift: '150', 'no-lift': '90' } } },
];

const decide = (change: object, context = 'titles') => changePolicy(estate, context, change);

beforeAll(async () => {
  estate = await estateCalled('TD');
  ({ operator: desk, manager } = estate.staff);
  await decide({ fund }, 'handovers');
});

async function opened(
  name: string,
  more: object = {},
  language = 'zh-CN',
): Promise<{ buyer: Household; dossier: Body }> {
  const buyer = await estate.household(name, { language });
  const body = { unitId: buyer.unitId, buyerId: buyer.personId, deliveredOn: '2024-06-30', contract, ...more };
  return { buyer, dossier: await must(desk, 'POST', '/v1/titles/dossiers', body) };
}
const perform = (as: Caller, { dossierId }: Body, name: string, body: object) =>
  ask(as, 'POST', `/v1/titles/dossiers/${dossierId}/${name}`, body);
const done = async (dossier: Body, step: string, more: object = {}) => {
  const answer = await perform(desk, dossier, 'complete-step', { step, ...more });
  if (answer.status !== 200) throw new Error(`${step}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const read = ({ dossierId }: Body, as: Caller = desk): Promise<Body> =>
  must(as, 'GET', `/v1/titles/dossiers/${dossierId}`);
const stepOf = (dossier: Body, step: string) => dossier.steps.find((one: Body) => one.step === step);

async function papersAccepted(dossier: Body, as: Caller): Promise<void> {
  for (const { key } of dossier.documents) {
    expect((await perform(as, dossier, 'submit-document', { document: key })).status).toBe(200);
    expect((await perform(desk, dossier, 'judge-document', { document: key, accepted: true })).status).toBe(200);
  }
}

describe('fund and tax (R7.1, R8.1)', () => {
  test('are calculated with the steps and the version of the table', async () => {
    const { dossier } = await opened('arithmetic');
    expect(dossier.money).toEqual({
      fund: { fen: 1_389_600, perM2: '144', area: '96.50', version: '甲市2024' },
      tax: {
        fen: 2_000_000,
        baseFen: 200_000_000,
        rate: '0.01',
        vatRate: '0.09',
        version: '公告2024年第16号',
        estimate: true,
      },
    });
    expect(dossier.registrationDue).toBe('2024-09-29');
    expect(stepOf(dossier, 'first-registration').dueOn).toBe('2024-08-29');
  });

  test('R29.1 the fund has the table of the contract day, the tax that of its declaration', async () => {
    const { dossier } = await opened('tables', { contract: { ...contract, contractOn: '2025-07-01' } });
    expect(dossier.money.fund).toMatchObject({ fen: 1_447_500, version: '甲市2025下半年' });
    const before = { ...contract, contractOn: '2024-11-30', rank: 'only' };
    const path = `/v1/titles/dossiers/${dossier.dossierId}/contract`;
    const old = await must(desk, 'PUT', path, before, { ifMatch: dossier.version });
    expect(old.money).toMatchObject({
      fund: { version: '甲市2024' },
      tax: { fen: 2_000_000, version: '公告2024年第16号', estimate: true },
    });
    const { dossier: early } = await opened('declared', { contract: { ...contract, rank: 'only' } });
    const tax = { step: 'deed-tax-receipt', receipt: 'QS-2024', on: '2024-11-20' };
    const less = await perform(desk, early, 'complete-step', { ...tax, fen: 2_999_999 });
    expect(less).toMatchObject({ status: 409, body: { code: 'not-paid-in-full', dueFen: 3_000_000 } });
    const declared = await perform(desk, early, 'complete-step', { ...tax, fen: 3_000_000 });
    expect(declared.body.money.tax).toMatchObject({ fen: 3_000_000, version: '财税〔2016〕23号' });
    expect(declared.body.money.tax.estimate).toBeUndefined();
    expect((await ask(desk, 'PUT', path, before, { ifMatch: dossier.version })).status).toBe(412);
    const lodge = { ...contract, contractOn: '2025-07-01', building: 'villa' };
    const refused = await ask(desk, 'PUT', path, lodge, { ifMatch: old.version });
    expect(refused).toMatchObject({ status: 422, body: { code: 'no-rate-for-building' } });
  });

  test("keep their table when a later one is added, even when the contract's figures are corrected", async () => {
    const { dossier } = await opened('later');
    await decide(
      { fund: [...fund, { version: '补录', from: '2025-02-01', rate: { by: 'flat', perM2: { lift: '1' } } }] },
      'handovers',
    );
    const path = `/v1/titles/dossiers/${dossier.dossierId}/contract`;
    const corrected = await must(desk, 'PUT', path, { ...contract, area: '100.00' }, { ifMatch: dossier.version });
    expect(corrected.money.fund).toMatchObject({ fen: 1_440_000, version: '甲市2024' });
    await decide({ fund }, 'handovers');
  });
});

describe('the documents', () => {
  test('depend on the kind of buyer, are rejected with a reason and submitted again', async () => {
    const { buyer, dossier } = await opened('papers');
    const keys = (one: Body) => one.documents.map(({ key }: Body) => key);
    expect(keys(dossier)).toContain('marriage');
    const { dossier: company } = await opened('company', {
      contract: { ...contract, buyerKind: 'company', rank: 'further' },
    });
    expect(keys(company)).toContain('licence');
    expect(keys(company)).not.toContain('marriage');
    expect(company.money.tax.rate).toBe('0.03');

    const document = 'invoice';
    expect((await perform(desk, dossier, 'judge-document', { document, accepted: true })).status).toBe(409);
    expect((await perform(buyer, dossier, 'submit-document', { document })).status).toBe(200);
    expect((await perform(desk, dossier, 'judge-document', { document, accepted: false })).status).toBe(400);
    const reason = '发票抬头有误';
    expect((await perform(desk, dossier, 'judge-document', { document, accepted: false, reason })).status).toBe(200);
    const mine = await read(dossier, buyer);
    expect(mine.documents.find(({ key }: Body) => key === document)).toMatchObject({ state: 'rejected', reason });
    expect(JSON.stringify(mine)).not.toContain(desk.personId);
    await idle();
    const { items } = await must(desk, 'GET', `/v1/notices?estateId=${estate.estateId}&aboutId=${dossier.dossierId}`);
    expect(items.map(({ template }: Body) => template).sort()).toEqual(['title-document-rejected', 'title-opened']);
    expect((await perform(buyer, dossier, 'submit-document', { document })).status).toBe(200);
    const again = await perform(desk, dossier, 'judge-document', { document, accepted: true });
    expect(again.body.documents.find(({ key }: Body) => key === document)).toMatchObject({
      state: 'accepted',
      submissions: 2,
    });
    expect(again.body.documents.find(({ key }: Body) => key === document)).not.toHaveProperty('reason');
  });
});

describe('the steps to the certificate', () => {
  test('are blocked while something is missing, and all missing items are listed at once', async () => {
    const { buyer, dossier } = await opened('blocked', { contract: undefined });
    await perform(buyer, dossier, 'submit-document', { document: 'identity' });
    await perform(desk, dossier, 'judge-document', { document: 'identity', accepted: false, reason: '已过期' });
    const { status, body } = await perform(desk, dossier, 'complete-step', { step: 'application' });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'application-incomplete' });
    const pointers = body.errors.map(({ pointer }: Body) => pointer);
    expect(pointers).toEqual([
      ...[
        '/contract',
        '/steps/first-registration',
        '/steps/area-settled',
        '/steps/fund-receipt',
        '/steps/deed-tax-receipt',
      ],
      ...dossier.documents.map(({ key }: Body) => `/documents/${key}`),
    ]);
    expect(body.errors.find(({ pointer }: Body) => pointer === '/documents/identity')).toMatchObject({
      code: 'rejected',
    });
  });

  test('are done in sequence, with receipts that no other dossier has', async () => {
    const { buyer, dossier } = await opened('whole');
    expect((await perform(desk, dossier, 'complete-step', { step: 'certificate', receipt: 'x' })).body).toMatchObject({
      code: 'step-not-open',
    });
    const paid = { step: 'fund-receipt', receipt: 'WX-1' };
    expect((await perform(desk, dossier, 'complete-step', { step: 'fund-receipt' })).body.code).toBe('receipt-needed');
    const short = await perform(desk, dossier, 'complete-step', { ...paid, fen: 1_389_599 });
    expect(short.body).toMatchObject({ code: 'not-paid-in-full', dueFen: 1_389_600 });
    await done(dossier, 'fund-receipt', { receipt: 'WX-1', fen: 1_389_600 });
    const { dossier: other } = await opened('other');
    const taken = await perform(desk, other, 'complete-step', { ...paid, fen: 1_389_600 });
    expect(taken).toMatchObject({ status: 409, body: { code: 'receipt-taken' } });
    const wrong = { step: 'fund-receipt', reason: '录错房号' };
    expect((await perform(manager, dossier, 'withdraw-step', wrong)).status).toBe(200);
    await done(other, 'fund-receipt', { receipt: 'WX-1', fen: 1_389_600 });
    await done(dossier, 'fund-receipt', { receipt: 'WX-2', fen: 1_389_600 });

    await done(dossier, 'first-registration');
    await done(dossier, 'area-settled');
    const exempt = { kind: 'exemption', about: 'tax', text: '夫妻间变更，契税法第六条，免税证明 0012' };
    expect(
      (await perform(desk, dossier, 'complete-step', { step: 'deed-tax-receipt', receipt: 'QS-1', fen: 0 })).status,
    ).toBe(409);
    expect((await perform(manager, dossier, 'notes', exempt)).status).toBe(200);
    await done(dossier, 'deed-tax-receipt', { receipt: 'QS-1', fen: 0 });
    await papersAccepted(dossier, buyer);
    await done(dossier, 'application');
    expect((await perform(manager, dossier, 'withdraw-step', wrong)).status).toBe(409);
    const accepted = await done(dossier, 'acceptance', { receipt: 'SL-1', on: '2024-09-02' });
    expect(stepOf(accepted, 'certificate').dueOn).toBe('2024-10-18');
    const over = await done(dossier, 'certificate', { receipt: '不动产权第0001号', on: '2024-10-08' });
    expect(over.steps.every(({ doneOn }: Body) => doneOn)).toBe(true);
  });

  test('stop when the fund was paid before the contract was known and is one fen short (R7.2)', async () => {
    const { dossier } = await opened('short', { contract: undefined });
    await done(dossier, 'fund-receipt', { receipt: 'WX-S1', fen: 1_389_599 });
    const path = `/v1/titles/dossiers/${dossier.dossierId}/contract`;
    const { version } = await read(dossier);
    await must(desk, 'PUT', path, contract, { ifMatch: version });
    const missing = async () => {
      const { body } = await perform(desk, dossier, 'complete-step', { step: 'application' });
      return body.errors.find(({ pointer }: Body) => pointer === '/steps/fund-receipt');
    };
    expect(await missing()).toMatchObject({ code: 'not-paid-in-full' });
    const wrong = { step: 'fund-receipt', reason: '未足额，补交后重新登记' };
    expect((await perform(manager, dossier, 'withdraw-step', wrong)).status).toBe(200);
    await done(dossier, 'fund-receipt', { receipt: 'WX-S2', fen: 1_389_600 });
    expect(await missing()).toBeUndefined();
  });

  test('show daily damages when the seller is at fault for the delay', async () => {
    const { dossier } = await opened('damages');
    expect(dossier).not.toHaveProperty('lateness');
    const fault = { sellers: true, yearlyRate: '0.0465', reason: '首次登记迟延' };
    const { body } = await perform(manager, dossier, 'decide-fault', fault);
    expect(body.lateness).toMatchObject({ dueOn: '2024-09-29', until: today, mayRescindAfter: '2025-09-29' });
    const { days, paidFen, fen } = body.lateness;
    expect(fen).toBe(Math.round((paidFen * 465 * days) / 365 / 10_000));
    const innocent = await perform(manager, dossier, 'decide-fault', { sellers: false, reason: '买受人未缴税' });
    expect(innocent.body).not.toHaveProperty('lateness');
  });
});

describe('a home that is delivered late (R3.7)', () => {
  const promised = { ...contract, paidFen: 200_000_000, deliverBy: '2024-12-31', lateRate: '0.0001' };

  test("shows its damages with the calculation in the dossier and on the owner's page", async () => {
    const { buyer, dossier } = await opened('late-home', { deliveredOn: '2025-02-14' }, 'en');
    expect(dossier).not.toHaveProperty('lateDelivery');
    const path = `/v1/titles/dossiers/${dossier.dossierId}/contract`;
    const entered = await must(desk, 'PUT', path, promised, { ifMatch: dossier.version });
    const damages = { dueOn: '2024-12-31', until: '2025-02-14', days: 45, paidFen: 200_000_000 };
    expect(entered.lateDelivery).toEqual({ ...damages, dailyRate: '0.0001', fen: 900_000 });
    expect((await read(dossier, buyer)).lateDelivery).toEqual(entered.lateDelivery);
    const { text } = await fetchPage(`/p/titles/${linkTo('titles', dossier.dossierId)}`);
    expect(text).toContain('Paid ¥2000000.00 × 0.0001 a day × 45 days = ¥9000.00 (from 2024-12-31 to 2025-02-14)');
    const { deliverBy, ...open } = promised;
    expect((await ask(desk, 'PUT', path, open, { ifMatch: entered.version })).status).toBe(400);
  });

  test('is counted to today until it is delivered; a written demand sets the day from which the buyer may rescind', async () => {
    const deliverBy = addDays(today, -100);
    const { lateRate, ...silent } = { ...promised, deliverBy };
    const { dossier } = await opened('not-yet', { deliveredOn: undefined, contract: silent }, 'en');
    expect(dossier.lateDelivery).toEqual({ dueOn: deliverBy, until: today, days: 100, paidFen: 200_000_000 });
    const demand = { kind: 'demand', about: 'delivery', text: '催告函，EMS 1001' };
    const note = (more: object) => perform(manager, dossier, 'notes', { ...demand, ...more });
    expect((await note({ about: 'tax' })).status).toBe(400);
    expect((await note({ on: addDays(today, 1) })).body.code).toBe('day-in-the-future');
    const { body } = await note({ on: addDays(today, -99) });
    const { mayRescindAfter } = body.lateDelivery;
    expect(mayRescindAfter).toBe(endOfPeriod(addDays(today, -99), { months: 3 }));
    const { text } = await fetchPage(`/p/titles/${linkTo('titles', dossier.dossierId)}`);
    expect(text).toContain(`100 days late (from ${deliverBy} to ${today})`);
    expect(text).toContain(`by the end of ${mayRescindAfter}, you may rescind`);
  });
});

describe('the balance of the maintenance fund (R7.3)', () => {
  test('below 30 per cent of the first payment notifies the buyer once, with the last day to top up', async () => {
    const { buyer, dossier } = await opened('fund-low', {}, 'en');
    const balance = (fen: number, on = today) => perform(desk, dossier, 'fund-balance', { fen, on });
    expect((await balance(416_880)).body.fundBalance).not.toHaveProperty('low');
    expect((await balance(416_879, addDays(today, 1))).body.code).toBe('day-in-the-future');
    expect((await balance(416_879, addDays(today, -1))).body.code).toBe('older-balance');
    const topUpBy = endOfPeriod(today, { days: 30 });
    expect((await balance(416_879)).body.fundBalance.low).toEqual({ noticedOn: today, topUpBy });
    await balance(400_000);
    await idle();
    const { items } = await must(desk, 'GET', `/v1/notices?estateId=${estate.estateId}&aboutId=${dossier.dossierId}`);
    expect(items.map(({ template }: Body) => template).sort()).toEqual(['title-fund-low', 'title-opened']);
    const mine = await read(dossier, buyer);
    expect(mine.fundBalance).toMatchObject({ fen: 400_000, firstPaymentFen: 1_389_600, by: 'staff' });
    const { text } = await fetchPage(`/p/titles/${linkTo('titles', dossier.dossierId)}`);
    expect(text.replaceAll(/<\/?span[^>]*>/g, '')).toContain(`please top it up by the end of ${topUpBy}`);
    const { dossier: blank } = await opened('fund-unknown', { contract: undefined });
    const unknown = await perform(desk, blank, 'fund-balance', { fen: 1, on: today });
    expect(unknown).toMatchObject({ status: 409, body: { code: 'first-payment-unknown' } });
  });
});

describe('an overdue step', () => {
  const warnings = async (dossier: Body) => {
    const { items } = await must(desk, 'GET', `/v1/titles/dossiers/${dossier.dossierId}/events?limit=200`);
    return items.filter(({ name }: Body) => name === 'TitleStepOverdue').map(({ data }: Body) => data.step);
  };

  test('is reported once, on the day after its due day, to the handler and, where they owe it, the buyer', async () => {
    const overdue = lastWorkdayBefore(today);
    const { buyer, dossier } = await opened('late', { deliveredOn: addDays(overdue, -60) });
    const { dossier: inTime } = await opened('in-time', { deliveredOn: addDays(today, -60) });
    await runJob('overdue-title-steps');
    await runJob('overdue-title-steps');
    expect(await warnings(dossier)).toEqual(['first-registration']);
    expect(await warnings(inTime)).toEqual([]);
    const { dossier: veryLate } = await opened('very-late', { deliveredOn: addDays(overdue, -90) });
    await done(veryLate, 'first-registration');
    await done(veryLate, 'area-settled');
    await runJob('overdue-title-steps');
    await runJob('overdue-title-steps');
    expect(await warnings(veryLate)).toEqual(['fund-receipt', 'deed-tax-receipt']);
    const told = async (one: Body, letters: number) => {
      const path = `/v1/notices?estateId=${estate.estateId}&aboutId=${one.dossierId}`;
      const late = await until('letters about what is late', async () => {
        const { items } = await must(desk, 'GET', path);
        const found = items.filter(({ template }: Body) => template === 'title-overdue');
        return found.length >= letters && found;
      });
      return late.map(({ recipient }: Body) => recipient.id).sort();
    };
    expect(await told(dossier, 1)).toEqual([desk.personId]);
    const { buyerId } = veryLate;
    expect(await told(veryLate, 4)).toEqual([buyerId, buyerId, desk.personId, desk.personId].sort());
    expect(await read(dossier, buyer)).not.toHaveProperty('handlerId');
  });
});

describe('the owner', () => {
  test('sees the dossier on a page behind a link, in their language, without script; a stranger sees nothing', async () => {
    const { buyer, dossier } = await opened('page', {}, 'en');
    const { dossierId } = dossier;
    const link = (token: string, lang = '') => fetchPage(`/p/titles/${token}${lang}`);
    const shown = await link(linkTo('titles', dossierId));
    expect(shown.status).toBe(200);
    for (const part of [
      'Your certificate of title',
      '13896.00',
      '96.50 m² × ¥144',
      '公告2024年第16号',
      '20000.00',
      'marital status',
    ])
      expect(shown.text).toContain(part);
    expect(shown.text).not.toContain('<script');
    expect((await link(linkTo('titles', dossierId), '?lang=zh-TW')).text).toContain('不動產權證辦理進度');
    expect((await link('no-link')).status).toBe(404);
    expect((await link(linkTo('fees', dossierId))).status).toBe(404);
    const mine = await must(buyer, 'GET', `/v1/titles/dossiers?estateId=${estate.estateId}`);
    expect(mine.items.map((one: Body) => one.dossierId)).toEqual([dossierId]);
    const stranger = await estate.household('title-stranger');
    expect((await ask(stranger, 'GET', `/v1/titles/dossiers/${dossierId}`)).status).toBe(404);
    expect((await perform(stranger, dossier, 'submit-document', { document: 'invoice' })).status).toBe(404);
  });

  test('has one dossier for each home', async () => {
    const { dossier } = await opened('twice');
    const { unitId, buyerId } = dossier;
    const again = await ask(desk, 'POST', '/v1/titles/dossiers', { unitId, buyerId });
    expect(again).toMatchObject({ status: 409, body: { code: 'title-already-open' } });
    const nobody = await ask(desk, 'POST', '/v1/titles/dossiers', { unitId, buyerId: 'nobody' });
    expect(nobody).toMatchObject({ status: 400, body: { code: 'not-of-the-register' } });
  });
});

describe('a home that was handed over in Anju', () => {
  test('gets its dossier automatically; its warranty runs from the handover and cannot be entered by hand', async () => {
    const morning = await estateInTheMorning('TH');
    const { manager: chief, operator } = morning.staff;
    const named = dayFromToday(0);
    const { act, owners } = await announcedHomes(morning, '1座', ['buyer'], { begins: 0, method: byPost() });
    await act(0, 'record-proof', { method: 'courier', on: dayFromToday(-1), proof: 'SF-1' }, operator);
    await act(0, 'refuse', { reason: '不满意', ground: 'other' }, operator);
    expect((await act(0, 'deem-delivered', { reason: '经核实' }, chief)).status).toBe(200);
    const [owner] = owners;
    if (!owner) throw new Error('nobody bought');
    const path = `/v1/titles/dossiers?estateId=${morning.estateId}`;
    const [dossier] = await until('the dossier', async () => {
      const { items } = await must(owner, 'GET', path);
      return items.length > 0 && items;
    });
    expect(dossier).toMatchObject({
      unitId: owner.unitId,
      deliveredOn: named,
      registrationDue: endOfPeriod(named, { days: 90 }),
    });
    expect(await read(dossier, chief)).toMatchObject({ handlerId: chief.personId });
    const warranty = `/v1/warranty/units/${owner.unitId}`;
    const leak = await must(owner, 'GET', `${warranty}?part=sanitary-ware`);
    expect(leak).toMatchObject({ from: 'handover', acceptedOn: '2024-01-10', deliveredOn: named });
    expect(leak.liability.payer).toBe('developer');
    const days = { acceptedOn: '2024-01-10', deliveredOn: '2024-01-10', ground: '补录' };
    const refused = await ask(chief, 'PUT', warranty, days, { ifMatch: 0 });
    expect(refused).toMatchObject({ status: 409, body: { code: 'days-from-handover' } });
  });
});

async function fetchPage(path: string): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${inject('backend').apiUrl}${path}`);
  return { status: reply.status, text: await reply.text() };
}
