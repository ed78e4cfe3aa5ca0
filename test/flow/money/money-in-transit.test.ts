import { beforeAll, describe, expect, test } from 'vitest';
import { bankingDaysBetween } from '../../../functions/money/ledger/transit.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { closedBy, firstOfLastMonth, ledgerBeganOn, referenceNumbers, today } from '../ledger-fixtures.ts';
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

  test('a deposit that is 10.00 short is matched, and the 10.00 stay on 1901 until a clerk clears them', async () => {
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
