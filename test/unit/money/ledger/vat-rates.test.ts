import { describe, expect, it } from 'vitest';
import { account, vatPercentOf } from '../../../../functions/money/ledger/account.ts';
import {
  legalVatRates,
  taxIn,
  taxpayerOn,
  usualVatClass,
  type VatSettings,
  vatRateSchema,
  vatRatesOn,
  vatTermsOn,
} from '../../../../functions/money/ledger/vat-rates.ts';
import { filled } from '../../../filled.ts';

const general: VatSettings = { taxpayer: [{ from: '2026-01-01', kind: 'general' }], vatRates: [] };
const small: VatSettings = { taxpayer: [{ from: '2026-01-01', kind: 'small-scale' }], vatRates: [] };
const day = '2026-11-27';
const percentOf = (settings: VatSettings, vatClass: Parameters<typeof vatTermsOn>[1], on = day) => {
  const terms = vatTermsOn(settings, vatClass, on);
  return terms && `${terms.method} ${terms.percent}${terms.onDifference ? ' on the difference' : ''}`;
};

describe('rates of value added tax', () => {
  it.each([
    ['service', 'general 6', 'small-scale 1'],
    ['parking-lease', 'general 9', 'small-scale 5'],
    ['old-parking-lease', 'simplified 5', 'small-scale 5'],
    ['water', 'simplified 3 on the difference', 'small-scale 3 on the difference'],
    ['electricity', 'general 13', 'small-scale 1'],
    ['other-utility', 'general 9', 'small-scale 1'],
    ['untaxed', undefined, undefined],
  ] as const)('R23.1 %s is taxed at %s, or %s', (vatClass, ofGeneral, ofSmall) => {
    expect([percentOf(general, vatClass), percentOf(small, vatClass)]).toEqual([ofGeneral, ofSmall]);
  });

  it('R23.1 the reduced rate of small-scale taxpayers ends with 2027', () => {
    expect(percentOf(small, 'service', '2027-12-31')).toBe('small-scale 1');
    expect(percentOf(small, 'service', '2028-01-01')).toBe('small-scale 3');
    expect(percentOf(small, 'parking-lease', '2028-01-01')).toBe('small-scale 5');
  });

  it('R23.1 an estate without a taxpayer kind is not taxed, and neither are days before its first', () => {
    expect(vatRatesOn({ taxpayer: [], vatRates: [] }, day)).toEqual([]);
    expect(percentOf(general, 'service', '2025-12-31')).toBeUndefined();
    const becomes: VatSettings = {
      taxpayer: [...general.taxpayer, { from: '2027-01-01', kind: 'small-scale' }],
      vatRates: [],
    };
    expect([taxpayerOn(becomes, '2026-12-31')?.kind, taxpayerOn(becomes, '2027-01-01')?.kind]).toEqual([
      'general',
      'small-scale',
    ]);
    expect(percentOf(becomes, 'service', '2027-01-01')).toBe('small-scale 1');
  });

  it('R23.1 a rate that the estate has set precedes the table on its days', () => {
    const own = vatRateSchema.parse({
      taxpayer: 'general',
      vatClass: 'water',
      method: 'general',
      percent: '9',
      from: '2026-06-01',
      to: '2026-12-31',
      ground: '会计师意见',
    });
    const settings = { ...general, vatRates: [own] };
    expect(percentOf(settings, 'water', '2026-05-31')).toBe('simplified 3 on the difference');
    expect(percentOf(settings, 'water')).toBe('general 9');
    expect(percentOf(settings, 'water', '2027-01-01')).toBe('simplified 3 on the difference');
    expect(percentOf(settings, 'service')).toBe('general 6');
  });

  it('R23.1 every row of the table has a ground and says how sure it is', () => {
    for (const row of filled(legalVatRates)) {
      const { certainty, ...rate } = row;
      expect(vatRateSchema.parse(rate)).toEqual(rate);
      expect(['cited', 'memory', 'unconfirmed']).toContain(certainty);
    }
  });

  it('R25.1 money collected for others is untaxed; a utility is resold; the rest is a service', () => {
    expect(usualVatClass({ held: true, utility: 'water' })).toBe('untaxed');
    expect(usualVatClass({ held: false, utility: 'heat' })).toBe('other-utility');
    expect(usualVatClass({ held: false })).toBe('service');
  });

  it('R23.5 a line that is taxed on the difference of its period bears no tax itself', () => {
    const terms = vatTermsOn(general, 'water', day);
    expect(terms && taxIn(103_000, terms)).toMatchObject({ percent: '3', onDifference: true, taxFen: 0 });
  });

  it('an account of the tax names its rate', () => {
    const code = account.vat({ method: 'simplified', percent: '1.5' });
    expect(code).toBe('liabilities:simplified-vat:1_5');
    expect([vatPercentOf(code), vatPercentOf(account.suspense())]).toEqual(['1.5', undefined]);
  });

  it.each(['0', '6', '13', '1.5', '0.5', '1.25'])('%s is a rate', (percent) => {
    expect(vatRateSchema.shape.percent.safeParse(percent).success).toBe(true);
  });
  it.each(['6.0', '06', '100', '-6', '6%', '1.50', '1.234'])('%s is no rate', (percent) => {
    expect(vatRateSchema.shape.percent.safeParse(percent).success).toBe(false);
  });
});
