import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import {
  type Exact,
  exactOf,
  fenSchema,
  product,
  quotient,
  ratio,
  sum,
  toFen,
  toFenTogether,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { addDays, daysOf, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { taxedSchema, taxIn } from '../ledger/public.ts';
import type { BillLine } from './bill-line.ts';
import type { Step } from './charge.ts';

/*
 * Money in advance (预收, R24): service months of one unit and fee item that are charged before they begin. It
 * is a liability without tax until the months are served. Each month becomes revenue on its last day.
 */

/**
 * `asked`: waits for an approver. `charged`: the bill is out and the first month has not begun. `serving`:
 * the months become revenue one by one. `ended`: nothing is left. `lapsed`: nobody paid before the first
 * month.
 */
export const advanceStatuses = ['asked', 'refused', 'charged', 'serving', 'ended', 'lapsed'] as const;

/** How money in advance ends early. */
const endFields = {
  /** The last day of service; the day before the first one where nothing was served. */
  through: dateSchema,
  /**
   * What the payer gets: `refund` goes back the way it came and pays nothing else; `arrears` becomes prepaid
   * money that pays open bills first, which the payer must have agreed to.
   */
  back: z.enum(['refund', 'arrears']),
  /** The document by which the payer agreed; with `arrears`. */
  consent: z.string().min(1).max(200).optional(),
  reason: reasonSchema(1_000),
};

/** Input of an early end of money in advance. */
export const endAdvanceSchema = z
  .strictObject(endFields)
  .refine(({ back, consent }) => (back === 'arrears') === (consent !== undefined), {
    path: ['consent'],
    message: 'required for arrears, and only for them',
  })
  .meta({ id: 'EndAdvanceBody' });
export type AdvanceEnd = z.output<typeof endAdvanceSchema>;

/** Net amount and tax, fen. */
const splitSchema = z.object({ netFen: fenSchema, taxFen: fenSchema }).meta({ id: 'NetAndTax' });
export type Split = z.infer<typeof splitSchema>;

/** A month, or a part of it, of money in advance. */
const advanceMonthSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    /** What the month earns, fen. */
    netFen: fenSchema,
    /** Its value added tax, fen. */
    taxFen: fenSchema,
    /** The entry that made it revenue. */
    entryId: z.string().optional(),
  })
  .meta({ id: 'AdvanceMonth' });
export type AdvanceMonth = z.infer<typeof advanceMonthSchema>;

/** Money in advance for service months of one unit and fee item. */
export const advanceSchema = z
  .object({
    advanceId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    payerId: z.string(),
    feeItemId: z.string(),
    /** The first and the last day of service that it covers now. */
    from: dateSchema,
    to: dateSchema,
    /** What the bill charges, fen. */
    fen: fenSchema,
    /** The tax in it; absent: not taxed. */
    vat: taxedSchema.optional(),
    status: z.enum(advanceStatuses),
    asked: z.object({ by: z.string(), on: dateSchema, at: z.string() }),
    decided: z.object({ by: z.string(), on: dateSchema, reason: z.string().optional() }).optional(),
    billId: z.string().optional(),
    /** Its early end (R24.3), as one person asked for it and another decided. */
    end: z
      .object({
        ...endFields,
        status: z.enum(['asked', 'approved', 'refused']),
        asked: z.object({ by: z.string(), on: dateSchema, at: z.string() }),
        decided: z.object({ by: z.string(), on: dateSchema, reason: z.string().optional() }).optional(),
      })
      .optional(),
    /** The last day to pay: the day before the first month. */
    payBy: dateSchema,
    /** What each month earns; empty until the bill is out. */
    months: z.array(advanceMonthSchema).max(40),
    /** What invoices made due before it was served. */
    invoiced: splitSchema,
    /** When its next step is due: it lapses unpaid, or a month becomes revenue. */
    dueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Advance' });
export type Advance = z.infer<typeof advanceSchema>;

/** Input of months in advance. */
export const chargeAdvanceSchema = z
  .strictObject({
    unitId: z.string().min(1).max(64),
    feeItemId: z.string().min(1).max(64),
    /** The first day of service; after today. */
    from: dateSchema,
    /** The last day of service. */
    to: dateSchema,
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' })
  .meta({ id: 'ChargeAdvanceBody' });
export type AdvanceInput = z.output<typeof chargeAdvanceSchema>;

const begun = problemKind('advance-has-begun', 409, {
  'zh-CN': '预收只能收 {today} 之后才开始的月份。请把 from 改为明天或以后。',
  'zh-TW': '預收只能收 {today} 之後才開始的月份。請把 from 改為明天或以後。',
  en: 'Only months that begin after {today} can be charged in advance. Set from to a later day.',
});
const tooFar = problemKind('too-many-months-in-advance', 409, {
  'zh-CN': '该房屋此收费项目最多预收 {most} 个月，本次办理后为 {months} 个月。请减少月份。',
  'zh-TW': '該房屋此收費項目最多預收 {most} 個月，本次辦理後為 {months} 個月。請減少月份。',
  en: 'At most {most} months in advance may be charged for a unit and fee item; this would make {months}. Charge fewer months.',
});
const endOutside = problemKind('end-outside-advance', 409, {
  'zh-CN': '终止日须在 {from} 至 {to} 之间。请核对 through。',
  'zh-TW': '終止日須在 {from} 至 {to} 之間。請核對 through。',
  en: 'The last day of service must lie between {from} and {to}. Check through.',
});
const beyondContract = problemKind('advance-beyond-contract', 409, {
  'zh-CN': '物业服务合同于 {endsOn} 到期，不能预收到期以后的费用。请把 to 改为到期日或以前。',
  'zh-TW': '物業服務合約於 {endsOn} 到期，不能預收到期以後的費用。請把 to 改為到期日或以前。',
  en: 'The service contract ends on {endsOn}, and nothing after it may be charged in advance. Set to to that day or earlier.',
});

/** Returns the calendar months, `2027-01`, of spans that begin after a day. */
function monthsAfter(day: string, spans: readonly Span[]): Set<string> {
  const parts = spans.flatMap((span) => monthsOf(span)).filter(({ from }) => from > day);
  return new Set(parts.map(({ from }) => from.slice(0, 7)));
}

/** What an estate has set about money in advance. */
export interface AdvanceTerms {
  /** The most service months in advance for a unit and fee item. */
  readonly mostMonthsAhead: number;
  /** The last day of the service contract; null: unknown. */
  readonly contractEndsOn: string | null;
}

/**
 * Checks the months in advance of a unit and fee item (R24.4). `charged` holds the days charged before, also
 * by billing runs; months that begin after today count together. Returns whether a second person has to
 * approve: the limit is reached and the contract's end is unknown.
 * @throws Problem advance-has-begun, too-many-months-in-advance, advance-beyond-contract.
 */
export function checkAhead(
  asked: Span,
  charged: readonly Span[],
  { today, mostMonthsAhead: most, contractEndsOn: endsOn }: AdvanceTerms & { today: string },
): { needsApproval: boolean } {
  if (asked.from <= today) throw new Problem(begun, { today });
  if (endsOn !== null && asked.to > endsOn) throw new Problem(beyondContract, { endsOn });
  const months = monthsAfter(today, [...charged, asked]).size;
  if (months > most) throw new Problem(tooFar, { most, months }, { more: { months } });
  return { needsApproval: endsOn === null && months >= most };
}

/**
 * Divides an amount over service months by largest remainder, ties to the earliest (R24.2). A broken month
 * counts by its days.
 * @returns fen of each month, in order.
 */
function divide(fen: number, weights: readonly Exact[]): number[] {
  const all = sum(...weights);
  return toFenTogether(weights.map((weight) => product(yuanOf(fen), quotient(weight, all))));
}

/** Returns what each month of a span earns of a net amount and its tax, fen (R24.2). */
export function scheduleOf(span: Span, { netFen, taxFen }: Split): AdvanceMonth[] {
  const parts = monthsOf(span);
  const weights = parts.map(({ days, ofDays }) => ratio(days, ofDays));
  const [net, tax] = [divide(netFen, weights), divide(taxFen, weights)];
  return parts.map(({ from, to }, i) => ({ from, to, netFen: net[i] ?? 0, taxFen: tax[i] ?? 0 }));
}

/** Returns net amount and tax of an amount that has a tax, fen. */
export function splitOf({ fen, vat }: Pick<Advance, 'fen' | 'vat'>): Split {
  const taxFen = vat?.taxFen ?? 0;
  return { netFen: fen - taxFen, taxFen };
}

const addSplits = (all: readonly Split[]): Split =>
  all.reduce((a, b) => ({ netFen: a.netFen + b.netFen, taxFen: a.taxFen + b.taxFen }), { netFen: 0, taxFen: 0 });
/** Returns net amount and tax less others. */
export const lessSplit = (a: Split, b: Split): Split => ({ netFen: a.netFen - b.netFen, taxFen: a.taxFen - b.taxFen });
const moreOf = (a: Split, b: Split): Split => ({
  netFen: Math.max(a.netFen, b.netFen),
  taxFen: Math.max(a.taxFen, b.taxFen),
});

/** Returns what was made revenue of it, fen. */
export function servedOf({ months }: Pick<Advance, 'months'>): Split {
  return addSplits(months.filter(({ entryId }) => entryId !== undefined));
}

/** Returns what is due of it, fen: what was served, or more where an invoice has more. */
export function dueSplitOf(advance: Pick<Advance, 'months' | 'invoiced'>): Split {
  return moreOf(servedOf(advance), advance.invoiced);
}

/** Returns what all its months earn, fen. */
export function wholeOf({ months }: Pick<Advance, 'months'>): Split {
  return addSplits(months);
}

/**
 * Returns what the ledger has of it now, fen: `advance` net and without an invoice, `invoiced` net with one,
 * and the pending tax.
 */
export function balancesOf(advance: Pick<Advance, 'months' | 'invoiced'>): {
  advanceFen: number;
  invoicedFen: number;
  pendingTaxFen: number;
} {
  const served = servedOf(advance);
  const due = dueSplitOf(advance);
  const rest = lessSplit(wholeOf(advance), due);
  return { advanceFen: rest.netFen, invoicedFen: due.netFen - served.netFen, pendingTaxFen: rest.taxFen };
}

/** Returns the next month to make revenue; undefined when none is left. */
export function nextMonth({ months }: Pick<Advance, 'months'>): AdvanceMonth | undefined {
  return months.find(({ entryId }) => entryId === undefined);
}

/**
 * Makes the next month revenue under an entry. `due` is what becomes due with it, fen; `invoicedFen` is the
 * net part that an invoice had made due before.
 */
export function serveMonth(
  advance: Advance,
  entryId: string,
): { after: Advance; due: Split; invoicedFen: number } | undefined {
  const month = nextMonth(advance);
  if (!month) return undefined;
  const months = advance.months.map((one) => (one === month ? { ...one, entryId } : one));
  const served = { ...advance, months };
  const due = lessSplit(dueSplitOf(served), dueSplitOf(advance));
  const isLast = nextMonth(served) === undefined;
  const after: Advance = { ...served, status: isLast ? 'ended' : 'serving' };
  return { after, due, invoicedFen: month.netFen - due.netFen };
}

/**
 * Notes what invoices have of it, fen. `due` is what becomes due by that; negative after a red invoice
 * (R24.1).
 */
export function noteInvoiced(advance: Advance, invoicedFen: number): { after: Advance; due: Split } {
  const whole = wholeOf(advance);
  const all = whole.netFen + whole.taxFen;
  const part =
    invoicedFen >= all || !advance.vat ? whole : splitOf({ fen: invoicedFen, vat: taxIn(invoicedFen, advance.vat) });
  const served = servedOf(advance);
  const due = lessSplit(moreOf(served, part), dueSplitOf(advance));
  return { after: { ...advance, invoiced: part }, due };
}

/**
 * Returns the exact yuan of a line's steps that were served through a day: whole months, and a broken one by
 * days (R24.3).
 */
function servedYuan(steps: readonly Step[], through: string): Exact {
  const parts = steps.flatMap(({ from, to, part, whole, yuan }) => {
    const all = exactOf(yuan);
    if (to <= through) return [all];
    if (from > through) return [];
    if (whole > 1) return [product(all, ratio(daysOf({ from, to: through }), part))];
    const months = monthsOf({ from, to: through }).map(({ days, ofDays }) => ratio(days, ofDays));
    return [product(all, quotient(sum(...months), ratio(part, 1)))];
  });
  return sum(...parts);
}

/** What ends money in advance early: the months that stay, and what goes back, fen. */
export interface Ended {
  readonly months: AdvanceMonth[];
  readonly back: Split;
}

/**
 * Returns what stays and what goes back when the service ends on a day (R24.3): the amount less the exact fee
 * served, rounded once. Its net amount and tax are those of the served amount, by the rate of the line.
 * `through` is before the first day when nothing was served.
 */
export function endOn(advance: Advance, line: Pick<BillLine, 'steps' | 'rounding'>, through: string): Ended {
  const fen = Math.min(advance.fen, toFen(servedYuan(line.steps, through), line.rounding));
  const served = splitOf({ fen, vat: advance.vat && taxIn(fen, advance.vat) });
  const stays = advance.months.filter(({ to, entryId }) => entryId !== undefined || to <= through);
  const last = lessSplit(served, addSplits(stays));
  const begins = stays.at(-1)?.to;
  const from = begins === undefined || begins >= through ? through : addDays(begins, 1);
  const isOver = last.netFen === 0 && last.taxFen === 0;
  return {
    months: isOver ? stays : [...stays, { from, to: through, ...last }],
    back: lessSplit(wholeOf(advance), served),
  };
}

/**
 * Decides on months in advance that need an approver. The person who asked cannot approve.
 * @throws Problem illegal-state, another-person-needed.
 */
export function decideAdvance(
  advance: Advance,
  status: 'charged' | 'refused',
  decision: { by: string; on: string; reason?: string | undefined; at: string },
): Advance {
  if (advance.status !== 'asked') throw illegalState(advance.status, ['asked']);
  const { at, ...decided } = decision;
  if (status === 'charged') assertAnotherPerson(advance.asked, decided.by);
  return { ...advance, status, decided, updatedAt: at, version: advance.version + 1 };
}

/**
 * Asks for the early end of money in advance (R24.3).
 * @throws Problem illegal-state, end-outside-advance.
 */
export function askEnd(advance: Advance, end: AdvanceEnd, by: Advance['asked']): Advance {
  const { status, from, to } = advance;
  if (status !== 'charged' && status !== 'serving') throw illegalState(status, ['charged', 'serving']);
  if (advance.end?.status === 'asked') throw illegalState('end asked', ['charged', 'serving']);
  const before = addDays(from, -1);
  if (end.through < before || end.through >= to) throw new Problem(endOutside, { from: before, to: addDays(to, -1) });
  const asked = { ...end, status: 'asked' as const, asked: by };
  return { ...advance, end: asked, updatedAt: by.at, version: advance.version + 1 };
}

/**
 * Decides on the early end of money in advance. The person who asked cannot approve.
 * @throws Problem illegal-state, another-person-needed.
 */
export function decideEnd(
  advance: Advance,
  status: 'approved' | 'refused',
  { at, ...decided }: { by: string; on: string; reason?: string | undefined; at: string },
): Advance {
  const { end } = advance;
  if (end?.status !== 'asked') throw illegalState(end?.status ?? 'no end', ['asked']);
  if (status === 'approved') assertAnotherPerson(end.asked, decided.by);
  return { ...advance, end: { ...end, status, decided }, updatedAt: at, version: advance.version + 1 };
}
