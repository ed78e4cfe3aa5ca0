import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { splitVat } from './vat.ts';

/*
 * Rates of value added tax (增值税) as rows with a first and a last day, never as constants (R23.1). The
 * table of the law applies unless the estate has set a row of its own for the same taxpayer and class. An
 * estate that has set no taxpayer kind is not taxed.
 */

/** What a fee is for the tax: the class decides on rate and method (R23.1). */
const vatClasses = [
  /** Property fee, repairs, the management of parking spaces that were sold. */
  'service',
  /** Parking spaces let, and parking by the hour: lease of immovables. */
  'parking-lease',
  /** The same for immovables that the taxpayer had before 2016-05-01. */
  'old-parking-lease',
  /** Tap water resold: tax on what was collected less what was paid to the waterworks (R23.5). */
  'water',
  /** Electricity resold in the company's own name. */
  'electricity',
  /** Heat and gas resold. */
  'other-utility',
  'untaxed',
] as const;
export const vatClassSchema = z.enum(vatClasses).meta({ id: 'VatClass' });
export type VatClass = z.infer<typeof vatClassSchema>;

/** Kinds of taxpayer: general (一般纳税人) and small-scale (小规模纳税人). */
export const taxpayerKindSchema = z.enum(['general', 'small-scale']).meta({ id: 'TaxpayerKind' });
export type TaxpayerKind = z.infer<typeof taxpayerKindSchema>;

const vatMethodSchema = z.enum(['general', 'simplified', 'small-scale']).meta({ id: 'VatMethod' });

/** A rate in percent in its shortest form, such as `6` or `1.5`. The id of an account carries it. */
export const percentSchema = z.string().regex(/^(0|[1-9]\d?)(\.\d?[1-9])?$/);

/** The tax code of a company (纳税人识别号): 15 to 20 digits and capitals. */
export const taxCodeSchema = z.string().regex(/^[0-9A-Z]{15,20}$/);

/** A taxpayer kind with its first day. */
export const taxpayerSchema = z
  .strictObject({
    from: dateSchema,
    kind: taxpayerKindSchema,
    /** The company that invoices name as seller. */
    name: z.string().min(1).max(120).optional(),
    taxCode: taxCodeSchema.optional(),
  })
  .meta({ id: 'Taxpayer' });
type Taxpayer = z.infer<typeof taxpayerSchema>;

/** Method and rate of a taxed amount. */
const vatTermsSchema = z
  .object({
    vatClass: vatClassSchema,
    method: vatMethodSchema,
    /** In percent. */
    percent: percentSchema,
    /** The tax is on a difference of the whole estate and period (R23.5); a line itself bears none. */
    onDifference: z.boolean().optional(),
  })
  .meta({ id: 'VatTerms' });
export type VatTerms = z.infer<typeof vatTermsSchema>;

/** The tax in an amount. */
export const taxedSchema = z
  .object({
    ...vatTermsSchema.shape,
    /** The tax that the amount contains, fen. */
    taxFen: fenSchema,
  })
  .meta({ id: 'TaxedAmount' });
export type Taxed = z.infer<typeof taxedSchema>;

/** Returns the tax in an amount, which may be negative (R23.3). */
export function taxIn(fen: number, { vatClass, method, percent, onDifference }: VatTerms): Taxed {
  const { taxFen } = splitVat(fen, onDifference ? '0' : percent);
  return { vatClass, method, percent, ...(onDifference && { onDifference }), taxFen };
}

/** A rate that an estate has set, with its ground. It precedes the table of the law. */
export const vatRateSchema = z
  .strictObject({
    taxpayer: taxpayerKindSchema,
    ...vatTermsSchema.shape,
    /** The first day. */
    from: dateSchema,
    /** The last day; open without. */
    to: dateSchema.optional(),
    /** The law or the opinion on which it rests. */
    ground: z.string().min(1).max(300),
  })
  .meta({ id: 'VatRate' });
export type VatRate = z.infer<typeof vatRateSchema>;

/** How sure a row of the table is: seen in a source, or from memory and to be confirmed by an accountant. */
export const vatCertainties = ['cited', 'memory', 'unconfirmed'] as const;

/** A row of the table of the law. */
export interface LegalVatRate extends VatRate {
  readonly certainty: (typeof vatCertainties)[number];
}

const law = '增值税法 10、11';
const reduced = '征收率减按 1% 至 2027-12-31';
/** The reduced rate of small-scale taxpayers for a class, and the full one after it. */
function smallScale(vatClass: VatClass, certainty: LegalVatRate['certainty']): LegalVatRate[] {
  const row = { taxpayer: 'small-scale', vatClass, method: 'small-scale', certainty } as const;
  return [
    { ...row, percent: '1', from: '2026-01-01', to: '2027-12-31', ground: reduced },
    { ...row, percent: '3', from: '2028-01-01', ground: law },
  ];
}
/** The row of a general taxpayer by the general method. */
function general(vatClass: VatClass, percent: string, certainty: LegalVatRate['certainty']): LegalVatRate {
  const row = { taxpayer: 'general', vatClass, method: 'general', percent } as const;
  return { ...row, from: '2026-01-01', ground: law, certainty };
}
const water = {
  vatClass: 'water',
  percent: '3',
  onDifference: true,
  from: '2026-01-01',
  ground: '国家税务总局公告2016年第54号',
  certainty: 'unconfirmed',
} as const;
const fivePercent = { percent: '5', from: '2026-01-01', ground: '不动产租赁征收率', certainty: 'unconfirmed' } as const;

/** The table of the law, in force since 2026-01-01 (R23.1). */
export const legalVatRates: readonly LegalVatRate[] = [
  general('service', '6', 'cited'),
  ...smallScale('service', 'cited'),
  general('parking-lease', '9', 'memory'),
  { ...fivePercent, taxpayer: 'small-scale', vatClass: 'parking-lease', method: 'small-scale' },
  { ...fivePercent, taxpayer: 'general', vatClass: 'old-parking-lease', method: 'simplified' },
  { ...fivePercent, taxpayer: 'small-scale', vatClass: 'old-parking-lease', method: 'small-scale' },
  { ...water, taxpayer: 'general', method: 'simplified' },
  { ...water, taxpayer: 'small-scale', method: 'small-scale' },
  general('electricity', '13', 'memory'),
  ...smallScale('electricity', 'memory'),
  general('other-utility', '9', 'memory'),
  ...smallScale('other-utility', 'memory'),
];

/** What an estate has set about value added tax. */
export interface VatSettings {
  /** In any order. */
  readonly taxpayer: readonly Taxpayer[];
  readonly vatRates: readonly VatRate[];
}

/** Returns the taxpayer on a day; undefined where the estate has set none. */
export function taxpayerOn({ taxpayer }: Pick<VatSettings, 'taxpayer'>, day: string): Taxpayer | undefined {
  return latest(taxpayer, day);
}

/** Returns the row that began last; of two with the same first day the later entry. */
function latest<T extends { readonly from: string; readonly to?: string | undefined }>(
  rows: readonly T[],
  day: string,
): T | undefined {
  return rows
    .filter(({ from, to }) => from <= day && (to === undefined || day <= to))
    .reduce<T | undefined>((best, one) => (best === undefined || one.from >= best.from ? one : best), undefined);
}

/** Returns the rows that apply to an estate on a day, one for each class that is taxed. */
export function vatRatesOn(settings: VatSettings, day: string): (VatRate | LegalVatRate)[] {
  const kind = taxpayerOn(settings, day)?.kind;
  if (kind === undefined) return [];
  return vatClasses.flatMap((vatClass) => {
    const of = (rows: readonly (VatRate | LegalVatRate)[]) =>
      latest(
        rows.filter((row) => row.taxpayer === kind && row.vatClass === vatClass),
        day,
      );
    return of(settings.vatRates) ?? of(legalVatRates) ?? [];
  });
}

/** Returns method and rate of a class on a day; undefined for what is not taxed. */
export function vatTermsOn(settings: VatSettings, vatClass: VatClass, day: string): VatTerms | undefined {
  const row = vatRatesOn(settings, day).find((one) => one.vatClass === vatClass);
  return row && vatTermsSchema.parse(row);
}

const classOfUtility = {
  electricity: 'electricity',
  water: 'water',
  gas: 'other-utility',
  heat: 'other-utility',
} as const;

/**
 * Returns the class of a fee whose price names none: money collected for others is untaxed, a utility is
 * resold, everything else is a service.
 */
export function usualVatClass({
  held,
  utility,
}: {
  held: boolean;
  utility?: keyof typeof classOfUtility | undefined;
}): VatClass {
  if (held) return 'untaxed';
  return utility === undefined ? 'service' : classOfUtility[utility];
}
