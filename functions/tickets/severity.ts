import * as z from 'zod';
import { type Language, say, type Text, text } from '../../shared/kernel/language.ts';

const severities = ['emergency', 'urgent', 'normal', 'low'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

const severityWords: Readonly<Record<Severity, Text>> = {
  emergency: text('紧急', '緊急', 'Emergency'),
  urgent: text('加急', '加急', 'Urgent'),
  normal: text('一般', '一般', 'Normal'),
  low: text('低', '低', 'Low'),
};

/** A severity as people call it. */
export function severityWord(severity: string, language: Language): string {
  const known = severities.find((one) => one === severity);
  return known ? say(severityWords[known], language) : severity;
}

/**
 * Words that make a report an emergency, whoever takes it and whatever he chose (R2.2, first row the rule's own words).
 * An estate may add its own; it cannot take these away.
 */
const emergencyWords: readonly string[] = [
  ...[
    '燃气泄漏',
    '火灾',
    '触电',
    '电梯困人',
    '水管爆裂',
    '严重漏水',
    '高空坠物',
    '消防全面失效',
    '门禁全面失效',
    '消防/门禁全面失效',
  ],
  ...['煤气泄漏', '天然气泄漏', '着火', '起火', '漏电', '困在电梯', '被困电梯', '爆管', '水管爆了', '水管爆開'],
  ...[
    '瓦斯外洩',
    '瓦斯漏氣',
    '燃氣洩漏',
    '火災',
    '觸電',
    '電梯困人',
    '受困電梯',
    '水管爆裂',
    '嚴重漏水',
    '高空墜物',
    '漏電',
  ],
  ...[
    'gas leak',
    'smell of gas',
    'on fire',
    'electric shock',
    'electrocut',
    'trapped in the lift',
    'trapped in lift',
    'stuck in the lift',
  ],
  ...['trapped in the elevator', 'stuck in the elevator', 'burst pipe', 'pipe burst', 'flooding', 'falling object'],
];

/** Words that deny the emergency right before the word: "no gas leak", "没有触电". */
const denials = /(没有|没|無|沒有|未|并未|不是|no|not|without)\s*(发生|發生|a|any)?\s*$/i;

/** The first emergency word of the text, or undefined. Letters of full width and case make no difference. */
export function emergencyWordIn(text: string, more: readonly string[] = []): string | undefined {
  const plain = text.normalize('NFKC').toLowerCase();
  return [...emergencyWords, ...more].find((word) => {
    const sought = word.normalize('NFKC').toLowerCase();
    for (let at = plain.indexOf(sought); sought !== '' && at >= 0; at = plain.indexOf(sought, at + 1)) {
      if (!denials.test(plain.slice(Math.max(0, at - 16), at))) return true;
    }
    return false;
  });
}

/** Severity of a report: an emergency word outranks what was chosen (R2.2). */
export function severityOf(
  report: { chosen?: Severity | undefined; title: string; description: string },
  moreWords: readonly string[] = [],
) {
  const word = emergencyWordIn(`${report.title}\n${report.description}`, moreWords);
  return word === undefined
    ? { severity: report.chosen ?? 'normal' }
    : { severity: 'emergency' as const, emergencyWord: word };
}
