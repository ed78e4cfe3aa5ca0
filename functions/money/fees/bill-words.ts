import { type Text, text } from '../../../shared/kernel/language.ts';
import type { Rounding } from '../../../shared/kernel/money.ts';
import type { Bill } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import type { DebtPart } from './debt-parts.ts';
import type { SharingRule } from './sharing.ts';

/** Texts of a bill, on paper and on the page behind its link. */
export const words = {
  title: text('账单', '帳單', 'Bill'),
  noteTitle: text('更正单', '更正單', 'Credit note'),
  noteNumber: text('更正单编号', '更正單編號', 'Credit note number'),
  noteSum: text('更正金额', '更正金額', 'Taken off'),
  noteHow: text(
    '此更正单减少您的应缴金额，您不需要付款。未缴的部分直接减少；已缴的部分已转为您的预存款，会用于您以后的账单，您也可以申请退款。',
    '此更正單減少您的應繳金額，您不需要付款。未繳的部分直接減少；已繳的部分已轉為您的預存款，會用於您以後的帳單，您也可以申請退款。',
    'This credit note lowers what you owe. You do not need to pay anything. The unpaid part is lowered. The part that you have paid is now your prepaid money: it will be used for your next bills, or you may ask for a refund.',
  ),
  noteDisagree: text(
    '如认为更正有误，请致电、来访或来信至客户服务中心，写明更正单编号。我们核对后书面答复您。',
    '如認為更正有誤，請致電、來訪或來信至客戶服務中心，寫明更正單編號。我們核對後書面答覆您。',
    'If you think that this is wrong, please call, visit or write to customer service with the number of the credit note. We will check it and answer in writing.',
  ),
  moreHow: text(
    '此账单含以前期间的补收或更正，原因和前后数字见下方。补收部分自本账单的到期日起才计违约金。',
    '此帳單含以前期間的補收或更正，原因和前後數字見下方。補收部分自本帳單的到期日起才計違約金。',
    'This bill contains additional charges or corrections for earlier periods. The reason and the old and new figures are below. Late charge on them is counted only from the due day of this bill.',
  ),
  servicePeriod: text('所属期间', '所屬期間', 'For the period'),
  reason: text('原因', '原因', 'Reason'),
  owedNow: text('按现有资料应缴', '按現有資料應繳', 'Owed according to current records'),
  billedBefore: text('此前已出账', '此前已出帳', 'Billed before'),
  differs: text('差额', '差額', 'Difference'),
  takenOff: text('其中冲减账单 {billId}', '其中沖減帳單 {billId}', 'of which taken off bill {billId}'),
  credited: text('更正单 {noteId} 冲减', '更正單 {noteId} 沖減', 'Taken off by credit note {noteId}'),
  freed: text('更正后转为预存款', '更正後轉為預存款', 'Kept as prepaid money after the correction'),
  together: text(
    '几位业主按天分担此期间：合计只四舍五入一次，余下的分归余数较大者，合计不差一分。',
    '幾位業主按天分擔此期間：合計只四捨五入一次，餘下的分歸餘數較大者，合計不差一分。',
    'Several owners share this period by days. The total is rounded once, and any remaining fen goes to the largest remainder, so the shares add up exactly.',
  ),
  payer: text('付款人', '付款人', 'Payer'),
  developer: text('开发企业', '開發企業', 'The developer'),
  unit: text('房号', '房號', 'Unit'),
  items: text('费用项目', '費用項目', 'Fee items'),
  item: text('项目', '項目', 'Item'),
  net: text('不含税金额（元）', '未稅金額（元）', 'Net (yuan)'),
  tax: text('税额（元）', '稅額（元）', 'Tax (yuan)'),
  taxRate: text('税率 {percent}%', '稅率 {percent}%', 'VAT {percent}%'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  total: text('合计', '合計', 'Total'),
  period: text('计费期间', '計費期間', 'Period'),
  dueOn: text('请于此日前（含当日）缴清', '請於此日前（含當日）繳清', 'Please pay by the end of'),
  status: text('状态', '狀態', 'Status'),
  sum: text('本期应缴', '本期應繳', 'Charged'),
  openOn: text('截至 {on} 未缴', '截至 {on} 未繳', 'Open on {on}'),
  number: text('账单编号', '帳單編號', 'Bill number'),
  yuan: text('{amount} 元', '{amount} 元', '¥{amount}'),
  lines: text('明细与计算过程', '明細與計算過程', 'Items and calculation'),
  tariff: text('价格版本 {number}，自 {from} 起', '價格版本 {number}，自 {from} 起', 'Price no. {number}, from {from}'),
  ground: text('依据：{ground}', '依據：{ground}', 'Basis: {ground}'),
  held: text(
    '代收代付，非本公司收入',
    '代收代付，非本公司收入',
    'Collected on behalf of another party; not our revenue',
  ),
  months: text('{part} 个月', '{part} 個月', '{part} month(s)'),
  days: text('{part}/{whole} 天', '{part}/{whole} 天', '{part}/{whole} days'),
  rounded: text(
    '{exact} 元 → {amount} 元（{mode}）',
    '{exact} 元 → {amount} 元（{mode}）',
    '¥{exact} → ¥{amount} ({mode})',
  ),
  peak: text('峰', '峰', 'peak'),
  valley: text('谷', '谷', 'valley'),
  tier: text('第 {tier} 档', '第 {tier} 級', 'tier {tier}'),
  tierPlus: text('第 {tier} 档加价', '第 {tier} 級加價', 'surcharge of tier {tier}'),
  reduced: text('优惠“{name}”{rate}', '優惠「{name}」{rate}', 'Discount “{name}” {rate}'),
  monthlyOff: text('每月 {amount} 元', '每月 {amount} 元', '¥{amount} a month'),
  discount: text('优惠：{name}', '優惠：{name}', 'Discount: {name}'),
  offer: text('提前缴费优惠', '提前繳費優惠', 'Discount for early payment'),
  offerHow: text(
    '在 {until} 24 时前缴足 {amount} 元，减免 {off} 元（{name}）。逾期或少缴不享受。',
    '在 {until} 24 時前繳足 {amount} 元，減免 {off} 元（{name}）。逾期或少繳不享受。',
    'Pay ¥{amount} in full by the end of {until} and ¥{off} is taken off ({name}). There is no discount after that day or for a smaller payment.',
  ),
  offerTaken: text('已享受提前缴费优惠', '已享受提前繳費優惠', 'Discount for early payment'),
  offerBack: text('提前缴费优惠已取消', '提前繳費優惠已取消', 'Discount for early payment taken back'),
  byDays: text(
    '同一份额由几位业主按天分担：各自累计后四舍五入，合计不差一分。',
    '同一份額由幾位業主按天分擔：各自累計後四捨五入，合計不差一分。',
    'Several owners bear one share by days. Each running total is rounded, so that the parts add up exactly.',
  ),
  sharedWhole: text('公摊总额', '公攤總額', 'Total shared cost'),
  sharedUse: text(
    '用量 {quantity} × 单价 {price} 元',
    '用量 {quantity} × 單價 {price} 元',
    '{quantity} used at ¥{price} each',
  ),
  borne: text('扣除（{who}）：{quantity}', '扣除（{who}）：{quantity}', 'Less {quantity}, borne by {who}'),
  sharedBy: text('分摊方式', '分攤方式', 'Shared by'),
  weight: text('本户 {weight}', '本戶 {weight}', 'this unit {weight}'),
  pays: text('按 {pays} 计入', '按 {pays} 計入', 'counted at {pays}'),
  units: text(
    '参与 {units} 户，其中免摊 {exempt} 户',
    '參與 {units} 戶，其中免攤 {exempt} 戶',
    '{units} units, {exempt} of them exempt',
  ),
  clause: text('减免依据：{clause}', '減免依據：{clause}', 'Basis of relief: {clause}'),
  history: text('已缴与减免', '已繳與減免', 'Paid and waived'),
  nothingYet: text('尚无缴费记录。', '尚無繳費紀錄。', 'Nothing has been paid yet.'),
  paid: text('缴费', '繳費', 'Paid'),
  takenBack: text('撤回缴费', '撤回繳費', 'Payment taken back'),
  correction: text('违约金更正', '違約金更正', 'Late charge corrected'),
  waived: text('减免', '減免', 'Waived'),
  costs: text('费用', '費用', 'Costs'),
  late: text('违约金', '違約金', 'Late charge'),
  claimed: text('按合同计至 {on}', '按合約計至 {on}', 'By the contract, up to {on}'),
  lateRate: text(
    '依物业服务合同，按未缴本金每日 {rate} 单利计算，到期日和送达日不计，缴费日计入；异议处理期间暂不计，异议不成立的补计；代收款项不计；累计不超过合同上限。',
    '依物業服務合約，按未繳本金每日 {rate} 單利計算，到期日和送達日不計，繳費日計入；異議處理期間暫不計，異議不成立者補計；代收款項不計；累計不超過合約上限。',
    'By the property service contract: simple interest of {rate} of the unpaid principal per day. The due day and the day of delivery do not count; the day of payment counts. Days of an open objection do not count until it is decided, and are added if it is unfounded. Money collected for others bears none. The total never exceeds the limit of the contract.',
  ),
  lateStep: text(
    '{unpaid} 元 × {rate} × {days} 天 = {yuan} 元',
    '{unpaid} 元 × {rate} × {days} 天 = {yuan} 元',
    '¥{unpaid} × {rate} × {days} days = ¥{yuan}',
  ),
  capped: text('已达合同上限', '已達合約上限', 'limited by the contract'),
  dispute: text('争议处理中', '爭議處理中', 'In dispute'),
  object: text('如有异议', '如有異議', 'If you do not agree'),
  objectHow: text(
    '请在手机应用中打开此账单并选择“提出异议”，或致电、来访、来信至客户服务中心，写明账单编号。处理期间暂不计违约金，也不催缴；异议不成立的，违约金照常计算，我们逾期答复的天数除外。结果会书面答复您。',
    '請在手機 App中開啟此帳單並選擇「提出異議」，或致電、來訪、來信至客戶服務中心，寫明帳單編號。處理期間暫不計違約金，也不催繳；異議不成立者，違約金照常計算，我們逾期答覆的天數除外。結果會書面答覆您。',
    'Please open this bill in the app and choose “object”, or call, visit or write to customer service with the bill number. While we look into it, late charge rests and no reminder is sent. If the objection is unfounded, late charge is owed as usual, without days on which our answer was late. We will answer in writing.',
  ),
} as const;

export const statusWords: Readonly<Record<Bill['status'], Text>> = {
  draft: text('草稿', '草稿', 'Draft'),
  published: text('待缴', '待繳', 'To be paid'),
  paid: text('已缴清', '已繳清', 'Paid'),
  cancelled: text('已作废', '已作廢', 'Cancelled'),
  issued: text('已开具', '已開立', 'Issued'),
  'written-off': text(
    '已核销（仅为记账处理，未免除债务，《民法典》第五百七十五条）',
    '已核銷（僅為記帳處理，未免除債務，《民法典》第五百七十五條）',
    'Written off (in the accounts only; the debt is not released, Civil Code, article 575)',
  ),
};

export const causeWords: Readonly<Record<NonNullable<BillLine['difference']>['cause'], Text>> = {
  reading: text('抄表读数补录或更正', '抄表讀數補錄或更正', 'A meter reading was entered late or corrected'),
  area: text('房屋面积更正', '房屋面積更正', 'The area of the unit was corrected'),
  payer: text('产权人或计费日期更正', '產權人或計費日期更正', 'The owner or the days charged were corrected'),
  discount: text('优惠的开始、结束或取消', '優惠的開始、結束或取消', 'A discount began, ended or was taken back'),
  price: text('补录此前没有的单价', '補錄此前沒有的單價', 'A price was entered for days that had none'),
  other: text('计费依据更正', '計費依據更正', 'The basis of the charge was corrected'),
};

export const partWords: Readonly<Record<DebtPart, Text>> = {
  costs: text('费用', '費用', 'costs'),
  'late-charge': text('违约金', '違約金', 'late charge'),
  principal: text('本金', '本金', 'principal'),
};

export const basisWords: Readonly<Record<SharingRule['basis'], Text>> = {
  area: text('按专有面积', '按專有面積', 'floor area'),
  household: text('按户', '按戶', 'household'),
  coefficient: text('按约定系数', '按約定係數', 'agreed coefficient'),
};

export const bearerWords = {
  'property-firm': text('物业公司', '物業公司', 'the property firm'),
  developer: text('开发商', '開發商', 'the developer'),
  utility: text('供应单位', '供應單位', 'the utility'),
  user: text('实际使用人', '實際使用人', 'the actual user'),
} as const;

export const roundingWords: Readonly<Record<Rounding, Text>> = {
  'fen-half-up': text('四舍五入到分', '四捨五入到分', 'rounded half up to the fen'),
  'jiao-half-up': text('四舍五入到角', '四捨五入到角', 'rounded half up to 0.10'),
  'yuan-up': text('向上取整到元', '向上取整到元', 'rounded up to the yuan'),
  'yuan-down': text('向下取整到元', '向下取整到元', 'rounded down to the yuan'),
  'yuan-half-up': text('四舍五入到元', '四捨五入到元', 'rounded half up to the yuan'),
};
