import { type Text, text } from '../../../shared/kernel/language.ts';

/** Texts of the survey pages. */
export const words = {
  title: text('服务满意度调查', '服務滿意度調查', 'How did we do?'),
  intro: text(
    '关于您的事项 {number}“{title}”，想听听您的意见。约需一分钟，每题都可以不答。',
    '關於您的事項 {number}「{title}」，想聽聽您的意見。約需一分鐘，每題都可以不答。',
    'Please tell us about {number}, “{title}”. It takes about a minute, and you may skip any question.',
  ),
  fixed: text('问题解决了吗？', '問題解決了嗎？', 'Is it fixed?'),
  yes: text('已解决', '已解決', 'Yes'),
  no: text('没有解决', '沒有解決', 'No'),
  satisfaction: text('您对这次服务满意吗？', '您對這次服務滿意嗎？', 'How satisfied are you with our service?'),
  recommend: text(
    '您愿意向亲友推荐我们的服务吗？（0 表示完全不愿意，10 表示非常愿意）',
    '您願意向親友推薦我們的服務嗎？（0 表示完全不願意，10 表示非常願意）',
    'Would you recommend us to a friend? (0 = not at all, 10 = certainly)',
  ),
  comment: text('还有什么想告诉我们？', '還有什麼想告訴我們？', 'Is there anything else you would like to tell us?'),
  commentHint: text('最多 2000 字。', '最多 2000 字。', 'At most 2,000 characters.'),
  ratherNot: text('不作答', '不作答', 'Rather not say'),
  send: text('提交', '送出', 'Send'),
  once: text('提交后不能修改。', '送出後不能修改。', 'You cannot change your answer after sending it.'),
  mistake: text(
    '提交未成功，请看下面的提示：',
    '送出未成功，請看下面的提示：',
    'Your answer was not sent. Please correct this:',
  ),
  chooseOne: text('请从所列选项中选择一项。', '請從所列選項中選擇一項。', 'Please choose one of the answers.'),
  commentTooLong: text(
    '意见超过 2000 字，请缩短后再提交。',
    '意見超過 2000 字，請縮短後再送出。',
    'Your comment is longer than 2,000 characters. Please shorten it.',
  ),
  nothingAnswered: text(
    '请至少回答一题，或写几句话。',
    '請至少回答一題，或寫幾句話。',
    'Please answer at least one question, or write a few words.',
  ),
  thanks: text('谢谢您！', '謝謝您！', 'Thank you!'),
  taken: text(
    '我们已收到您对 {number} 的评价。',
    '我們已收到您對 {number} 的評價。',
    'We have received your answer about {number}.',
  ),
  takenNotFixed: text(
    '很抱歉问题没有解决。{number} 已重新处理，编号不变，我们会尽快与您联系。',
    '很抱歉問題沒有解決。{number} 已重新處理，編號不變，我們會盡快與您聯絡。',
    'We are sorry that it is not fixed. We have reopened {number} under the same number and will contact you soon.',
  ),
  already: text(
    '您对 {number} 的评价此前已经收到，以第一次为准，无需再次提交。',
    '您對 {number} 的評價先前已經收到，以第一次為準，無需再次送出。',
    'We already received your answer about {number}. The first answer counts, so you need not send another.',
  ),
  closed: text('调查已结束', '調查已結束', 'This survey is closed'),
  closedMore: text(
    '这个链接已过期，不能再提交评价。如还有问题，请通过客服热线或手机应用联系我们。',
    '這個連結已過期，不能再送出評價。如還有問題，請透過客服專線或手機 App聯絡我們。',
    'This link has expired and no longer accepts answers. If something is still wrong, please call us or use the app.',
  ),
} as const;

/** Labels of the scores 1 to 5. */
export const scoreWords: readonly Text[] = [
  text('很不满意', '很不滿意', 'Very dissatisfied'),
  text('不满意', '不滿意', 'Dissatisfied'),
  text('一般', '一般', 'Neither'),
  text('满意', '滿意', 'Satisfied'),
  text('很满意', '很滿意', 'Very satisfied'),
];
