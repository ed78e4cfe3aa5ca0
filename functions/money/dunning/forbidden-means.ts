import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/*
 * Forbidden means of collecting a fee (R12.2): stopping or limiting power, water, heat or gas (Civil Code
 * 944), and limiting access, lifts or parking. The ladder cannot contain such a step, because its means are a
 * closed list. This guard also rejects such words in names of steps and in letters.
 */

const forbidden = problemKind('means-forbidden-by-law', 422, {
  'zh-CN':
    '催缴不得采取停水、停电、停热、停燃气，或限制门禁、电梯、停车、通行等方式（《民法典》第九百四十四条）。请改用书面催告、诉讼或仲裁。',
  'zh-TW':
    '催繳不得採取停水、停電、停熱、停燃氣，或限制門禁、電梯、停車、通行等方式（《民法典》第九百四十四條）。請改用書面催告、訴訟或仲裁。',
  en: 'No fee may be collected by stopping power, water, heat or gas, or by limiting access, lifts or parking (Civil Code, article 944). Send a written demand, then go to court or arbitration.',
});

/** What a forbidden means takes away. */
export type Withheld = 'utility' | 'access';

const fee = '(?![水电暖热气]{0,3}费)';
const utility = `(?:水|电(?![话梯子])|暖|热|气|煤气|燃气|天然气|能源)${fee}`;
const index = '(?:门禁|门卡|电梯|梯控|停车|车位|车库|车辆|车牌|道闸|进出|出入|入内|通行|进入小区|进小区)(?!.{0,4}费)';
const denial =
  '(?:停用|停止|禁用|禁止|注销|冻结|限制|取消|关闭|锁定|拒绝|阻止|不准|不让|不予|不得|收回|消磁|暂停|失效)';
const within = '[^，。；！？,.;!?]{0,10}';

/**
 * Patterns in simplified characters without blanks. A fee for one of these things is no threat to take it
 * away.
 */
const chinese: readonly (readonly [Withheld, RegExp])[] = [
  ['utility', new RegExp(`(?:停|断|限)(?:止|供|掉|了|用)?${utility}`)],
  ['utility', new RegExp(`(?:停止|中止|中断|切断|限制|暂停|减少|关闭|不予).{0,8}?${utility}`)],
  ['utility', new RegExp(`${utility}(?:力|源)?(?:供应|供给|供)?(?:的)?(?:停|断|中止|中断|切断|限)(?:供|用|止|掉)`)],
  ['access', new RegExp(`${denial}${within}${index}`)],
  ['access', new RegExp(`${index}${within}${denial}`)],
];

const verbs = [
  ...[
    'cut',
    'cutting',
    'shut',
    'shutting',
    'switch\\w*',
    'turn(?:ed|ing)?',
    'disconnect\\w*',
    'stop\\w*',
    'suspend\\w*',
  ],
  ...[
    'limit\\w*',
    'restrict\\w*',
    'block(?! ?\\d)\\w*',
    'disabl\\w*',
    'lock\\w*',
    'deny\\w*',
    'denied',
    'withh[eo]ld\\w*',
  ],
  'revok\\w*',
];
const stops = `\\b(?:${verbs.join('|')})\\b`;
const noFee = '\\b(?! (?:bill|fee|charge|account)s?\\b)';
const utilities = `\\b(?:power|electric\\w*|water|heat|heating|gas)${noFee}`;
const indexes = `\\b(?:access|entry|entrance|gates?|lifts?|elevators?|parking|cars?|vehicles?|doors?)${noFee}`;
const upTo = (words: number) => `(?: \\w+){0,${words}}`;
const english: readonly (readonly [Withheld, RegExp])[] = [
  ['utility', new RegExp(`${stops}${upTo(4)} ${utilities}`)],
  ['utility', new RegExp(`${utilities}${upTo(3)} (?:${stops}|off\\b)`)],
  ['access', new RegExp(`${stops}${upTo(4)} ${indexes}`)],
  ['access', new RegExp(`${indexes}${upTo(3)} (?:${stops}|off\\b)`)],
];

const simplified: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from(
    '電电斷断氣气熱热門门車车庫库閘闸鎖锁關关閉闭應应給给減减進进區区內内凍冻結结絕绝註注銷销暫暂讓让準准貴贵'.matchAll(
      /(.)(.)/gu,
    ),
    ([, a = '', b = '']) => [a, b],
  ),
);

/**
 * Returns what a text threatens to withhold, each once. It knows Chinese (both scripts) and English, also
 * slugs like `cut-power`.
 */
export function withheldIn(text: string): Withheld[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const han = Array.from(plain.replace(/\s/g, ''), (sign) => simplified[sign] ?? sign).join('');
  const words = plain.replace(/[-_/]/g, ' ').replace(/\s+/g, ' ');
  const found = [
    ...chinese.filter(([, pattern]) => pattern.test(han)),
    ...english.filter(([, pattern]) => pattern.test(words)),
  ];
  return [...new Set(found.map(([what]) => what))];
}

/**
 * Rejects a text that would withhold a utility or access (R12.2).
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
