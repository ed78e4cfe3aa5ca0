import { describe, expect, test } from 'vitest';
import type { StoredFeeItem } from '../../../../functions/money/fees/public.ts';
import { type Known, RowChecks } from '../../../../functions/money/opening/check-rows.ts';
import {
  assertCutOver,
  digestOf,
  nextPart,
  type Opening,
  withSignature,
} from '../../../../functions/money/opening/opening.ts';
import { type FileKind, fileKinds } from '../../../../functions/money/opening/opening-file.ts';
import { noRows } from '../../../../functions/money/opening/opening-row.ts';
import { fenOfYuan } from '../../../../functions/money/opening/read-row.ts';
import { controlErrors, trialBalanceOf } from '../../../../functions/money/opening/trial-balance.ts';

const item = (feeItemId: string, name: string, nature: StoredFeeItem['nature'], more: Partial<StoredFeeItem> = {}) => ({
  feeItemId,
  estateId: 'yg',
  name,
  kind: 'fixed' as const,
  nature,
  scope: {},
  tariff: [],
  updatedAt: '',
  version: 1,
  ...more,
});
const feeItems: StoredFeeItem[] = [
  item('property', '物业费', 'own'),
  item('electricity', '电费', 'agency', { kind: 'metered', utility: 'electricity' }),
];
const known: Known = {
  on: '2026-11-30',
  unitIds: new Map([['1栋101', 'unt_1']]),
  payerIds: new Map([['wang', 'per_1']]),
  cashiers: new Set(['stf_1']),
  feeItems,
  steps: new Set(['written-demand']),
  hasLateTerms: (_, dueOn) => dueOn >= '2025-01-01',
  isCategory: (key) => key === 'home/water',
  hasFundRate: ({ building }) => building === 'lift',
};
const held = new Set(['electricity']);
const chart = { accounts: [], standard: 'enterprise' as const };

type Cells = Record<string, string>;
const checked = (files: Partial<Record<FileKind, readonly Cells[]>>) => {
  const checks = new RowChecks(known, noRows());
  for (const [kind, rows] of Object.entries(files)) {
    const file = fileKinds.find((one) => one === kind);
    if (file) for (const [nth, cells] of rows.entries()) checks.take(file, nth + 2, cells);
  }
  return checks;
};
const bill = (more: Cells = {}): Cells => ({
  number: 'B-1',
  unit: '1栋101',
  payer: 'wang',
  feeItem: '物业费',
  from: '2025-01-01',
  to: '2025-03-31',
  dueOn: '2025-03-31',
  principal: '718.53',
  open: '718.53',
  vat: 'TAXED_BEFORE',
  ...more,
});
const proof = { proof: '对账单 11', provedOn: '2026-11-30' };

/** The files of the worked example of R30.1. */
const example = () =>
  checked({
    balances: [
      { account: 'cash:stf_1', debit: '500.00', ...proof },
      { account: 'bank:icbc', debit: '98765.43', ...proof },
      { account: 'transit:icbc', debit: '3000' },
      { account: 'receivable', debit: '40000.00' },
      { account: 'agency-receivable', debit: '1200.00' },
      { account: 'prepaid', credit: '12345.67' },
      { account: 'deposit', credit: '20000.00' },
      { account: 'held:电费', credit: '5500.00' },
      { account: 'output-vat:6', credit: '1234.56' },
      { account: 'equity', credit: '104385.20' },
    ],
    bills: [
      bill({ principal: '50000.00', open: '40000.00' }),
      bill({ number: 'B-2', feeItem: '电费', principal: '1200.00', open: '1200.00' }),
    ],
    prepaid: [{ number: 'P-1', payer: 'wang', purpose: 'general', amount: '12345.67' }],
    deposits: [
      {
        receiptNumber: 'D-1',
        payer: 'wang',
        purpose: 'fit-out',
        amount: '20000',
        account: 'bank:icbc',
        takenOn: '2024-05-01',
      },
    ],
    slips: [{ reference: 'S-1', from: 'cash:stf_1', bank: 'icbc', amount: '3000.00', sentOn: '2026-11-30' }],
  });

const rulesOf = (checks: RowChecks) => checks.errors.map(({ file, line, column, rule }) => [file, line, column, rule]);

describe('R30 opening balances', () => {
  test('R30.1: the example has 143,465.43 on both sides, and equity 104,385.20 is the only plug', () => {
    const checks = example();
    expect(checks.errors).toEqual([]);
    expect(controlErrors(checks.rows, checks.controls, held)).toEqual([]);
    const balance = trialBalanceOf(checks.rows, held, chart);
    expect(balance).toMatchObject({ debitFen: 14_346_543, creditFen: 14_346_543, equityFen: 10_438_520 });
    const others = balance.balances.filter(({ account }) => account !== 'equity:opening');
    expect(others.reduce((sum, { creditFen }) => sum + creditFen, 0)).toBe(3_908_023);
    expect(balance.balances.find(({ account }) => account === 'equity:opening')).toMatchObject({
      number: '4104',
      debitFen: 0,
      creditFen: 10_438_520,
    });
    expect(
      balance.balances.filter(({ of }) => of !== undefined).map(({ number, of, debitFen }) => [number, of, debitFen]),
    ).toEqual([
      ['1122', 'own', 4_000_000],
      ['1221', 'agency', 120_000],
    ]);
  });

  test('R30.1: an equity that the company entered must be the plug', () => {
    const checks = example();
    const controls = checks.controls.map((row) => (row.account === 'equity' ? { ...row, fen: row.fen - 1 } : row));
    expect(controlErrors(checks.rows, controls, held)).toMatchObject([
      { line: 11, rule: 'equity-differs', value: '104385.20' },
    ]);
  });

  test.each(['transit:icbc', 'receivable', 'agency-receivable', 'prepaid', 'deposit'])(
    'R30.2: one fen of difference between the rows and the account %s is refused',
    (account) => {
      const checks = example();
      const controls = checks.controls.map((row) => (row.account === account ? { ...row, fen: row.fen + 1 } : row));
      const errors = controlErrors(checks.rows, controls, held).filter(({ rule }) => rule === 'control-differs');
      expect(errors).toMatchObject([{ file: 'balances', column: 'account' }]);
      expect(errors[0]?.value).toContain(account);
    },
  );

  test('R30.2: rows without their account in the balances are refused', () => {
    const checks = example();
    const controls = checks.controls.filter(({ account }) => account !== 'prepaid' && account !== 'equity');
    expect(controlErrors(checks.rows, controls, held)).toMatchObject([
      { line: 1, rule: 'control-differs', value: 'prepaid 12345.67' },
    ]);
  });

  test('R30.2: a bill keeps its due day, its principal and its late charge as a memo', () => {
    const checks = checked({
      bills: [bill({ open: '300', lateCharge: '16.17', lateTo: '2026-11-30', invoiced: 'yes' })],
    });
    expect(checks.errors).toEqual([]);
    expect(checks.rows.bills).toMatchObject([
      {
        dueOn: '2025-03-31',
        principalFen: 71_853,
        openFen: 30_000,
        lateFen: 1_617,
        lateTo: '2026-11-30',
        deliveredOn: '2025-01-01',
        invoiced: true,
      },
    ]);
    // The memo is in no account.
    expect(trialBalanceOf(checks.rows, held, chart).equityFen).toBe(30_000);
  });

  test('R30.2: errors name file, line, column, value and rule', () => {
    const checks = checked({
      bills: [
        bill({ unit: '9栋999', payer: 'nobody', feeItem: '电梯费' }),
        bill({ number: 'B-2', open: '718.54', dueOn: '31.03.2025', to: '2024-12-31' }),
        bill({ number: 'B-2', principal: '1,200.00', to: '2026-12-31' }),
        bill({ number: 'B-4', lateCharge: '1.00', vat: 'PAID' }),
        bill({ number: 'B-5', lateCharge: '1.00', lateTo: '2026-11-30', dueOn: '2024-12-31' }),
        bill({ number: 'B-6', open: '0.00' }),
      ],
    });
    expect(rulesOf(checks)).toEqual([
      ['bills', 2, 'unit', 'unknown-unit'],
      ['bills', 2, 'payer', 'unknown-payer'],
      ['bills', 2, 'feeItem', 'unknown-fee-item'],
      ['bills', 3, 'to', 'ends-before-it-starts'],
      ['bills', 3, 'dueOn', 'not-a-day'],
      ['bills', 3, 'open', 'open-above-principal'],
      ['bills', 4, 'number', 'number-twice'],
      ['bills', 4, 'to', 'after-cut-over'],
      ['bills', 4, 'principal', 'not-an-amount'],
      ['bills', 4, 'open', 'open-above-principal'],
      ['bills', 5, 'lateTo', 'late-without-day'],
      ['bills', 5, 'vat', 'not-valid'],
      ['bills', 6, 'lateCharge', 'no-late-terms'],
      ['bills', 7, 'open', 'not-positive'],
    ]);
    expect(checks.errors[0]?.value).toBe('9栋999');
    expect(checks.rows.bills).toEqual([]);
  });

  test('R30.5: money without a statement or count of the cut-over day is refused', () => {
    const checks = checked({
      balances: [
        { account: 'bank:icbc', debit: '1.00' },
        { account: 'cash:stf_1', debit: '1.00', proof: '盘点单', provedOn: '2026-11-29' },
        { account: 'cash:stf_9', debit: '1.00', ...proof },
        { account: 'bank:icbc', credit: '1.00', ...proof },
        { account: 'revenue:property', credit: '1.00' },
        { account: 'held:物业费', credit: '1.00' },
        { account: 'output-vat:6', credit: '1.00', debit: '1.00' },
      ],
    });
    expect(rulesOf(checks)).toEqual([
      ['balances', 2, 'proof', 'not-proved'],
      ['balances', 3, 'provedOn', 'proved-on-another-day'],
      ['balances', 4, 'account', 'unknown-account'],
      ['balances', 5, 'account', 'account-twice'],
      ['balances', 5, 'credit', 'wrong-side'],
      ['balances', 6, 'account', 'unknown-account'],
      ['balances', 7, 'account', 'unknown-account'],
      ['balances', 8, 'credit', 'one-side-only'],
    ]);
  });

  test('R30.4: acts of the system before are one for all bills with the same proof, by payer and unit', () => {
    const checks = checked({
      bills: [bill(), bill({ number: 'B-2' })],
      demands: [
        { bill: 'B-1', on: '2026-05-01', proof: 'EMS 1', proofKind: 'ems', step: 'written-demand' },
        { bill: 'B-2', on: '2026-05-01', proof: 'EMS 1', proofKind: 'ems', step: 'written-demand' },
        { bill: 'B-1', on: '2026-08-01', proof: '承诺书', kind: 'promise' },
        { bill: 'B-9', on: '2026-12-01', proof: '', step: 'visit' },
      ],
    });
    expect(rulesOf(checks)).toEqual([
      ['demands', 5, 'bill', 'unknown-bill'],
      ['demands', 5, 'on', 'after-cut-over'],
      ['demands', 5, 'step', 'unknown-step'],
    ]);
    expect(checks.rows.demands).toMatchObject([
      {
        payerId: 'per_1',
        unitId: 'unt_1',
        acts: [
          { kind: 'demand-reached', on: '2026-05-01', step: 'written-demand', bills: ['B-1', 'B-2'], fen: 143_706 },
          { kind: 'promise', proofKind: 'document', bills: ['B-1'] },
        ],
      },
    ]);
  });

  test('R30.4: only a prepaid meter has money on it', () => {
    const meter = {
      meter: 'm1',
      plate: '88',
      unit: '1栋101',
      utility: 'electricity',
      feeItem: '电费',
      reading: '120.5',
      readOn: '2026-11-28',
    };
    const checks = checked({
      meters: [
        { ...meter, prepaid: 'yes', balance: '20.00', payer: 'wang' },
        { ...meter, meter: 'm2', prepaid: 'no', balance: '20.00', payer: 'wang' },
      ],
    });
    expect(rulesOf(checks)).toEqual([['meters', 3, 'balance', 'not-prepaid']]);
    expect(checks.rows.meters).toMatchObject([{ meterId: 'm1', value: '120.5', balanceFen: 2_000, payerId: 'per_1' }]);
  });

  test('R30.5: two people sign one digest, and who prepared it is never the second', () => {
    const balance = trialBalanceOf(example().rows, held, chart);
    const digest = digestOf({ cutOverOn: known.on, files: [] }, [], balance);
    const opening: Opening = {
      openingId: 'opn_1',
      estateId: 'yg',
      cutOverOn: known.on,
      files: [],
      state: 'validated',
      run: 1,
      errors: 0,
      counts: [],
      digest,
      signatures: [],
      loaded: 0,
      createdAt: '',
      createdBy: 'anna',
      updatedAt: '',
      version: 2,
    };
    const sign = (of: Opening, by: string, what = digest) => withSignature(of, { by, at: '' }, what);
    const once = sign(opening, 'anna');
    expect([once.state, sign(once, 'bert').state]).toEqual(['signed', 'loading']);
    expect(() => sign(once, 'anna')).toThrow('another-signer-needed');
    expect(() => sign(sign(opening, 'bert'), 'anna')).toThrow('another-signer-needed');
    expect(() => sign(once, 'bert', 'a'.repeat(64))).toThrow('opening-digest-differs');
    expect(() => sign(sign(once, 'bert'), 'carl')).toThrow('illegal-state');
  });

  test('R30.1: the cut-over is the end of a month that is over', () => {
    expect(() => assertCutOver('2026-11-30', '2026-12-03')).not.toThrow();
    for (const day of ['2026-11-29', '2026-12-31']) {
      expect(() => assertCutOver(day, '2026-12-03')).toThrow('cut-over-not-month-end');
    }
  });

  test('every part is posted once, file by file', () => {
    const counts = (['balances', 'bills', 'meters'] as const).map((kind) => ({
      kind,
      rows: 0,
      fen: 0,
      parts: kind === 'bills' ? 2 : 1,
    }));
    const walked: string[] = [];
    for (let at = nextPart(counts); at; at = nextPart(counts, at)) walked.push(`${at.kind} ${at.part}`);
    expect(walked).toEqual(['balances 0', 'bills 0', 'bills 1', 'meters 0']);
    expect(
      nextPart([
        { kind: 'bills', rows: 1, fen: 1, parts: 1 },
        { kind: 'demands', rows: 1, fen: 0, parts: 1 },
      ]),
    ).toEqual({
      kind: 'demands',
      part: 0,
    });
    expect(nextPart([])).toBeUndefined();
  });

  test('amounts are read exactly or not at all', () => {
    expect(['0.1', '12', '12.30', '-0.05', '9999999999999.99'].map(fenOfYuan)).toEqual([
      10, 1_200, 1_230, -5, 999_999_999_999_999,
    ]);
    for (const text of ['1.234', '1,2', '', '１２', '1e3', '.5', '12345678901234'])
      expect(fenOfYuan(text)).toBeUndefined();
  });

  test('R30.4: a range of numbers has one prefix, and no number is in two ranges', () => {
    const range = (document: string, first: string, last: string): Cells => ({ document, first, last });
    const right = checked({
      numbers: [
        range('receipt', 'SJ-0099', 'SJ-120'),
        range('invoice', '0099', '120'),
        range('receipt', 'SJ-121', 'SJ-121'),
      ],
    });
    expect(right.errors).toEqual([]);
    const wrong = checked({
      numbers: [
        range('receipt', 'SJ-0200', 'SJ-0199'),
        range('receipt', 'SJ-0200', 'SK-0300'),
        range('receipt', 'SJ-A', 'SJ-B'),
        range('receipt', 'sj0001', 'SJ-0050'),
        range('receipt', 'SJ-50', 'SJ-60'),
        range('receipt', '20261201-li-0001', '20261201-li-0009'),
        range('bill', '1', '2'),
      ],
    });
    expect(rulesOf(wrong)).toEqual([
      ['numbers', 2, 'last', 'not-a-range'],
      ['numbers', 3, 'last', 'not-a-range'],
      ['numbers', 4, 'last', 'not-a-range'],
      ['numbers', 6, 'first', 'range-overlaps'],
      ['numbers', 7, 'first', 'range-of-this-system'],
      ['numbers', 8, 'document', 'not-valid'],
    ]);
  });

  test('R30.4: a ticket keeps its number and outside references, and names a category of the estate', () => {
    const ticket = (more: Cells = {}): Cells => ({
      number: 'BX-7',
      type: 'repair',
      category: 'home/water',
      title: '厨房漏水',
      receivedOn: '2026-11-02',
      unit: '1栋101',
      payer: 'wang',
      references: '12345-88; 住建-9',
      ...more,
    });
    const { rows, errors } = checked({ tickets: [ticket()] });
    expect(errors).toEqual([]);
    expect(rows.tickets).toMatchObject([
      { number: 'BX-7', references: ['12345-88', '住建-9'], unitId: 'unt_1', requester: { personId: 'per_1' } },
    ]);
    const wrong = checked({
      tickets: [
        ticket(),
        ticket({ number: 'bx-7', category: 'none' }),
        ticket({ number: 'BX-8', receivedOn: '2026-12-01', payer: 'nobody', references: '1;2;3;4;5;6' }),
      ],
    });
    expect(rulesOf(wrong)).toEqual([
      ['tickets', 3, 'number', 'number-twice'],
      ['tickets', 3, 'category', 'unknown-category'],
      ['tickets', 4, 'receivedOn', 'after-cut-over'],
      ['tickets', 4, 'payer', 'unknown-payer'],
      ['tickets', 4, 'references', 'too-many-references'],
    ]);
  });

  test('R30.4: a sales contract has its price, area, days and mortgage, and a known building type', () => {
    const contract = (more: Cells = {}): Cells => ({
      unit: '1栋101',
      payer: 'wang',
      kind: 'presale',
      contractOn: '2024-05-20',
      price: '2000000.00',
      area: '89.37',
      rank: 'only',
      buyerKind: 'individual',
      deliverBy: '2026-06-30',
      lateRate: '0.0001',
      mortgageBank: '工商银行',
      mortgage: '1200000',
      ...more,
    });
    const { rows, errors } = checked({ contracts: [contract()] });
    expect(errors).toEqual([]);
    expect(rows.contracts[0]?.contract).toMatchObject({
      priceFen: 200_000_000,
      area: '89.37',
      building: 'lift',
      mortgage: { bank: '工商银行', fen: 120_000_000 },
    });
    const wrong = checked({
      contracts: [
        contract({ mortgage: '' }),
        contract({ payer: 'wang', deliverBy: '', rank: 'tenth' }),
        contract({ area: '0' }),
        contract({ building: 'villa' }),
      ].map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''))),
    });
    expect(rulesOf(wrong).map(([, line, column, rule]) => [line, column, rule])).toEqual([
      [2, 'mortgage', 'mortgage-incomplete'],
      [3, 'payer', 'number-twice'],
      [3, 'deliverBy', 'rate-without-day'],
      [4, 'payer', 'number-twice'],
      [5, 'payer', 'number-twice'],
    ]);
    const more = [contract({ area: '0' }), contract({ building: 'villa' }), contract({ rank: 'tenth' })];
    expect(more.map((row) => rulesOf(checked({ contracts: [row] }))[0]?.slice(2))).toEqual([
      ['area', 'not-valid'],
      ['building', 'no-fund-rate'],
      ['rank', 'not-valid'],
    ]);
  });

  test('R30.4: an open dispute of a bill has the day of its receipt and its reason', () => {
    const { rows } = checked({ bills: [bill({ disputedOn: '2026-11-03', disputeReason: '面积不对' })] });
    expect(rows.bills[0]?.disputed).toEqual({ on: '2026-11-03', reason: '面积不对' });
    const wrong = checked({
      bills: [bill({ disputedOn: '2026-11-03' }), bill({ number: 'B-2', disputeReason: '面积不对' })],
    });
    expect(rulesOf(wrong)).toEqual([
      ['bills', 2, 'disputeReason', 'dispute-incomplete'],
      ['bills', 3, 'disputedOn', 'dispute-incomplete'],
    ]);
  });
});
