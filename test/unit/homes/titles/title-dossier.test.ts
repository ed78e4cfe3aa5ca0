import { describe, expect, test } from 'vitest';
import {
  documentsFor,
  kept,
  newSteps,
  overdueOn,
  saleContractSchema,
  type TitleDossier,
  warned,
} from '../../../../functions/homes/titles/title-dossier.ts';
import {
  lateDeliveryOf,
  latenessOf,
  moneyFor,
  tablesFor,
  withTaxDeclared,
} from '../../../../functions/homes/titles/title-money.ts';
import type { TitleStep } from '../../../../functions/homes/titles/title-steps.ts';
import { titleViewOf } from '../../../../functions/homes/titles/title-view.ts';
import { titlesPolicy } from '../../../../functions/homes/titles/titles.policy.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aDossier } from './a-dossier.ts';

const calendar = stateCouncilCalendar();
const contract: NonNullable<TitleDossier['contract']> = {
  kind: 'presale',
  contractOn: '2022-03-01',
  priceFen: 218_000_000,
  area: '96.50',
  rank: 'only',
  building: 'lift',
  buyerKind: 'individual',
};

/** Returns a dossier delivered on 2024-06-30 with these steps done. */
function dossier(done: Partial<Record<TitleStep, string>> = {}, more: Partial<TitleDossier> = {}): TitleDossier {
  const steps = newSteps().map((one) => ({ ...one, ...(done[one.step] && { doneOn: done[one.step] }) }));
  return kept(aDossier({ contract, steps, version: 0, ...more }), calendar, '2024-07-01T00:00:00Z');
}
const dueOf = (one: TitleDossier, step: TitleStep) => one.steps.find((each) => each.step === step)?.dueOn;
const lateSteps = (one: TitleDossier, today: string) => overdueOn(one, today).map(({ step }) => step);
const prepared = {
  'first-registration': '2024-07-01',
  'area-settled': '2024-07-01',
  'fund-receipt': '2024-07-01',
  'deed-tax-receipt': '2024-07-01',
} as const;

describe('the due days of a dossier', () => {
  test('R9: the developer has 60 days from delivery, the buyer 90', () => {
    expect(dueOf(dossier(), 'first-registration')).toBe('2024-08-29');
    for (const step of ['area-settled', 'fund-receipt', 'deed-tax-receipt', 'application'] as const)
      expect(dueOf(dossier(), step)).toBe('2024-09-29');
  });

  test('R9.1: for a finished home they run from the contract, delivered or not', () => {
    const finished = { contract: { ...contract, kind: 'finished', contractOn: '2024-06-01' } } as const;
    expect(dueOf(dossier({}, finished), 'application')).toBe('2024-08-30');
    expect(dueOf(dossier({}, { ...finished, deliveredOn: undefined }), 'application')).toBe('2024-08-30');
  });

  test('R9: a step is not overdue on its last day, but on the day after', () => {
    expect(lateSteps(dossier(), '2024-08-29')).toEqual([]);
    expect(lateSteps(dossier(), '2024-08-30')).toEqual(['first-registration']);
  });

  test('R9.1, R26.6: the 90th day is a Saturday, so the make-up workday after it is in time and the next day is late', () => {
    const ready = dossier(prepared);
    expect(lateSteps(ready, '2024-09-29')).toEqual([]);
    expect(lateSteps(ready, '2024-09-30')).toEqual(['application']);
    expect(ready.nextDueAt).toBe('2024-09-29T16:00:00Z');
  });

  test('R9.2: the registry is late after its 30th working day, holidays and make-up days counted', () => {
    const accepted = dossier({ ...prepared, application: '2024-08-30', acceptance: '2024-09-02' });
    expect(dueOf(accepted, 'certificate')).toBe('2024-10-18');
    expect(lateSteps(accepted, '2024-10-18')).toEqual([]);
    expect(lateSteps(accepted, '2024-10-19')).toEqual(['certificate']);
  });

  test('R9: a step is reported once', () => {
    const late = dossier();
    const after = warned(late, overdueOn(late, '2024-08-30'), '2024-08-30');
    expect(lateSteps(after, '2024-08-31')).toEqual([]);
  });
});

describe('damages for a late delivery', () => {
  const paid = { ...contract, paidFen: 200_000_000, deliverBy: '2024-12-31', lateRate: '0.0001' };
  const late = (deliveredOn?: string, more: Partial<TitleDossier> = {}) =>
    dossier({}, { contract: paid, deliveredOn, ...more });
  const demand = (on: string): TitleDossier['notes'] => [
    { kind: 'demand', about: 'delivery', text: '催告函', on, by: 'm' },
  ];

  test('R3.7: 2,000,000.00 paid, 0.1 permille a day, due 2024-12-31, delivered 2025-02-14: 45 days, 9,000.00 on any day', () => {
    const damages = { dueOn: '2024-12-31', until: '2025-02-14', days: 45, paidFen: 200_000_000 };
    const whole = { ...damages, dailyRate: '0.0001', fen: 900_000 };
    expect(lateDeliveryOf(late('2025-02-14'), '2025-02-14')).toEqual(whole);
    expect(lateDeliveryOf(late('2025-02-14'), '2026-01-01')).toEqual(whole);
  });

  test('R3.7: delivery on the last day costs nothing, the day after 200.00', () => {
    expect(lateDeliveryOf(late('2024-12-31'), '2025-01-01')).toBeUndefined();
    expect(lateDeliveryOf(late('2025-01-01'), '2025-01-01')).toMatchObject({ days: 1, fen: 20_000 });
  });

  test('R3.7: before delivery they are calculated to today', () => {
    expect(lateDeliveryOf(late(), '2024-12-31')).toBeUndefined();
    expect(lateDeliveryOf(late(), '2025-01-02')).toMatchObject({ until: '2025-01-02', days: 2, fen: 40_000 });
    expect(lateDeliveryOf(late('2025-02-14'), '2025-01-02')).toMatchObject({ until: '2025-01-02', days: 2 });
  });

  test('R3.7: they use the price when no paid amount is known; without a rate only days, without a day nothing', () => {
    const { paidFen, ...price } = paid;
    expect(lateDeliveryOf(late('2025-01-01', { contract: price }), '2025-01-01')).toMatchObject({ fen: 21_800 });
    const { lateRate, ...silent } = paid;
    const days = lateDeliveryOf(late('2025-01-01', { contract: silent }), '2025-01-01');
    expect(days).toEqual({ dueOn: '2024-12-31', until: '2025-01-01', days: 1, paidFen });
    expect(lateDeliveryOf(late('2025-01-01', { contract }), '2025-01-01')).toBeUndefined();
    expect(saleContractSchema.safeParse({ ...contract, lateRate }).success).toBe(false);
    expect(saleContractSchema.safeParse(paid).success).toBe(true);
  });

  test('R3.7: three months after the first written demand the buyer may rescind, while it is not delivered', () => {
    const notes = [...demand('2025-02-10'), ...demand('2025-01-31'), ...demand('2024-12-31')];
    const rescind = (deliveredOn?: string) => lateDeliveryOf(late(deliveredOn, { notes }), '2025-05-01');
    expect(rescind()).toMatchObject({ mayRescindAfter: '2025-04-30' });
    expect(rescind('2025-04-30')).not.toHaveProperty('mayRescindAfter');
    const early = lateDeliveryOf(late(undefined, { notes: demand('2024-12-31') }), '2025-05-01');
    expect(early).not.toHaveProperty('mayRescindAfter');
  });
});

describe('what staff see of a dossier', () => {
  const staff = { id: 'm', personId: 'm', name: undefined, roles: ['manager' as const], estates: ['*'] };

  test('R26.9: legal days in a year without a notice of holidays are provisional, those of other years are not', () => {
    expect(titleViewOf(dossier(), staff, '2024-07-01').provisionalDays).toEqual([]);
    const later = dossier({}, { deliveredOn: '2026-11-15' });
    expect(titleViewOf(later, staff, '2026-11-20')).toMatchObject({
      registrationDue: '2027-02-15',
      provisionalDays: ['2027-01-14', '2027-02-15'],
    });
  });

  test('R26.9: a stored due day follows a notice that came later', () => {
    const [first, ...others] = dossier().steps;
    if (!first) throw new Error('a dossier has steps');
    const before = { ...dossier(), steps: [{ ...first, dueOn: '2024-08-28' }, ...others] };
    expect(titleViewOf(before, staff, '2024-07-01').steps).toEqual(dossier().steps);
  });
});

describe('damages for a late title', () => {
  const fault = { sellers: true, yearlyRate: '0.0365', reason: '首次登记迟延', by: 'm' };

  test('R9.1: are zero on the last day and one day’s on the next, until the certificate', () => {
    const late = dossier(prepared, { fault });
    expect(latenessOf(late, '2024-09-29')).toBeUndefined();
    expect(latenessOf(late, '2024-09-30')).toMatchObject({ days: 1, fen: 21_800, mayRescindAfter: '2025-09-29' });
    const over = dossier({ ...prepared, certificate: '2024-10-01' }, { fault });
    expect(latenessOf(over, '2026-01-01')).toMatchObject({ days: 2, until: '2024-10-01' });
  });

  test('R9.1: use the paid amount, and are absent without a recorded fault of the seller', () => {
    const half = dossier(prepared, { fault, contract: { ...contract, paidFen: 109_000_000 } });
    expect(latenessOf(half, '2024-09-30')?.fen).toBe(10_900);
    expect(latenessOf(dossier(prepared), '2025-09-29')).toBeUndefined();
    expect(latenessOf(dossier(prepared, { fault: { ...fault, sellers: false } }), '2025-09-29')).toBeUndefined();
  });
});

describe('money and documents of a dossier', () => {
  const policy = { ...titlesPolicy.defaultOf('e'), fund: [] };

  test('R29.1: the tax has the table of the day of declaration, until then of today, whatever the contract day', () => {
    const version = (today: string, before?: TitleDossier) =>
      tablesFor(contract, policy, before, today).deedTax?.version;
    const [older, newer] = ['财税〔2016〕23号', '公告2024年第16号'];
    expect([version('2024-11-30'), version('2024-12-01'), version('2016-02-21')]).toEqual([older, newer, undefined]);
    const declared = dossier({ 'deed-tax-receipt': '2024-11-20' });
    expect(version('2025-06-01', declared)).toBe(older);
    const entered = { ...declared, tables: tablesFor(contract, policy, declared, '2025-06-01') };
    const later = { ...policy, deedTax: policy.deedTax.map((one) => ({ ...one, version: 'new' })) };
    expect(tablesFor(contract, later, entered, '2025-06-01').deedTax?.version).toBe(older);
    expect(tablesFor(contract, later, dossier(), '2025-06-01').deedTax?.version).toBe('new');
  });

  test('R29.2: an only home of 120 m² owes 30,000.00 when declared on 2024-11-20, 20,000.00 on 2024-12-02', () => {
    const bought = { ...contract, contractOn: '2024-05-20', area: '120' };
    const tables = tablesFor(bought, policy, undefined, '2024-05-21');
    const open = dossier({}, { contract: bought, tables, money: moneyFor(bought, tables, '0.09') });
    // R29.3: until it is declared, the figure is an estimate.
    expect(open.money.tax).toMatchObject({ fen: 3_000_000, estimate: true });
    const declared = (on: string) => withTaxDeclared(open, policy, on).money.tax;
    expect(declared('2024-11-20')).toMatchObject({ fen: 3_000_000, version: '财税〔2016〕23号' });
    expect(declared('2024-12-02')).toMatchObject({ fen: 2_000_000, version: '公告2024年第16号' });
    expect(declared('2024-12-02')?.estimate).toBeUndefined();
  });

  test('R8.1: the estate’s VAT rate applies when the contract names none', () => {
    const tables = tablesFor(contract, policy, undefined, '2025-06-01');
    expect(moneyFor(contract, tables, '0.09').tax).toMatchObject({ baseFen: 200_000_000, vatRate: '0.09' });
    expect(moneyFor({ ...contract, vatRate: '0.05' }, tables, '0.09').tax?.baseFen).toBe(207_619_048);
  });

  test('R9: each kind of buyer has its own documents, and accepted ones stay when the kind changes', () => {
    const keys = (kind: Parameters<typeof documentsFor>[1]) =>
      documentsFor(policy.documents, kind, []).map(({ key }) => key);
    expect(keys('minor')).toContain('guardian');
    expect(keys('individual')).not.toContain('guardian');
    expect(keys('company')).toEqual([
      'application-form',
      'contract',
      'invoice',
      'area-report',
      'licence',
      'representative',
    ]);
    expect(keys('foreigner')).toContain('passport');
    const accepted = documentsFor(policy.documents, 'individual', []).map((one) => ({
      ...one,
      state: 'accepted' as const,
    }));
    const company = documentsFor(policy.documents, 'company', accepted);
    expect(company.filter(({ state }) => state === 'accepted').map(({ key }) => key)).toEqual(
      keys('company').slice(0, 4),
    );
  });
});
