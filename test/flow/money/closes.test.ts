import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import {
  billed,
  closedBy,
  entriesOn,
  feeOf,
  firstOfLastMonth,
  itemsAt,
  ledgerBeganOn,
  referenceNumbers,
  removed,
  today,
} from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let wang: Household;
/** The first ledger day: the first of last month. */
let opened: string;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const dayOf = (number: number) => addDays(opened, number);
const number = referenceNumbers();
const desk = () => estate.staff.cashier;
const icbc = 'assets:bank:icbc';
const paid = (fen: number, occurredOn: string, more: object = {}): Promise<Body> => {
  const said = { payerId: wang.personId, fen, reference: number() };
  const isPastCash = occurredOn < today() && !('method' in more);
  if (isPastCash) return cashPaid(desk(), occurredOn, { ...said, estateId: estate.estateId });
  const body = { ...said, method: 'cash', occurredOn, ...more };
  return must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), body);
};
const transferred = (fen: number, occurredOn: string, more: object = {}) =>
  paid(fen, occurredOn, { method: 'transfer', moneyAccount: 'icbc', ...more });
const statement = (lines: readonly object[]): Promise<Body> =>
  must(estate.staff.manager, 'POST', at('/v1/ledger/estates/{estateId}/channel-files'), { account: icbc, lines });
const closeOf = (day: string): Promise<Body> => must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/closes/${day}`));

const closed = (through: string) => closedBy(estate, through);

/** Returns the differences of a close as short texts. */
const found = ({ differences }: Body) =>
  differences.map((one: Body) => `${one.kind} ${one.record} ${one.reference}`).sort();

beforeAll(async () => {
  estate = await estateCalled('DC');
  wang = await estate.household('wang');
  opened = firstOfLastMonth();
  await paid(1, today());
  await ledgerBeganOn(estate.estateId, opened);
});

describe('a day closes (日结, D29)', () => {
  test('a day closes when vouchers, receipts, statement and ledger agree', async () => {
    await paid(500, dayOf(0));
    const { reference } = await transferred(71_853, dayOf(0));
    expect(found(await closed(dayOf(0)))).toEqual([`missing-in-channel channel ${reference}`]);
    await statement([{ day: dayOf(0), reference, fen: 71_853 }]);
    const close = await closed(dayOf(0));
    expect(close).toMatchObject({ state: 'closed', open: 0, differences: [], gaps: [], entries: 2 });
    expect(close.balances).toMatchObject({ [icbc]: 71_853, 'liabilities:prepaid': -72_353 });
    expect(await must(desk(), 'GET', at('/v1/ledger/estates/{estateId}'))).toMatchObject({
      closedThrough: dayOf(0),
    });
  });

  test('a day closes with money moved between money accounts, recorded once for each reference', async () => {
    const from = `assets:cash:${desk().personId}`;
    const settling = { from, to: icbc, fen: 400, reference: number('jk'), occurredOn: dayOf(1) };
    const { entryId } = await must(desk(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), settling);
    expect(
      (
        await must(desk(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), {
          ...settling,
          occurredOn: dayOf(2),
        })
      ).entryId,
    ).toBe(entryId);
    const other = await ask(desk(), 'POST', at('/v1/ledger/estates/{estateId}/settlements'), { ...settling, fen: 401 });
    expect(other).toMatchObject({ status: 409, body: { code: 'settlement-differs' } });
    await statement([{ day: dayOf(1), reference: settling.reference, fen: 400 }]);
    expect(await closed(dayOf(1))).toMatchObject({ state: 'closed' });
  });

  test('a refused close names what is missing in the ledger, another amount, another day and duplicates', async () => {
    const day = dayOf(2);
    const lines = await Promise.all([transferred(100, day), transferred(200, day), transferred(300, day)]);
    const [amount, wrongDay, twice] = lines.map(({ reference }) => reference);
    const unknown = number('bank');
    const file = await statement([
      { day, reference: unknown, fen: 900 },
      { day, reference: amount, fen: 101 },
      { day: dayOf(3), reference: wrongDay, fen: 200 },
      { day, reference: twice, fen: 300 },
    ]);
    const again = await statement([{ day, reference: twice, fen: 300 }]);
    const refused = await closed(day);
    expect(refused).toMatchObject({ state: 'refused', day });
    expect(found(refused)).toEqual(
      [
        `missing-in-ledger channel ${unknown}`,
        `amount-differs channel ${amount}`,
        `wrong-day channel ${wrongDay}`,
        `duplicate channel ${twice}`,
      ].sort(),
    );
    const named = await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/closes/${day}`));
    const names = named.differences.map((one: Body) => one.name);
    expect(new Set(names)).toEqual(new Set(['账上缺失', '金额不符', '日期不符', '重复']));
    const sums = named.differences.find((one: Body) => one.kind === 'amount-differs');
    expect(sums).toMatchObject({ ledgerFen: 100, recordFen: 101 });
    // The day is still open.
    expect((await paid(1, day)).receiptNumber).toContain(day.replaceAll('-', ''));

    // The wrong statements are withdrawn, and the right one is imported.
    for (const { fileId } of [file, again]) {
      await must(estate.staff.administrator, 'POST', `/v1/ledger/channel-files/${fileId}/withdraw`, {
        reason: '导错了',
      });
    }
    const right = [
      { day, reference: amount, fen: 100 },
      { day, reference: wrongDay, fen: 200 },
      { day, reference: twice, fen: 300 },
    ];
    const { fileId } = await statement(right);
    expect(await closed(day)).toMatchObject({ state: 'closed' });
    const late = await ask(estate.staff.administrator, 'POST', `/v1/ledger/channel-files/${fileId}/withdraw`, {
      reason: '再撤',
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'period-closed' } });
  });

  test('a refused close names a missing voucher, a missing receipt, and the gap in the numbers', async () => {
    const day = dayOf(3);
    const [first] = [await paid(10, day), await paid(20, day), await paid(30, day)];
    const papers = `PAPERS#${estate.estateId}#${day}`;
    const items = await itemsAt(papers);
    const of = (type: string) => items.find((one) => one.type === type && one.reference === first?.reference);
    const [voucher, receipt] = [of('voucher'), of('receipt')];
    const restore = [await removed(voucher), await removed(receipt)];
    const refused = await closed(day);
    expect(found(refused)).toEqual([
      `missing-in-channel receipt ${first?.reference}`,
      `missing-in-channel voucher ${first?.reference}`,
    ]);
    expect(refused.gaps).toMatchObject([{ what: 'missing', number: { sequence: receipt.number.sequence } }]);
    for (const back of restore) await back();
    expect(await closed(day)).toMatchObject({ state: 'closed' });
  });
});

describe('a closed day', () => {
  test('a closed day takes no entry: a late payment goes to the next open day, with its statement line', async () => {
    const late = await transferred(77, dayOf(0));
    const entry = await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/entries/${await entryOf(late)}`));
    expect(entry).toMatchObject({ occurredOn: dayOf(0), postedOn: dayOf(4) });
    expect(found(await closed(dayOf(4)))).toEqual([`missing-in-channel channel ${late.reference}`]);
    await statement([{ day: dayOf(0), reference: late.reference, fen: 77 }]);
    expect(await closed(dayOf(4))).toMatchObject({ state: 'closed' });
    const strange = number('bank');
    await statement([{ day: dayOf(0), reference: strange, fen: 5 }]);
    expect(found(await closed(dayOf(5)))).toEqual([`missing-in-ledger channel ${strange}`]);
    await transferred(5, dayOf(0), { reference: strange });
    expect(await closed(dayOf(5))).toMatchObject({ state: 'closed' });
  });

  test('a closed day cannot be closed again, nor can a day that is not over (409)', async () => {
    const again = await ask(estate.staff.manager, 'POST', at('/v1/ledger/estates/{estateId}/closes'), {
      through: dayOf(5),
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'period-closed' } });
    const early = await ask(estate.staff.manager, 'POST', at('/v1/ledger/estates/{estateId}/closes'), {
      through: today(),
    });
    expect(early).toMatchObject({ status: 409, body: { code: 'day-not-over' } });
  });

  test('only the last closed day is reopened, by two people', async () => {
    const { manager, administrator, cashier } = estate.staff;
    const asking = (day: string) =>
      ask(manager, 'POST', at(`/v1/ledger/estates/{estateId}/closes/${day}/request-reopening`), { reason: '漏记' });
    const approving = (as = administrator) =>
      ask(as, 'POST', at(`/v1/ledger/estates/{estateId}/closes/${dayOf(5)}/approve-reopening`));
    expect(await approving()).toMatchObject({ status: 409, body: { code: 'reopening-not-asked' } });
    expect(await asking(dayOf(4))).toMatchObject({ status: 409, body: { code: 'not-the-last-closed-day' } });
    expect((await asking(dayOf(5))).status).toBe(200);
    expect(await approving(manager)).toMatchObject({ status: 409, body: { code: 'second-person-needed' } });
    expect((await approving(cashier)).status).toBe(403);
    expect((await approving()).body).toMatchObject({ closedThrough: dayOf(4) });
    const open = await closeOf(dayOf(5));
    expect(open).toMatchObject({ state: 'reopened', superseded: [{ day: dayOf(5) }] });
    expect(open.seal).toBeUndefined();
    expect((await paid(9, dayOf(5))).receiptNumber).toContain(dayOf(5).replaceAll('-', ''));
    const close = await closed(dayOf(5));
    expect(close).toMatchObject({ state: 'closed', sealings: 2 });
    expect(close.seal.root).not.toBe(open.superseded[0].root);
  });

  test('a seal is chained to the day before, and the month is closed when its last day is (月结)', async () => {
    const month = opened.slice(0, 7);
    expect(await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/months/${month}`))).toMatchObject({
      closed: false,
    });
    const last = addDays(`${today().slice(0, 8)}01`, -1);
    expect(await closed(last)).toMatchObject({ state: 'closed', day: last });
    expect(await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/months/${month}`))).toMatchObject({
      closed: true,
      closedThrough: last,
    });
    const { items } = await must(desk(), 'GET', at('/v1/ledger/estates/{estateId}/closes?limit=200'));
    const seals = items.map((one: Body) => one.seal).reverse();
    expect(seals[0].previous).toBe('0'.repeat(64));
    for (const [i, seal] of seals.entries()) {
      expect(seal.day).toBe(dayOf(i));
      if (i > 0) expect(seal.previous).toBe(seals[i - 1].seal);
      expect(sealOf(seal)).toBe(seal.seal);
    }
  });
});

const entryOf = async ({ paymentId }: Body): Promise<string> =>
  (await must(desk(), 'GET', `/v1/payments/${paymentId}`)).entryId;

/*
 * What owners need to check their receipt: SHA-256 and these functions, written from RFC 6962 and not from
 * our code.
 */
const sha256 = (...parts: readonly (Buffer | Uint8Array)[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const sealOf = ({ estateId, day, count, root, previous }: Body) => {
  const text = JSON.stringify(['anju.seal.1', estateId, day, count, root, previous]);
  return sha256(Buffer.of(2), Buffer.from(text)).toString('hex');
};

/** Returns the sealed bytes of an entry. */
function bytesOf(entry: Body): Buffer {
  const head = ['entryId', 'estateId', 'kind', 'occurredOn', 'postedOn', 'recordedAt', 'reference', 'description'];
  const rest = ['receiptNumber', 'reverses', 'refunds'].map((name) => entry[name] ?? null);
  const postings = entry.postings.map(({ account, fen, bill }: Body) => [
    account,
    fen,
    bill ? [bill.billId, bill.dueOn] : null,
  ]);
  return Buffer.from(JSON.stringify(['anju.entry.1', ...head.map((name) => entry[name]), ...rest, postings]));
}

/** Returns the root that a leaf leads to (RFC 9162, 2.1.3.2). */
function rootFrom(leaf: Buffer, { index, count, path }: Body): string {
  let [fn, sn, r] = [index, count - 1, leaf];
  for (const hex of path) {
    const p = Buffer.from(hex, 'hex');
    if (fn % 2 === 1 || fn === sn) {
      r = sha256(Buffer.of(1), p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else r = sha256(Buffer.of(1), r, p);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 ? r.toString('hex') : 'the path is too short';
}

describe('the proof of a receipt', () => {
  test('owners verify the proof without our code, and it fails when one byte differs', async () => {
    const receipts = (await entriesOn(estate.estateId, [dayOf(3), dayOf(5)])).flatMap((one) => one.receiptNumber ?? []);
    expect(receipts.length).toBeGreaterThan(4);
    for (const receipt of receipts) {
      const { entry, proof, seal } = await must(
        wang,
        'GET',
        at(`/v1/ledger/estates/{estateId}/receipts/${receipt}/proof`),
      );
      expect(entry.receiptNumber).toBe(receipt);
      const bytes = bytesOf(entry);
      expect(rootFrom(sha256(Buffer.of(0), bytes), proof)).toBe(seal.root);
      expect(sealOf(seal)).toBe(seal.seal);
      for (let index = 0; index < bytes.length; index += 7) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        expect(rootFrom(sha256(Buffer.of(0), changed), proof)).not.toBe(seal.root);
      }
    }
  });

  test('the proof exists after the day is closed, and only for the payer of the receipt', async () => {
    const { receiptNumber } = await paid(1, today());
    const path = at(`/v1/ledger/estates/{estateId}/receipts/${receiptNumber}`);
    expect(await ask(wang, 'GET', `${path}/proof`)).toMatchObject({
      status: 409,
      body: { code: 'day-not-sealed-yet' },
    });
    const stranger = await estate.household('stranger');
    const printed = at(`/v1/payments/estates/{estateId}/receipts/${receiptNumber}/page`);
    for (const one of [path, printed, `${path}/proof`]) expect((await ask(stranger, 'GET', one)).status).toBe(404);
  });
});

describe('reading the ledger', () => {
  let debtor: Household;
  beforeAll(async () => {
    debtor = await estate.household('debtor');
    const fee = await feeOf(estate, '物业费', '100');
    // Bills due 0, 30, 31, 60, 61, 90, 91 days before today, one each, and one not due yet.
    for (const [i, age] of [0, 30, 31, 60, 61, 90, 91, -1].entries()) {
      await billed(estate, fee, `2025-0${i + 1}`, addDays(today(), -age));
    }
    await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), {
      payerId: wang.personId,
      purpose: 'fit-out',
      fen: 5_000,
      method: 'cash',
      reference: number('yj'),
    });
  });

  test('opening balance + movements = closing balance, for any days (D34)', async () => {
    const length = Math.round((Date.parse(today()) - Date.parse(opened)) / 86_400_000);
    let statements = 0;
    for (let i = 0; i < 30; i += 1) {
      const [a = 0, b = 0] = [(i * 7_919) % (length + 1), (i * 104_729 + 13) % (length + 1)].sort((x, y) => x - y);
      const [from, to] = [dayOf(a), dayOf(b)];
      const path = at(`/v1/ledger/estates/{estateId}/payers/${wang.personId}/statement?from=${from}&to=${to}`);
      for (const one of (await must(wang, 'GET', path)).statements) {
        statements += 1;
        const moved = one.movements.reduce((sum: number, { fen }: Body) => sum + fen, 0);
        expect(one.opening + moved).toBe(one.closing);
        const turn = one.account.startsWith('assets') ? 1 : -1;
        const balanceOn = async (day: string) =>
          (await must(wang, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${one.account}/balance?on=${day}`))).fen *
            turn +
          0;
        expect(await balanceOn(to)).toBe(one.closing);
        expect(await balanceOn(addDays(from, -1))).toBe(one.opening);
      }
    }
    expect(statements).toBeGreaterThanOrEqual(30);
  });

  test('the age of debts by 0-30, 31-60, 61-90 and over 90 days is known for any day (欠费账龄)', async () => {
    const ageing = (asOf: string): Promise<Body> =>
      must(debtor, 'GET', at(`/v1/ledger/estates/{estateId}/payers/${debtor.personId}/ageing?asOf=${asOf}`));
    await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), {
      payerId: debtor.personId,
      fen: 2_500,
      method: 'cash',
      reference: number(),
    });
    const { bills } = await must(
      desk(),
      'GET',
      at(`/v1/payments/estates/{estateId}/payers/${debtor.personId}/balances`),
    );
    const expected = (asOf: string) => {
      const sums = { notDue: 0, days0to30: 0, days31to60: 0, days61to90: 0, over90: 0 };
      for (const { dueOn, openFen } of bills) {
        const age = Math.round((Date.parse(asOf) - Date.parse(dueOn)) / 86_400_000);
        const bucket =
          age < 0 ? 'notDue' : age <= 30 ? 'days0to30' : age <= 60 ? 'days31to60' : age <= 90 ? 'days61to90' : 'over90';
        sums[bucket] += openFen;
      }
      return sums;
    };
    expect(bills.length).toBeGreaterThan(5);
    for (const days of [0, 1, 29, 30, 31, 60, 61]) {
      const asOf = addDays(today(), days);
      expect(await ageing(asOf), asOf).toMatchObject(expected(asOf));
    }
    // Before the bills were posted, the payer owed nothing.
    expect(await ageing(addDays(today(), -1))).toMatchObject({ total: 0 });
  });

  test('the balance of any account at any past instant is the sum of its postings (D28)', async () => {
    const days: string[] = [];
    for (let day = opened; day <= today(); day = addDays(day, 1)) days.push(day);
    const entries = await entriesOn(estate.estateId, days);
    const accounts = [...new Set(entries.flatMap((entry) => entry.postings.map((posting) => posting.account)))];
    expect(accounts.length).toBeGreaterThan(5);
    const instants = entries.map(({ recordedAt }) => recordedAt).sort(compareInstants);
    const asked = instants.filter((_, i) => i % 5 === 0).concat('2020-01-01T00:00:00Z', new Date().toISOString());
    for (const account of accounts) {
      for (const instant of asked) {
        const known = entries.filter(({ recordedAt }) => compareInstants(recordedAt, instant) <= 0);
        const sum = known
          .flatMap(({ postings }) => postings)
          .filter((posting) => posting.account === account)
          .reduce((all, { fen }) => all + fen, 0);
        const { fen } = await must(
          desk(),
          'GET',
          at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance?at=${instant}`),
        );
        expect(fen, `${account} at ${instant}`).toBe(sum);
      }
    }
  });
});

test('a day is sealed once when several people request its close at the same time', async () => {
  const through = addDays(today(), -1);
  if (through < `${today().slice(0, 8)}01`) return;
  const answers = await Promise.all(
    [1, 2, 3].map(() => ask(estate.staff.manager, 'POST', at('/v1/ledger/estates/{estateId}/closes'), { through })),
  );
  expect(answers.map(({ status }) => status).filter((status) => ![202, 409].includes(status))).toEqual([]);
  await until(
    'the close',
    async () => (await must(desk(), 'GET', at('/v1/ledger/estates/{estateId}'))).closedThrough === through,
  );
  await idle();
  expect(await closeOf(through)).toMatchObject({ state: 'closed', sealings: 1 });
});
