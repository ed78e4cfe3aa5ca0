import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { cashOf } from '../../cash.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import {
  drawerCounted,
  firstOfLastMonth,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
  today,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { cashPaid } from '../past-cash.ts';

/* The drawers of cashiers (R20.4-R20.6): a day with cash does not close before every drawer was counted. */

let estate: TestEstate;
let wang: Household;
let opened: string;
const at = (path: string) => `/v1/ledger/estates/${estate.estateId}${path}`;
const number = referenceNumbers('dw');
const li = () => estate.staff.cashier;
const manager = () => estate.staff.manager;
const auditor = () => estate.staff.auditor;
const staffCalled = (name: string) => {
  const id = `estate-drw-${name}`;
  return { sub: id, personId: id, roles: ['cashier'], estates: ['estate-drw'], name: id };
};
const other = (name: string): Caller => staffCalled(name);
const balance = async (account: string): Promise<number> =>
  (await must(auditor(), 'GET', at(`/accounts/${account}/balance`))).fen;
const drawerOf = ({ personId }: Caller) => `assets:cash:${personId}`;
const paid = (as: Caller, fen: number, day: string): Promise<Body> => {
  const said = { payerId: wang.personId, fen, reference: number() };
  if (day < today()) return cashPaid(as, day, { ...said, estateId: estate.estateId });
  const body = { ...said, method: 'cash' };
  return must(as, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, body);
};
const counts = (as: Caller, of: Caller, body: object) => ask(as, 'POST', at(`/drawers/${of.personId}/counts`), body);
const closed = async (day: string): Promise<Body> => {
  await must(manager(), 'POST', at('/closes'), { through: day });
  await idle();
  return must(manager(), 'GET', at(`/closes/${day}`));
};
const clearing = (as: Caller, differenceId: string, name: string, body: object = {}) =>
  ask(as, 'POST', `/v1/ledger/drawer-differences/${differenceId}/${name}`, body);

beforeAll(async () => {
  estate = await estateCalled('DRW');
  wang = await estate.household('wang');
  opened = firstOfLastMonth();
  await ledgerStores();
  await paid(li(), 1, today());
  await ledgerBeganOn(estate.estateId, opened);
});

describe('R20.5 the count of a drawer', () => {
  let short: Body;

  test('R20.5 a day with cash movements is refused without a count, and names the drawer', async () => {
    await paid(li(), 70_000, opened);
    const refused = await closed(opened);
    const finding = { account: drawerOf(li()), what: 'not-counted', day: opened };
    expect(refused).toMatchObject({ state: 'refused', open: 1, differences: [], drawers: [finding] });
  });

  test('R20.4 a colleague does not count the drawer, and a manager only with a reason', async () => {
    const body = { purpose: 'closing', day: opened, cash: [] };
    expect((await counts(other('cash2'), li(), { ...body, reason: '代' })).body.code).toBe('count-needs-cashier');
    expect((await counts(manager(), li(), body)).body.code).toBe('count-needs-cashier');
  });

  test('R20.5 698.50 instead of 700.00 is short 1.50 on 1901, posted with the count', async () => {
    const { status, body } = await counts(li(), li(), { purpose: 'closing', day: opened, cash: cashOf(69_850) });
    expect(status).toBe(201);
    expect(body).toMatchObject({ countedFen: 69_850, differenceFen: -150, expected: { inFen: 70_000, fen: 70_000 } });
    short = body;
    expect(await balance('assets:unexplained')).toBe(150);
    expect(await balance(drawerOf(li()))).toBe(69_851);
    expect(await closed(opened)).toMatchObject({ state: 'refused', drawers: [{ what: 'not-witnessed' }] });
  });

  test('R20.5 the witness is neither the person who counted nor the cashier; the day then closes', async () => {
    const path = at(`/drawer-counts/${opened}/${short.countId}/witness`);
    expect((await ask(li(), 'POST', path)).body.code).toBe('witness-is-counter');
    expect((await ask(auditor(), 'POST', path)).status).toBe(403);
    await must(estate.staff.administrator, 'POST', path);
    expect((await ask(manager(), 'POST', path)).body.code).toBe('count-witnessed');
    const close = await closed(opened);
    expect(close).toMatchObject({ state: 'closed', open: 0, counted: [{ countedFen: 69_850, differenceFen: -150 }] });
    expect(close.balances).toMatchObject({ [drawerOf(li())]: 69_850, 'assets:unexplained': 150 });
    const late = await counts(li(), li(), { purpose: 'closing', day: opened, cash: cashOf(69_850) });
    expect(late.body.code).toBe('period-closed');
  });

  test('R20.5 the cashier answers for it: a second person approves, and not the cashier', async () => {
    const asked = { as: 'cashier-answers', reason: '收费员同意承担' };
    const wrong = await clearing(manager(), short.countId, 'request-clearing', { ...asked, as: 'owner-found' });
    expect(wrong.body.code).toBe('clearing-not-possible');
    expect((await clearing(manager(), short.countId, 'request-clearing', asked)).status).toBe(200);
    expect((await clearing(manager(), short.countId, 'approve-clearing')).body.code).toBe('another-person-needed');
    expect((await clearing(li(), short.countId, 'approve-clearing')).status).toBe(403);
    expect((await clearing(estate.staff.administrator, short.countId, 'approve-clearing')).status).toBe(200);
    expect(await balance('assets:unexplained')).toBe(0);
    expect(await balance(`assets:answerable:${li().personId}`)).toBe(150);
  });

  test('R20.5 701.50 instead of 700.00 is long 1.50, and its owner gets it as prepaid money', async () => {
    const day = addDays(opened, 1);
    await paid(li(), 150, day);
    const count = await drawerCounted(estate, day, li(), cashOf(70_150));
    expect(count.differenceFen).toBe(150);
    const prepaid = `liabilities:prepaid:${wang.personId}:general`;
    const before = await balance(prepaid);
    const found = { as: 'owner-found', payerId: wang.personId, reason: '王女士多付' };
    const strange = await clearing(li(), count.countId, 'request-clearing', { ...found, payerId: 'nobody' });
    expect(strange.body.code).toBe('unknown-owner');
    expect((await clearing(li(), count.countId, 'request-clearing', found)).status).toBe(200);
    expect((await clearing(manager(), count.countId, 'approve-clearing')).status).toBe(200);
    expect(Math.abs((await balance(prepaid)) - before)).toBe(150);
    expect(await balance('assets:unexplained')).toBe(0);
    expect(await closed(day)).toMatchObject({ state: 'closed' });
  });

  test('R20.5 cash that moves after the count needs another count', async () => {
    const day = addDays(opened, 2);
    await paid(li(), 100, day);
    await drawerCounted(estate, day, li());
    await paid(li(), 200, day);
    expect(await closed(day)).toMatchObject({ state: 'refused', drawers: [{ what: 'moved-after-count' }] });
    await drawerCounted(estate, day, li());
    expect(await closed(day)).toMatchObject({ state: 'closed' });
  });

  test('R20.5 of eight equal counts at the same time, one posts the difference', async () => {
    const cashier = other('cash3');
    const body = { purpose: 'opening', cash: cashOf(50_000) };
    const answers = await Promise.all(Array.from({ length: 8 }, () => counts(cashier, cashier, body)));
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    expect(await balance(drawerOf(cashier))).toBe(50_000);
  });
});

describe('R20.5 the opening count of a drawer', () => {
  const payments = () => `/v1/payments/estates/${estate.estateId}/payments`;
  const cash = (fen: number) => ({ payerId: wang.personId, fen, method: 'cash', reference: number() });
  const fresh = { ...staffCalled('fresh'), isUnopened: true };
  const opening = (fen: number) => counts(fresh, fresh, { purpose: 'opening', cash: cashOf(fen) });

  test('R20.5 without it no cash is taken, and the answer says what to do; a transfer is', async () => {
    const refused = await ask(fresh, 'POST', payments(), cash(70_000));
    expect(refused).toMatchObject({ status: 409, body: { code: 'drawer-not-open' } });
    expect(refused.body.title).toContain('opening');
    const deposit = { ...cash(100), purpose: 'keys' };
    const deposits = `/v1/payments/estates/${estate.estateId}/deposits`;
    expect((await ask(fresh, 'POST', deposits, deposit)).body.code).toBe('drawer-not-open');
    const sent = { ...cash(100), method: 'transfer', moneyAccount: 'icbc' };
    expect((await ask(fresh, 'POST', payments(), sent)).status).toBe(201);
    expect((await opening(0)).body).toMatchObject({ purpose: 'opening', differenceFen: 0 });
    expect((await ask(fresh, 'POST', payments(), cash(70_000))).status).toBe(201);
  });

  test('R20.5 a drawer is opened for the present day only', async () => {
    const yesterday = { purpose: 'opening', day: addDays(today(), -1), cash: [] };
    expect((await counts(fresh, fresh, yesterday)).body.code).toBe('opening-count-today');
  });

  test('R20.5 after its closing count it takes and pays no cash until it is opened again', async () => {
    const { body } = await counts(fresh, fresh, { purpose: 'closing', cash: cashOf(70_000) });
    expect(body.differenceFen).toBe(0);
    expect((await ask(fresh, 'POST', payments(), cash(100))).body.code).toBe('drawer-not-open');
  });

  test('R20.5 698.50 at the opening after 700.00 at the close is short 1.50 between the two counts', async () => {
    const { body: count } = await opening(69_850);
    expect(count.differenceFen).toBe(-150);
    const { items } = await must(auditor(), 'GET', at('/drawer-differences'));
    const [difference] = items.filter((one: Body) => one.differenceId === count.countId);
    expect(difference).toMatchObject({
      cashierId: fresh.personId,
      fen: -150,
      since: { leftFen: 70_000, by: fresh.personId, day: today() },
    });
    expect((await ask(fresh, 'POST', payments(), cash(100))).status).toBe(201);
  });
});

describe('R20.6 the handover of a drawer', () => {
  const early = () => other('early');
  const late = () => other('late');
  const offered = (to: Caller, fen: number) =>
    ask(early(), 'POST', at('/drawer-handovers'), {
      to: to.personId,
      cash: cashOf(fen),
      cheques: [{ reference: 'ZP-1', fen: 5_000 }],
      blankReceipts: [{ from: '0001', to: '0050' }],
    });
  const accepts = (as: Caller, handoverId: string, fen: number) =>
    ask(as, 'POST', `/v1/ledger/drawer-handovers/${handoverId}/accept`, { cash: cashOf(fen) });

  test('R20.6 700.00 handed over, 699.00 accepted: short 1.00 on the outgoing, opening 699.00', async () => {
    await paid(early(), 70_000, today());
    expect((await offered(early(), 70_000)).body.code).toBe('handover-to-yourself');
    const { body: replaced } = await offered(late(), 1);
    const { body: offer } = await offered(late(), 70_000);
    const path = `/v1/ledger/drawer-handovers/${offer.handoverId}`;
    expect(await must(late(), 'GET', path)).not.toHaveProperty('offeredFen');
    expect((await accepts(early(), offer.handoverId, 70_000)).body.code).toBe('handover-not-for-you');
    expect((await accepts(late(), replaced.handoverId, 70_000)).body.code).toBe('handover-not-open');
    const { status, body } = await accepts(late(), offer.handoverId, 69_900);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'accepted', offeredFen: 70_000, acceptedFen: 69_900, differenceFen: -100 });
    expect(body.cheques).toEqual([{ reference: 'ZP-1', fen: 5_000 }]);
    expect([await balance(drawerOf(early())), await balance(drawerOf(late()))]).toEqual([0, 69_900]);
    const { items } = await must(auditor(), 'GET', at('/drawer-differences'));
    expect(items.find((one: Body) => one.differenceId === offer.handoverId)).toMatchObject({
      cashierId: early().personId,
      fen: -100,
    });
    const { items: both } = await must(auditor(), 'GET', at(`/drawer-counts/${today()}`));
    const of = ({ personId }: Caller) =>
      both.find((one: Body) => one.cashierId === personId && one.countId.startsWith(offer.handoverId));
    expect(of(early())).toMatchObject({ purpose: 'handover', countedFen: 69_900, differenceFen: -100, leftFen: 0 });
    expect(of(late())).toMatchObject({ purpose: 'opening', countedFen: 69_900, differenceFen: 0, leftFen: 69_900 });
    expect((await accepts(late(), offer.handoverId, 69_900)).body.code).toBe('handover-not-open');
  });

  test('R20.6 a cashier whose own drawer is not empty accepts no other', async () => {
    const answer = await ask(early(), 'POST', `/v1/payments/estates/${estate.estateId}/payments`, {
      ...{ payerId: wang.personId, fen: 100, method: 'cash', reference: number() },
    });
    expect(answer.body.code).toBe('drawer-not-open');
    await counts(early(), early(), { purpose: 'opening', cash: [] });
    await paid(early(), 100, today());
    const { body } = await offered(late(), 100);
    expect((await accepts(late(), body.handoverId, 100)).body.code).toBe('drawer-not-empty');
  });
});

test('verify-ledger finds no flaw after counts, handovers and clearings', async () => {
  await idle();
  expect(await flawsIn(estate.estateId)).toEqual([]);
});
