import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import type { Letter } from './letter.ts';

const words = {
  opened: text('不动产权证办理：{unit}', '不動產權證辦理：{unit}', 'Your certificate of title: {unit}'),
  openedBody: text(
    '{unit} 的办证档案已建立。点开链接可随时查看所需材料、费用的计算和办理进度，无需登录。',
    '{unit} 的辦證檔案已建立。點開連結可隨時查看所需材料、費用的計算和辦理進度，無需登入。',
    'We have opened the title dossier of {unit}. The link shows the documents needed, the calculation of the fees, and the progress. You do not need to log in.',
  ),
  by: text(
    '应于此日前登记（《城市房地产开发经营管理条例》第三十二条）',
    '應於此日前登記（《城市房地產開發經營管理條例》第三十二條）',
    'To be registered by (Regulations on the Development and Operation of Urban Real Estate, article 32)',
  ),
  rejected: text('材料未通过：{paper}', '材料未通過：{paper}', 'Please hand in again: {paper}'),
  rejectedBody: text(
    '{unit} 的办证材料「{paper}」未通过审核，请按以下原因修改后重新提交。',
    '{unit} 的辦證材料「{paper}」未通過審核，請按以下原因修改後重新提交。',
    'We could not accept the document “{paper}” for the title of {unit}, for the reason below. Please correct it and hand it in again.',
  ),
  overdue: text('办证步骤逾期：{unit} {step}', '辦證步驟逾期：{unit} {step}', 'Overdue for the title: {unit}, {step}'),
  overdueBuyer: text(
    '{unit} 办证中由您办理的「{step}」已超过期限，请尽快办理，以免影响登记。',
    '{unit} 辦證中由您辦理的「{step}」已超過期限，請儘快辦理，以免影響登記。',
    'The step “{step}” for the title of {unit}, which you have to do, is overdue. Please do it soon, so that the registration is not delayed.',
  ),
  overdueHandler: text(
    '{unit} 办证步骤「{step}」已超过期限，逾期可能产生违约责任（《商品房买卖合同司法解释》第十四条），请跟进。',
    '{unit} 辦證步驟「{step}」已超過期限，逾期可能產生違約責任（《商品房買賣合同司法解釋》第十四條），請跟進。',
    'The step “{step}” for the title of {unit} is overdue. The delay may lead to liability for damages (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 14). Please follow it up.',
  ),
  dueOn: text('应完成日', '應完成日', 'Due on'),
  fundLow: text('维修资金余额不足：{unit}', '維修資金餘額不足：{unit}', 'Please top up the maintenance fund: {unit}'),
  fundLowBody: text(
    '据主管部门的记录，{unit} 的专项维修资金余额已低于首期交存额的 30%，请依《住宅专项维修资金管理办法》第十七条在以下日期前补足。',
    '據主管部門的紀錄，{unit} 的專項維修資金餘額已低於首期交存額的 30%，請依《住宅專項維修資金管理辦法》第十七條在以下日期前補足。',
    'According to the authority’s records, the maintenance fund of {unit} holds less than 30% of its first payment. Under article 17 of the Measures for the Special Maintenance Fund of Dwellings, please top it up by the day below.',
  ),
  left: text('余额（元）', '餘額（元）', 'Balance (yuan)'),
  first: text('首期交存额（元）', '首期交存額（元）', 'First payment (yuan)'),
  topUpBy: text('最迟补足日', '最遲補足日', 'Please top up by'),
  progress: text('查看办理进度', '查看辦理進度', 'See the progress'),
} as const;

export interface AboutTitle {
  readonly unit: string;
  readonly url: string;
}

/** Returns the letter to the buyer about their new title dossier, with the link to its page (D20). */
export function titleOpened(
  { unit, url }: AboutTitle,
  registrationDue: string | undefined,
  language: Language,
): Letter {
  return {
    subject: say(words.opened, language, { unit }),
    paragraphs: [say(words.openedBody, language, { unit })],
    facts: [{ label: say(words.by, language), value: registrationDue }],
    button: { label: say(words.progress, language), url },
  };
}

/** Returns the letter to the buyer about a rejected document, with the reason. */
export function paperRejected(about: AboutTitle & { paper: string; reason: string }, language: Language): Letter {
  const { unit, url, paper, reason } = about;
  return {
    subject: say(words.rejected, language, { paper }),
    paragraphs: [say(words.rejectedBody, language, { unit, paper })],
    quote: reason,
    button: { label: say(words.progress, language), url },
  };
}

type Late = AboutTitle & { readonly step: Text; readonly dueOn: string };

function overdue({ unit, step: name, dueOn }: Late, body: Text, language: Language): Letter {
  const step = say(name, language);
  return {
    subject: say(words.overdue, language, { unit, step }),
    paragraphs: [say(body, language, { unit, step })],
    facts: [{ label: say(words.dueOn, language), value: dueOn }],
  };
}

/** Returns the letter to the buyer about an overdue step of theirs. */
export function overdueForBuyer(late: Late, language: Language): Letter {
  return {
    ...overdue(late, words.overdueBuyer, language),
    button: { label: say(words.progress, language), url: late.url },
  };
}

/**
 * Returns the letter to the handler about an overdue step. It has no link, because the link is the buyer's.
 */
export function overdueForHandler(late: Late, language: Language): Letter {
  return overdue(late, words.overdueHandler, language);
}

/**
 * Returns the letter to the buyer about a low maintenance fund (R7.3), with the amounts and the last day.
 * Amounts in fen.
 */
export function fundLow(
  { unit, url, fen, firstPaymentFen, topUpBy }: AboutTitle & { fen: number; firstPaymentFen: number; topUpBy: string },
  language: Language,
): Letter {
  return {
    subject: say(words.fundLow, language, { unit }),
    paragraphs: [say(words.fundLowBody, language, { unit })],
    facts: [
      { label: say(words.left, language), value: yuanText(fen) },
      { label: say(words.first, language), value: yuanText(firstPaymentFen) },
      { label: say(words.topUpBy, language), value: topUpBy },
    ],
    button: { label: say(words.progress, language), url },
  };
}
