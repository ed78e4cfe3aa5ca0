import { type Text, text } from '../../../shared/kernel/language.ts';
import type { DunningStep } from './dunning-ladder.ts';

/** Titles of letters. A message before the due day has a title of its own. */
export const titles: Readonly<Record<DunningStep['means'] | 'before-due', Text>> = {
  'before-due': text('缴费提醒', '繳費提醒', 'Payment due soon'),
  message: text('逾期缴费提醒', '逾期繳費提醒', 'Payment reminder'),
  'call-or-visit': text('催缴记录（电话或上门）', '催繳記錄（電話或上門）', 'Record of a call or visit'),
  'written-demand': text('催缴函', '催繳函', 'Demand for payment'),
  'lawyers-letter': text('律师函', '律師函', 'Lawyer’s letter'),
  'legal-file': text('诉讼（仲裁）材料', '訴訟（仲裁）材料', 'File for court or arbitration'),
};

/** The opening sentence of a letter. */
export const openings: Readonly<Record<DunningStep['means'] | 'before-due', Text>> = {
  'before-due': text(
    '{unit} 的账单即将到期，应缴 {amount}。请在截止日前缴清。',
    '{unit} 的帳單即將到期，應繳 {amount}。請在截止日前繳清。',
    'A bill of {amount} for {unit} is due soon. Please pay by the day below.',
  ),
  message: text(
    '截至 {issuedOn}，{unit} 有 {count} 张账单已过缴费截止日，共 {amount} 尚未缴纳。费用依物业服务合同缴纳（《民法典》第九百四十四条）。',
    '截至 {issuedOn}，{unit} 有 {count} 張帳單已過繳費截止日，共 {amount} 尚未繳納。費用依物業服務合約繳納（《民法典》第九百四十四條）。',
    'On {issuedOn}, {count} bill(s) for {unit} are past their due day, {amount} in total. They are due under the property service contract (Civil Code, article 944).',
  ),
  'call-or-visit': text(
    '截至 {issuedOn}，{unit} 有 {count} 张账单尚未缴纳，共 {amount}，须电话或上门沟通并留存记录。',
    '截至 {issuedOn}，{unit} 有 {count} 張帳單尚未繳納，共 {amount}，須電話或上門溝通並留存記錄。',
    'On {issuedOn}, {count} bill(s) for {unit} are unpaid, {amount} in total. Call or visit the payer, and keep a record.',
  ),
  'written-demand': text(
    '经查，截至 {issuedOn}，{unit} 有 {count} 张账单逾期未缴，共 {amount}。依据《民法典》第九百四十四条，现书面催告您于 {answerBy} 前缴清。',
    '經查，截至 {issuedOn}，{unit} 有 {count} 張帳單逾期未繳，共 {amount}。依據《民法典》第九百四十四條，現書面催告您於 {answerBy} 前繳清。',
    'On {issuedOn}, {count} bill(s) for {unit} are overdue, {amount} in total. Under article 944 of the Civil Code we demand payment by {answerBy}.',
  ),
  'lawyers-letter': text(
    '此前已依据《民法典》第九百四十四条书面催告。截至 {issuedOn}，{unit} 仍有 {count} 张账单逾期未缴，共 {amount}。现再次正式催告您于 {answerBy} 前缴清。',
    '此前已依據《民法典》第九百四十四條書面催告。截至 {issuedOn}，{unit} 仍有 {count} 張帳單逾期未繳，共 {amount}。現再次正式催告您於 {answerBy} 前繳清。',
    'We have already demanded payment in writing under article 944 of the Civil Code. On {issuedOn}, {count} bill(s) for {unit} are still overdue, {amount} in total. We formally demand payment by {answerBy}.',
  ),
  'legal-file': text(
    '截至 {issuedOn}，{unit} 有 {count} 张账单逾期未缴，共 {amount}；已依据《民法典》第九百四十四条催告，期限已过。',
    '截至 {issuedOn}，{unit} 有 {count} 張帳單逾期未繳，共 {amount}；已依據《民法典》第九百四十四條催告，期限已過。',
    'On {issuedOn}, {count} bill(s) for {unit} are overdue, {amount} in total. Payment was demanded under article 944 of the Civil Code, and the deadline has passed.',
  ),
};

/** The consequence without an answer, by the next step of the ladder. The law allows no other (R12.2). */
export const consequences: Readonly<Record<DunningStep['means'] | 'decision', Text>> = {
  message: text(
    '如到期仍未缴纳，我们会再次提醒您。',
    '如到期仍未繳納，我們會再次提醒您。',
    'If you do not pay by then, we will remind you again.',
  ),
  'call-or-visit': text(
    '如期限届满仍未缴纳，我们会致电或上门与您沟通。',
    '如期限屆滿仍未繳納，我們會致電或上門與您溝通。',
    'If you do not pay by then, we will call or visit you.',
  ),
  'written-demand': text(
    '如期限届满仍未缴纳，我们将发出书面催缴函。',
    '如期限屆滿仍未繳納，我們將發出書面催繳函。',
    'If you do not pay by then, we will send a written demand.',
  ),
  'lawyers-letter': text(
    '如期限届满仍未缴纳，我们将委托律师发函；逾期违约金按合同约定计算（《民法典》第五百八十五条）。',
    '如期限屆滿仍未繳納，我們將委託律師發函；逾期違約金按合約約定計算（《民法典》第五百八十五條）。',
    'If you do not pay by then, you will receive a lawyer’s letter. Late charge is calculated as set out in the contract (Civil Code, article 585).',
  ),
  'legal-file': text(
    '如期限届满仍未缴纳，我们将依据《民法典》第九百四十四条提起诉讼或申请仲裁；逾期违约金按合同约定计算（《民法典》第五百八十五条）。',
    '如期限屆滿仍未繳納，我們將依據《民法典》第九百四十四條提起訴訟或申請仲裁；逾期違約金按合約約定計算（《民法典》第五百八十五條）。',
    'If you do not pay by then, we will go to court or arbitration under article 944 of the Civil Code. Late charge is calculated as set out in the contract (Civil Code, article 585).',
  ),
  decision: text(
    '如期限届满仍未缴纳，我们将依法决定后续处理方式。',
    '如期限屆滿仍未繳納，我們將依法決定後續處理方式。',
    'If you do not pay by then, we will decide on the next step that the law allows.',
  ),
};

/** The other texts of a letter. */
export const words = {
  subject: text('{title}：{unit} {amount}', '{title}：{unit} {amount}', '{title}: {unit}, {amount}'),
  unit: text('房号', '房號', 'Unit'),
  period: text('计费期间', '計費期間', 'Period'),
  amount: text('应缴金额', '應繳金額', 'Amount'),
  dueOn: text('缴费截止日', '繳費截止日', 'Due on'),
  answerBy: text('请于此日前缴清', '請於此日前繳清', 'Please pay by'),
  object: text(
    '如对账单有异议，或缴费确有困难，请在期限内告诉我们：有异议的账单在处理期间不催缴，也可以商定分期缴纳。',
    '如對帳單有異議，或繳費確有困難，請在期限內告訴我們：有異議的帳單在處理期間不催繳，也可以商定分期繳納。',
    'If you disagree with a bill, or cannot pay it at once, please tell us before the deadline. We do not demand payment of a disputed bill while we look into it, and we can agree on instalments.',
  ),
  paidAlready: text(
    '如您已缴清，请不必理会本函。',
    '如您已繳清，請不必理會本函。',
    'If you have already paid, please ignore this letter.',
  ),
  to: text('致', '致', 'To'),
  number: text('编号', '編號', 'Number'),
  issuedOn: text('日期', '日期', 'Date'),
  bills: text('账单', '帳單', 'Bills'),
  outcome: text('结果', '結果', 'Outcome'),
  proof: text('凭证', '憑證', 'Proof'),
  note: text('记录', '記錄', 'Note'),
  reached: text('已送达／已沟通', '已送達／已溝通', 'Reached'),
  'not-reached': text('未能送达／未能沟通', '未能送達／未能溝通', 'Not reached'),
  waiting: text('待办', '待辦', 'To do'),
  cancelled: text('已取消', '已取消', 'Cancelled'),
  bill: text('账单编号', '帳單編號', 'Bill'),
  amountYuan: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  total: text('合计', '合計', 'Total'),
  handledBy: text('经办人签字', '經辦人簽字', 'Handled by'),
  receivedBy: text('签收人签字', '簽收人簽字', 'Received by'),
} as const;
