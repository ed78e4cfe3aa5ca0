import { exact, exactText, product, ratio, sum } from '../../../shared/kernel/money.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { taxIn } from '../ledger/public.ts';
import type { Bill } from './bill.ts';
import type { BillLine, Cause } from './bill-line.ts';
import type { Step } from './charge.ts';

/*
 * The difference method (差额法, R22): the amount owed by all facts known now, less what was published and not
 * cancelled. It works for each unit, fee item, service period and payer. It may be repeated: once the
 * difference is billed, it is 0.
 */

/** What a line is billed for: a fee item and a service period, and on shared costs one sharing. */
export interface LineScope {
  readonly feeItemId: string;
  readonly period: Span;
  readonly sharingId?: string | undefined;
}

/** A published line with its bill or credit note. */
export interface BilledLine {
  readonly bill: Bill;
  readonly line: BillLine;
}

/** Returns the scope of a bill's line: fee item, period and, where shared, the sharing. */
export function scopeOf(line: BillLine, bill: Pick<Bill, 'period'>): LineScope {
  return { feeItemId: line.feeItemId, period: line.period ?? bill.period, sharingId: line.sharing?.sharingId };
}

/** Returns a text that is the same for the same scope. */
export function scopeText({ feeItemId, period: { from, to }, sharingId = '' }: LineScope): string {
  return [feeItemId, from, to, sharingId].join(' ');
}

/**
 * Returns the published lines of bills and credit notes that are not cancelled, the earliest document first.
 * Months charged in advance keep their price (R24.5), so they have no differences and are left out.
 */
export function billedLines(bills: readonly Bill[]): BilledLine[] {
  return bills
    .filter(({ status }) => status !== 'draft' && status !== 'cancelled')
    .toSorted((a, b) => order(a).localeCompare(order(b), 'en'))
    .flatMap((bill) => bill.lines.filter(({ advanceId }) => advanceId === undefined).map((line) => ({ bill, line })));
}

/** Ids of runs follow time. Within one run the bill comes before the credit note. */
const order = ({ runId = '', billId }: Bill) => `${runId} ${billId}`;

const fenOf = (lines: readonly { readonly fen: number }[]) => lines.reduce((all, { fen }) => all + fen, 0);
const stepsOf = (lines: readonly BillLine[]) => lines.flatMap(({ steps }) => steps);

/** Returns the units of usage in steps, exact. */
function quantityOf(steps: readonly Step[]): string {
  const used = steps.filter(({ rate }) => rate !== 'tier');
  return exactText(sum(...used.map(({ quantity, part, whole }) => product(exact(quantity), ratio(part, whole)))));
}

const distinct = (steps: readonly Step[], of: (step: Step) => unknown) =>
  JSON.stringify([...new Set(steps.map((step) => JSON.stringify(of(step) ?? null)))].sort());

/** Returns the discounts of a step and its days, which change with a discount. */
const discountsOfStep = ({ from, to, reductions }: Step) =>
  reductions && [from, to, ...reductions.map(({ discountId, percent, yuan }) => [discountId, percent, yuan])];

/** Returns why a payer's steps differ. `all` holds the steps of every payer of the scope. */
function causeOf(kind: BillLine['kind'], was: readonly Step[], is: readonly Step[], all: Pair): Cause {
  const hasBoth = was.length > 0 && is.length > 0;
  if (hasBoth && distinct(was, discountsOfStep) !== distinct(is, discountsOfStep)) return 'discount';
  if (kind === 'metered') {
    // Other usage of the year moves this usage to another tier.
    const isSame = quantityOf(all.was) === quantityOf(all.is) && quantityOf(was) !== quantityOf(is);
    return isSame || !hasBoth ? 'payer' : 'reading';
  }
  if (was.length === 0 || is.length === 0) return 'payer';
  if (distinct(was, ({ quantity }) => quantity) !== distinct(is, ({ quantity }) => quantity)) {
    return kind === 'shared' ? 'payer' : 'area';
  }
  if (distinct(was, ({ formula }) => formula?.inputs) !== distinct(is, ({ formula }) => formula?.inputs)) return 'area';
  if (distinct(was, ({ tariff }) => tariff) !== distinct(is, ({ tariff }) => tariff)) return 'price';
  return distinct(was, ({ from, to }) => [from, to]) === distinct(is, ({ from, to }) => [from, to]) ? 'other' : 'payer';
}

interface Pair {
  readonly was: readonly Step[];
  readonly is: readonly Step[];
}

/** Returns the steps of the latest document of each payer. A credit note repeats its steps for each bill. */
function latestSteps(billed: readonly BilledLine[]): Step[] {
  return [...Map.groupBy(billed, ({ line }) => line.payerId).values()].flatMap((mine) => {
    const last = mine.at(-1)?.bill.billId;
    const lines = mine.filter(({ bill }) => bill.billId === last).map(({ line }) => line);
    return stepsOf(lines[0]?.difference ? lines.slice(0, 1) : lines);
  });
}

/**
 * Returns the lines that bring the billed amounts of one scope to the amounts owed (R22.1). A payer who was
 * billed nothing gets the new lines; the others get differences. Positive lines are billed. Negative lines
 * are credited to the bill that each names, the latest bill first. Lines of 0 that were billed before are
 * left out.
 */
export function differencesOf(should: readonly BillLine[], billed: readonly BilledLine[]): BillLine[] {
  const payers = [...new Set([...should, ...billed.map(({ line }) => line)].map(({ payerId }) => payerId))];
  const all = { was: latestSteps(billed), is: stepsOf(should) };
  return payers.flatMap((payerId) => {
    const [is, was] = [
      should.filter((one) => one.payerId === payerId),
      billed.filter(({ line }) => line.payerId === payerId),
    ];
    return was.length === 0 ? is.map((line) => asFirstTaxed(line, billed)) : differenceOf(is, was, all);
  });
}

/** Returns a line with the method and rate of value added tax by which its scope was first billed (R22.6). */
function asFirstTaxed(line: BillLine, billed: readonly BilledLine[]): BillLine {
  const terms = billed.find(({ bill }) => bill.kind === undefined)?.line.vat;
  return terms ? { ...line, vat: taxIn(line.fen, terms) } : line;
}

function differenceOf(is: readonly BillLine[], billed: readonly BilledLine[], all: Pair): BillLine[] {
  const [isFen, wasFen] = [fenOf(is), fenOf(billed.map(({ line }) => line))];
  const [first] = billed;
  const model = is[0] ?? first?.line;
  if (isFen === wasFen || !model || !first) return [];
  const { period } = scopeOf(first.line, first.bill);
  const [was, steps] = [latestSteps(billed), stepsOf(is)];
  const shown = steps.length > 0 ? steps : was;
  const { difference: _, vat: __, discounts: ___, ...base } = model;
  const days = { from: shown[0]?.from ?? base.from, to: shown.at(-1)?.to ?? base.to };
  const billIds = [...new Set(billed.map(({ bill }) => bill.billId))].slice(-200);
  const difference = { cause: causeOf(base.kind, was, steps, all), wasFen, isFen, was, billIds };
  const line = { ...base, ...days, steps, period };
  if (isFen > wasFen) return [asFirstTaxed({ ...line, fen: isFen - wasFen, difference }, billed)];
  return creditsOf(billed, wasFen - isFen).map(({ billId, fen }) => ({
    ...line,
    fen: -fen,
    difference: { ...difference, creditsBillId: billId },
  }));
}

/**
 * Takes an amount off the bills that billed it, the latest first. No bill gives more than its billed and
 * uncredited amount.
 */
function creditsOf(billed: readonly BilledLine[], fen: number): { billId: string; fen: number }[] {
  const credits: { billId: string; fen: number }[] = [];
  let left = fen;
  for (const [bill, lines] of [...Map.groupBy(billed, (one) => one.bill)].toReversed()) {
    if (bill.kind === 'credit-note' || left === 0) continue;
    const scopes = new Set(lines.map(({ line }) => scopeText(scopeOf(line, bill))));
    const credited = (bill.credited ?? []).filter((one) => scopes.has(scopeText(one)));
    const part = Math.min(left, fenOf(lines.map(({ line }) => line)) - fenOf(credited));
    if (part > 0) credits.push({ billId: bill.billId, fen: part });
    left -= Math.max(0, part);
  }
  return credits;
}
