import { type Text, text } from '../kernel/language.ts';

/*
 * What the schemas of all operations ask for, in three languages. A schema states a pattern or a rule in
 * code; a reader gets the text from here. A test fails for a pattern or a rule without a text.
 */

/** Forms by the pattern of the schema. */
export const formTexts: Readonly<Record<string, Text>> = {
  [String(/\S/)]: text('文字，不能全为空格', '文字，不能全為空格', 'a text that is not only blanks'),
  [String(/[1-9]/)]: text('大于 0 的数', '大於 0 的數', 'a number above 0'),
  [String(/^(operator|technician|supervisor|manager|cashier|administrator|auditor)@(\*|[A-Za-z0-9_-]{1,64})$/)]: text(
    '“角色@小区”形式的授权，如 cashier@sunshine',
    '「角色@社區」形式的授權，如 cashier@sunshine',
    'a grant of the form role@estate, such as cashier@sunshine',
  ),
  [String(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)]: text(
    '时间，如 18:00，当天结束填 24:00',
    '時間，如 18:00，當天結束填 24:00',
    'a time of day, such as 18:00, or 24:00 for the end of the day',
  ),
  [String(/^[A-Z]{2,4}$/)]: text('2 至 4 个大写字母', '2 至 4 個大寫字母', '2 to 4 capital letters'),
  [String(/^[a-z0-9-]{3,40}$/)]: text(
    '3 至 40 个小写字母、数字或连字符',
    '3 至 40 個小寫字母、數字或連字號',
    '3 to 40 small letters, digits or hyphens',
  ),
  [String(/^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})$/)]: text(
    'PNG 或 JPEG 图片的 data: URL',
    'PNG 或 JPEG 圖片的 data: URL',
    'a data: URL of a PNG or JPEG picture',
  ),
  [String(/^[A-Z0-9-]{6,40}$/)]: text(
    '6 至 40 个大写字母、数字或连字符',
    '6 至 40 個大寫字母、數字或連字號',
    '6 to 40 capital letters, digits or hyphens',
  ),
  [String(/^\d{1,6}\.\d{2}$/)]: text(
    '两位小数的平方米数，如 89.37',
    '兩位小數的平方公尺數，如 89.37',
    'square metres with two decimals, such as 89.37',
  ),
  [String(/^\+?[\d\s-]{5,20}$/)]: text(
    '5 至 20 位的电话号码，可含 +、空格和连字符',
    '5 至 20 位的電話號碼，可含 +、空格和連字號',
    'a phone number of 5 to 20 digits, blanks or hyphens, with an optional +',
  ),
  [String(/^[0-9a-f]{64}$/)]: text(
    '64 位小写十六进制的 SHA-256',
    '64 位小寫十六進位的 SHA-256',
    'a SHA-256 of 64 small hexadecimal digits',
  ),
  [String(/^[a-z0-9-]+(\/[a-z0-9-]+){0,2}$/)]: text(
    '最多三级的类别代码，如 home/water',
    '最多三層的類別代碼，如 home/water',
    'a category of at most three levels, such as home/water',
  ),
  [String(/^[a-z0-9-]+$/)]: text(
    '小写字母、数字或连字符',
    '小寫字母、數字或連字號',
    'small letters, digits or hyphens',
  ),
  [String(/^\d{1,7}(\.\d{1,3})?$/)]: text(
    '最多三位小数的数量',
    '最多三位小數的數量',
    'a quantity with at most three decimals',
  ),
  [String(/^\d{4}-(0[1-9]|1[0-2])$/)]: text('月份，如 2026-03', '月份，如 2026-03', 'a month, such as 2026-03'),
  [String(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)]: text(
    '月日，如 11-15',
    '月日，如 11-15',
    'a day of the year, such as 11-15',
  ),
  [String(/^[\d\s-]{8,20}$/)]: text('凭证上的数字', '憑證上的數字', 'the digits of the code'),
  [String(/^\d{1,6}(\.\d{1,4})?$/)]: text(
    '最多四位小数的平方米数',
    '最多四位小數的平方公尺數',
    'square metres with at most four decimals',
  ),
  [String(/^\d{1,7}(\.\d{1,2})?$/)]: text('最多两位小数的元数', '最多兩位小數的元數', 'yuan with at most two decimals'),
  [String(/^[A-Za-z0-9_.:-]{1,80}$/)]: text(
    '1 至 80 个字母、数字或 _ . : - 字符',
    '1 至 80 個字母、數字或 _ . : - 字元',
    '1 to 80 letters, digits or characters of _ . : -',
  ),
  [String(/^(0|[1-9]\d{0,8})(\.\d{1,8})?$/)]: text(
    '不带多余零的十进制数，如 0.5',
    '不帶多餘零的十進位數，如 0.5',
    'a decimal number without needless zeros before it, such as 0.5',
  ),
  [String(/^\d{1,9}(\.\d{1,8})?$/)]: text(
    '表上的读数，如 00123.4',
    '表上的度數，如 00123.4',
    'the value of a meter, such as 00123.4',
  ),
  [String(/^[A-Za-z0-9_.:/-]{1,80}$/)]: text(
    '1 至 80 个字母、数字或 _ . : / - 字符',
    '1 至 80 個字母、數字或 _ . : / - 字元',
    '1 to 80 letters, digits or characters of _ . : / -',
  ),
  [String(/^[a-z0-9-]{1,40}$/)]: text(
    '1 至 40 个小写字母、数字或连字符',
    '1 至 40 個小寫字母、數字或連字號',
    '1 to 40 small letters, digits or hyphens',
  ),
  [String(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/)]: text(
    '月和日，如 01-01，最晚 28 日',
    '月和日，如 01-01，最晚 28 日',
    'a month and a day up to the 28th, such as 01-01',
  ),
  [String(/^([01]\d|2[0-3]):[0-5]\d$/)]: text('时刻，如 22:00', '時刻，如 22:00', 'a time of the day, such as 22:00'),
  [String(/^20\d{2}$/)]: text('年份，如 2026', '年份，如 2026', 'a year, such as 2026'),
  [String(/^20\d{2}-Q[1-4]$/)]: text('季度，如 2026-Q4', '季度，如 2026-Q4', 'a quarter, such as 2026-Q4'),
  [String(/^20\d{2}-(0[1-9]|1[0-2])$/)]: text('月份，如 2026-03', '月份，如 2026-03', 'a month, such as 2026-03'),
  [String(/^[A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff ._/#:-]{0,78}[A-Za-z0-9\u4e00-\u9fff])?$/)]: text(
    '最多 80 个字符的凭证号，由汉字、字母、数字组成，中间可有空格和 . _ / # : -',
    '最多 80 個字元的憑證號，由漢字、字母、數字組成，中間可有空格和 . _ / # : -',
    'a reference of at most 80 Chinese characters, letters and digits, with blanks and . _ / # : - inside',
  ),
  [String(/^[A-Za-z0-9_-]{1,64}$/)]: text(
    '记录编号，1 至 64 个字母、数字、下划线或连字符',
    '紀錄編號，1 至 64 個字母、數字、底線或連字號',
    'an id of 1 to 64 letters, digits, underscores or hyphens',
  ),
  [String(/^[0-9A-Z]{15,20}$/)]: text(
    '15 至 20 位的纳税人识别号',
    '15 至 20 位的納稅人識別號',
    'a tax code of 15 to 20 digits and capital letters',
  ),
  [String(/^(0|[1-9]\d?)(\.\d?[1-9])?$/)]: text(
    '百分数，如 6 或 1.5',
    '百分比，如 6 或 1.5',
    'a percentage, such as 6 or 1.5',
  ),
  [String(/^\d{1,4}(\.\d{1,8})?$/)]: text(
    '小于 10000 的系数，最多八位小数',
    '小於 10000 的係數，最多八位小數',
    'a coefficient below 10,000 with at most eight decimals',
  ),
  [String(/^\d{8,20}$/)]: text(
    '8 至 20 位数字的发票号码',
    '8 至 20 位數字的發票號碼',
    'an invoice number of 8 to 20 digits',
  ),
  [String(/^\d{1,19}$/)]: text(
    '最多 19 位数字的税收分类编码',
    '最多 19 位數字的稅收分類編碼',
    'a goods code of at most 19 digits',
  ),
  [String(/^[0-9A-Za-z]{1,40}$/)]: text('最多 40 个字母或数字', '最多 40 個字母或數字', 'at most 40 letters or digits'),
  [String(/^[a-z][a-z0-9-]{0,59}$/)]: text(
    '以小写字母开头，最多 60 个小写字母、数字或连字符',
    '以小寫字母開頭，最多 60 個小寫字母、數字或連字號',
    'at most 60 small letters, digits or hyphens, beginning with a letter',
  ),
  [String(/^[a-z]{1,20}:[a-z-]{1,40}(:[A-Za-z0-9_-]{1,64})*$/)]: text(
    '会计科目，如 assets:cash',
    '會計科目，如 assets:cash',
    'an account of the ledger, such as assets:cash',
  ),
};

/** Rules that schemas state in code, by the message there. */
export const refinementTexts: Readonly<Record<string, Text>> = {
  'week must contain at least one working day': text(
    '一周至少要有一个工作日。',
    '一週至少要有一個工作日。',
    'A week needs at least one working day. Add one.',
  ),
  'not a time zone': text(
    '不是时区名称，请填写如 Asia/Shanghai。',
    '不是時區名稱，請填寫如 Asia/Shanghai。',
    'This is no time zone. Send one such as Asia/Shanghai.',
  ),
  'hours must be in order': text(
    '时段须按先后排列且不重叠。',
    '時段須依先後排列且不重疊。',
    'Hours overlap or are out of order. Sort them by time.',
  ),
  'from must differ from to': text(
    'from 不能与 to 相同。',
    'from 不能與 to 相同。',
    'from equals to. Correct one of them.',
  ),
  'a data: URL of a PNG or JPEG picture': text(
    '应为 PNG 或 JPEG 图片的 data: URL。',
    '應為 PNG 或 JPEG 圖片的 data: URL。',
    'Send a data: URL of a PNG or JPEG picture.',
  ),
  'phone and updatedSince exclude each other': text(
    'phone 与 updatedSince 不能同时使用，请只用一个。',
    'phone 與 updatedSince 不能同時使用，請只用一個。',
    'phone and updatedSince exclude each other. Send one of them.',
  ),
  'assigneeId, unitId, requesterId and updatedSince exclude each other: give one of them': text(
    'assigneeId、unitId、requesterId、updatedSince 只能使用一个。',
    'assigneeId、unitId、requesterId、updatedSince 只能使用一個。',
    'assigneeId, unitId, requesterId and updatedSince exclude each other. Send one of them.',
  ),
  'category or severity': text(
    '请填写 category 或 severity。',
    '請填寫 category 或 severity。',
    'Both category and severity are missing. Send one of them.',
  ),
  'each trade key may occur only once': text(
    '每个工种代码（key）只能出现一次。',
    '每個工種代碼（key）只能出現一次。',
    'A trade key occurs twice. Keep one.',
  ),
  'must be above zero': text('数量须大于 0。', '數量須大於 0。', 'The quantity is 0. Send one above 0.'),
  'findings must say what is not fixed': text(
    '请在 findings 中说明哪里未修好。',
    '請在 findings 中說明哪裡未修好。',
    'findings is missing. Write in it what is not fixed.',
  ),
  'an unanswered call has no score': text(
    '电话未接通，不能有评分。请去掉 score。',
    '電話未接通，不能有評分。請去掉 score。',
    'An unanswered call has no score. Leave score out.',
  ),
  'the reminder must come before the survey closes': text(
    '提醒须早于问卷截止。',
    '提醒須早於問卷截止。',
    'The reminder is not before the survey closes. Make it earlier.',
  ),
  'from must not be after to': text(
    'from 不能晚于 to。',
    'from 不能晚於 to。',
    'from is after to. Correct one of them.',
  ),
  'occurredAt is only for post; a mail is sent now': text(
    'occurredAt 只用于邮寄；电子邮件会立即发送。请去掉 occurredAt。',
    'occurredAt 只用於郵寄；電子郵件會立即傳送。請去掉 occurredAt。',
    'occurredAt is only for post; a mail is sent now. Leave it out.',
  ),
  'leaving needs a reason': text(
    '请填写离开的原因（reason）。',
    '請填寫離開的原因（reason）。',
    'reason is missing. Write why.',
  ),
  'an area must be above 0': text('面积须大于 0。', '面積須大於 0。', 'The area is 0. Send one above 0.'),
  'price must be above 0': text('单价须大于 0。', '單價須大於 0。', 'The price is 0. Send one above 0.'),
  'itemId must be unique': text(
    'itemId 不能重复。',
    'itemId 不能重複。',
    'An itemId occurs twice. Give each item its own.',
  ),
  'from must be unique': text(
    'from 不能重复。',
    'from 不能重複。',
    'Two entries begin on the same day (from). Keep one of them.',
  ),
  '5 % to 8 % of the building cost (Measures for the Special Maintenance Fund of Dwellings, article 7)': text(
    '应为建筑安装工程造价的 5% 至 8%（《住宅专项维修资金管理办法》第七条）。',
    '應為建築安裝工程造價的 5% 至 8%（《住宅專項維修資金管理辦法》第七條）。',
    'The rate is 5 % to 8 % of the building cost (Measures for the Special Maintenance Fund of Dwellings, article 7). Correct it.',
  ),
  'deliveredOn must not be before acceptedOn': text(
    '交付日期（deliveredOn）不能早于验收日期（acceptedOn）。',
    '交付日期（deliveredOn）不能早於驗收日期（acceptedOn）。',
    'deliveredOn is before acceptedOn. Correct one of them.',
  ),
  'category must be unique': text(
    '类别（category）不能重复。',
    '類別（category）不能重複。',
    'A category occurs twice. Keep one.',
  ),
  'lateRate needs deliverBy': text(
    '填写 lateRate 时须同时填写 deliverBy。',
    '填寫 lateRate 時須同時填寫 deliverBy。',
    'lateRate needs deliverBy. Send both.',
  ),
  'area must be above 0': text('面积（area）须大于 0。', '面積（area）須大於 0。', 'area is 0. Send one above 0.'),
  'a demand must have about = delivery': text(
    '催告（demand）的 about 须为 delivery。',
    '催告（demand）的 about 須為 delivery。',
    'A demand is about delivery. Set about to delivery.',
  ),
  'key must be unique': text('key 不能重复。', 'key 不能重複。', 'A key occurs twice. Keep one.'),
  '3 % to 5 % (Deed Tax Law, article 3)': text(
    '契税税率应为 3% 至 5%（《契税法》第三条）。',
    '契稅稅率應為 3% 至 5%（《契稅法》第三條）。',
    'The rate is 3 % to 5 % (Deed Tax Law, article 3). Correct it.',
  ),
  'aboutId and updatedSince exclude each other': text(
    'aboutId 与 updatedSince 不能同时使用，请只用一个。',
    'aboutId 與 updatedSince 不能同時使用，請只用一個。',
    'aboutId and updatedSince exclude each other. Send one of them.',
  ),
  'one line': text(
    '只能写一行，请去掉换行。',
    '只能寫一行，請去掉換行。',
    'The text has a line break. Write it in one line.',
  ),
  'not in the chart of accounts': text(
    '会计科目表中没有此科目，请核对。',
    '會計科目表中沒有此科目，請核對。',
    'The chart of accounts has no such account. Check its code.',
  ),
  'must be a bank or channel account': text(
    '应为银行或支付渠道科目。',
    '應為銀行或支付管道科目。',
    'This is no bank or channel account. Name one.',
  ),
  'must differ from from': text(
    'to 不能与 from 相同。',
    'to 不能與 from 相同。',
    'to is the same account as from. Name another.',
  ),
  'openingFen plus the lines must be closingFen': text(
    '期初余额加各行合计须等于期末余额。请核对 openingFen、closingFen 和对账单各行。',
    '期初餘額加各行合計須等於期末餘額。請核對 openingFen、closingFen 和對帳單各行。',
    'openingFen plus the lines is not closingFen. Check both balances, and that no line is missing.',
  ),
  'must be less than fen': text(
    '手续费（feeFen）须小于金额（fen）。',
    '手續費（feeFen）須小於金額（fen）。',
    'feeFen is not less than fen. Correct one of them.',
  ),
  'must be a cash, bank or channel account': text(
    '应为现金、银行或支付渠道科目。',
    '應為現金、銀行或支付管道科目。',
    'This is no cash, bank or channel account. Name one.',
  ),
  'name each kind of file once': text(
    '每种文件只能填写一次。',
    '每種檔案只能填寫一次。',
    'A kind of file occurs twice. Keep one.',
  ),
  'the file balances is required': text(
    '缺少余额文件（balances）。请补上。',
    '缺少餘額檔案（balances）。請補上。',
    'The file balances is missing. Add it.',
  ),
  'name each denomination once': text(
    '每种面额只能填写一次。',
    '每種面額只能填寫一次。',
    'A denomination occurs twice. Keep one.',
  ),
  'vouchers are numbered by month: give month': text(
    '凭证按月编号，请填写月份（month）。',
    '憑證按月編號，請填寫月份（month）。',
    'Vouchers are numbered by month. Send month.',
  ),
  'give month, or from and to': text(
    '请填写 month，或同时填写 from 和 to。',
    '請填寫 month，或同時填寫 from 和 to。',
    'The period is not clear. Send month, or from and to.',
  ),
  'each account only once': text(
    '每个科目只能出现一次。',
    '每個科目只能出現一次。',
    'An account occurs twice. Keep one.',
  ),
  'a metered item has a utility, and no other item has one': text(
    '计量项目（metered）须填写 utility，其他项目不填。',
    '計量項目（metered）須填寫 utility，其他項目不填。',
    'utility belongs to a metered item and is required there. Add it or leave it out.',
  ),
  'an item of kind formula has a formula, and no other item has one': text(
    '公式项目（formula）须填写 formula，其他项目不填。',
    '公式項目（formula）須填寫 formula，其他項目不填。',
    'formula belongs to an item of kind formula and is required there. Add it or leave it out.',
  ),
  'a part from 0 to 1': text(
    '应为 0 至 1 之间的比例。',
    '應為 0 至 1 之間的比例。',
    'The part is above 1. Send one from 0 to 1.',
  ),
  'at most {n} months of fee items in a run': text(
    '一次出账的收费项目与月数之积最多为 {n}，请分次出账。',
    '一次出帳的收費項目與月數之積最多為 {n}，請分次出帳。',
    'A run has at most {n} months of fee items. Split it.',
  ),
  'limits must rise': text(
    '各级上限必须逐级递增。请按从小到大填写。',
    '各級上限必須逐級遞增。請按從小到大填寫。',
    'The limits must rise. Enter them from the lowest to the highest.',
  ),
  'another time than valleyFrom': text(
    'valleyTo 不能与 valleyFrom 相同。请更正其中之一。',
    'valleyTo 不能與 valleyFrom 相同。請更正其中之一。',
    'valleyTo is the same time as valleyFrom. Correct one of them.',
  ),
  'not before from': text(
    'to 不能早于 from。请更正日期。',
    'to 不能早於 from。請更正日期。',
    'to is before from. Correct the days.',
  ),
  'either percent or yuan': text(
    'percent 和 yuan 只能填写其中一个。请保留一个。',
    'percent 和 yuan 只能填寫其中一個。請保留一個。',
    'A discount has either percent or yuan. Enter exactly one of them.',
  ),
  'above 0 and at most 100': text(
    'percent 必须大于 0 且不超过 100。请更正。',
    'percent 必須大於 0 且不超過 100。請更正。',
    'percent must be above 0 and at most 100. Correct it.',
  ),
  'a discount for early payment has a last day to pay and one fee item, and no other has that day': text(
    '提前缴费优惠须填写 payBy 且只有一个收费项目，其他优惠不填 payBy。请更正。',
    '提前繳費優惠須填寫 payBy 且只有一個收費項目，其他優惠不填 payBy。請更正。',
    'A discount for early payment has payBy and one fee item; no other has payBy. Correct it.',
  ),
  'a vacancy discount has vacancy terms, and no other has them': text(
    '空置优惠须填写 vacancy，其他优惠不填。请更正。',
    '空置優惠須填寫 vacancy，其他優惠不填。請更正。',
    'A vacancy discount has vacancy, and no other has it. Correct it.',
  ),
  'each item once': text(
    '每个收费项目只能出现一次。',
    '每個收費項目只能出現一次。',
    'A fee item occurs twice. Keep one.',
  ),
  'a decision partly has foundedFen, and no other decision has it': text(
    '部分成立（partly）时须填写 foundedFen，其他决定不填。',
    '部分成立（partly）時須填寫 foundedFen，其他決定不填。',
    'foundedFen belongs to the decision partly and is required there. Add it or leave it out.',
  ),
  'at most {n} a day': text('每日最多 {n}。', '每日最多 {n}。', 'The rate is too high. Send at most {n} a day.'),
  'payerId and updatedSince exclude each other': text(
    'payerId 与 updatedSince 不能同时使用，请只用一个。',
    'payerId 與 updatedSince 不能同時使用，請只用一個。',
    'payerId and updatedSince exclude each other. Send one of them.',
  ),
  'occurredAt and occurredOn exclude each other': text(
    'occurredAt 与 occurredOn 不能同时填写，请只填一个。',
    'occurredAt 與 occurredOn 不能同時填寫，請只填一個。',
    'occurredAt and occurredOn exclude each other. Send one of them.',
  ),
  'money for a meter names no bills and no purpose': text(
    '给表充值的款项不能填写账单或用途。',
    '給表儲值的款項不能填寫帳單或用途。',
    'Money for a meter names no bills and no purpose. Leave them out.',
  ),
  'the bank line that took the money back': text(
    '缺少 reference。请填写银行退回该款项的流水号。',
    '缺少 reference。請填寫銀行退回該款項的流水號。',
    'reference is missing. Enter the number of the bank line that took the money back.',
  ),
  'only with bounced': text(
    'occurredOn 只能与 bounced 同时填写，请去掉 occurredOn。',
    'occurredOn 只能與 bounced 同時填寫，請去掉 occurredOn。',
    'occurredOn is only for bounced money. Leave it out.',
  ),
  'each bill only once': text('每张账单只能出现一次。', '每張帳單只能出現一次。', 'A bill occurs twice. Keep one.'),
  'only open receipts are overdue': text(
    '只有待认领的款项才会超期，请去掉 overdue 或改 status。',
    '只有待認領的款項才會逾期，請去掉 overdue 或改 status。',
    'Only open receipts are overdue. Leave overdue out, or ask for the status open.',
  ),
  '0 only when a whole deposit is kept': text(
    '只有押金全部扣除时 fen 才填 0，并请列明 deductions。',
    '只有押金全部扣除時 fen 才填 0，並請列明 deductions。',
    'fen is 0 only when a whole deposit is kept. List the deductions.',
  ),
  'only of a deposit': text(
    '只有退还押金才填写 deductions。请删去该字段。',
    '只有退還押金才填寫 deductions。請刪去該欄位。',
    'Only a returned deposit has deductions. Leave the field out.',
  ),
  'required, except for a reversal, which covers the whole payment': text(
    '除冲销外须填写金额（fen）；冲销涵盖整笔收款，不填。',
    '除沖銷外須填寫金額（fen）；沖銷涵蓋整筆收款，不填。',
    'fen is required, except for a reversal, which covers the whole payment. Add it or leave it out.',
  ),
  'name fen, reference or occurredOn': text(
    '请填写 fen、reference 或 occurredOn 中至少一项。',
    '請填寫 fen、reference 或 occurredOn 中至少一項。',
    'Nothing is corrected. Send fen, reference or occurredOn.',
  ),
  'each only once': text('每项只能出现一次。', '每項只能出現一次。', 'An entry occurs twice. Keep one.'),
  'the buyer of a special invoice has a tax code': text(
    '专用发票的购买方须有纳税人识别号。',
    '專用發票的購買方須有納稅人識別號。',
    'The buyer of a special invoice has a tax code. Add it.',
  ),
  'a line invoices a line of a bill (billId and line) or a payment (paymentId)': text(
    '每行须对应账单行（billId 和 line）或收款（paymentId）。',
    '每行須對應帳單行（billId 和 line）或收款（paymentId）。',
    'A line invoices a line of a bill (billId and line) or a payment (paymentId). Name one of them.',
  ),
  'each line only once': text('每行只能出现一次。', '每行只能出現一次。', 'A line occurs twice. Keep one.'),
  'levels must fall': text(
    '预警线须从高到低排列。',
    '預警線須從高到低排列。',
    'The levels do not fall. Sort them from high to low.',
  ),
  'prices must be in order of days': text(
    '单价须按日期先后排列。',
    '單價須依日期先後排列。',
    'The prices are not in the order of their days. Sort them.',
  ),
  'unitId and updatedSince exclude each other': text(
    'unitId 与 updatedSince 不能同时使用，请只用一个。',
    'unitId 與 updatedSince 不能同時使用，請只用一個。',
    'unitId and updatedSince exclude each other. Send one of them.',
  ),
  'payerId, state, limitationRisk and updatedSince exclude each other': text(
    'payerId、state、limitationRisk、updatedSince 只能使用一个。',
    'payerId、state、limitationRisk、updatedSince 只能使用一個。',
    'payerId, state, limitationRisk and updatedSince exclude each other. Send one of them.',
  ),
  'unitId needs payerId': text(
    '使用 unitId 时须同时填写 payerId。',
    '使用 unitId 時須同時填寫 payerId。',
    'unitId needs payerId. Send both.',
  ),
  'each once': text('每项只能出现一次。', '每項只能出現一次。', 'An entry occurs twice. Keep one.'),
  'in the order of their days': text(
    '须按日期先后排列。',
    '須依日期先後排列。',
    'The instalments are not in the order of their days. Sort them.',
  ),
  'obstacle belongs to the kind obstacle and is required there': text(
    'obstacle 仅用于 obstacle 类，且为必填。',
    'obstacle 僅用於 obstacle 類，且為必填。',
    'obstacle belongs to the kind obstacle and is required there. Add it or leave it out.',
  ),
  'only suit, arbitration, equivalent and obstacle end': text(
    '只有起诉、仲裁、同等程序和障碍有结束日（endedOn）。',
    '只有起訴、仲裁、同等程序和障礙有結束日（endedOn）。',
    'Only suit, arbitration, equivalent and obstacle end. Leave endedOn out.',
  ),
  'endedOn must not be before on': text(
    'endedOn 不能早于 on。',
    'endedOn 不能早於 on。',
    'endedOn is before on. Correct one of them.',
  ),
  'each timer once': text(
    '每个计时项只能出现一次。',
    '每個計時項目只能出現一次。',
    'An SLA timer occurs twice. Keep one.',
  ),
  'each step once': text('每个步骤只能出现一次。', '每個步驟只能出現一次。', 'A step occurs twice. Keep one.'),
  'steps must be in order of days': text(
    '步骤须按日期先后排列。',
    '步驟須依日期先後排列。',
    'The steps are not in the order of their days. Sort them.',
  ),
  'a legal file needs a written demand before it (Civil Code, article 944)': text(
    '移交法务前须先有书面催告（《民法典》第九百四十四条）。',
    '移交法務前須先有書面催告（《民法典》第九百四十四條）。',
    'A legal file needs a written demand before it (Civil Code, article 944). Add that step.',
  ),
  'no fee is collected by withholding power, water, heat, gas, access, lifts or parking (Civil Code, article 944)':
    text(
      '不得以断水、断电、断热、断气、禁止通行、停用电梯或车位等方式催交费用（《民法典》第九百四十四条）。请删除此步骤。',
      '不得以斷水、斷電、斷熱、斷氣、禁止通行、停用電梯或車位等方式催繳費用（《民法典》第九百四十四條）。請刪除此步驟。',
      'No fee is collected by withholding power, water, heat, gas, access, lifts or parking (Civil Code, article 944). Remove the step.',
    ),
  'ageing, cash-day, deposits and suspense have asOf only; every other report needs from and to': text(
    'ageing、cash-day、deposits、suspense 只填 asOf；其他报表须填 from 和 to。',
    'ageing、cash-day、deposits、suspense 只填 asOf；其他報表須填 from 和 to。',
    'ageing, cash-day, deposits and suspense have asOf only; every other report needs from and to. Correct the period.',
  ),
  'is above fen': text(
    '金额大于 fen。请改小该金额。',
    '金額大於 fen。請改小該金額。',
    'The amount is above fen. Lower it.',
  ),
  'is before from': text(
    '不能早于 from。请更正。',
    '不能早於 from。請更正。',
    'The day is before from. Correct one of them.',
  ),
  'required for arrears, and only for them': text(
    '仅欠费（arrears）须填写此项，其他情况不填。',
    '僅欠費（arrears）須填寫此項，其他情況不填。',
    'This field belongs to arrears and is required there. Add it or leave it out.',
  ),
  'ageing, cash-day, deposits, suspense, uninvoiced have no from and to; every other report needs both': text(
    'ageing、cash-day、deposits、suspense、uninvoiced 不填 from 和 to；其他报表须同时填写。',
    'ageing、cash-day、deposits、suspense、uninvoiced 不填 from 和 to；其他報表須同時填寫。',
    'ageing, cash-day, deposits, suspense and uninvoiced have no from and to; every other report needs both. Correct the period.',
  ),
  'uninvoiced is true for the present and has no asOf': text(
    'uninvoiced 只反映当前状况，不填 asOf。',
    'uninvoiced 只反映目前狀況，不填 asOf。',
    'uninvoiced is true for the present only. Leave asOf out.',
  ),
  'give from and to': text(
    '请同时填写 from 和 to。',
    '請同時填寫 from 和 to。',
    'One of from and to is missing. Send both.',
  ),
  'account belongs to account-ledger and is required there': text(
    'account 仅用于 account-ledger，且为必填。',
    'account 僅用於 account-ledger，且為必填。',
    'account belongs to account-ledger and is required there. Add it or leave it out.',
  ),
  'choices belong to a question of the kind choice and are required there': text(
    'choices 仅用于选择题（kind 为 choice），且为必填。',
    'choices 僅用於選擇題（kind 為 choice），且為必填。',
    'choices belong to a question of the kind choice and are required there. Add them or leave them out.',
  ),
  'no web or e-mail address': text(
    '调查的文字不能含网址或邮箱地址。请删去。',
    '調查的文字不能含網址或電子郵件地址。請刪去。',
    'A text of a survey has no web or e-mail address. Take it out.',
  ),
};
