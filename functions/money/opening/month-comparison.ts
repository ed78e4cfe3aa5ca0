import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { type Bill, linesAt } from '../fees/public.ts';
import { fileErrorSchema } from './opening-errors.ts';

/*
 * The parallel month (并行月, R30.5): the system before goes on for a month beside this one, and what it
 * billed, received and left open for each unit is compared with what is here. Whatever differs is listed.
 */

/** A month, `2026-12`. */
const monthSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

/** Input of a comparison: a month that is over, and the file of the system before. */
export const newComparisonSchema = z
  .strictObject({
    month: monthSchema,
    /** SHA-256 of the file in hexadecimal digits. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Bytes. */
    size: z
      .int()
      .min(1)
      .max(50 * 1024 * 1024),
    fileName: z.string().min(1).max(200),
  })
  .meta({ id: 'CreateMonthComparisonBody' });

/** What is compared of each unit. */
const fields = ['billed', 'received', 'open'] as const;
type Field = (typeof fields)[number];

const figuresSchema = z
  .object({
    /** Billed in the month, less what was credited in it, fen. */
    billed: fenSchema,
    /** Money used for bills in the month, fen. */
    received: fenSchema,
    /** Open at the end of the month, fen. */
    open: fenSchema,
  })
  .meta({ id: 'MonthFigures' });
export type Figures = z.infer<typeof figuresSchema>;

/** The most errors of a file that are kept. */
const keptErrors = 100;

/**
 * `open`: the file can be uploaded. `refused`: it has errors. `compared`: every unit of the estate and of the
 * file is compared.
 */
const comparisonStates = ['open', 'comparing', 'refused', 'compared'] as const;

export const comparisonSchema = z
  .object({
    ...newComparisonSchema.shape,
    comparisonId: z.string(),
    estateId: z.string(),
    state: z.enum(comparisonStates),
    /** How often it was run. Differences are stored by run. */
    run: z.int(),
    /** Units compared so far. */
    units: z.int(),
    /** Units that differ in at least one figure. */
    unitsThatDiffer: z.int(),
    /** Sums of the file and of the units compared so far. */
    old: figuresSchema,
    ours: figuresSchema,
    /** Number of errors of the file. */
    errorCount: z.int(),
    /** The first errors of the file. */
    errors: z.array(fileErrorSchema).max(keptErrors),
    cursor: z.string().optional(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'MonthComparisonRecord' });
export type Comparison = z.infer<typeof comparisonSchema>;

/** A unit that differs. */
export const unitDifferenceSchema = z
  .object({
    comparisonId: z.string(),
    run: z.int(),
    unitId: z.string(),
    unitLabel: z.string(),
    /** True when the file does not have the unit; its figures then count as 0. */
    notInFile: z.literal(true).optional(),
    differences: z
      .array(z.object({ field: z.enum(fields), oldFen: fenSchema, oursFen: fenSchema }).meta({ id: 'MonthDifference' }))
      .min(1)
      .max(fields.length),
  })
  .meta({ id: 'MonthUnitDifferenceRecord' });
export type UnitDifference = z.infer<typeof unitDifferenceSchema>;

const notParallel = problemKind('no-parallel-month', 409, {
  'zh-CN': '{month} 不能比较：须在切换日之后，且已经结束。请改用其他月份。',
  'zh-TW': '{month} 不能比較：須在切換日之後，且已經結束。請改用其他月份。',
  en: 'The month {month} cannot be compared: it must be after the cut-over, and over. Choose another month.',
});

/** Returns the first and the last day of a month. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  return { from, to: addDays(`${addDays(`${month}-28`, 4).slice(0, 'YYYY-MM'.length)}-01`, -1) };
}

/**
 * Rejects a month that is not over, or not after the cut-over of the estate. `cutOverOn` is undefined for an
 * estate that did not come from another system.
 * @throws Problem no-parallel-month.
 */
export function assertParallel(month: string, cutOverOn: string | undefined, today: string): void {
  const { from, to } = daysOfMonth(month);
  if (cutOverOn === undefined || from <= cutOverOn || to >= today) throw new Problem(notParallel, { month });
}

export const noFigures: Figures = { billed: 0, received: 0, open: 0 };

/** Returns the sum of figures, fen. */
export function addFigures(a: Figures, b: Figures): Figures {
  return { billed: a.billed + b.billed, received: a.received + b.received, open: a.open + b.open };
}

/**
 * Returns the figures of a month from all bills of a unit, fen: how billed and received grew within it, and
 * what is open at its end. Waivers and write-offs are neither billed nor received. A bill that was taken over
 * is billed before the cut-over.
 */
export function figuresOf(bills: readonly Bill[], month: string): Figures {
  const { from, to } = daysOfMonth(month);
  const upTo = (day: string) =>
    bills
      .flatMap((bill) => linesAt(bill, day))
      .reduce(
        (sum, one) =>
          addFigures(sum, {
            billed: one.billedFen - one.creditedFen,
            received: one.receivedFen,
            open: one.openFen,
          }),
        noFigures,
      );
  const [before, at] = [upTo(addDays(from, -1)), upTo(to)];
  return { billed: at.billed - before.billed, received: at.received - before.received, open: at.open };
}

/** Returns the figures that differ, with both amounts. A unit that the file lacks counts as 0 there. */
export function differencesOf(old: Figures | undefined, ours: Figures): UnitDifference['differences'] {
  const given = old ?? noFigures;
  return fields.flatMap((field: Field) =>
    given[field] === ours[field] ? [] : [{ field, oldFen: given[field], oursFen: ours[field] }],
  );
}

/** Returns a comparison whose file has errors. */
export function refusedFor(before: Comparison, errors: Comparison['errors']): Comparison {
  return { ...before, state: 'refused', errors: errors.slice(0, keptErrors), errorCount: errors.length };
}
