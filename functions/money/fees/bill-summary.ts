import { type Language, say } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { amountCell, columnHead } from '../../../shared/pages/paper.ts';
import type { Bill } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import { words } from './bill-words.ts';

/** Value added tax of a line, fen: net + tax = the amount of the line (R23.3). */
interface LineTax {
  readonly netFen: number;
  readonly taxFen: number;
}

/** Returns the tax of a line. Lines billed before tax was split have none. */
function taxOf(_line: BillLine): LineTax | undefined {
  return undefined;
}

/** Returns the period of a line where it differs from the bill's, else nothing. */
function ownPeriodOf({ period }: BillLine): Html | undefined {
  return (
    period &&
    html`<br><span class="soft"><span class="day">${period.from}</span> – <span class="day">${period.to}</span></span>`
  );
}

/**
 * Returns the table of a bill's fee items by name, with their amounts and the total; with net amount and tax
 * where lines have them. An amount that is collected for others has no tax.
 */
export function summaryOf({ lines, fen }: Pick<Bill, 'lines' | 'fen'>, language: Language): Html {
  const label = (key: 'items' | 'item' | 'net' | 'tax' | 'amount' | 'total') => say(words[key], language);
  const taxes = lines.map(taxOf);
  const hasTax = taxes.some((tax) => tax !== undefined);
  const sum = (of: (tax: LineTax) => number) => taxes.reduce((all, tax) => all + (tax ? of(tax) : 0), 0);
  const netFen = lines.reduce((all, line, i) => all + (taxes[i]?.netFen ?? line.fen), 0);
  const taxed = (net: number, tax: number | undefined) => hasTax && [amountCell(net), amountCell(tax)];
  return html`<h2>${label('items')}</h2>
<table class="lines">
<thead><tr>${columnHead(label('item'))}${hasTax && [columnHead(label('net'), 'amount'), columnHead(label('tax'), 'amount')]}${columnHead(label('amount'), 'amount')}</tr></thead>
<tbody>
${lines.map(
  (line, i) =>
    html`<tr><th scope="row">${line.name}${ownPeriodOf(line)}</th>${taxed(taxes[i]?.netFen ?? line.fen, taxes[i]?.taxFen)}${amountCell(line.fen)}</tr>\n`,
)}<tr class="total"><th scope="row">${label('total')}</th>${taxed(
    netFen,
    sum(({ taxFen }) => taxFen),
  )}${amountCell(fen)}</tr>
</tbody>
</table>
`;
}
