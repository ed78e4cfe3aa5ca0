import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultWarrantyTerms,
  type Part,
  parts,
  type WarrantyTerms,
  warrantyTermsSchema,
} from '../../../../functions/homes/handovers/statutory-warranty.ts';
import { coverOf, type Home, liabilityOf } from '../../../../functions/homes/warranty/warranty.ts';

const soldLate: Home = { acceptedOn: '2022-01-10', deliveredOn: '2025-01-10' };
const terms = defaultWarrantyTerms;
const fiveYears: WarrantyTerms = { ...terms, promised: { 'roof-waterproofing': { years: 5 } } };
const roof = (foundOn: string, more: object = {}) => ({
  part: 'roof-waterproofing' as const,
  foundOn,
  common: true,
  ...more,
});

describe('how long a part is covered (R1.1 to R1.3)', () => {
  test('R1.2: for a home sold three years after acceptance, the 1998 minimum from delivery covers the roof', () => {
    expect(coverOf('roof-waterproofing', soldLate, terms)).toMatchObject({
      contractorUntil: '2027-01-10',
      floorUntil: '2028-01-10',
      buyerUntil: '2028-01-10',
    });
  });

  test('R1.2: five years promised from delivery end on 2030-01-10', () => {
    expect(coverOf('roof-waterproofing', soldLate, fiveYears).buyerUntil).toBe('2030-01-10');
  });

  test('R1.2: a request on the last day is covered, one on the day after is not', () => {
    expect(liabilityOf(roof('2028-01-10'), soldLate, terms).why).toBe('buyers-warranty');
    expect(liabilityOf(roof('2028-01-11'), soldLate, terms).why).toBe('warranty-over');
  });

  test('R0.1: five years from 29 February end on 28 February', () => {
    const home = { acceptedOn: '2023-01-01', deliveredOn: '2024-02-29' };
    const promised = { ...terms, promised: { 'waterproofed-rooms': { years: 5 } } };
    expect(coverOf('waterproofed-rooms', home, promised).promisedUntil).toBe('2029-02-28');
  });

  test('R1.3: two heating seasons from a delivery in June are the next two winters', () => {
    const home = { acceptedOn: '2024-06-30', deliveredOn: '2024-06-30' };
    const promised = { ...terms, promised: { 'heating-cooling': { seasons: 2 } } };
    expect(coverOf('heating-cooling', home, promised)).toMatchObject({
      contractorUntil: '2026-03-15',
      promisedUntil: '2026-03-15',
      buyerUntil: '2026-03-15',
    });
  });

  test('R1.3: a season that has begun counts only where the estate says so; delivery on its first day counts as whole', () => {
    const delivered = (deliveredOn: string) => ({ acceptedOn: '2020-01-01', deliveredOn });
    const until = (home: Home, partialSeasonCounts: boolean) =>
      coverOf('heating-cooling', home, { ...terms, partialSeasonCounts }).buyerUntil;
    expect(until(delivered('2024-12-20'), false)).toBe('2026-03-15');
    expect(until(delivered('2024-12-20'), true)).toBe('2025-03-15');
    expect(until(delivered('2024-11-15'), false)).toBe('2025-03-15');
    expect(until(delivered('2024-11-16'), false)).toBe('2026-03-15');
    expect(until(delivered('2025-03-15'), true)).toBe('2025-03-15');
    expect(until(delivered('2025-03-16'), true)).toBe('2026-03-15');
  });

  test('R1.3: a cooling season in the south is within one year', () => {
    const cooling = { ...terms, coolingSeason: { from: '05-01', to: '10-31' } };
    const home = { acceptedOn: '2020-01-01', deliveredOn: '2024-02-01' };
    expect(coverOf('cooling', home, cooling).buyerUntil).toBe('2024-10-31');
  });

  test('R1.3: two cooling seasons from 2024-06-30 are two summers, not the two winters of heating', () => {
    const home = { acceptedOn: '2024-06-30', deliveredOn: '2024-06-30' };
    expect(coverOf('cooling', home, terms).contractorUntil).toBe('2026-09-15');
    expect(coverOf('cooling', home, { ...terms, partialSeasonCounts: true }).contractorUntil).toBe('2025-09-15');
    expect(coverOf('heating-cooling', home, terms).contractorUntil).toBe('2026-03-15');
  });

  test('R1.3: terms that were stored before cooling had a season of its own are read with the default', () => {
    const { coolingSeason, ...older } = terms;
    expect(warrantyTermsSchema.parse(older)).toEqual(terms);
  });

  test('R1: the structure is covered for the design life', () => {
    expect(coverOf('structure', soldLate, { ...terms, designLifeYears: 70 }).buyerUntil).toBe('2092-01-10');
  });

  const day = fc
    .date({ min: new Date('2010-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const anyPart = fc.constantFrom<Part>(...parts.options);

  test('R1.1: a promise never shortens the legal minimum, and a longer one extends it', () => {
    fc.assert(
      fc.property(anyPart, day, day, fc.integer({ min: 0, max: 20 }), (part, a, b, years) => {
        const [acceptedOn = '', deliveredOn = ''] = [a, b].sort();
        const home = { acceptedOn, deliveredOn };
        const without = coverOf(part, home, terms);
        const withPromise = coverOf(part, home, { ...terms, promised: { [part]: { years } } });
        expect((withPromise.buyerUntil ?? '') >= (without.buyerUntil ?? '')).toBe(true);
        expect(withPromise.promisedTooLittle).toBe((withPromise.promisedUntil ?? '9') < (without.floorUntil ?? ''));
      }),
    );
  });

  test('R1.1: a later delivery never shortens the cover', () => {
    fc.assert(
      fc.property(anyPart, fc.tuple(day, day, day), (part, days) => {
        const [acceptedOn = '', sooner = '', later = ''] = [...days].sort();
        const until = (deliveredOn: string) => coverOf(part, { acceptedOn, deliveredOn }, terms).buyerUntil ?? '';
        expect(until(later) >= until(sooner)).toBe(true);
      }),
    );
  });
});

describe('who pays for a defect (D15)', () => {
  test("R1.1: the contractor pays within the contractor's warranty; the owner deals with the developer", () => {
    expect(liabilityOf(roof('2027-01-10'), soldLate, terms)).toMatchObject({
      payer: 'contractor',
      answersToOwner: 'developer',
      why: 'contractors-warranty',
      until: '2027-01-10',
    });
  });

  test("R1.1: the developer pays after the end of the contractor's warranty", () => {
    expect(liabilityOf(roof('2027-01-11'), soldLate, terms)).toMatchObject({
      payer: 'developer',
      answersToOwner: 'developer',
    });
  });

  test('R1.5: after the warranty the maintenance fund pays for common parts, and owners for their own', () => {
    expect(liabilityOf(roof('2028-01-11'), soldLate, terms).payer).toBe('maintenance-fund');
    expect(liabilityOf(roof('2028-01-11', { common: false }), soldLate, terms).payer).toBe('owner');
  });

  test.each([
    ['misuse', 'owner'],
    ['force-majeure', 'owner'],
    ['third-party', 'third-party'],
  ] as const)('R1.4: %s is excluded from the warranty', (exclusion, payer) => {
    const finding = roof('2025-02-01', { common: false, exclusion });
    expect(liabilityOf(finding, soldLate, terms)).toMatchObject({ payer, why: exclusion });
  });

  test('the decision names the version of the rule', () => {
    expect(liabilityOf(roof('2025-02-01'), soldLate, terms).rule).toBe(
      '建设工程质量管理条例（2019）第四十条；建房〔1998〕102号第五条',
    );
  });
});

describe('R1: the legal minimum of every part, on its last day and the day after', () => {
  const home: Home = { acceptedOn: '2024-06-30', deliveredOn: '2024-06-30' };
  const late: Home = { acceptedOn: '2010-06-30', deliveredOn: '2024-06-30' };
  const payer = (part: Part, foundOn: string, of: Home) =>
    liabilityOf({ part, foundOn, common: false }, of, terms).payer;

  test.each([
    ['structure', '2074-06-30', '2074-07-01'],
    ['roof-waterproofing', '2029-06-30', '2029-07-01'],
    ['waterproofed-rooms', '2029-06-30', '2029-07-01'],
    ['heating-cooling', '2026-03-15', '2026-03-16'],
    ['cooling', '2026-09-15', '2026-09-16'],
    ['pipe-leak', '2026-06-30', '2026-07-01'],
    ['pipe-blockage', '2026-06-30', '2026-07-01'],
    ['electric-lines', '2026-06-30', '2026-07-01'],
    ['lamps-switches', '2026-06-30', '2026-07-01'],
    ['equipment', '2026-06-30', '2026-07-01'],
    ['sanitary-ware', '2026-06-30', '2026-07-01'],
    ['plaster', '2026-06-30', '2026-07-01'],
    ['floors', '2026-06-30', '2026-07-01'],
    ['doors-windows', '2026-06-30', '2026-07-01'],
    ['decoration', '2026-06-30', '2026-07-01'],
  ] as const)('R1: the contractor’s warranty of %s ends on %s (article 40)', (part, last, after) => {
    expect([payer(part, last, home), payer(part, after, home)]).toEqual(['contractor', 'owner']);
  });

  test.each([
    ['roof-waterproofing', '2027-06-30', '2027-07-01'],
    ['waterproofed-rooms', '2025-06-30', '2025-07-01'],
    ['heating-cooling', '2025-03-15', '2025-03-16'],
    ['cooling', '2025-09-15', '2025-09-16'],
    ['pipe-leak', '2025-06-30', '2025-07-01'],
    ['pipe-blockage', '2024-08-30', '2024-08-31'],
    ['lamps-switches', '2024-12-30', '2024-12-31'],
    ['sanitary-ware', '2025-06-30', '2025-07-01'],
    ['plaster', '2025-06-30', '2025-07-01'],
    ['floors', '2025-06-30', '2025-07-01'],
    ['doors-windows', '2025-06-30', '2025-07-01'],
  ] as const)('R1: the buyer’s warranty of %s, sold long after acceptance, ends on %s (1998)', (part, last, after) => {
    expect([payer(part, last, late), payer(part, after, late)]).toEqual(['developer', 'owner']);
  });

  test('R1: a part without legal minimum is covered as far as the contract promises', () => {
    const promised = { ...terms, promised: { other: { months: 2 } } };
    const of = (foundOn: string) => liabilityOf({ part: 'other', foundOn, common: false }, home, promised).payer;
    expect(payer('other', '2024-06-30', home)).toBe('owner');
    expect([of('2024-08-30'), of('2024-08-31')]).toEqual(['developer', 'owner']);
  });

  test('R1.2: with five years promised, a request on 2030-01-10 is covered, on 2030-01-11 not', () => {
    const why = (foundOn: string) => liabilityOf(roof(foundOn), soldLate, fiveYears).why;
    expect([why('2030-01-10'), why('2030-01-11')]).toEqual(['buyers-warranty', 'warranty-over']);
  });

  test('R1.3: two seasons promised from a delivery in June cover 2026-03-15 but not the day after', () => {
    const promised = { ...terms, promised: { 'heating-cooling': { seasons: 2 } } };
    const of = (foundOn: string) =>
      liabilityOf({ part: 'heating-cooling', foundOn, common: false }, late, promised).payer;
    expect([of('2026-03-15'), of('2026-03-16')]).toEqual(['developer', 'owner']);
  });

  test('R1.5: the maintenance fund never pays for a common part within the warranty', () => {
    const of = (foundOn: string) => liabilityOf({ part: 'equipment', foundOn, common: true }, home, terms).payer;
    expect([of('2026-06-30'), of('2026-07-01')]).toEqual(['contractor', 'maintenance-fund']);
  });

  test('R1.1: the latest of three counts: the contractor’s end, the 1998 minimum from delivery, the promise', () => {
    const until = (acceptedOn: string, deliveredOn: string, years?: number) =>
      coverOf(
        'waterproofed-rooms',
        { acceptedOn, deliveredOn },
        {
          ...terms,
          promised: years === undefined ? {} : { 'waterproofed-rooms': { years } },
        },
      ).buyerUntil;
    expect(until('2024-06-30', '2024-06-30')).toBe('2029-06-30');
    expect(until('2019-01-01', '2024-06-30')).toBe('2025-06-30');
    expect(until('2019-01-01', '2024-06-30', 5)).toBe('2029-06-30');
    expect(until('2024-06-30', '2024-06-30', 2)).toBe('2029-06-30');
  });

  test('R1.2: with the legal minimum only, the contractor pays until 2027-01-10, the developer until 2028-01-10, then the fund', () => {
    const days = ['2027-01-10', '2027-01-11', '2028-01-10', '2028-01-11'];
    const payers = days.map((day) => liabilityOf(roof(day), soldLate, terms).payer);
    expect(payers).toEqual(['contractor', 'developer', 'developer', 'maintenance-fund']);
  });

  test("R1.3: the default season is Beijing's, from 11-15 to 03-15", () => {
    expect(defaultWarrantyTerms.season).toEqual({ from: '11-15', to: '03-15' });
    expect(defaultWarrantyTerms.partialSeasonCounts).toBe(false);
  });

  test('R1.4: excluded damage is not covered even on the last day of the warranty', () => {
    const of = (foundOn: string) =>
      liabilityOf({ part: 'sanitary-ware', foundOn, common: false, exclusion: 'misuse' }, home, terms).payer;
    expect([of('2026-06-30'), of('2026-07-01')]).toEqual(['owner', 'owner']);
  });
});
