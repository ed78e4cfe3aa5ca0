import * as z from 'zod';
import { decimalSchema, fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { percentSchema, splitVat, taxCodeSchema } from '../ledger/public.ts';

/*
 * The invoice register (发票台账, R23.8). Invoices are issued on the tax platform; the register holds what
 * it issued and for which lines of bills. Amounts in fen.
 */

/** The number that the platform gives: 20 digits, on older invoices fewer. */
export const invoiceNumberSchema = z.string().regex(/^\d{8,20}$/);

/** Kinds: special (专用发票), whose tax the buyer deducts, and ordinary (普通发票). */
const kindSchema = z.enum(['special', 'ordinary']).meta({ id: 'InvoiceKind' });

/** `blue` is an invoice in force; red invoices took back a part, or all. */
const invoiceStates = ['blue', 'part-red', 'red'] as const;

const buyerSchema = z
  .strictObject({
    name: z.string().min(1).max(120),
    /** A person needs none. */
    taxCode: taxCodeSchema.optional(),
  })
  .meta({ id: 'InvoiceBuyer' });

/** What a line of an invoice says; `fen` includes the tax. */
const lineFields = {
  /** The bill that it invoices, and the line of the bill, counted from 0. */
  billId: z.string().max(64).optional(),
  line: z.int().min(0).max(59).optional(),
  /** The payment that it invoices: money received before there is a bill. */
  paymentId: z.string().max(64).optional(),
  /** The goods or service, such as `*物业管理服务*物业费`. */
  name: z.string().min(1).max(120),
  /** The code of the goods or service (税收分类编码). */
  goodsCode: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  unit: z.string().min(1).max(20).optional(),
  quantity: decimalSchema.optional(),
  price: decimalSchema.optional(),
  fen: fenSchema.min(1).max(1e12),
  percent: percentSchema,
  taxFen: fenSchema.min(0).max(1e12),
};

const newLineSchema = z
  .strictObject(lineFields)
  .refine(({ billId, line, paymentId }) => (billId === undefined) === (line === undefined) && !billId === !!paymentId, {
    message: 'a line invoices a line of a bill (billId and line) or a payment (paymentId)',
    path: ['billId'],
  })
  .meta({ id: 'NewInvoiceLine' });

/** Input of an invoice that the platform issued. */
export const recordInvoiceSchema = z
  .strictObject({
    /** The number of the platform; recorded once in all estates. */
    number: invoiceNumberSchema,
    kind: kindSchema,
    /** The day on the invoice. */
    issuedOn: dateSchema,
    buyer: buyerSchema,
    /** What it invoices. */
    lines: z.array(newLineSchema).min(1).max(60),
    /** The sum of the lines, tax included (价税合计). */
    fen: fenSchema.min(1).max(1e12),
    /** The tax of the lines. */
    taxFen: fenSchema.min(0).max(1e12),
    /** The remark on the invoice. */
    remark: z.string().min(1).max(200).optional(),
  })
  .refine(({ kind, buyer }) => kind === 'ordinary' || buyer.taxCode !== undefined, {
    message: 'the buyer of a special invoice has a tax code',
    path: ['buyer', 'taxCode'],
  })
  .meta({ id: 'RecordInvoiceBody' });
export type InvoiceInput = z.output<typeof recordInvoiceSchema>;

/** A line of the register. */
const lineSchema = z
  .object({
    ...lineFields,
    fen: fenSchema,
    taxFen: fenSchema,
    /** What red invoices took back, and the tax in it. */
    redFen: fenSchema,
    redTaxFen: fenSchema,
    /** The day on which its tax arises: at the latest that of the invoice. */
    taxPointOn: dateSchema,
  })
  .meta({ id: 'InvoiceLine' });

/** An invoice of the register, blue or red. A red one has negative amounts. */
export const invoiceSchema = z
  .object({
    number: z.string(),
    estateId: z.string(),
    kind: kindSchema,
    /** The day on the invoice. */
    issuedOn: dateSchema,
    /** Whose bills or payment it invoices. */
    payerId: z.string(),
    buyer: buyerSchema,
    /** The company, as the ledger policy names it. */
    seller: z.object({ name: z.string().optional(), taxCode: z.string().optional() }),
    /** What it invoices. */
    lines: z.array(lineSchema).max(60),
    /** The sum of the lines, tax included. */
    fen: fenSchema,
    netFen: fenSchema,
    taxFen: fenSchema,
    /** What red invoices took back of it. */
    redFen: fenSchema,
    /** Whether red invoices took it back. */
    state: z.enum(invoiceStates),
    /** On a red invoice: the number of the blue one, and of the confirmation (红字发票信息确认单). */
    red: z.object({ number: z.string(), confirmationNumber: z.string(), redLetterId: z.string() }).optional(),
    /** The remark on the invoice. */
    remark: z.string().optional(),
    /** Who recorded it. */
    recordedBy: z.string(),
    recordedAt: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Invoice' });
export type Invoice = z.infer<typeof invoiceSchema>;

const sumDiffers = problemKind('invoice-sum-differs', 400, {
  'zh-CN': '发票合计与各行之和不符：各行价税合计 {fen} 分，税额 {taxFen} 分。请核对 fen 和 taxFen。',
  'zh-TW': '發票合計與各行之和不符：各行價稅合計 {fen} 分，稅額 {taxFen} 分。請核對 fen 和 taxFen。',
  en: 'The sums of the invoice differ from its lines, which have {fen} fen and {taxFen} fen of tax. Check fen and taxFen.',
});
const taxDiffers = problemKind('invoice-tax-differs', 400, {
  'zh-CN': '第 {line} 行的税率或税额不对，应为 {percent}%、{taxFen} 分。请核对 percent 和 taxFen。',
  'zh-TW': '第 {line} 行的稅率或稅額不對，應為 {percent}%、{taxFen} 分。請核對 percent 和 taxFen。',
  en: 'Line {line} has a wrong rate or tax: {percent} % and {taxFen} fen are expected. Check percent and taxFen.',
});

/** The most by which the tax of a line may differ from its own split (R23.4). */
const toleranceFen = 1;

/**
 * Rejects an invoice whose sums or taxes are wrong (R23.4). `percents` holds the rates of the bills' lines,
 * in the order of the invoice's lines; undefined for money received before a bill.
 * @throws Problem 400 invoice-sum-differs, invoice-tax-differs.
 */
export function assertSums(
  { lines, fen, taxFen }: Pick<InvoiceInput, 'lines' | 'fen' | 'taxFen'>,
  percents: readonly (string | undefined)[] = [],
): void {
  const sums = { fen: sumOf(lines, 'fen'), taxFen: sumOf(lines, 'taxFen') };
  if (fen !== sums.fen || taxFen !== sums.taxFen) throw new Problem(sumDiffers, sums, { more: sums });
  lines.forEach((one, line) => {
    const percent = percents[line] ?? one.percent;
    const split = splitVat(one.fen, percent);
    const fits = percent === one.percent && Math.abs(one.taxFen - split.taxFen) <= toleranceFen;
    if (!fits) throw new Problem(taxDiffers, { line, percent, taxFen: split.taxFen });
  });
}

/** Returns the sum of a field of lines. */
export function sumOf<F extends string>(lines: readonly Readonly<Record<F, number>>[], field: F): number {
  return lines.reduce((sum, line) => sum + line[field], 0);
}

/** Returns the state of an invoice after red invoices took `redFen` of it back. */
export function stateOf({ fen, redFen }: Pick<Invoice, 'fen' | 'redFen'>): Invoice['state'] {
  if (redFen === 0) return 'blue';
  return redFen < fen ? 'part-red' : 'red';
}
