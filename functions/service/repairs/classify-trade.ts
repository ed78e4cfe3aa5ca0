import { generalTrade, type Trade } from './trades.ts';

/** The fields of a report that determine its trade. */
interface Report {
  category: string;
  title: string;
  description: string;
  /** Trade of the hazard that triage found in the report. */
  hazardTrade?: string | undefined;
}

/**
 * Returns the trade of a report (D12). The trade of its hazard comes first (R74.5); when the estate lacks
 * that trade it is general, so that gas never becomes water. Next the longest matching category path, next
 * the longest word in the text, else general. Of equal matches the first trade in the policy wins.
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

/** Returns the key of the trade with the longest match. */
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

/** Finds a word. In Latin letters a word must begin with it: "leaking" contains leak, "clock" not lock. */
function isIn(word: string, text: string): boolean {
  for (let at = text.indexOf(word); word !== '' && at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/^[a-z]/.test(word) || !/[a-z]/.test(text[at - 1] ?? '')) return true;
  }
  return false;
}
