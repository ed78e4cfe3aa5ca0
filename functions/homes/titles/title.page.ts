import { type Language, say } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { formRow, languageLinks } from '../../../shared/pages/parts.ts';
import type { DossierStep, TitleDossier } from './title-dossier.ts';
import { lateDeliveryOf, latenessOf } from './title-money.ts';
import { documentStateWords, owerWords, stepWords, titleWords as words } from './title-words.ts';

function lines(all: readonly (string | undefined | false)[]): string {
  return all.filter(Boolean).join('\n');
}

function stepText({ doneOn, dueOn, receipt, owedBy }: DossierStep, today: string, language: Language): string {
  if (doneOn !== undefined) {
    return lines([
      say(words.done, language, { on: doneOn }),
      receipt !== undefined && say(words.receipt, language, { receipt }),
    ]);
  }
  const late = dueOn !== undefined && dueOn < today;
  const when = dueOn === undefined ? words.open : late ? words.late : words.due;
  return lines([say(when, language, { on: dueOn ?? '' }), say(owerWords[owedBy], language)]);
}

function balanceOf({ fundBalance }: TitleDossier, language: Language): Html | undefined {
  if (!fundBalance) return undefined;
  const { fen, on, firstPaymentFen, low } = fundBalance;
  const first = yuanText(firstPaymentFen);
  const said = lines([
    say(words.balanceSum, language, { amount: yuanText(fen), on }),
    low && say(words.balanceLow, language, { first, by: low.topUpBy }),
  ]);
  return formRow(say(words.balance, language), said);
}

function moneyOf(dossier: TitleDossier, language: Language): Html {
  const { money, notes } = dossier;
  const { fund, tax } = money;
  const by = (version: string) => say(words.byTable, language, { version });
  const unknown = say(words.notKnown, language);
  const fundText = fund
    ? lines([
        say(words.fundSum, language, { area: fund.area, perM2: fund.perM2, amount: yuanText(fund.fen) }),
        by(fund.version),
      ])
    : unknown;
  const taxText = tax
    ? lines([
        say(words.taxSum, language, { base: yuanText(tax.baseFen), rate: tax.rate, amount: yuanText(tax.fen) }),
        by(tax.version),
        tax.estimate && say(words.estimate, language),
      ])
    : unknown;
  const noted = notes.map(({ on, text }) => formRow(on, text));
  return html`<h2>${say(words.money, language)}</h2>
<table>
${formRow(say(words.fund, language), fundText)}${balanceOf(dossier, language)}${formRow(say(words.tax, language), taxText)}</table>
${noted.length > 0 && html`<h2>${say(words.notes, language)}</h2>\n<table>\n${noted}</table>\n`}`;
}

function lateness(dossier: TitleDossier, today: string, language: Language): Html | undefined {
  const late = latenessOf(dossier, today);
  if (!late) return undefined;
  const { paidFen, yearlyRate: rate, days, fen, dueOn: from, until } = late;
  const sum = { paid: yuanText(paidFen), rate, days, amount: yuanText(fen), from, until };
  return html`<h2>${say(words.lateness, language)}</h2>
<p>${say(words.latenessSum, language, sum)}</p>`;
}

function lateDelivery(dossier: TitleDossier, today: string, language: Language): Html | undefined {
  const late = lateDeliveryOf(dossier, today);
  if (!late) return undefined;
  const { paidFen, dailyRate: rate, days, fen, dueOn: from, until, mayRescindAfter: on } = late;
  const text =
    rate === undefined || fen === undefined
      ? say(words.lateDeliveryNoRate, language, { days, from, until })
      : say(words.lateDeliverySum, language, {
          paid: yuanText(paidFen),
          rate,
          days,
          amount: yuanText(fen),
          from,
          until,
        });
  return html`<h2>${say(words.lateDelivery, language)}</h2>
<p>${text}</p>
${on !== undefined && html`<p>${say(words.mayRescind, language, { on })}</p>\n`}`;
}

/**
 * Renders the dossier page behind a link (D20): progress, amounts and who owes what. For phones, without
 * script.
 */
export function titlePage(dossier: TitleDossier, today: string, language: Language): string {
  const title = `${say(words.title, language)} ${dossier.unitLabel}`;
  const steps = dossier.steps.map((one) => formRow(say(stepWords[one.step], language), stepText(one, today, language)));
  const papers = dossier.documents.map(({ name, state, reason }) =>
    formRow(
      say(name, language),
      lines([
        say(documentStateWords[state], language),
        state === 'rejected' && reason !== undefined && say(words.reason, language, { reason }),
      ]),
    ),
  );
  const body = html`${languageLinks(language)}
<h1>${title}</h1>
<h2>${say(words.steps, language)}</h2>
<table>
${steps}</table>
<h2>${say(words.documents, language)}</h2>
<table>
${papers}</table>
${moneyOf(dossier, language)}${lateDelivery(dossier, today, language)}${lateness(dossier, today, language)}`;
  return htmlDocument({ language, title, body });
}
