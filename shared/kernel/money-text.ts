import { type Language, say, text } from './language.ts';
import { yuanText } from './money.ts';

const yuan = text('{amount} 元', '{amount} 元', '¥{amount}');
const stretch = text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}');

/** Returns an amount in yuan for readers. */
export function inYuan(fen: number, language: Language): string {
  return say(yuan, language, { amount: yuanText(fen) });
}

/** Returns a period of days for readers. */
export function inDays({ from, to }: { from: string; to: string }, language: Language): string {
  return say(stretch, language, { from, to });
}
