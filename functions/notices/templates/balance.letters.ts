import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money-text.ts';
import { wallTime } from '../../../shared/kernel/time.ts';
import type { Utility } from '../../../shared/kernel/utilities.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

const utilities = {
  electricity: text('电费', '電費', 'electricity'),
  water: text('水费', '水費', 'water'),
  gas: text('燃气费', '瓦斯費', 'gas'),
  heat: text('供热费', '供熱費', 'heating'),
} as const satisfies Record<Utility, unknown>;

const words = {
  low: text(
    '{unit} {utility}余额不足：{balance}',
    '{unit} {utility}餘額不足：{balance}',
    'Low balance: {balance} left for {utility}, {unit}',
  ),
  lowBody: text(
    '{unit} 的{utility}预存余额已低于 {level}，请及时充值。',
    '{unit} 的{utility}預存餘額已低於 {level}，請及時儲值。',
    'Your prepaid balance for {utility} in {unit} has fallen below {level}. Please top up in time.',
  ),
  last: text(
    '这是最后一次提醒：余额即将用完。',
    '這是最後一次提醒：餘額即將用完。',
    'This is the last reminder. The balance is nearly used up.',
  ),
  balance: text('余额', '餘額', 'Balance'),
  at: text('余额时间', '餘額時間', 'Balance as of'),
  daysLeft: text('预计可用', '預計可用', 'Estimated to last'),
  days: text('约 {days} 天', '約 {days} 天', '{days} days'),
  onlyForThis: text(
    '此预存款只用于{utility}，不会抵扣物业费或其他欠费；也不会因未缴物业费而停供（《民法典》第九百四十四条）。',
    '此預存款只用於{utility}，不會抵扣物業費或其他欠費；也不會因未繳物業費而停供（《民法典》第九百四十四條）。',
    'This money is used for {utility} only, never for property fees or other debts. Supply is never stopped because of unpaid property fees (Civil Code, article 944).',
  ),
  paidAlready: text(
    '如已充值，请忽略本通知。',
    '如已儲值，請忽略本通知。',
    'If you have already topped up, please ignore this notice.',
  ),
} as const;

/** Returns the letter about a low prepaid balance (余额不足, D30, R11.3). Amounts in fen. */
export function balanceLow(
  about: {
    unit: string;
    utility: Utility;
    balanceFen: number;
    levelFen: number;
    daysLeft: string | undefined;
    at: string;
    zone: string;
    lastLevel: boolean;
  },
  language: Language,
): Letter {
  const { unit, balanceFen, levelFen, daysLeft, at, zone, lastLevel } = about;
  const utility = say(utilities[about.utility], language);
  const balance = inYuan(balanceFen, language);
  const lasts =
    daysLeft === undefined ? [] : [{ label: words.daysLeft, value: say(words.days, language, { days: daysLeft }) }];
  const facts = [
    { label: moneyLabels.unit, value: unit },
    { label: words.balance, value: balance },
    { label: words.at, value: wallTime(at, zone) },
    ...lasts,
  ];
  return {
    subject: say(words.low, language, { unit, utility, balance }),
    paragraphs: [
      say(words.lowBody, language, { unit, utility, level: inYuan(levelFen, language) }),
      ...(lastLevel ? [say(words.last, language)] : []),
    ],
    facts: facts.map(({ label, value }) => ({ label: say(label, language), value })),
    after: [say(words.onlyForThis, language, { utility }), say(words.paidAlready, language)],
  };
}
