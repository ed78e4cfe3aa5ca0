import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, toInstant } from '../../../shared/kernel/time.ts';
import { splitVat } from '../ledger/public.ts';
import { type Invoice, invoiceNumberSchema, stateOf, sumOf } from './invoice.ts';

/*
 * A red letter (红字发票信息确认单, R23.9): the confirmation by which an invoice is taken back in part or
 * in full.
 * A red invoice moves no money.
 */

/** `lapsed`: the buyer did not confirm in time. */
const redLetterStates = ['requested', 'waiting-buyer', 'lapsed', 'confirmed', 'issued'] as const;

/** Hours for the other side to confirm. */
const hoursToConfirm = 72;

const amountSchema = z.object({
  /** The line of the invoice, counted from 0. */
  line: z.int().min(0).max(59),
  /** Tax included. */
  fen: fenSchema.min(1).max(1e12),
});

/** Input of a red letter. Without `lines` it takes back all that is left of the invoice. */
export const requestRedLetterSchema = z
  .strictObject({
    reason: reasonSchema(200),
    /** Parts of lines of the invoice. */
    lines: z
      .array(amountSchema)
      .min(1)
      .max(60)
      .refine((lines) => new Set(lines.map(({ line }) => line)).size === lines.length, {
        message: 'each line only once',
      })
      .optional(),
  })
  .meta({ id: 'RequestRedLetterBody' });

/** Input of a red letter that the tax platform has taken. */
export const submitRedLetterSchema = z
  .strictObject({
    /** The number of the confirmation (确认单编号). */
    confirmationNumber: z.string().regex(/^[0-9A-Za-z]{1,40}$/),
    /** True when the buyer has used or recorded the invoice: the buyer must confirm. */
    buyerConfirms: z.boolean(),
  })
  .meta({ id: 'SubmitRedLetterBody' });

/** Input of the red invoice that was issued. */
export const issueRedInvoiceSchema = z
  .strictObject({
    /** The number of the red invoice. */
    number: invoiceNumberSchema,
    /** The day on it. */
    issuedOn: dateSchema,
  })
  .meta({ id: 'IssueRedInvoiceBody' });

const doneSchema = z.object({ by: z.string(), at: z.string() });

export const redLetterSchema = z
  .object({
    /** Id of the red letter. */
    redLetterId: z.string(),
    estateId: z.string(),
    /** The invoice that it takes back. */
    number: z.string(),
    /** What it takes back. */
    lines: z.array(z.object({ ...amountSchema.shape, taxFen: fenSchema })).max(60),
    /** The sum of the lines, tax included. */
    fen: fenSchema,
    taxFen: fenSchema,
    reason: z.string(),
    status: z.enum(redLetterStates),
    /** Who requested it, and when. */
    requested: doneSchema,
    /** The number of the confirmation. */
    confirmationNumber: z.string().optional(),
    /** The last instant for the buyer to confirm. */
    dueAt: z.string().optional(),
    /** Who recorded the confirmation, and when. */
    confirmed: doneSchema.optional(),
    /** The red invoice. */
    redNumber: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'RedLetter' });
export type RedLetter = z.infer<typeof redLetterSchema>;

const aboveInvoice = problemKind('red-above-invoice', 409, {
  'zh-CN': '发票 {number} 第 {line} 行最多还可红冲 {open} 分。请核对金额。',
  'zh-TW': '發票 {number} 第 {line} 行最多還可紅沖 {open} 分。請核對金額。',
  en: 'At most {open} fen of line {line} of invoice {number} can be taken back. Check the amount.',
});

/** Returns what is left of a line of an invoice, fen, and of its tax. */
function leftOf({ lines }: Invoice, nth: number): { fen: number; taxFen: number } {
  const line = lines[nth];
  return { fen: (line?.fen ?? 0) - (line?.redFen ?? 0), taxFen: (line?.taxFen ?? 0) - (line?.redTaxFen ?? 0) };
}

/**
 * Returns the amounts that a red letter takes back, with the tax of each. What takes the rest of a line
 * takes the rest of its tax, so that all red invoices together are the blue one.
 * @throws Problem 409 red-above-invoice.
 */
export function amountsOf(
  invoice: Invoice,
  asked: z.output<typeof requestRedLetterSchema>['lines'],
): RedLetter['lines'] {
  const all = invoice.lines.map((_, line) => ({ line, fen: leftOf(invoice, line).fen })).filter(({ fen }) => fen > 0);
  const wanted = asked ?? all;
  const { number } = invoice;
  if (wanted.length === 0) throw new Problem(aboveInvoice, { number, line: 0, open: 0 }, { more: { openFen: 0 } });
  return wanted.map(({ line, fen }) => {
    const left = leftOf(invoice, line);
    if (fen > left.fen) {
      throw new Problem(aboveInvoice, { number, line, open: left.fen }, { more: { openFen: left.fen } });
    }
    const own = splitVat(fen, invoice.lines[line]?.percent ?? '0').taxFen;
    return { line, fen, taxFen: fen === left.fen ? left.taxFen : Math.min(own, left.taxFen) };
  });
}

/** Returns the state of a red letter at an instant: unconfirmed after its last instant, it has lapsed. */
export function redLetterAt(letter: RedLetter, now: Temporal.Instant): RedLetter {
  const { status, dueAt } = letter;
  const isLate = dueAt !== undefined && Temporal.Instant.compare(now, toInstant(dueAt)) > 0;
  return status === 'waiting-buyer' && isLate ? { ...letter, status: 'lapsed' } : letter;
}

function changed(letter: RedLetter, changes: Partial<RedLetter>, at: string): RedLetter {
  return { ...letter, ...changes, updatedAt: at, version: letter.version + 1 };
}

/** Rejects a red letter in another state at an instant. @throws Problem 409 illegal-state. */
function mustBe(letter: RedLetter, status: RedLetter['status'], now: Temporal.Instant): void {
  const is = redLetterAt(letter, now).status;
  if (is !== status) throw illegalState(is, [status]);
}

/**
 * Returns a red letter that the tax platform has taken (R23.9). Unless the buyer used the invoice, the
 * seller may issue the red one at once; otherwise the buyer confirms within 72 hours.
 * @throws Problem 409 illegal-state.
 */
export function submitted(
  letter: RedLetter,
  { confirmationNumber, buyerConfirms }: z.output<typeof submitRedLetterSchema>,
  by: string,
  now: Temporal.Instant,
): RedLetter {
  mustBe(letter, 'requested', now);
  const at = now.toString();
  if (!buyerConfirms) return changed(letter, { status: 'confirmed', confirmationNumber, confirmed: { by, at } }, at);
  const dueAt = now.add({ hours: hoursToConfirm }).toString();
  return changed(letter, { status: 'waiting-buyer', confirmationNumber, dueAt }, at);
}

/**
 * Returns a red letter that the buyer confirmed. @throws Problem 409 illegal-state, also when it has
 * lapsed.
 */
export function confirmed(letter: RedLetter, by: string, now: Temporal.Instant): RedLetter {
  mustBe(letter, 'waiting-buyer', now);
  const at = now.toString();
  return changed(letter, { status: 'confirmed', confirmed: { by, at } }, at);
}

/** What a red letter needs of the one who issues the red invoice. */
interface Issuing {
  readonly number: string;
  readonly issuedOn: string;
  readonly by: string;
}

/**
 * Returns the red letter, the red invoice and the blue one after it (R23.9).
 * @throws Problem 409 illegal-state, red-above-invoice.
 */
export function issued(
  letter: RedLetter,
  blue: Invoice,
  { number, issuedOn, by }: Issuing,
  now: Temporal.Instant,
): { letter: RedLetter; red: Invoice; blue: Invoice } {
  mustBe(letter, 'confirmed', now);
  const at = now.toString();
  const { redLetterId, fen, taxFen, confirmationNumber = '' } = letter;
  // Another red invoice may have come in between.
  const amounts = amountsOf(blue, letter.lines);
  const of = new Map(amounts.map((one) => [one.line, one]));
  const redLines = letter.lines.flatMap(({ line, ...amount }) => {
    const original = blue.lines[line];
    if (!original) return [];
    const { quantity: _, price: __, ...rest } = original;
    return [{ ...rest, fen: 0 - amount.fen, taxFen: 0 - amount.taxFen, redFen: 0, redTaxFen: 0 }];
  });
  const red: Invoice = {
    ...blue,
    number,
    issuedOn,
    lines: redLines,
    fen: 0 - fen,
    netFen: taxFen - fen,
    taxFen: 0 - taxFen,
    redFen: 0,
    state: 'red',
    red: { number: blue.number, confirmationNumber, redLetterId },
    remark: `被红冲蓝字数电票号码：${blue.number} 红字发票信息确认单编号：${confirmationNumber}`,
    recordedBy: by,
    recordedAt: at,
    updatedAt: at,
    version: 1,
  };
  const lines = blue.lines.map((line, nth) => {
    const back = of.get(nth);
    if (!back) return line;
    return { ...line, redFen: line.redFen + back.fen, redTaxFen: line.redTaxFen + back.taxFen };
  });
  const redFen = sumOf(lines, 'redFen');
  return {
    letter: changed(letter, { status: 'issued', redNumber: number }, at),
    red,
    blue: {
      ...blue,
      lines,
      redFen,
      state: stateOf({ fen: blue.fen, redFen }),
      updatedAt: at,
      version: blue.version + 1,
    },
  };
}
