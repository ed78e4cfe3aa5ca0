import { beforeAll, describe, expect, test } from 'vitest';
import { tellOldDifference } from '../../../functions/money/ledger/open-difference.ts';
import { bankingDaysBetween } from '../../../functions/money/ledger/transit.ts';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays, daysAfter } from '../../../shared/kernel/periods.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import {
  closedBy,
  firstOfLastMonth,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
  today,
} from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';

/*
 * Cash on its way to the bank (R20.7): a slip proves nothing by itself, and its maker may not import the
 * proof.
 */

let estate: TestEstate;
let wang: Household;
/** The first ledger day: the first of last month. */
let opened: string;
const icbc = 'assets:bank:icbc';
const transit = 'assets:transit:icbc';
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const dayOf = (number: number) => addDays(opened, number);
const number = referenceNumbers();
const cashier = () => estate.staff.cashier;
const bookkeeper = () => estate.staff.manager;
const mine = () => `assets:cash:${cashier().personId}`;
const balance = async (account: string): Promise<number> =>
  (await must(bookkeeper(), 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;
const paid = (fen: number, day: string): Promise<Body> => {
  const said = { payerId: wang.personId, fen, reference: number() };
  if (day < today()) return cashPaid(cashier(), day, { ...said, estateId: estate.estateId });
  return must(cashier(), 'POST', at('/v1/payments/estates/{estateId}/payments'), { ...said, method: 'cash' });
};
const slip = (fen: number, occurredOn: string, reference: string, more: object = {}) =>
  ask(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
    from: mine(),
    to: icbc,
    fen,
    occurredOn,
    reference,
    ...more,
  });
const statement = (lines: readonly object[], as = bookkeeper()) =>
  ask(as, 'POST', at('/v1/ledger/estates/{estateId}/channel-files'), { account: icbc, lines });
const inTransit = (): Promise<Body> => must(bookkeeper(), 'GET', at('/v1/ledger/estates/{estateId}/transit'));

const closed = (through: string) => closedBy(estate, through);

beforeAll(async () => {
  estate = await estateCalled('MIT');
  wang = await estate.household('wang');
  opened = firstOfLastMonth();
  await paid(22_124, today());
  await ledgerBeganOn(estate.estateId, opened);
}, 180_000);

describe('R20.3 money that is not there cannot be deposited', () => {
  test('a drawer of 221.24 cannot deposit 99,999.00', async () => {
    expect(await slip(9_999_900, today(), number('jk'))).toMatchObject({
      status: 409,
      body: { code: 'money-not-there', leftFen: 22_124 },
    });
    expect(await balance(mine())).toBe(22_124);
  });

  test('money cannot be deposited on a day before it came', async () => {
    expect((await slip(100, dayOf(0), number('jk'))).body).toMatchObject({ code: 'money-not-there', leftFen: 0 });
  });

  test('of sixteen deposits of all the cash at the same time, one succeeds', async () => {
    const all = Array.from({ length: 16 }, () => slip(22_124, today(), number('jk')));
    const answers = await Promise.all(all);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await balance(mine())).toBe(0);
    const [one] = (await inTransit()).items;
    const { from, to, reference } = one;
    const back = { from, to, reference, reason: '没有送存' };
    expect((await ask(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements/reverse'), back)).status).toBe(
      403,
    );
    await must(bookkeeper(), 'POST', at('/v1/ledger/estates/{estateId}/settlements/reverse'), back);
    expect([await balance(mine()), await balance(transit)]).toEqual([22_124, 0]);
    expect((await slip(22_124, today(), reference)).body.code).toBe('settlement-reversed');
  });
});

test('R20.4 a colleague cannot deposit from the drawer of a cashier', async () => {
  const body = { from: mine(), to: icbc, fen: 1, reference: number('jk') };
  const colleague = { ...cashier(), sub: `${estate.estateId}-cash2`, personId: `${estate.estateId}-cash2` };
  expect(await ask(colleague, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), body)).toMatchObject({
    status: 403,
    body: { code: 'not-your-drawer' },
  });
});

describe('R20.7 a deposit', () => {
  const named = () => `jk-named-${estate.estateId}`;
  const fictitious = () => `jk-fictitious-${estate.estateId}`;
  /** The first day on which a slip of the second day is too old to close. */
  let tooOld: string;
  let short: string;

  test('a deposit is in transit, the bank account does not move, and the day closes showing it', async () => {
    await paid(700_000, dayOf(0));
    await must(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      from: mine(),
      to: icbc,
      fen: 300_000,
      occurredOn: dayOf(0),
      reference: named(),
    });
    expect([await balance(icbc), await balance(transit)]).toEqual([0, 300_000]);
    const close = await closed(dayOf(0));
    expect(close).toMatchObject({ state: 'closed', open: 0, differences: [], transitFen: 300_000 });
    expect(close.transit).toMatchObject([{ reference: named(), fen: 300_000, bankingDays: 0, overdue: false }]);
    expect(close.balances).toMatchObject({ [transit]: 300_000 });
  });

  test('the maker of a slip cannot import the statement that confirms it', async () => {
    const id = `${estate.estateId}-maker`;
    const maker = { ...bookkeeper(), sub: id, personId: id };
    const body = { payerId: wang.personId, fen: 4_100, method: 'cash', reference: number() };
    await must(maker, 'POST', at('/v1/payments/estates/{estateId}/payments'), body);
    const made = { from: `assets:cash:${id}`, to: icbc, reference: number('jk') };
    await must(maker, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), { ...made, fen: 4_100 });
    const line = { day: today(), reference: made.reference, fen: 4_100 };
    expect(await statement([line], maker)).toMatchObject({ status: 403, body: { code: 'own-statement' } });
    // Nor under another number, by its amount.
    expect((await statement([{ ...line, reference: number('BANK') }], maker)).body.code).toBe('own-statement');
    const back = { ...made, reason: '没有送存' };
    await must(bookkeeper(), 'POST', at('/v1/ledger/estates/{estateId}/settlements/reverse'), back);
  });

  test('a deposit arrives by the bank line with its number', async () => {
    expect((await statement([{ day: dayOf(1), reference: named(), fen: 300_000 }])).status).toBe(201);
    await idle();
    expect([await balance(icbc), await balance(transit)]).toEqual([300_000, 0]);
    expect(await closed(dayOf(1))).toMatchObject({ state: 'closed', transitFen: 0 });
  });

  test('a deposit arrives by a line of exactly its amount when the day of the line closes', async () => {
    await must(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      from: mine(),
      to: icbc,
      fen: 123_400,
      occurredOn: dayOf(2),
      reference: number('jk'),
    });
    expect((await statement([{ day: dayOf(3), reference: number('BANK'), fen: 123_400 }])).status).toBe(201);
    expect(await closed(dayOf(3))).toMatchObject({ state: 'closed', differences: [], transitFen: 0 });
    expect(await balance(icbc)).toBe(423_400);
  });

  test('a deposit that is 10.00 short is matched, and the 10.00 stay on 1901 until two people clear them', async () => {
    const reference = number('jk');
    await must(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      from: mine(),
      to: icbc,
      fen: 100_000,
      occurredOn: dayOf(4),
      reference,
    });
    expect((await statement([{ day: dayOf(4), reference, fen: 99_000 }])).status).toBe(201);
    const close = await closed(dayOf(4));
    expect(close).toMatchObject({ state: 'closed', transitFen: 0 });
    expect(close.balances).toMatchObject({ 'assets:unexplained': 1_000, [transit]: 0 });
    short = reference;
  });

  const differenceOf = async (reference: string, status = 'open') => {
    const path = at(`/v1/ledger/estates/{estateId}/drawer-differences?status=${status}`);
    const { items } = await must(bookkeeper(), 'GET', path);
    return items.find((one: Body) => one.slip?.reference === reference);
  };

  test('R20.5 what a slip is short names who made it, with its age, and is told when it is old', async () => {
    const found = await differenceOf(short);
    const slipSaid = { from: mine(), to: icbc, reference: short, line: short };
    expect(found).toMatchObject({ cashierId: cashier().personId, fen: -1_000, day: dayOf(4), slip: slipSaid });
    expect(found.ageDays).toBe(daysAfter(dayOf(4), today()));
    const looks = (days: number) => {
      const later = toInstant(new Date().toISOString()).add({ hours: 24 * days });
      const act = { actor: { kind: 'system' as const, id: 'drawer-watch' }, recordedAt: later.toString() };
      return tellOldDifference(found.differenceId, act, later);
    };
    await ledgerStores();
    expect(await looks(6)).toBeUndefined();
    expect(await looks(8)).toEqual({ told: 1 });
    expect(await looks(9)).toBeUndefined();
    await idle();
    const { items } = await must(bookkeeper(), 'GET', at('/v1/notices?estateId={estateId}&limit=200'));
    const told = items.filter((one: Body) => one.template === 'drawer-difference-old');
    const readers = told.map((one: Body) => one.recipient.id);
    expect(readers).toEqual(expect.arrayContaining([estate.staff.auditor.personId, bookkeeper().personId]));
    expect(readers).not.toContain(cashier().personId);
  });

  test('R20.5 two people clear it, and not who made the slip: the person owes it', async () => {
    const { differenceId } = await differenceOf(short);
    const clearing = (as: Caller, name: string, body: object = {}) =>
      ask(as, 'POST', `/v1/ledger/drawer-differences/${differenceId}/${name}`, body);
    const wanted = { as: 'cashier-answers', reason: '少存一张' };
    expect((await clearing(bookkeeper(), 'request-clearing', wanted)).status).toBe(200);
    expect((await clearing(bookkeeper(), 'approve-clearing')).body.code).toBe('another-person-needed');
    expect((await clearing(estate.staff.administrator, 'approve-clearing')).status).toBe(200);
    expect(await balance(`assets:answerable:${cashier().personId}`)).toBe(1_000);
    expect(await balance('assets:unexplained')).toBe(0);
    expect(await differenceOf(short, 'cleared')).toMatchObject({
      decided: { by: estate.staff.administrator.personId },
    });
  });

  test('R20.5 a difference goes away with the statement that showed it, and not once it is cleared', async () => {
    const reference = number('jk');
    await slip(5_000, today(), reference);
    const file = await statement([{ day: today(), reference, fen: 5_200 }]);
    await idle();
    expect(await differenceOf(reference)).toMatchObject({ fen: 200 });
    const withdraw = (fileId: string) =>
      ask(estate.staff.administrator, 'POST', `/v1/ledger/channel-files/${fileId}/withdraw`, { reason: '导错了' });
    expect((await withdraw(file.body.fileId)).status).toBe(200);
    expect(await differenceOf(reference)).toBeUndefined();
    expect(await differenceOf(reference, 'withdrawn')).toMatchObject({ fen: 200 });
    expect(await balance('assets:unexplained')).toBe(0);
    const again = await statement([{ day: today(), reference, fen: 5_100 }]);
    await idle();
    const { differenceId } = await differenceOf(reference);
    const path = `/v1/ledger/drawer-differences/${differenceId}`;
    await must(bookkeeper(), 'POST', `${path}/request-clearing`, { as: 'no-cause', reason: '无法查明' });
    await must(estate.staff.administrator, 'POST', `${path}/approve-clearing`, {});
    expect((await withdraw(again.body.fileId)).body.code).toBe('difference-cleared');
  });

  test('a fictitious deposit stays visible, becomes overdue, and after three banking days no day closes', async () => {
    await must(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      from: mine(),
      to: icbc,
      fen: 150_000,
      occurredOn: dayOf(5),
      reference: fictitious(),
    });
    tooOld = dayOf(6);
    while (bankingDaysBetween(dayOf(5), tooOld) <= 3) tooOld = addDays(tooOld, 1);
    const last = await closed(addDays(tooOld, -1));
    expect(last).toMatchObject({ state: 'closed', transitFen: 150_000 });
    expect(last.transit).toMatchObject([{ reference: fictitious(), bankingDays: 3, overdue: true, refused: false }]);
    const refused = await closed(tooOld);
    expect(refused).toMatchObject({ state: 'refused', day: tooOld, open: 1, differences: [], gaps: [] });
    expect(refused.transit).toMatchObject([{ reference: fictitious(), by: cashier().personId, refused: true }]);
    expect((await inTransit()).items).toMatchObject([{ reference: fictitious(), refused: true }]);
  });

  test('a slip that the bank never saw is reversed by another person, and the cash is back in the drawer', async () => {
    const before = await balance(mine());
    const back = { from: mine(), to: icbc, reference: fictitious(), reason: '银行查无此款' };
    await must(bookkeeper(), 'POST', at('/v1/ledger/estates/{estateId}/settlements/reverse'), back);
    expect((await inTransit()).items).toEqual([]);
    expect(await balance(mine())).toBe(before + 150_000);
    expect(await closed(tooOld)).toMatchObject({ state: 'closed', transitFen: 0 });
  });

  test('a deposit is in transit again when the statement that confirmed it is withdrawn', async () => {
    const reference = number('jk');
    await must(cashier(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
      from: mine(),
      to: icbc,
      fen: 1_000,
      reference,
    });
    const { body: file } = await statement([{ day: today(), reference, fen: 1_000 }]);
    await idle();
    const proven = await balance(icbc);
    await must(estate.staff.administrator, 'POST', `/v1/ledger/channel-files/${file.fileId}/withdraw`, {
      reason: '导错了',
    });
    expect(await balance(icbc)).toBe(proven - 1_000);
    expect((await inTransit()).items).toMatchObject([{ reference, fen: 1_000 }]);
    expect((await statement([{ day: today(), reference, fen: 1_000 }])).status).toBe(201);
    await idle();
    expect(await balance(icbc)).toBe(proven);
  });
});
