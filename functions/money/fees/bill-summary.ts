import { type Language, say } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { amountCell, columnHead } from '../../../shared/pages/paper.ts';
import { taxIn } from '../ledger/public.ts';
import type { Bill } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import { words } from './bill-words.ts';

/** Value added tax in the amount of a line: the tax in fen, and the rate in percent. */
interface LineTax {
  readonly taxFen: number;
  readonly percent: string;
}

/** Returns the tax of a line. Lines billed before tax was split have none. */
function taxOf({ vat }: BillLine & { readonly vat?: LineTax | undefined }): LineTax | undefined {
  return vat;
}

/** Returns the period of a line where it differs from the bill's, else nothing. */
function ownPeriodOf({ period }: BillLine): Html | undefined {
  return (
    period &&
    html`<br><span class="soft"><span class="day">${period.from}</span> – <span class="day">${period.to}</span></span>`
  );
}

/** Returns the rate of a line's tax, under its name. */
function rateOf(tax: LineTax | undefined, language: Language): Html | undefined {
  return tax && html`<br><span class="soft">${say(words.taxRate, language, { percent: tax.percent })}</span>`;
}

/**
 * Returns the rows of a line, fen: its full amount, then each discount with its part of the tax (R33.1).
 * They add up to the line.
 */
export function rowsOf(line: BillLine): { name: string; fen: number; taxFen: number | undefined }[] {
  const { discounts = [], vat } = line;
  const fullFen = discounts.reduce((all, { fen }) => all + fen, line.fen);
  const taxFen = vat && taxIn(fullFen, vat).taxFen;
  let taxOff = vat && taxIn(fullFen, vat).taxFen - vat.taxFen;
  const off = discounts.map(({ name, fen }, nth) => {
    const part = vat && (nth === discounts.length - 1 ? taxOff : taxIn(fen, vat).taxFen);
    taxOff = taxOff === undefined || part === undefined ? undefined : taxOff - part;
    return { name, fen: -fen, taxFen: part === undefined ? undefined : -part };
  });
  return [{ name: line.name, fen: fullFen, taxFen }, ...off];
}

/**
 * Returns the table of a bill's fee items by name, with their amounts and the total; with net amount, rate
 * and tax where lines have them. An amount that is collected for others has no tax.
 */
export function summaryOf({ lines, fen }: Pick<Bill, 'lines' | 'fen'>, language: Language): Html {
  const label = (key: 'items' | 'item' | 'net' | 'tax' | 'amount' | 'total') => say(words[key], language);
  const hasTax = lines.some((line) => taxOf(line) !== undefined);
  const amounts = (all: number, tax: number | undefined) =>
    html`${hasTax && [amountCell(all - (tax ?? 0)), amountCell(tax)]}${amountCell(all)}`;
  const taxHeads = hasTax && [columnHead(label('net'), 'amount'), columnHead(label('tax'), 'amount')];
  const rows = lines.flatMap((line) => {
    const [full, ...discounts] = rowsOf(line);
    const name = html`${line.name}${ownPeriodOf(line)}${rateOf(taxOf(line), language)}`;
    return [
      html`<tr><th scope="row">${name}</th>${full && amounts(full.fen, full.taxFen)}</tr>\n`,
      ...discounts.map(
        (one) =>
          html`<tr><th scope="row">${say(words.discount, language, { name: one.name })}</th>${amounts(one.fen, one.taxFen)}</tr>\n`,
      ),
    ];
  });
  const taxFen = lines.reduce((all, line) => all + (taxOf(line)?.taxFen ?? 0), 0);
  return html`<h2>${label('items')}</h2>
<table class="lines">
<thead><tr>${columnHead(label('item'))}${taxHeads}${columnHead(label('amount'), 'amount')}</tr></thead>
<tbody>
${rows}<tr class="total"><th scope="row">${label('total')}</th>${amounts(fen, taxFen)}</tr>
</tbody>
</table>
`;
}
