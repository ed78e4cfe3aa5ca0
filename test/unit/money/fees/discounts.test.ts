import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../../../functions/money/fees/bill-summary.ts';
import { billsOfUnit, type UnitToBill } from '../../../../functions/money/fees/bills-of-unit.ts';
import {
  assertDiscountable,
  type Discount,
  decideDiscount,
  endDiscount,
  newDiscountSchema,
} from '../../../../functions/money/fees/discounts/discount.ts';
import { discountsOfUnit } from '../../../../functions/money/fees/discounts/discounts-of-unit.ts';
import {
  assertNoOther,
  checkUses,
  decideVacancy,
  discountedDays,
  endVacancy,
  type Vacancy,
} from '../../../../functions/money/fees/discounts/vacancy.ts';
import { account, chargeEntry, entryHeader, taxIn } from '../../../../functions/money/ledger/public.ts';
import { ledger } from './a-bill.ts';
import { byArea, itemWith, month, water } from './billed-unit.ts';

const at = '2026-06-15T04:00:00Z';
const six = { vatClass: 'service', method: 'general', percent: '6' } as const;

function discountWith(more: Partial<Discount> = {}): Discount {
  return {
    discountId: 'dsc_1',
    estateId: 'yg',
    name: '优惠',
    kind: 'standing',
    feeItemIds: ['fee_area'],
    scope: {},
    from: '2026-01-01',
    to: '2026-12-31',
    percent: '30',
    base: 'full',
    stacks: false,
    ground: '业主大会决定',
    status: 'approved',
    asked: { by: 'stf_li', at },
    decided: { by: 'stf_zhou', at },
    updatedAt: at,
    version: 2,
    ...more,
  };
}

const empty = discountWith({
  kind: 'vacancy',
  name: '空置优惠',
  vacancy: { begins: 'next-day', minMonths: 6, mostUse: [{ feeItemId: 'fee_water', perMonth: '1' }] },
});
const asked: Vacancy = {
  vacancyId: 'vac_1',
  estateId: 'yg',
  unitId: 'u1',
  unitLabel: '1-101',
  discountId: 'dsc_1',
  appliedOn: '2026-06-10',
  application: '空置申请 2026-17',
  status: 'asked',
  asked: { by: 'stf_li', at },
  checks: [],
  updatedAt: at,
  version: 1,
};
const zhou = { by: 'stf_zhou', at };
const approve = (today: string, discount = empty, by = zhou) =>
  decideVacancy(asked, { as: 'approved', discount, today }, by);

interface Situation {
  readonly discounts?: readonly Discount[];
  readonly vacancies?: readonly Vacancy[];
  readonly months?: readonly string[];
  readonly items?: UnitToBill['items'];
  readonly owners?: UnitToBill['owners'];
  readonly developerId?: string | null;
  readonly published?: UnitToBill['published'];
}

/** Bills the unit of 89.37 m² at 2.68 yuan: 239.5116 yuan a month. */
function bill({ discounts = [], vacancies = [], months = ['2026-06'], ...more }: Situation) {
  const { items = [byArea], owners = [{ personId: 'wang', from: '2020-01-01' }], developerId = null } = more;
  const unit: UnitToBill['unit'] = {
    unitId: 'u1',
    estateId: 'yg',
    label: '1-101',
    building: '1',
    area: '89.37',
    use: 'dwelling',
    updatedAt: at,
    version: 1,
  };
  const period = { from: month(months[0] ?? '').from, to: month(months.at(-1) ?? '').to };
  const { bills } = billsOfUnit({
    run: { runId: `run_${more.published?.length ?? 0}`, estateId: 'yg', period },
    unit,
    owners,
    developerId,
    items,
    uses: new Map(),
    shares: [],
    rounding: 'fen-half-up',
    discounts: discountsOfUnit({ unit, discounts, vacancies, developerId }),
    ...(more.published && { published: more.published }),
  });
  return bills;
}
const lineOf = (situation: Situation) => bill(situation)[0]?.lines[0];
const published = (bills: ReturnType<typeof bill>) =>
  bills.map((one) => ({
    ...one,
    status: 'published' as const,
    lines: one.lines.map((line) => ({ ...line, vat: taxIn(line.fen, six) })),
  }));

describe('R33.1 a discount', () => {
  test('R33.1: of 30 % is a line of its own, 239.51 - 71.85 = 167.66, with revenue and tax net of it', () => {
    const line = lineOf({ discounts: [discountWith()] });
    expect(line).toMatchObject({ fen: 16_766, discounts: [{ discountId: 'dsc_1', name: '优惠', fen: 7_185 }] });
    if (!line) throw new Error('no line');
    const taxed = { ...line, vat: taxIn(line.fen, six) };
    // 239.51 has 13.56 of tax, 167.66 has 9.49.
    expect(rowsOf(taxed)).toEqual([
      { name: '物业费', fen: 23_951, taxFen: 1_356 },
      { name: '优惠', fen: -7_185, taxFen: -407 },
    ]);
    const head = { cause: ['bill'], occurredOn: '2026-07-01', recordedAt: at, reference: '1', description: '' };
    const of = { payerId: 'wang', bill: { billId: 'bill_1', dueOn: '2026-07-31' }, lines: [taxed] };
    const entry = chargeEntry(entryHeader(ledger, head), of);
    expect(entry.postings.map(({ account: code, fen }) => [code, fen])).toEqual([
      [account.receivable('wang'), 16_766],
      [account.revenue('fee_area'), -15_817],
      [account.vat(six), -949],
    ]);
  });

  test('R33.1: of a sum a month counts by the days of the month', () => {
    const half = discountWith({ percent: undefined, yuan: '20', from: '2026-06-16' });
    // 239.5116 - 20 x 15/30.
    expect(lineOf({ discounts: [half] })).toMatchObject({ fen: 22_951, discounts: [{ fen: 1_000 }] });
    expect(lineOf({ discounts: [half], months: ['2026-07', '2026-08'] })).toMatchObject({ fen: 43_902 });
  });

  test('R33.1: two discounts do not stack by default: the larger one applies alone', () => {
    const small = discountWith({ discountId: 'dsc_2', name: '小优惠', percent: '10' });
    const line = lineOf({ discounts: [small, discountWith()] });
    expect(line).toMatchObject({ fen: 16_766, discounts: [{ discountId: 'dsc_1' }] });
  });

  test('R33.1: discounts that stack apply together, of the full price or of what is left', () => {
    const first = discountWith({ stacks: true });
    const second = discountWith({ discountId: 'dsc_2', percent: '10', stacks: true });
    // 239.5116 x (1 - 0.3 - 0.1), and x 0.7 x 0.9.
    expect(lineOf({ discounts: [first, second] })?.fen).toBe(14_371);
    expect(lineOf({ discounts: [first, { ...second, base: 'remaining' }] })?.fen).toBe(15_089);
  });

  test('R33.1: only what another person approved lowers a bill, in its scope and on its days', () => {
    expect(lineOf({ discounts: [discountWith({ status: 'asked' })] })?.fen).toBe(23_951);
    expect(lineOf({ discounts: [discountWith({ scope: { uses: ['shop'] } })] })?.fen).toBe(23_951);
    expect(lineOf({ discounts: [discountWith({ to: '2026-05-31' })] })?.fen).toBe(23_951);
    const request = discountWith({ status: 'asked' });
    expect(() => decideDiscount(request, 'approved', { by: 'stf_li', at })).toThrow('another-person-needed');
    expect(decideDiscount(request, 'approved', zhou)).toMatchObject({ status: 'approved', decided: zhou });
    expect(decideDiscount(request, 'refused', { by: 'stf_li', at })).toMatchObject({ status: 'refused' });
  });

  test('R33.1: ended before its last day it lowers nothing from that day on', () => {
    const input = { on: '2026-06-16', reason: '业主大会决定' };
    const ended = endDiscount(discountWith(), input, { by: 'stf_li', at, today: '2026-06-10' });
    // 239.5116 x (15/30 x 0.7 + 15/30).
    expect(lineOf({ discounts: [ended] })?.fen).toBe(20_358);
    expect(() => endDiscount(discountWith(), input, { by: 'stf_li', at, today: '2026-06-17' })).toThrow('2026-06-17');
  });

  test('R33.1: begins never in the past and lowers no money of others, no share and no usage by a sum', () => {
    const input = newDiscountSchema.parse({
      name: '优惠',
      kind: 'standing',
      feeItemIds: ['fee_area'],
      from: '2026-07-01',
      to: '2026-12-31',
      yuan: '20',
      ground: '合同',
    });
    assertDiscountable(input, [byArea], '2026-07-01');
    expect(() => assertDiscountable(input, [byArea], '2026-07-02')).toThrow('2026-07-02');
    const refused = [water, itemWith({ kind: 'shared' }), { ...water, nature: 'resale' as const }];
    for (const item of refused) expect(() => assertDiscountable(input, [item], '2026-07-01')).toThrow(item.name);
  });

  test('R33.1: never lowers a line below zero, and the parts of a line always add up', () => {
    const amount = fc.oneof(
      fc.record({ percent: fc.integer({ min: 1, max: 100 }).map(String), yuan: fc.constant(undefined) }),
      fc.record({ percent: fc.constant(undefined), yuan: fc.integer({ min: 1, max: 400 }).map(String) }),
    );
    const day = fc.integer({ min: 1, max: 30 }).map((n) => `2026-06-${String(n).padStart(2, '0')}`);
    const some = fc
      .array(fc.tuple(amount, day, day, fc.boolean(), fc.constantFrom('full' as const, 'remaining' as const)), {
        minLength: 1,
        maxLength: 4,
      })
      .map((all) =>
        all.map(([{ percent, yuan }, a, b, stacks, base], nth) =>
          discountWith({
            ...{ discountId: `dsc_${nth}`, percent, yuan, stacks, base },
            ...{ from: a < b ? a : b, to: a < b ? b : a },
          }),
        ),
      );
    let discounted = 0;
    fc.assert(
      fc.property(some, (discounts) => {
        const lines = bill({ discounts }).flatMap((one) => one.lines);
        for (const line of lines) {
          const off = (line.discounts ?? []).reduce((sum, { fen }) => sum + fen, 0);
          if (off > 0) discounted += 1;
          expect(line.fen).toBeGreaterThanOrEqual(0);
          expect(line.fen + off).toBe(23_951);
          const rows = rowsOf({ ...line, vat: taxIn(line.fen, six) });
          expect(rows.reduce((sum, { taxFen = 0 }) => sum + taxFen, 0)).toBe(taxIn(line.fen, six).taxFen);
        }
      }),
    );
    expect(discounted).toBeGreaterThan(50);
  });
});

describe('R33.3 a vacant home', () => {
  test('R33.3: pays 70 % of 239.5116, which is 167.66, and 203.58 in the month from the 16th on', () => {
    const vacancies = [approve('2026-06-15')];
    expect(vacancies[0]).toMatchObject({ status: 'approved', from: '2026-06-16', minUntil: '2026-12-15' });
    expect(lineOf({ discounts: [empty], vacancies })?.fen).toBe(20_358);
    expect(lineOf({ discounts: [empty], vacancies, months: ['2026-07'] })?.fen).toBe(16_766);
    expect(lineOf({ discounts: [empty], months: ['2026-07'] })?.fen).toBe(23_951);
  });

  test('R33.3: begins on the day after the approval or on the first of the next month, never before', () => {
    const terms = { begins: 'next-month' as const, minMonths: 6, mostUse: [] };
    expect(approve('2026-06-15', { ...empty, vacancy: terms })).toMatchObject({ from: '2026-07-01' });
    expect(approve('2025-06-15')).toMatchObject({ from: '2026-01-01' });
    expect(() => approve('2026-06-15', empty, { by: 'stf_li', at })).toThrow('another-person-needed');
    expect(() => assertNoOther([approve('2026-06-15')])).toThrow('vac_1');
  });

  test('R33.3: that is used within its fewest months has no discount at all, later only to the day of use', () => {
    const done = { by: 'stf_li', at, today: '2026-12-20' };
    const reported = { cause: 'reported' as const, proof: '业主来信' };
    const early = endVacancy(approve('2026-06-15'), { ...reported, on: '2026-12-15' }, done);
    expect(discountedDays(early)).toBeUndefined();
    const late = endVacancy(approve('2026-06-15'), { ...reported, on: '2026-12-16' }, done);
    expect(discountedDays(late)).toEqual({ from: '2026-06-16', to: '2026-12-15' });
    expect(() => endVacancy(approve('2026-06-15'), { ...reported, on: '2026-06-15' }, done)).toThrow('2026-06-16');
  });

  test('R33.3: found used, is charged back by the difference: 203.58 becomes 239.51, which is 35.93 more', () => {
    const first = published(bill({ discounts: [empty], vacancies: [approve('2026-06-15')] }));
    const found = { on: '2026-07-01', cause: 'found-used' as const, proof: '水表走数' };
    const used = endVacancy(approve('2026-06-15'), found, { by: 'stf_li', at, today: '2026-08-01' });
    const again = bill({ discounts: [empty], vacancies: [used], published: first });
    expect(again.map(({ fen }) => fen)).toEqual([3_593]);
    const [line] = again[0]?.lines ?? [];
    expect(line?.difference).toMatchObject({ cause: 'discount', wasFen: 20_358, isFen: 23_951 });
    expect(line?.vat?.taxFen).toBe(203);
    expect(bill({ discounts: [empty], vacancies: [used], published: [...first, ...published(again)] })).toEqual([]);
  });

  test('R33.3: is proved by its meters: one reading above the limit of its days shows use', () => {
    const use = (from: string, to: string, quantity: string) => ({ from, to, quantity });
    const checked = (...uses: ReturnType<typeof use>[]) => checkUses(empty, new Map([['fee_water', uses]]));
    expect(checked(use('2026-07-01', '2026-07-31', '1'))).toMatchObject({ isVacant: true });
    expect(checked(use('2026-07-01', '2026-07-31', '1.001'))).toMatchObject({
      isVacant: false,
      usedFrom: '2026-07-01',
    });
    expect(checked(use('2026-07-01', '2026-08-31', '2'))).toMatchObject({ isVacant: true });
    // Half a month allows half of it.
    expect(checked(use('2026-06-16', '2026-06-30', '0.6'))).toMatchObject({ usedFrom: '2026-06-16' });
  });

  test('R33.3: keeps the full price of items that are not in the discount, such as money for others', () => {
    const waste = itemWith({ feeItemId: 'fee_waste', name: '垃圾费', kind: 'fixed', nature: 'agency' });
    const [mine] = bill({ discounts: [empty], vacancies: [approve('2026-05-31')], items: [byArea, waste] });
    expect(mine?.lines.map(({ fen }) => fen)).toEqual([16_766, 268]);
  });
});

describe('R33.4 an undelivered home', () => {
  const developerId = 'developer';
  const half = discountWith({ kind: 'undelivered', percent: '50', ground: '本市物业管理条例第六十条' });

  test('R33.4: is paid in full by the developer, 239.51, unless an approved rule says half, 119.76', () => {
    expect(lineOf({ owners: [], developerId })).toMatchObject({ payerId: developerId, fen: 23_951 });
    expect(lineOf({ owners: [], developerId, discounts: [half] })).toMatchObject({ fen: 11_976 });
  });

  test('R33.4: has the half rate only on the days of the developer', () => {
    const owners = [{ personId: 'wang', from: '2026-06-16' }];
    const bills = bill({ owners, developerId, discounts: [half] });
    // 239.5116 x 15/30 for each, and half of it for the developer: 179.63 in all, rounded together (R22.3).
    expect(bills.map(({ payerId, fen }) => [payerId, fen]).sort()).toEqual([
      [developerId, 5_988],
      ['wang', 11_975],
    ]);
    expect(bills.find(({ payerId }) => payerId === 'wang')?.lines[0]?.discounts).toBeUndefined();
  });
});
