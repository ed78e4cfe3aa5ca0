import { beforeAll, describe, expect, test } from 'vitest';
import { type Bucket, bucketOf } from '../../../functions/money/finance-reports/ageing-report.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { closedBy, entriesOn, feeOf, ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { compared, type Files, loadedBy, validated } from '../opening-fixtures.ts';
import { reportOf } from '../report-fixtures.ts';
import { until } from '../until.ts';

const on = addDays(`${today().slice(0, 7)}-01`, -1);
const proof = { proof: '对账单 10', provedOn: on };
let estate: TestEstate;
let wang: Household;
let zhao: Household;
let files: Files;
let opening: Body;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const yuan = (fen: number) => (fen / 100).toFixed(2);
const fenOf = (text: string | undefined) => Math.round(Number(text) * 100);

/** Bills of three years: each with the day on which it was due, its item, and what is open of it. */
const debts = (): [string, Household, string, string, number][] => [
  ['2023-09-30', wang, '物业费', '2023-07', 71_853],
  ['2024-03-31', wang, '物业费', '2024-01', 30_000],
  ['2025-06-30', zhao, '物业费', '2025-04', 71_853],
  ['2026-06-30', zhao, '代收电费', '2026-05', 12_001],
  [addDays(on, -20), wang, '物业费', on.slice(0, 7), 23_951],
  [addDays(on, 10), zhao, '物业费', on.slice(0, 7), 23_951],
];

function theFiles(): Files {
  const bills = debts().map(([dueOn, who, feeItem, month, open], nth) => ({
    number: `OLD-${nth}`,
    unit: `${who === wang ? 'wang' : 'zhao'}的家`,
    payer: who.personId,
    feeItem,
    from: `${month}-01`,
    to: `${month}-28`,
    dueOn,
    principal: yuan(nth === 1 ? 71_853 : open),
    open: yuan(open),
    vat: 'TAXED_BEFORE',
    lateCharge: nth === 0 ? '16.17' : '',
    lateTo: nth === 0 ? on : '',
    disputedOn: nth === 3 ? addDays(on, -9) : '',
    disputeReason: nth === 3 ? '电表读数不对' : '',
    disputeProof: nth === 3 ? '来信 3' : '',
  }));
  const sum = (of: (one: (typeof bills)[number]) => boolean) =>
    yuan(bills.filter(of).reduce((all, { open }) => all + fenOf(open), 0));
  return {
    balances: [
      { account: `cash:${estate.staff.cashier.personId}`, debit: '500.00', credit: '', ...proof },
      { account: 'bank:icbc', debit: '98765.43', credit: '', ...proof },
      { account: 'transit:icbc', debit: '3000.00', credit: '' },
      { account: 'receivable', debit: sum(({ feeItem }) => feeItem === '物业费'), credit: '' },
      { account: 'agency-receivable', debit: sum(({ feeItem }) => feeItem !== '物业费'), credit: '' },
      { account: 'prepaid', debit: '', credit: '123.45' },
      { account: 'deposit', debit: '', credit: '2000.00' },
      { account: 'suspense', debit: '', credit: '88.00' },
      { account: 'meter', debit: '', credit: '50.00' },
      { account: 'held:代收电费', debit: '', credit: '5500.00' },
      { account: 'small-scale-vat:1', debit: '', credit: '1234.56' },
    ],
    bills,
    prepaid: [{ number: 'YC-1', payer: zhao.personId, purpose: 'general', amount: '123.45' }],
    deposits: [
      {
        receiptNumber: 'YJ-7',
        payer: wang.personId,
        purpose: 'fit-out',
        amount: '2000.00',
        account: 'bank:icbc',
        takenOn: '2024-05-01',
        unit: 'wang的家',
      },
    ],
    suspense: [
      { reference: 'HK-9', account: 'bank:icbc', amount: '88.00', receivedOn: addDays(on, -3), sender: '不详' },
    ],
    slips: [
      { reference: 'JK-1', from: `cash:${estate.staff.cashier.personId}`, bank: 'icbc', amount: '3000.00', sentOn: on },
    ],
    demands: [
      { bill: 'OLD-0', on: addDays(on, -5), proof: 'EMS 100', proofKind: 'ems', kind: '', step: 'written-demand' },
      { bill: 'OLD-1', on: addDays(on, -5), proof: 'EMS 100', proofKind: 'ems', kind: '', step: 'written-demand' },
      { bill: 'OLD-2', on: addDays(on, -40), proof: '承诺书', proofKind: 'signed-receipt', kind: 'promise', step: '' },
    ],
    numbers: [
      { document: 'receipt', first: 'SJ-000100', last: 'SJ-000199' },
      { document: 'invoice', first: '00300001', last: '00300050' },
    ],
    tickets: [
      {
        number: 'BX-2026-7',
        type: 'complaint',
        category: 'neighbours',
        title: '楼上夜间噪声',
        receivedOn: addDays(on, -12),
        unit: 'wang的家',
        payer: wang.personId,
        references: '12345-20261102-88',
      },
    ],
    contracts: [
      {
        unit: 'zhao的家',
        payer: zhao.personId,
        number: 'HT-88',
        kind: 'finished',
        contractOn: '2024-05-20',
        price: '2000000.00',
        area: '89.37',
        rank: 'only',
        buyerKind: 'individual',
        deliveredOn: '2024-06-30',
        mortgageBank: '工商银行',
        mortgage: '1200000.00',
      },
    ],
    meters: [
      {
        meter: `opm-${estate.estateId}`,
        plate: '表1',
        unit: 'wang的家',
        utility: 'water',
        feeItem: '水费',
        prepaid: 'yes',
        reading: '120.5',
        readOn: addDays(on, -2),
        payer: wang.personId,
        balance: '50.00',
      },
    ],
  };
}

/** Returns the age of the open bills of the file on a day, by the file alone. */
function ageOfFile(day: string): Partial<Record<Bucket, number>> {
  const sums: Partial<Record<Bucket, number>> = {};
  for (const [dueOn, , , month, open] of debts()) {
    if (`${month}-01` > day) continue;
    const bucket = bucketOf(dueOn, day);
    sums[bucket] = (sums[bucket] ?? 0) + open;
  }
  return sums;
}

beforeAll(async () => {
  estate = await estateCalled('MVI');
  [wang, zhao] = await Promise.all([estate.household('wang'), estate.household('zhao')]);
  await feeOf(estate, '物业费', '239.51');
  const { manager } = estate.staff;
  const items = at('/v1/fees/estates/{estateId}/fee-items');
  const tariff = { from: '2020-01-01', price: '0.538', addOn: '0', ground: '公示' };
  await must(manager, 'POST', items, { name: '代收电费', kind: 'fixed', nature: 'agency', tariff });
  await must(manager, 'POST', items, { name: '水费', kind: 'metered', utility: 'water', tariff });
  await changePolicy(estate, 'fees', { late: { dailyRate: '0.0005', from: '2020-01-01' } });
  await idle();
  files = theFiles();
});

describe('R30 a company that moves in with its opening balances', () => {
  test('R30.2: a file with errors is refused, with the line, column, value and rule of each', async () => {
    const { manager, auditor } = estate.staff;
    const [first, ...others] = files.bills ?? [];
    const wrong: Files = { ...files, bills: [{ ...(first ?? {}), unit: '9栋999', open: '1.555' }, ...others] };
    const refused = await validated(manager, estate.estateId, on, wrong);
    expect(refused).toMatchObject({ state: 'refused', errors: 2 });
    const path = `/v1/opening/openings/${refused.openingId}/errors`;
    const page = await must(auditor, 'GET', `${path}?limit=1`);
    expect(page.items).toMatchObject([
      { file: 'bills', line: 2, column: 'unit', value: '9栋999', rule: 'unknown-unit' },
    ]);
    const next = await must(auditor, 'GET', `${path}?limit=1&cursor=${encodeURIComponent(page.cursor)}`);
    expect(next.items).toMatchObject([{ column: 'open', value: '1.555', rule: 'not-an-amount' }]);
  });

  test('R30.2: one fen between the bills and the account is refused', async () => {
    const balances = (files.balances ?? []).map((row) =>
      row.account === 'receivable' ? { ...row, debit: yuan(fenOf(row.debit) + 1) } : row,
    );
    const refused = await validated(estate.staff.manager, estate.estateId, on, { ...files, balances });
    expect(refused).toMatchObject({ state: 'refused', errors: 1 });
    const { items } = await must(estate.staff.manager, 'GET', `/v1/opening/openings/${refused.openingId}/errors`);
    expect(items).toMatchObject([{ file: 'balances', line: 5, rule: 'control-differs' }]);
  });

  test('R30.1, R30.5: two people sign the trial balance, and it is posted once', async () => {
    const { manager, administrator, cashier, auditor } = estate.staff;
    opening = await validated(manager, estate.estateId, on, files);
    expect(opening).toMatchObject({ state: 'validated', errors: 0 });
    const { trialBalance, digest, openingId } = opening;
    expect(trialBalance.debitFen).toBe(trialBalance.creditFen);
    // The dry run has posted nothing.
    expect((await ask(auditor, 'GET', at('/v1/ledger/estates/{estateId}'))).status).not.toBe(200);
    const path = `/v1/opening/openings/${openingId}/sign`;
    expect((await ask(cashier, 'POST', path, { digest })).status).toBe(403);
    expect((await ask(manager, 'POST', path, { digest: 'a'.repeat(64) })).body.code).toBe('opening-digest-differs');
    await must(manager, 'POST', path, { digest });
    expect((await ask(manager, 'POST', path, { digest })).body.code).toBe('another-signer-needed');
    await must(administrator, 'POST', path, { digest });
    const loaded = await until('the opening', async () => {
      const now = await must(auditor, 'GET', `/v1/opening/openings/${openingId}`);
      return now.state === 'loaded' && now;
    });
    expect(loaded.loaded).toBe(opening.counts.reduce((sum: number, { rows }: Body) => sum + rows, 0));
    expect(loaded.signatures.map(({ by }: Body) => by)).toEqual([manager.personId, administrator.personId]);
    await idle();
    const { contracts: _, ...others } = files;
    const again = await validated(manager, estate.estateId, on, others);
    const signing = `/v1/opening/openings/${again.openingId}/sign`;
    await must(manager, 'POST', signing, { digest: again.digest });
    const refused = await ask(administrator, 'POST', signing, { digest: again.digest });
    expect([refused.status, refused.body.code]).toEqual([409, 'opening-posted-already']);
  });

  test('R30.3: nothing is revenue or tax of the first day, and the closed day has the signed balances', async () => {
    const { auditor } = estate.staff;
    const entries = await entriesOn(estate.estateId, [on, addDays(on, 1)]);
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['opening']));
    const codes = entries.flatMap(({ postings }) => postings.map(({ account }) => account));
    expect(codes.filter((code) => code.startsWith('income:') || code.startsWith('expenses:'))).toEqual([]);
    const ofBills = entries.filter(({ postings }) => postings.some(({ bill }) => bill));
    expect(ofBills).toHaveLength(debts().length);
    for (const { postings } of ofBills) expect(postings.at(-1)?.account).toBe('equity:opening');
    const close = await closedBy(estate, addDays(on, 1));
    expect([close.state, close.differences]).toEqual(['closed', []]);
    const path = at(`/v1/finance-reports/estates/{estateId}/trial-balance?from=${on}&to=${on}`);
    const balance = await must(auditor, 'GET', path);
    const { debitFen, creditFen } = opening.trialBalance;
    expect(balance.totals.closing).toEqual({ debitFen, creditFen });
  });

  test('R30.2: the ageing on ten days before and after the cut-over equals that of the file', async () => {
    const first = addDays(on, 1);
    const days = [-1_000, -700, -365, -100, -1, 0].map((n) => addDays(on, n));
    for (const day of [...days, first, addDays(first, 8), addDays(first, 12), today()].slice(0, 10)) {
      if (day > today()) continue;
      const { totals } = await reportOf(estate, { kind: 'ageing', by: 'unit', asOf: day });
      const expected = ageOfFile(day);
      const total = Object.values(expected).reduce((sum, fen) => sum + fen, 0);
      expect({ day, ...totals, disputed: 0, atRisk: 0, inPlan: 0 }).toMatchObject({ day, ...expected, total });
    }
  });

  test('R30.3: a payment of an opening bill is debit cash, credit receivable, and its late charge goes on', async () => {
    const { cashier, auditor } = estate.staff;
    const bills = await must(auditor, 'GET', at(`/v1/fees/bills?estateId={estateId}&payerId=${wang.personId}`));
    const oldest = bills.items.find(({ dueOn }: Body) => dueOn === '2023-09-30');
    expect(oldest.carriedOver).toMatchObject({ number: 'OLD-0', lateFen: 1_617, vat: 'TAXED_BEFORE' });
    const paying = { payerId: wang.personId, fen: 71_853, method: 'cash', reference: 'op-1' };
    await must(cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
    const postings = (await entriesOn(estate.estateId, [today()])).flatMap((entry) => entry.postings);
    const moved = (kind: string) =>
      postings.filter(({ account }) => account.split(':')[1] === kind).reduce((sum, { fen }) => sum + fen, 0);
    // The money comes in as prepaid money and is used for the bill at once. Nothing is earned.
    expect(['cash', 'prepaid', 'receivable'].map(moved)).toEqual([71_853, 0, -71_853]);
    expect(new Set(postings.map(({ account }) => account.split(':')[0]))).toEqual(new Set(['assets', 'liabilities']));
    const now = await must(auditor, 'GET', `/v1/fees/bills/${oldest.billId}`);
    const daysSince = Math.round((Date.parse(today()) - Date.parse(on)) / 86_400_000);
    expect(now.open['late-charge']).toBe(1_617 + Math.round((71_853 * 5 * daysSince) / 10_000));
  });

  test('R30.4: what was demanded before restarts the limitation period, and the ladder goes on', async () => {
    const { manager } = estate.staff;
    await idle();
    const accountOf = async ({ personId }: Household): Promise<Body> => {
      const { items } = await must(manager, 'GET', at('/v1/dunning/accounts?estateId={estateId}&limit=200'));
      const { accountId } = items.find((one: Body) => one.payerId === personId);
      return must(manager, 'GET', `/v1/dunning/accounts/${accountId}`);
    };
    const ofWang = await accountOf(wang);
    const demanded = ofWang.limitations.filter(({ restartedBy }: Body) => restartedBy?.kind === 'demand-reached');
    expect(demanded.length).toBeGreaterThan(0);
    const next = ofWang.next?.step ?? 'lawyers-letter';
    expect(['lawyers-letter', 'legal-file']).toContain(next);
    const ofZhao = await accountOf(zhao);
    expect(ofZhao.limitationEvents).toMatchObject([{ kind: 'promise', proof: '承诺书', proofKind: 'signed-receipt' }]);
  });

  test('R30.4: no receipt or invoice number of the system before is entered again', async () => {
    const { cashier, manager } = estate.staff;
    const path = at('/v1/payments/estates/{estateId}/payments');
    const paying = (reference: string) => ({ payerId: zhao.personId, fen: 100, method: 'cash', reference });
    for (const old of ['SJ-000100', 'sj 000150', 'SJ199']) {
      const refused = await ask(cashier, 'POST', path, paying(old));
      expect([old, refused.status, refused.body.code]).toEqual([old, 409, 'number-used']);
    }
    const taken = await must(cashier, 'POST', path, paying('SJ-000200'));
    const invoice = (number: string) => ({
      number,
      kind: 'ordinary',
      issuedOn: today(),
      buyer: { name: '赵' },
      lines: [{ paymentId: taken.paymentId, name: '预存', fen: 100, percent: '6', taxFen: 6 }],
      fen: 100,
      taxFen: 6,
    });
    const invoices = at('/v1/invoices/estates/{estateId}/invoices');
    const refused = await ask(manager, 'POST', invoices, invoice('00300050'));
    expect([refused.status, refused.body.code]).toEqual([409, 'invoice-number-used']);
    const other = await ask(manager, 'POST', invoices, invoice('00300051'));
    expect(other.body.code).not.toBe('invoice-number-used');
  });

  test('R30.4: an open dispute goes on: the bill is not demanded, and its answer is due', async () => {
    const { auditor } = estate.staff;
    const bills = await must(auditor, 'GET', at(`/v1/fees/bills?estateId={estateId}&payerId=${zhao.personId}`));
    const disputed = bills.items.find((one: Body) => one.carriedOver?.number === 'OLD-3');
    expect(disputed.disputes).toMatchObject([{ from: addDays(on, -9), reason: '电表读数不对', proof: '来信 3' }]);
    expect(disputed.disputes[0].to).toBeUndefined();
  });

  test('R30.4: an open ticket is found by its own number, with timers that begin now', async () => {
    const { operator } = estate.staff;
    await idle();
    const path = at('/v1/tickets/numbers/bx 2026-7?estateId={estateId}');
    const ticket = await must(operator, 'GET', encodeURI(path));
    expect(ticket).toMatchObject({
      status: 'open',
      requester: { personId: wang.personId },
      carriedOver: { number: 'BX-2026-7', references: ['12345-20261102-88'], receivedOn: addDays(on, -12) },
    });
    expect(ticket.slaTimers.length).toBeGreaterThan(0);
    expect(ticket.slaTimers.filter(({ state }: Body) => state === 'breached')).toEqual([]);
    expect(await must(operator, 'GET', `/v1/tickets/numbers/${ticket.number}`)).toMatchObject({
      ticketId: ticket.ticketId,
    });
  });

  test('R30.4: a sales contract opens a title dossier with its fund terms, and nobody gets a letter', async () => {
    const { operator, auditor } = estate.staff;
    const { items } = await must(operator, 'GET', at('/v1/titles/dossiers?estateId={estateId}'));
    expect(items).toMatchObject([
      {
        buyerId: zhao.personId,
        deliveredOn: '2024-06-30',
        contract: { number: 'HT-88', priceFen: 200_000_000, mortgage: { bank: '工商银行', fen: 120_000_000 } },
      },
    ]);
    const sent = await must(auditor, 'GET', at('/v1/notices?estateId={estateId}&limit=200'));
    expect(sent.items.filter(({ template }: Body) => /ticket|title/.test(template))).toEqual([]);
  });

  test('R22, R30.3: service before the cut-over is not billed again', async () => {
    const { manager } = estate.staff;
    const { items } = await must(manager, 'GET', at('/v1/fees/estates/{estateId}/fee-items'));
    const body = { period: { from: on.slice(0, 7), months: 1 }, feeItemIds: [items[0].feeItemId] };
    const refused = await ask(manager, 'POST', at('/v1/fees/estates/{estateId}/billing-runs'), body);
    expect([refused.status, refused.body.code]).toEqual([409, 'billed-before-cut-over']);
    const report = await ask(manager, 'GET', at(`/v1/fees/estates/{estateId}/completeness/${on.slice(0, 7)}`));
    expect(report.body.code).toBe('billed-before-cut-over');
  });

  test('R21.12: the ledger, the bills, the funds and the suspense agree after moving in', async () => {
    await ledgerStores();
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('R30.5: a parallel month is compared with the system before, and every difference is listed', async () => {
    const other = await estateCalled('MVK');
    const { cashier, manager, administrator, auditor } = other.staff;
    const [li, sun, zhou] = await Promise.all(['li', 'sun', 'zhou'].map((name) => other.household(name)));
    if (!li || !sun || !zhou) throw new Error('three households');
    await feeOf(other, '物业费', '239.51');
    const month = on.slice(0, 7);
    const before = addDays(`${month}-01`, -1);
    const bill = (number: string, unit: string, payer: string): Readonly<Record<string, string>> => ({
      ...{ number, unit, payer, feeItem: '物业费', from: `${before.slice(0, 7)}-01`, to: before, dueOn: before },
      ...{ principal: '239.51', open: '239.51', vat: 'TAXED_BEFORE' },
    });
    const bills = [bill('A', 'li的家', li.personId), bill('B', 'sun的家', sun.personId)];
    const balances = [{ account: 'receivable', debit: '479.02', credit: '' }];
    const ready = await validated(manager, other.estateId, before, { balances, bills });
    await loadedBy([manager, administrator], ready);
    await idle();
    const way = { method: 'transfer', moneyAccount: 'icbc', occurredOn: on };
    const money = { payerId: li.personId, fen: 10_000, reference: 'or-1', ...way };
    await must(cashier, 'POST', `/v1/payments/estates/${other.estateId}/payments`, money);
    const old = [
      { unit: 'li的家', billed: '0.00', received: '100.00', open: '139.51' },
      { unit: 'sun的家', billed: '20.00', received: '0.00', open: '259.51' },
    ];
    const same = await compared(manager, other.estateId, month, old);
    expect(same).toMatchObject({
      state: 'compared',
      unitsThatDiffer: 1,
      old: { billed: 2_000, received: 10_000, open: 39_902 },
      ours: { billed: 0, received: 10_000, open: 37_902 },
    });
    const path = `/v1/opening/month-comparisons/${same.comparisonId}/differences`;
    expect((await must(auditor, 'GET', path)).items).toMatchObject([
      {
        unitLabel: 'sun的家',
        differences: [
          { field: 'billed', oldFen: 2_000, oursFen: 0 },
          { field: 'open', oldFen: 25_951, oursFen: 23_951 },
        ],
      },
    ]);
    const short = await compared(manager, other.estateId, month, old.slice(1));
    expect(short.unitsThatDiffer).toBe(2);
    const wrong = await compared(manager, other.estateId, month, [
      { unit: '9栋9', billed: '1.555', received: '0', open: '0' },
    ]);
    expect(wrong).toMatchObject({ state: 'refused', errors: [{ line: 2, column: 'billed', rule: 'not-an-amount' }] });
    const body = { month: today().slice(0, 7), sha256: 'a'.repeat(64), size: 1, fileName: 'x.csv' };
    const early = await ask(manager, 'POST', `/v1/opening/estates/${other.estateId}/month-comparisons`, body);
    expect([early.status, early.body.code]).toEqual([409, 'no-parallel-month']);
  });

  test('R30.1: money of later days does not prevent the opening while no day is closed', async () => {
    const other = await estateCalled('MVJ');
    const { cashier, manager, administrator } = other.staff;
    const person = await other.household('li');
    const money = { payerId: person.personId, fen: 100, method: 'cash', reference: 'oq-1', occurredOn: today() };
    await must(cashier, 'POST', `/v1/payments/estates/${other.estateId}/payments`, money);
    const small: Files = { balances: [{ account: 'bank:icbc', debit: '1.00', credit: '', ...proof }] };
    const ready = await validated(manager, other.estateId, on, small);
    expect(await loadedBy([manager, administrator], ready)).toMatchObject({ state: 'loaded', loaded: 1 });
  });
});
