import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { journalOf } from '../../../functions/money/ledger/journal.ts';
import { entrySchema } from '../../../functions/money/ledger/posting.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, type Household, idle, must, runJob, type TestEstate } from '../backend.ts';
import { billsOut } from '../bill-fixtures.ts';
import { closedBy, itemsAt, ledgerBeganOn, ledgerStores, reversedBy, written } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { meterAt, meteredItem, readingsOf, toppedUp } from '../meter-fixtures.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let held: string;
let nth = 0;
const everybody: { meterId: string; payers: string[] }[] = [];
const today = dayIn('Asia/Shanghai', new Date().toISOString());
const of = (path: string, { estateId } = estate) => path.replace('{estateId}', estateId);

interface Metered {
  readonly household: Household;
  readonly meterId: string;
}

/** A household with a prepaid meter. */
async function metered(feeItemId: string, at = estate): Promise<Metered> {
  nth += 1;
  const household = await at.household(`home-${nth}`);
  const { meterId } = await meterAt(at, household.unitId, feeItemId, { plate: `DB-${nth}` });
  if (at === estate) everybody.push({ meterId, payers: [household.personId] });
  return { household, meterId };
}
const at = (day: string) => `${day}T12:00:00+08:00`;
const pay = ({ meterId, household: { personId: payerId } }: Metered, fen: number, day: string, in_ = estate) =>
  toppedUp(in_, { meterId, payerId, fen, at: at(day), reference: `cz-${meterId}-${payerId}-${day}` });
const read = (meterId: string, ...values: readonly (readonly [day: string, value: string])[]) =>
  values.map(([day, value]) => ({ meterId, takenAt: at(day), value, by: 'device' }));
const balance = (meterId: string): Promise<Body> => must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/balance`);
const onLedger = async (account: string, in_ = estate): Promise<number> =>
  (await must(in_.staff.auditor, 'GET', of(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`, in_))).fen;
const onMeter = (payerId: string, meterId: string) => onLedger(`liabilities:meter:${payerId}:${meterId}`);
const settlements = async (meterId: string, as = estate.staff.auditor): Promise<Body[]> =>
  (await must(as, 'GET', `/v1/meters/${meterId}/settlements?limit=200`)).items;
const inShort = (all: readonly Body[]) => all.map(({ month, quantity, fen }) => `${month} ${quantity} ${fen}`);

/** Corrects the reading of a day. */
async function corrected(meterId: string, day: string, value: string): Promise<void> {
  const { items } = await must(estate.staff.operator, 'GET', `/v1/meters/${meterId}/readings?limit=200`);
  const wrong = items.find((one: Body) => one.takenAt === new Date(at(day)).toISOString().replace('.000', ''));
  const right = { takenAt: at(day), value, by: 'device', reason: 'misread' };
  await must(estate.staff.supervisor, 'POST', `/v1/meters/${meterId}/readings/${wrong.readingId}/correct`, right);
}

beforeAll(async () => {
  estate = await estateCalled('MS');
  await ledgerStores();
  held = await meteredItem(estate);
});

describe('the usage of prepaid meters is settled in the ledger month by month', () => {
  test('R11.5, D28 the next settlement includes corrections of settled months; ledger and meter agree to the fen', async () => {
    const metered_ = await metered(held);
    const { meterId, household } = metered_;
    const { personId } = household;
    await pay(metered_, 20_000, '2026-03-01');
    expect(await onMeter(personId, meterId)).toBe(-20_000);
    await readingsOf(estate, read(meterId, ['2026-03-01', '1000'], ['2026-03-15', '1100'], ['2026-03-30', '1190']));
    await runJob('meter-settlement');
    expect(inShort(await settlements(meterId))).toEqual(['2026-03 190 10228']);
    expect(await onMeter(personId, meterId)).toBe(-9_772);
    expect(await balance(meterId)).toMatchObject({ balanceFen: 9_772, settledThrough: '2026-03', settledFen: 10_228 });

    await corrected(meterId, '2026-03-30', '1150');
    expect(await onMeter(personId, meterId)).toBe(-9_772);
    await readingsOf(estate, read(meterId, ['2026-04-15', '1180'], ['2026-04-30', '1210']));
    // Repeated and concurrent runs settle once.
    await Promise.all([runJob('meter-settlement'), runJob('meter-settlement')]);
    await runJob('meter-settlement');
    // 210 kWh are 113.04; 102.28 were settled.
    expect(inShort(await settlements(meterId))).toEqual(['2026-04 20 1076', '2026-03 190 10228']);
    expect((await balance(meterId)).balanceFen).toBe(20_000 - 11_304);
    expect(await onMeter(personId, meterId)).toBe(11_304 - 20_000);

    const [latest] = await settlements(meterId, household);
    const [part] = latest.parts;
    expect(part).toMatchObject({ payerId: personId, fen: 1_076 });
    expect(
      await must(estate.staff.auditor, 'GET', of(`/v1/ledger/estates/{estateId}/entries/${part.entryId}`)),
    ).toMatchObject({
      kind: 'meter-use',
      occurredOn: '2026-04-30',
      postedOn: part.postedOn,
      reference: `${meterId}/2026-04`,
      description: expect.stringContaining('2026-04'),
      postings: [
        { account: `liabilities:meter:${personId}:${meterId}`, fen: 1_076 },
        { account: `liabilities:held:${held}`, fen: -1_076 },
      ],
    });
    const events = await must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/events?limit=200`);
    expect(events.items.filter(({ name }: Body) => name === 'MeterUseSettled')).toMatchObject([
      { data: { month: '2026-03', fen: 10_228 } },
      { data: { month: '2026-04', quantity: '20', fen: 1_076 } },
    ]);
  });

  test('D34 the statement of account shows each month, and no aged debt arises', async () => {
    const [first] = everybody;
    const [personId = '', meterId = ''] = [first?.payers[0], first?.meterId];
    const span = `from=${today.slice(0, 8)}01&to=${today}`;
    const { statements } = await must(
      estate.staff.auditor,
      'GET',
      of(`/v1/ledger/estates/{estateId}/payers/${personId}/statement?${span}`),
    );
    const mine = statements.find((one: Body) => one.account === `liabilities:meter:${personId}:${meterId}`);
    expect(mine.movements.map(({ kind, fen }: Body) => `${kind} ${fen}`)).toEqual([
      ...['payment 20000', 'meter-use -10228', 'meter-use -1076'],
    ]);
    expect(mine.closing).toBe(0 - (await onMeter(personId, meterId)));
    expect(
      await must(estate.staff.auditor, 'GET', of(`/v1/ledger/estates/{estateId}/payers/${personId}/ageing`)),
    ).toMatchObject({ total: 0 });
    const balances = await must(
      estate.staff.cashier,
      'GET',
      of(`/v1/payments/estates/{estateId}/payers/${personId}/balances`),
    );
    expect(balances).toMatchObject({ owedFen: 0, prepaidFen: 8_696, prepaid: [{ purpose: meterId, fen: 8_696 }] });
    const page = await ask(
      estate.staff.auditor,
      'GET',
      of(`/v1/payments/estates/{estateId}/payers/${personId}/statement/page?${span}&language=zh-TW`),
    );
    expect(page.body).toContain('表內預存');
  });

  test('D24 usage below the settled amount gives a reversed entry', async () => {
    const one = await metered(held);
    await pay(one, 10_000, '2026-03-01');
    await readingsOf(estate, read(one.meterId, ['2026-03-01', '0'], ['2026-03-30', '100']));
    await runJob('meter-settlement');
    await corrected(one.meterId, '2026-03-30', '60');
    await runJob('meter-settlement');
    expect(inShort(await settlements(one.meterId))).toEqual(['2026-04 -40 -2153', '2026-03 100 5383']);
    expect(await onMeter(one.household.personId, one.meterId)).toBe(3_230 - 10_000);
  });

  test('R11.5 usage on credit makes the household’s account negative, and the next top-up covers it', async () => {
    const revenue = await meteredItem(estate, '1', { name: '充电', nature: 'own' });
    const one = await metered(revenue);
    const { meterId, household } = one;
    await readingsOf(estate, read(meterId, ['2026-03-01', '0'], ['2026-03-30', '50']));
    await runJob('meter-settlement');
    expect(await onMeter(household.personId, meterId)).toBe(5_000);
    expect(await onLedger(`income:revenue:${revenue}`)).toBe(-5_000);
    const relative = { ...one, household: await estate.household('relative') };
    everybody.at(-1)?.payers.push(relative.household.personId);
    await pay(relative, 3_000, '2026-04-01');
    await readingsOf(estate, read(meterId, ['2026-04-20', '70']));
    await runJob('meter-settlement');
    // 70.00 used, 30.00 paid by another payer: the household owes the rest.
    expect(await onMeter(relative.household.personId, meterId)).toBe(0);
    expect(await onMeter(household.personId, meterId)).toBe(4_000);
    expect((await balance(meterId)).balanceFen).toBe(-4_000);
    const [mine] = await settlements(meterId, household);
    expect(mine).toMatchObject({ month: '2026-04', fen: 2_000, parts: [{ payerId: household.personId, fen: -1_000 }] });
    expect((await settlements(meterId))[0].parts).toHaveLength(2);
  });

  test('R11.4 money on a meter pays no bill, not even one of the same fee item', async () => {
    const one = await metered(held);
    const { personId } = one.household;
    const shop = { label: `商铺-${nth}`, building: '9栋', area: '20.00', use: 'shop' };
    const { unitId } = await must(estate.staff.administrator, 'POST', of('/v1/estates/{estateId}/units'), shop);
    const owner = { personId, role: 'owner', from: '2024-06-30' };
    await must(estate.staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, owner);
    const { meterId } = await meterAt(estate, unitId, held, { prepaid: false });
    await readingsOf(estate, read(meterId, ['2026-03-31', '0'], ['2026-04-30', '100']));
    await pay(one, 9_000, '2026-04-01');
    const bills = await billsOut(estate, [held], '2026-04');
    await idle();
    expect(bills.find((bill: Body) => bill.unitId === unitId)).toMatchObject({ fen: 5_383 });
    const { owedFen } = await must(
      estate.staff.cashier,
      'GET',
      of(`/v1/payments/estates/{estateId}/payers/${personId}/balances`),
    );
    expect([owedFen, await onMeter(personId, one.meterId)]).toEqual([5_383, -9_000]);
  });

  test('a top-up that bounces after it was used leaves a debt in both', async () => {
    const one = await metered(held);
    const { paymentId } = await pay(one, 9_000, '2026-03-01');
    await readingsOf(estate, read(one.meterId, ['2026-03-01', '0'], ['2026-03-30', '100']));
    await runJob('meter-settlement');
    expect((await reversedBy(estate.staff.cashier, estate, paymentId)).status).toBe(200);
    await until('the top-up to go', async () => (await balance(one.meterId)).balanceFen < 0);
    await runJob('meter-settlement');
    expect((await balance(one.meterId)).balanceFen).toBe(-5_383);
    expect(await onMeter(one.household.personId, one.meterId)).toBe(5_383);
  });

  test('a billed meter has no settlements', async () => {
    const { unitId } = await estate.household('billed');
    const { meterId } = await meterAt(estate, unitId, held, { prepaid: false });
    await readingsOf(estate, read(meterId, ['2026-03-01', '0'], ['2026-03-30', '100']));
    await runJob('meter-settlement');
    const answer = await ask(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/settlements`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'meter-not-prepaid' } });
  });

  test('D29 a month whose last day is closed is posted on the first open day, with its month named', async () => {
    const other = await estateCalled('MC');
    const one = await metered(await meteredItem(other), other);
    // The month before the last is over at any hour of the test.
    const last = addDays(`${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`, -1);
    const first = `${last.slice(0, 8)}01`;
    await pay(one, 9_000, first, other);
    await ledgerBeganOn(other.estateId, first);
    await closedBy(other, last);
    expect(await must(other.staff.auditor, 'GET', of('/v1/ledger/estates/{estateId}', other))).toMatchObject({
      closedThrough: last,
    });
    await readingsOf(other, read(one.meterId, [first, '0'], [addDays(first, 5), '10']));
    await runJob('meter-settlement');
    const [settlement] = await settlements(one.meterId, other.staff.auditor);
    expect(settlement).toMatchObject({ month: last.slice(0, 7), parts: [{ postedOn: addDays(last, 1) }] });
    const entry = await must(
      other.staff.auditor,
      'GET',
      of(`/v1/ledger/estates/{estateId}/entries/${settlement.parts[0].entryId}`, other),
    );
    expect(entry).toMatchObject({ occurredOn: last, description: expect.stringContaining(last.slice(0, 7)) });
  });
});

describe('the ledger with these settlements', () => {
  test('D28 holds the balance of each meter, and of all, for its payers', async () => {
    let [ledger, meters] = [0, 0];
    for (const { meterId, payers } of everybody) {
      const kept = await Promise.all(payers.map((payerId) => onMeter(payerId, meterId)));
      const { balanceFen } = await balance(meterId);
      const sum = 0 - kept.reduce((all, fen) => all + fen, 0);
      expect(sum, meterId).toBe(balanceFen);
      [ledger, meters] = [ledger + sum, meters + balanceFen];
    }
    expect(everybody.length).toBeGreaterThan(4);
    expect(ledger).toBe(meters);
  });

  test('is unchanged, and verification finds a meter with a different balance', async () => {
    const flaws = () => flawsIn('estate-ms', 'estate-mc');
    expect(await flaws()).toEqual([]);
    const [first] = everybody;
    const [item] = (await itemsAt(`METERACCOUNT#${first?.meterId}#ACCOUNT`)).filter(({ sk }) => sk === 'ACCOUNT');
    const taken = item.settled.taken.map((part: Body) => ({ ...part, fen: part.fen + 1 }));
    await written({ ...item, settled: { ...item.settled, taken } });
    const where = `${first?.payers[0]} on ${first?.meterId}`;
    expect(await flaws()).toEqual([`estate-ms  meter-differs: ${where} is 11305, should be 11304`]);
    await written(item);
  });

  test.skipIf(spawnSync('hledger', ['--version']).status !== 0)(
    'is a journal that passes the strict check of hledger',
    async () => {
      const { items } = await must(
        estate.staff.auditor,
        'GET',
        of(`/v1/ledger/estates/{estateId}/entries?month=${today.slice(0, 7)}&limit=200`),
      );
      const entries = items.map((one: Body) => entrySchema.parse(one));
      expect(entries.filter(({ kind }: Body) => kind === 'meter-use').length).toBeGreaterThan(6);
      const file = join(tmpdir(), `anju-settled-${process.pid}.journal`);
      writeFileSync(file, journalOf(entries));
      const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
      const args = ['-f', file, 'check', '--strict', 'accounts', 'commodities', 'ordereddates'];
      expect(spawnSync('hledger', args, { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    },
  );
});
