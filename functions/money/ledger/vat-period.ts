import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, vatPercentOf } from './account.ts';
import { type Entry, type Posting, sumFen } from './posting.ts';
import { splitVat } from './vat.ts';
import { percentSchema, type TaxpayerKind, taxpayerKindSchema } from './vat-rates.ts';

/* Value added tax of a period of an estate: sales and tax by rate, relief, and tax on differences. */

/** Accounts of the tax, by kind. */
const vatKinds = ['output-vat', 'simplified-vat', 'small-scale-vat'] as const;
const vatKindSchema = z.enum(vatKinds);

/** Sales and tax of a period by method and rate. */
export const vatSummarySchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    /** The taxpayer kind on the last day; null where none is set. */
    taxpayer: taxpayerKindSchema.nullable(),
    rows: z.array(
      z.object({
        /** The kind of ledger account: general method, simplified method, or small-scale taxpayer. */
        kind: vatKindSchema,
        percent: percentSchema,
        /** Sales without tax, fen. */
        netFen: fenSchema,
        taxFen: fenSchema,
      }),
    ),
    /** Revenue that bore no tax, fen. */
    untaxedFen: fenSchema,
    netFen: fenSchema,
    taxFen: fenSchema,
    /** Water that was resold, taxed on the difference (R23.5); only when asked for. */
    water: z.object({ collectedFen: fenSchema, paidFen: fenSchema, netFen: fenSchema, taxFen: fenSchema }).optional(),
    /** A small-scale taxpayer whose sales in this estate alone did not reach the threshold (R23.2). */
    belowThreshold: z.boolean(),
  })
  .meta({ id: 'VatSummary' });
export type VatSummary = z.infer<typeof vatSummarySchema>;

/** Returns the posting that a tax posting taxes: the last one before it on its side that is no tax itself. */
function taxedBy(postings: readonly Posting[], nth: number): number {
  const isDebit = (fen: number) => fen > 0;
  const { fen } = postings[nth] ?? { fen: 0 };
  return postings.findLastIndex(
    (one, i) => i < nth && isDebit(one.fen) === isDebit(fen) && vatPercentOf(one.account) === undefined,
  );
}

/**
 * Sums of a period that grow page by page. Each tax posting follows the posting that it taxes
 * (`earnedPostings`), so entries alone say the sales of each rate.
 */
export class VatOfPeriod {
  readonly #rows = new Map<string, { netFen: number; taxFen: number }>();
  readonly #waterItems: ReadonlySet<string>;
  #untaxedFen = 0;
  #waterFen = 0;

  /** @param waterItems fee items whose revenue is resold water. */
  constructor(waterItems: readonly string[] = []) {
    this.#waterItems = new Set(waterItems);
  }

  add(entries: readonly Entry[]): void {
    for (const { kind: kindOfEntry, postings } of entries) {
      const taxed = new Set<number>();
      for (const [i, { account, fen }] of postings.entries()) {
        if (vatPercentOf(account) === undefined) continue;
        const base = taxedBy(postings, i);
        taxed.add(base);
        this.#addTax(account, 0 - fen, 0 - (postings[base]?.fen ?? 0));
      }
      for (const [i, { account, fen }] of postings.entries()) {
        const { kind, ids } = accountOf(account);
        // Its tax and its sales were those of the invoice (R24.1).
        if (kindOfEntry === 'recognition' && kind === 'invoiced-advance')
          this.#untaxedFen = sumFen([this.#untaxedFen, 0 - fen]);
        if (kind !== 'revenue' || taxed.has(i)) continue;
        this.#untaxedFen = sumFen([this.#untaxedFen, 0 - fen]);
        if (this.#waterItems.has(ids[0] ?? '')) this.#waterFen = sumFen([this.#waterFen, 0 - fen]);
      }
    }
  }

  #addTax(account: string, taxFen: number, netFen: number): void {
    const before = this.#rows.get(account) ?? { netFen: 0, taxFen: 0 };
    this.#rows.set(account, {
      netFen: sumFen([before.netFen, netFen]),
      taxFen: sumFen([before.taxFen, taxFen]),
    });
  }

  #waterOf({ paidFen, percent }: { paidFen: number; percent: string }): VatSummary['water'] {
    const collectedFen = this.#waterFen;
    return { collectedFen, paidFen, ...taxOnDifference({ collectedFen, paidFen }, percent) };
  }

  /** Returns the summary of the entries so far. */
  summary(of: {
    from: string;
    to: string;
    months: Months;
    taxpayer: TaxpayerKind | undefined;
    /** What was paid to the waterworks, and the rate. */
    water?: { paidFen: number; percent: string } | undefined;
  }): VatSummary {
    const { from, to, months, taxpayer, water } = of;
    const rows = [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, sums]) => ({
        kind: vatKindSchema.parse(accountOf(code).kind),
        percent: vatPercentOf(code) ?? '0',
        ...sums,
      }));
    const netFen = sumFen(rows.map((row) => row.netFen));
    return {
      from,
      to,
      taxpayer: taxpayer ?? null,
      rows,
      untaxedFen: this.#untaxedFen,
      netFen,
      taxFen: sumFen(rows.map((row) => row.taxFen)),
      ...(water && { water: this.#waterOf(water) }),
      belowThreshold: taxpayer === 'small-scale' && isBelowThreshold(netFen, months, to),
    };
  }
}

/** Months of a tax period: a month or a quarter. */
export type Months = 1 | 3;

/** Sales of a small-scale taxpayer below which no tax is due, fen, with the days for which they hold. */
const thresholds = [{ from: '2026-01-01', to: '2027-12-31', ofMonths: { 1: 10_000_000, 3: 30_000_000 } }] as const;

/**
 * Returns true when the sales of a small-scale taxpayer did not reach the threshold of the period (R23.2),
 * net fen. Sales of exactly the threshold have reached it.
 */
export function isBelowThreshold(netFen: number, months: Months, lastDay: string): boolean {
  const row = thresholds.find(({ from, to }) => from <= lastDay && lastDay <= to);
  return row !== undefined && netFen < row.ofMonths[months];
}

/**
 * Returns the tax of water that an estate resold in a period (R23.5), fen: on what it collected less what
 * it paid to the waterworks, both with tax. Below cost it is 0; nothing is carried over.
 */
export function taxOnDifference(
  { collectedFen, paidFen }: { collectedFen: number; paidFen: number },
  percent: string,
): ReturnType<typeof splitVat> {
  return splitVat(Math.max(0, collectedFen - paidFen), percent);
}

/**
 * Returns the day on which tax arises (纳税义务发生时间, R23.6): when the service is rendered and paid or
 * due, whichever is first; or when the invoice was issued before. Undefined while it has not arisen: money
 * before the service and without an invoice is not taxed yet.
 */
export function taxPointOf(of: {
  readonly servedOn?: string;
  readonly paidOn?: string;
  readonly dueOn?: string;
  readonly invoicedOn?: string;
}): string | undefined {
  const { servedOn, paidOn, dueOn, invoicedOn } = of;
  const claim = [paidOn, dueOn].filter((day) => day !== undefined).sort()[0];
  const served = servedOn !== undefined && claim !== undefined ? [servedOn, claim].sort()[1] : undefined;
  return [served, invoicedOn].filter((day) => day !== undefined).sort()[0];
}
