import { generalTrade, type Trade } from './trades.ts';

/** What a report says, as far as it tells the trade. */
interface Report {
  category: string;
  title: string;
  description: string;
  /** Trade of the hazard that triage found in it. */
  hazardTrade?: string | undefined;
}

/**
 * The trade that a report belongs to (D12): that of its hazard (R74.5), and general where the estate has no such trade, so
 * that gas is never water; else by its category, the longest path that covers it; else by the longest word
 * found in what was said; else general. Of equals the trade that stands first in the policy.
 */
export function classifyTrade(report: Report, trades: readonly Trade[]): string {
  const { hazardTrade } = report;
  if (hazardTrade !== undefined) return trades.some(({ key }) => key === hazardTrade) ? hazardTrade : generalTrade;
  return byCategory(report.category, trades) ?? byWords(report, trades) ?? generalTrade;
}

function byCategory(category: string, trades: readonly Trade[]): string | undefined {
  return longest(trades, (trade) =>
    trade.categories.filter((path) => category === path || category.startsWith(`${path}/`)),
  );
}

function byWords({ title, description }: Report, trades: readonly Trade[]): string | undefined {
  const text = plain(`${title}\n${description}`);
  return longest(trades, (trade) => trade.words.map(plain).filter((word) => isIn(word, text)));
}

/** Key of the trade with the longest match. */
function longest(trades: readonly Trade[], matchesOf: (trade: Trade) => string[]): string | undefined {
  let best: { key: string; length: number } | undefined;
  for (const trade of trades) {
    const length = Math.max(0, ...matchesOf(trade).map((match) => match.length));
    if (length > (best?.length ?? 0)) best = { key: trade.key, length };
  }
  return best?.key;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** A word in Latin letters must begin where a word begins ("lock" is not in "clock"); it may go on ("leaking"). */
function isIn(word: string, text: string): boolean {
  for (let at = text.indexOf(word); word !== '' && at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/^[a-z]/.test(word) || !/[a-z]/.test(text[at - 1] ?? '')) return true;
  }
  return false;
}
