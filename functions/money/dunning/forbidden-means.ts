import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toSimplified } from '../../../shared/kernel/simplified.ts';
import { isLawfulInChinese, isLawfulInEnglish } from './lawful-mentions.ts';
import { actsInChinese, actsInEnglish, type Withheld } from './withholding-acts.ts';

/*
 * Forbidden means of collecting a fee (R12.2): stopping or limiting power, water, heat or gas (Civil
 * Code 944), limiting access, lifts or parking, and showing debtors in public. The ladder cannot contain such
 * a step, because its means are a closed list. This guard also rejects such words in names of steps, in notes
 * and in letters.
 */

const forbidden = problemKind('means-forbidden-by-law', 422, {
  'zh-CN':
    '催缴不得采取停水、停电、停热、停燃气，或限制门禁、电梯、停车、通行等方式（《民法典》第九百四十四条），也不得公开欠费人信息。请改用书面催告、诉讼或仲裁。',
  'zh-TW':
    '催繳不得採取停水、停電、停熱、停燃氣，或限制門禁、電梯、停車、通行等方式（《民法典》第九百四十四條），也不得公開欠費人資訊。請改用書面催告、訴訟或仲裁。',
  en: 'No fee may be collected by stopping power, water, heat or gas, by limiting access, lifts or parking (Civil Code, article 944), or by showing debtors in public. Send a written demand, then go to court or arbitration.',
});

const sentencesOf = (text: string) => text.split(/[。！？!?；;]/).filter((sentence) => sentence !== '');

function inChinese(sentence: string): Withheld[] {
  const mentions = actsInChinese
    .flatMap(([what, act]) =>
      [...sentence.matchAll(act)].map((found) => ({ what, from: found.index, to: found.index + found[0].length })),
    )
    .sort((a, b) => a.from - b.from);
  const threatened: Withheld[] = [];
  let deniedUpTo = -1;
  for (const { what, from, to } of mentions) {
    // One threat is enough, and a long text of threats must not take long.
    if (threatened.includes(what)) continue;
    const lawful = isLawfulInChinese({ sentence, from, to }, deniedUpTo);
    if (lawful === undefined) threatened.push(what);
    if (lawful === 'denied') deniedUpTo = Math.max(deniedUpTo, to);
  }
  return threatened;
}

function inEnglish(sentence: string): Withheld[] {
  return actsInEnglish.flatMap(([what, act]) =>
    [...sentence.matchAll(act)]
      .filter((found) => !isLawfulInEnglish({ sentence, from: found.index, to: found.index + found[0].length }))
      .map(() => what),
  );
}

/**
 * Returns what a text threatens to withhold, each once. It knows Chinese (both scripts) and English, also
 * slugs like `cut-power`. A sentence that denies, forbids, quotes or reports such a means is no threat.
 */
export function withheldIn(text: string): Withheld[] {
  const plain = toSimplified(text.normalize('NFKC').toLowerCase());
  const han = plain.replace(/\s/g, '');
  const words = plain.replace(/[-_/]/g, ' ').replace(/\s+/g, ' ');
  const found = [...sentencesOf(han).flatMap(inChinese), ...sentencesOf(words).flatMap(inEnglish)];
  return [...new Set(found)];
}

/**
 * Rejects a text that would withhold a utility or access, or show debtors in public (R12.2).
 * @throws Problem 422 `means-forbidden-by-law`.
 */
export function mustNotWithhold(text: string): void {
  const withheld = withheldIn(text);
  if (withheld.length > 0) throw new Problem(forbidden, {}, { more: { rule: 'R12.2', withheld } });
}

/**
 * Rejects a body with a forbidden means in any text at any depth.
 * @throws Problem 422 `means-forbidden-by-law`.
 */
export function mustNameLawfulMeans(body: unknown): void {
  if (typeof body === 'string') mustNotWithhold(body);
  else if (Array.isArray(body)) body.forEach(mustNameLawfulMeans);
  else if (typeof body === 'object' && body !== null) Object.values(body).forEach(mustNameLawfulMeans);
}
