import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { unbroken } from '../../../shared/pages/parts.ts';
import type { Seal } from './seal.ts';

/*
 * The seal of the last closed day, printed on bills and receipts. Who keeps the paper can prove later that
 * the ledger up to that day was not changed, so thousands of households hold the proof.
 */

const words = {
  heading: text('账本封签（截至 {day}）', '帳本封籤（截至 {day}）', 'Seal of the ledger through {day}'),
  how: text(
    '请保留本页。凭此封签，任何人都可核对该日及以前的收据是否仍在账本中、有无改动。',
    '請保留本頁。憑此封籤，任何人都可核對該日及以前的收據是否仍在帳本中、有無改動。',
    'Keep this page. With this seal, anybody can check that a receipt of that day or before is still in the ledger, unchanged.',
  ),
} as const;

/** Returns a hash in groups of eight characters, which can be compared by eye and break between lines. */
export function grouped(hash: string): string {
  return hash.match(/.{1,8}/g)?.join(' ') ?? '';
}

/** Returns the note about the seal of the last closed day, for a printed page. Undefined without a seal. */
export function sealNote(seal: Pick<Seal, 'day' | 'seal'> | undefined, language: Language): Html | undefined {
  if (!seal) return undefined;
  return html`<h2>${unbroken(say(words.heading, language, { day: seal.day }))}</h2>
<p style="font-family:ui-monospace,monospace">${grouped(seal.seal)}</p>
<p class="soft">${say(words.how, language)}</p>
`;
}
