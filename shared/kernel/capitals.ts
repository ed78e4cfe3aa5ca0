import type { Language } from './language.ts';

/*
 * Amounts in Chinese capitals (大写金额), which nobody can alter by a stroke. Banks and courts go by them where
 * they differ from the figures (支付结算办法, annex 1).
 */

const simplified = { digits: '零壹贰叁肆伍陆柒捌玖', tenThousand: '万', hundredMillion: '亿', minus: '负' } as const;
const traditional = { digits: '零壹貳參肆伍陸柒捌玖', tenThousand: '萬', hundredMillion: '億', minus: '負' } as const;
type Characters = { readonly [Name in keyof typeof simplified]: string };

const places = ['仟', '佰', '拾', ''] as const;

/** Returns a whole number below ten thousand; one 零 for each gap between its digits. */
function upToFourDigits(n: number, digits: string): string {
  const figures = [...String(n).padStart(4, '0')];
  const first = figures.findIndex((figure) => figure !== '0');
  return figures
    .map((figure, i) => {
      if (figure !== '0') return `${digits[Number(figure)]}${places[i]}`;
      const isGap = i > first && figures[i - 1] !== '0' && figures.slice(i).some((later) => later !== '0');
      return isGap ? digits[0] : '';
    })
    .join('');
}

/** Returns a whole number; a part with a leading zero begins with 零. */
function wholeNumber(n: number, of: Characters): string {
  const { digits, tenThousand, hundredMillion } = of;
  const [size, unit] = n >= 100_000_000 ? [100_000_000, hundredMillion] : [10_000, tenThousand];
  if (n < size) return upToFourDigits(n, digits);
  const [head, rest] = [Math.floor(n / size), n % size];
  const tail = rest === 0 ? '' : `${rest < size / 10 ? digits[0] : ''}${wholeNumber(rest, of)}`;
  return `${wholeNumber(head, of)}${unit}${tail}`;
}

/**
 * Returns fen in Chinese capitals: 23951 is 贰佰叁拾玖元伍角壹分, 10000 is 壹佰元整. Traditional characters for
 * zh-TW; readers of English get the simplified ones, because the paper is for China.
 * @throws RangeError when `fen` is not a safe integer.
 */
export function inCapitals(fen: number, language: Language): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${fen} is no whole number of fen`);
  const of = language === 'zh-TW' ? traditional : simplified;
  const size = Math.abs(fen);
  const [yuan, jiao, rest] = [Math.floor(size / 100), Math.floor(size / 10) % 10, size % 10];
  const digit = (n: number) => of.digits[n] ?? '';
  const parts = [
    fen < 0 ? of.minus : '',
    yuan > 0 || size === 0 ? `${yuan === 0 ? digit(0) : wholeNumber(yuan, of)}元` : '',
    jiao > 0 ? `${digit(jiao)}角` : '',
    jiao === 0 && rest > 0 && yuan > 0 ? digit(0) : '',
    rest > 0 ? `${digit(rest)}分` : '整',
  ];
  return parts.join('');
}
