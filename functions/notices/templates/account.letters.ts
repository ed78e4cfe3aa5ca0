import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

/** What staff did with the account of a payer, and what it means for them. */
const changes = {
  refunded: {
    name: text('退款', '退款', 'Refund'),
    body: text(
      '我们已将您的款项退还 {amount}。',
      '我們已將您的款項退還 {amount}。',
      'We have paid {amount} of your money back to you.',
    ),
  },
  'deposit-returned': {
    name: text('退还押金', '退還押金', 'Deposit returned'),
    body: text(
      '我们已将押金退还 {amount}。',
      '我們已將押金退還 {amount}。',
      'We have returned {amount} of a deposit to you.',
    ),
  },
  waived: {
    name: text('减免', '減免', 'Waiver'),
    body: text(
      '您的账单减免了 {amount}，这部分您不需要支付。',
      '您的帳單減免了 {amount}，這部分您不需要支付。',
      'We have waived {amount} of a bill. You do not have to pay it.',
    ),
  },
  reallocated: {
    name: text('收款改付其他账单', '收款改付其他帳單', 'Payment used for other bills'),
    body: text(
      '您的一笔付款改付了其他账单，原账单重新待缴。',
      '您的一筆付款改付了其他帳單，原帳單重新待繳。',
      'A payment of yours now pays other bills. The bills that it had paid are open again.',
    ),
  },
  reversed: {
    name: text('收款冲销', '收款沖銷', 'Payment reversed'),
    body: text(
      '您的一笔 {amount} 的收款已冲销，收据作废，由该款结清的账单重新待缴。',
      '您的一筆 {amount} 的收款已沖銷，收據作廢，由該款結清的帳單重新待繳。',
      'We have reversed a payment of {amount}. Its receipt is void, and the bills that it had paid are open again.',
    ),
  },
  cancelled: {
    name: text('账单作废', '帳單作廢', 'Bill cancelled'),
    body: text(
      '您的一份 {amount} 的账单已作废。',
      '您的一份 {amount} 的帳單已作廢。',
      'We have cancelled a bill of {amount}.',
    ),
  },
  'written-off': {
    name: text('账单核销', '帳單核銷', 'Bill written off'),
    body: text(
      '我们已将您的一份账单按坏账核销，金额 {amount}。您仍应支付这笔款项。',
      '我們已將您的一份帳單按壞帳核銷，金額 {amount}。您仍應支付這筆款項。',
      'We have written a bill of {amount} off as a bad debt. You still owe it.',
    ),
  },
  'objection-entered': {
    name: text('登记异议', '登錄異議', 'Objection entered'),
    body: text(
      '工作人员已为您的一份账单登记异议。异议处理完毕前，我们不催缴这份账单。',
      '工作人員已為您的一份帳單登錄異議。異議處理完畢前，我們不催繳這份帳單。',
      'Our staff entered an objection of yours to a bill. Until it is settled, we do not remind you of this bill.',
    ),
  },
  'objection-settled': {
    name: text('异议处理结果', '異議處理結果', 'Objection settled'),
    body: text(
      '您对一份账单的异议已处理完毕，结果可在账单上查看。',
      '您對一份帳單的異議已處理完畢，結果可在帳單上查看。',
      'Your objection to a bill is settled. You can see the outcome on the bill.',
    ),
  },
} as const satisfies Record<string, { name: Text; body: Text }>;
export type AccountChange = keyof typeof changes;

const words = {
  subject: text('您的账户变动：{what}', '您的帳戶變動：{what}', 'A change of your account: {what}'),
  what: text('变动', '變動', 'Change'),
  kept: text('未退还金额', '未退還金額', 'Kept'),
  check: text(
    '如您并未收到这笔款项、未提出过异议，或已付款而账单仍被减免、作废或核销，请立即致电客服热线，并说明您向谁付款。',
    '如您並未收到這筆款項、未提出過異議，或已付款而帳單仍被減免、作廢或核銷，請立即致電客服專線，並說明您向誰付款。',
    'If you did not receive this money, made no objection, or paid a bill that is now waived, cancelled or written off, please call our hotline at once and say whom you paid.',
  ),
  address: text('您的电子邮箱已更改', '您的電子郵件地址已更改', 'Your e-mail address was changed'),
  addressBody: text(
    '我们记录的您的电子邮箱已由本邮箱改为其他邮箱，今后的通知不再发到本邮箱。',
    '我們記錄的您的電子郵件地址已由本信箱改為其他信箱，今後的通知不再寄到本信箱。',
    'The e-mail address that we have for you was changed from this one to another. Further notices do not come here.',
  ),
  addressAsk: text(
    '如果这不是您本人要求的，请立即致电客服热线。',
    '如果這不是您本人要求的，請立即致電客服專線。',
    'If you did not ask for this, please call our hotline at once.',
  ),
} as const;

/**
 * Returns the letter to a payer about what staff did with their account (R20.1): a dishonest act shows to the
 * one who knows what was paid. Amounts in fen; none where several bills changed. The reason is for staff.
 */
export function accountChanged(
  about: { change: AccountChange; fen?: number | undefined; keptFen?: number | undefined },
  language: Language,
): Letter {
  const { change, fen = 0, keptFen = 0 } = about;
  const amount = inYuan(fen, language);
  const { name, body } = changes[change];
  const what = say(name, language);
  return {
    subject: say(words.subject, language, { what }),
    paragraphs: [say(body, language, { amount })],
    facts: [
      { label: say(words.what, language), value: what },
      ...(fen > 0 ? [{ label: say(moneyLabels.amount, language), value: amount }] : []),
      ...(keptFen > 0 ? [{ label: say(words.kept, language), value: inYuan(keptFen, language) }] : []),
    ],
    after: [say(words.check, language)],
  };
}

/** Returns the letter to the former address of a person whose e-mail address was changed. */
export function addressChanged(language: Language): Letter {
  return {
    subject: say(words.address, language),
    paragraphs: [say(words.addressBody, language)],
    facts: [],
    after: [say(words.addressAsk, language)],
  };
}
