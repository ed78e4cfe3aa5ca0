import { shortNumber } from '../../../shared/kernel/ids.ts';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { exact, exactOf, exactText, sum, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { unbroken } from '../../../shared/pages/parts.ts';
import type { Bill } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import type { BillSources } from './bill-sources.ts';
import { basisWords, bearerWords, causeWords, roundingWords, words } from './bill-words.ts';
import { fullYuanOf, type Step } from './charge.ts';
import type { Reduction } from './reduction.ts';

/** Returns an amount in yuan for readers: `718.53`. */
export function yuan(fen: number): string {
  return yuanOf(fen).top.toFixed(2);
}

/** Returns the product of a step as worked out on paper: `89.37 × 2.68 × 3`. */
function productOf({ quantity, price, addOn, formula }: Step, kind: BillLine['kind']): string {
  if (formula) {
    const inputs = Object.entries(formula.inputs).map(([name, value]) => `${name} = ${value}`);
    return `${formula.text} = ${formula.yuan} (${inputs.join(', ')})`;
  }
  if (kind === 'shared') return quantity;
  const full = kind === 'fixed' ? price : `${quantity} × ${price}`;
  return exact(addOn).top.eq('0') ? full : `(${full} + ${addOn})`;
}

function timesOf({ part, whole }: Step, kind: BillLine['kind'], language: Language): string {
  if (whole > 1) return ` × ${say(words.days, language, { part, whole })}`;
  return kind === 'metered' || kind === 'shared' ? '' : ` × ${say(words.months, language, { part })}`;
}

function tariffOf(line: BillLine, step: Step, sources: BillSources, language: Language): Html | undefined {
  const version = sources.tariffs.get(line.feeItemId)?.find(({ number }) => number === step.tariff);
  if (!version) return undefined;
  const { number, from, ground } = version;
  return html`<br><span class="soft">${say(words.tariff, language, { number, from })} · ${say(words.ground, language, { ground })}</span>`;
}

/** Returns what a discount takes off for readers: `30 %`, or yuan a month. */
function rateOf({ percent, yuan: monthly }: Reduction, language: Language): string {
  return percent === undefined ? say(words.monthlyOff, language, { amount: monthly ?? '0' }) : `${percent}%`;
}

/** Returns the result of a step, with what each discount takes off (R33.1). */
function resultOf(step: Step, language: Language): Html {
  const { reductions = [], yuan: result } = step;
  if (reductions.length === 0) return html`${result}`;
  const rows = reductions.map(
    (one) => html`<br>${say(words.reduced, language, { name: one.name, rate: rateOf(one, language) })}: −${one.off}`,
  );
  return html`${exactText(fullYuanOf(step))}${rows}<br>= ${result}`;
}

/** Returns what of a usage a step prices: peak, valley or a tier (R33.5, R33.6). */
function rateWords({ rate, tier }: Step, language: Language): string {
  if (rate === undefined) return tier === undefined ? '' : `${say(words.tier, language, { tier })} `;
  if (rate === 'peak' || rate === 'valley') return `${say(words[rate], language)} `;
  return `${say(words.tierPlus, language, { tier: tier ?? 1 })} `;
}

function stepRow(line: BillLine, step: Step, sources: BillSources, language: Language): Html {
  const { from, to } = step;
  return html`<tr><th scope="row">${unbroken(`${from} – ${to}`)}</th><td>${rateWords(step, language)}${productOf(step, line.kind)}${timesOf(step, line.kind, language)} = ${resultOf(step, language)}${tariffOf(line, step, sources, language)}</td></tr>\n`;
}

/**
 * Returns the origin of a share: usage and price, what others bear, and the basis of sharing (R6.1, R6.4).
 */
function sharingOf(line: BillLine, sources: BillSources, language: Language): Html | undefined {
  const found = line.sharing && sources.sharings.get(line.sharing.sharingId);
  if (!line.sharing || !found) return undefined;
  const { record, line: share } = found;
  const { cost, totalFen, units, exempt, rule } = record;
  const total = totalFen === undefined ? '' : say(words.yuan, language, { amount: yuan(totalFen) });
  const borne = cost.kind === 'metered' ? cost.borneByOthers : [];
  const use =
    cost.kind === 'metered' &&
    html`<br>${say(words.sharedUse, language, { quantity: cost.quantity, price: cost.price })}${borne.map(
      ({ bearer, what, quantity }) =>
        html`<br>${say(words.borne, language, { who: `${say(bearerWords[bearer], language)}: ${what}`, quantity })}`,
    )}`;
  const relief = share?.relief && html` · ${say(words.pays, language, { pays: share.relief.pays })}`;
  return html`<tr><th scope="row">${say(words.sharedWhole, language)}</th><td>${total}${use}</td></tr>
<tr><th scope="row">${say(words.sharedBy, language)}</th><td>${say(basisWords[rule.basis], language)} · ${say(words.weight, language, { weight: line.sharing.weight })}${relief}<br>${say(words.units, language, { units, exempt })}${
    line.sharing.clause !== undefined && html`<br>${say(words.clause, language, { clause: line.sharing.clause })}`
  }</td></tr>\n`;
}

/**
 * Returns the row that explains how the steps add up to the amount. The sum is rounded once. A share or
 * period with several payers is divided by their days.
 */
function sumRow(line: BillLine, language: Language): Html {
  const mode = say(roundingWords[line.rounding], language);
  const exactly = sum(...line.steps.map((step) => exactOf(step.yuan)));
  const isDivided = line.kind === 'shared' && line.steps.some(({ part, whole }) => part !== whole);
  const isRounded = toFen(exactly, line.rounding) === line.fen;
  const rounding = isRounded
    ? say(words.rounded, language, { exact: exactText(exactly), amount: yuan(line.fen), mode })
    : say(words.together, language);
  return html`<tr><td colspan="2">${isDivided ? say(words.byDays, language) : rounding}</td></tr>\n`;
}

/** Returns an amount in fen with its unit, for readers: `−¥40.30`. */
export function yuanOn(fen: number, language: Language): string {
  const text = say(words.yuan, language, { amount: yuan(Math.abs(fen)) });
  return fen < 0 ? `−${text}` : text;
}

/** Returns rows with the old facts, the new facts and their difference (R22.5). */
function differenceRows(line: BillLine, bill: Bill, sources: BillSources, language: Language): Html {
  const { difference } = line;
  if (!difference) return html``;
  const { cause, wasFen, isFen, was, creditsBillId } = difference;
  const part = (title: string, fen: number, steps: BillLine['steps']) =>
    html`<tr><th scope="rowgroup" colspan="2">${title}: ${yuanOn(fen, language)}</th></tr>
${steps.map((step) => stepRow(line, step, sources, language))}`;
  const taken =
    creditsBillId !== undefined &&
    html`<br>${say(words.takenOff, language, { billId: shortNumber(creditsBillId) })}: ${yuanOn(line.fen, language)}`;
  const { from, to } = line.period ?? bill.period;
  return html`<tr><th scope="row">${say(words.servicePeriod, language)}</th><td>${from} – ${to}</td></tr>
<tr><th scope="row">${say(words.reason, language)}</th><td>${say(causeWords[cause], language)}</td></tr>
${part(say(words.billedBefore, language), wasFen, was)}${part(say(words.owedNow, language), isFen, line.steps)}<tr><th scope="row">${say(words.differs, language)}</th><td>${yuan(isFen)} − ${yuan(wasFen)} = ${yuanOn(isFen - wasFen, language)}${taken}</td></tr>
`;
}

/** Returns the lines of a bill with their arithmetic, so that a reader can recompute every fen (D23). */
export function linesOf(bill: Bill, sources: BillSources, language: Language): Html[] {
  return bill.lines.map((line) => {
    const rows = line.difference
      ? differenceRows(line, bill, sources, language)
      : html`${line.steps.map((step) => stepRow(line, step, sources, language))}${sumRow(line, language)}`;
    return html`<h3>${line.name} · ${yuanOn(line.fen, language)}</h3>
${line.held && html`<p class="soft">${say(words.held, language)}</p>\n`}<table>
${sharingOf(line, sources, language)}${rows}</table>
`;
  });
}
