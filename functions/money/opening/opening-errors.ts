import * as z from 'zod';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { mostReferences } from '../../service/tickets/public.ts';
import { mostDemands } from '../dunning/public.ts';
import { fileKinds } from './opening-file.ts';

const rules = {
  'no-file': text(
    '文件尚未上传。请上传后重新校验。',
    '檔案尚未上傳。請上傳後重新驗證。',
    'The file is not uploaded yet. Upload it, then validate again.',
  ),
  'wrong-file': text(
    '上传的文件与登记的 SHA-256 不符。请上传原文件。',
    '上傳的檔案與登錄的 SHA-256 不符。請上傳原檔案。',
    'The SHA-256 of the uploaded file is another. Upload the original file.',
  ),
  'not-csv': text(
    '从这一行起不是有效的 CSV。请检查引号。',
    '從這一列起不是有效的 CSV。請檢查引號。',
    'From this line on the file is not valid CSV. Look for an unclosed quotation mark.',
  ),
  'not-utf-8': text(
    '编码不是 UTF-8。请另存为“CSV UTF-8”后重新上传。',
    '編碼不是 UTF-8。請另存為「CSV UTF-8」後重新上傳。',
    'The text is not UTF-8. Save the file as "CSV UTF-8" and upload it again.',
  ),
  'unknown-column': text(
    '不支持这个列名。请修改表头。',
    '不支援這個欄名。請修改表頭。',
    'This column name is unknown. Correct the heading.',
  ),
  'column-twice': text(
    '此列出现两次。请删除一列。',
    '此欄出現兩次。請刪除一欄。',
    'The heading names this column twice. Remove one.',
  ),
  'column-missing': text(
    '表头缺少此列。请补上。',
    '表頭缺少此欄。請補上。',
    'This column is missing. Add it to the heading.',
  ),
  'wrong-number-of-cells': text(
    '本行的单元格数与表头不一致。请检查逗号和引号。',
    '本列的儲存格數與表頭不一致。請檢查逗號和引號。',
    'The row has more or fewer cells than the heading. Check its commas and quotation marks.',
  ),
  missing: text('此列不能为空。请填写。', '此欄不能為空。請填寫。', 'The cell is empty. Enter a value.'),
  'not-valid': text(
    '格式不正确。请按说明填写。',
    '格式不正確。請依說明填寫。',
    'The format is wrong. See the documentation of this column.',
  ),
  'not-an-amount': text(
    '不是金额。请填写元，最多两位小数，不用千位分隔符。',
    '不是金額。請填寫元，最多兩位小數，不用千分位符號。',
    'This is no amount. Enter yuan with at most two decimals and no thousands separator.',
  ),
  'not-positive': text(
    '金额须大于零。请更正或删除此行。',
    '金額須大於零。請更正或刪除此列。',
    'The amount must be above zero. Correct it or remove the row.',
  ),
  'not-a-day': text(
    '不是日期。请按 YYYY-MM-DD 填写。',
    '不是日期。請依 YYYY-MM-DD 填寫。',
    'This is no day. Enter it as YYYY-MM-DD.',
  ),
  'number-twice': text(
    '此编号在文件前面已出现。请更正编号。',
    '此編號在檔案前面已出現。請更正編號。',
    'An earlier row has the same number. Correct one of them.',
  ),
  'unknown-unit': text(
    '房屋档案中没有此房屋。请先导入房屋。',
    '房屋資料中沒有此房屋。請先匯入房屋。',
    'The register has no such unit. Import the units first.',
  ),
  'unknown-payer': text(
    '人员档案中没有此人。请先导入人员。',
    '人員資料中沒有此人。請先匯入人員。',
    'The register has no such person. Import the people first.',
  ),
  'unknown-fee-item': text(
    '没有此收费项目。请先建立收费项目。',
    '沒有此收費項目。請先建立收費項目。',
    'The estate has no such fee item. Create it first.',
  ),
  'unknown-account': text(
    '不支持此账户。请按说明填写科目和编号。',
    '不支援此帳戶。請依說明填寫科目和編號。',
    'This account is unknown. See the documentation of the column account.',
  ),
  'ends-before-it-starts': text(
    '结束日早于开始日。请更正其中一个。',
    '結束日早於開始日。請更正其中一個。',
    'The last day is before the first day. Correct one of them.',
  ),
  'after-cut-over': text(
    '日期晚于切换日。请更正，或在切换后登记。',
    '日期晚於切換日。請更正，或在切換後登錄。',
    'The day is after the cut-over. Correct it, or record this after the cut-over.',
  ),
  'open-above-principal': text(
    '未收金额大于应收本金。请更正其中一个。',
    '未收金額大於應收本金。請更正其中一個。',
    'More is open than the principal. Correct one of them.',
  ),
  'late-without-day': text(
    '有违约金时须填写算至哪一天（lateTo），反之亦然。请补上。',
    '有違約金時須填寫算至哪一天（lateTo），反之亦然。請補上。',
    'A late charge needs the day it runs to, and the other way round. Enter lateCharge and lateTo.',
  ),
  'no-late-terms': text(
    '该到期日没有适用的违约金条款。请先在收费设置中填写条款及起始日。',
    '該到期日沒有適用的違約金條款。請先在收費設定中填寫條款及起始日。',
    'No terms of late charge apply to this due day. Enter the terms with their first day in the fees policy first.',
  ),
  'account-twice': text(
    '此科目已在前面出现。请合并。',
    '此科目已在前面出現。請合併。',
    'An earlier row has the same account. Add them up.',
  ),
  'one-side-only': text(
    '借方和贷方只能填一个。请更正。',
    '借方和貸方只能填一個。請更正。',
    'Enter either debit or credit. Correct the row.',
  ),
  'wrong-side': text(
    '此科目的余额不能在这一方。请核对。',
    '此科目的餘額不能在這一方。請核對。',
    'This account cannot have its balance on this side. Check it.',
  ),
  'not-proved': text(
    '资金须有凭据：请填写对账单号或盘点单号（proof）和日期（provedOn）。',
    '資金須有憑據：請填寫對帳單號或盤點單號（proof）和日期（provedOn）。',
    'Money must be proved. Enter the number of the statement or count in proof, and its day in provedOn.',
  ),
  'proved-on-another-day': text(
    '对账单或盘点不是切换日的。请提供切换日当天的凭据。',
    '對帳單或盤點不是切換日的。請提供切換日當天的憑據。',
    'The statement or count is of another day. Give that of the cut-over day.',
  ),
  'control-differs': text(
    '明细合计与科目余额不等，须一分不差。请核对明细或余额。',
    '明細合計與科目餘額不等，須一分不差。請核對明細或餘額。',
    'The rows add up to another amount than the account. Correct the rows or the balance, to the fen.',
  ),
  'equity-differs': text(
    '期初权益应等于借方合计减贷方合计。请更正，或删除此行。',
    '期初權益應等於借方合計減貸方合計。請更正，或刪除此列。',
    'Opening equity must be debit less credit of all others. Correct it, or remove the row.',
  ),
  'unknown-bill': text(
    '账单文件中没有此编号。请核对。',
    '帳單檔案中沒有此編號。請核對。',
    'The file of bills has no such number. Correct it.',
  ),
  'unknown-step': text(
    '催缴设置中没有此步骤。请核对 step，或先修改催缴设置。',
    '催繳設定中沒有此步驟。請核對 step，或先修改催繳設定。',
    'The ladder of the estate has no such step. Correct step, or change the dunning policy first.',
  ),
  'too-many-demands': text(
    '同一付款人的催缴记录过多，最多 {most} 条。请只保留最近的。',
    '同一付款人的催繳記錄過多，最多 {most} 筆。請只保留最近的。',
    'This payer has too many acts, at most {most} are taken over. Keep the latest ones.',
  ),
  'dispute-incomplete': text(
    '争议须同时填写收到日（disputedOn）和理由（disputeReason）。请补上。',
    '爭議須同時填寫收到日（disputedOn）和理由（disputeReason）。請補上。',
    'A dispute needs the day of its receipt and its reason. Enter disputedOn and disputeReason.',
  ),
  'not-a-range': text(
    '不是号段：首末号须以数字结尾，数字前的部分相同，末号不小于首号。请更正。',
    '不是號段：首末號須以數字結尾，數字前的部分相同，末號不小於首號。請更正。',
    'This is no range: both numbers end with digits, have the same text before them, and last is not below first. Correct them.',
  ),
  'range-overlaps': text(
    '与前面的号段重叠。请合并或更正。',
    '與前面的號段重疊。請合併或更正。',
    'An earlier row has some of these numbers. Join the two ranges or correct one of them.',
  ),
  'range-of-this-system': text(
    '此号段与本系统的收据号（日期-收款员-序号）相同。请核对。',
    '此號段與本系統的收據號（日期-收款員-序號）相同。請核對。',
    'Receipts here have these numbers (day, cashier, number). Check the range.',
  ),
  'unknown-category': text(
    '本小区没有此分类。请从分类表中选择，或先修改工单设置。',
    '本社區沒有此分類。請從分類表選擇，或先修改案件設定。',
    'The estate has no such category. Choose one of its tickets policy, or change the policy first.',
  ),
  'too-many-references': text(
    '外部编号过多，最多 {references} 个。请只保留最重要的。',
    '外部編號過多，最多 {references} 個。請只保留最重要的。',
    'There are too many outside references, at most {references} are taken over. Keep the important ones.',
  ),
  'mortgage-incomplete': text(
    '抵押须同时填写银行（mortgageBank）和贷款金额（mortgage）。请补上。',
    '抵押須同時填寫銀行（mortgageBank）和貸款金額（mortgage）。請補上。',
    'A mortgage needs its bank and the loan. Enter mortgageBank and mortgage.',
  ),
  'rate-without-day': text(
    '有违约金比例时须填写交付期限（deliverBy）。请补上。',
    '有違約金比例時須填寫交付期限（deliverBy）。請補上。',
    'Damages for late delivery need the last day of delivery. Enter deliverBy.',
  ),
  'no-fund-rate': text(
    '维修资金标准没有此类房屋。请更正 building，或先修改交付设置。',
    '維修資金標準沒有此類房屋。請更正 building，或先修改交付設定。',
    'The rates of the maintenance fund have no such building type. Correct building, or change the handovers policy first.',
  ),
  'title-known': text(
    '该买受人在该房屋已有办证档案。请删除此行，并在档案中登记合同。',
    '該買受人在該房屋已有辦證檔案。請刪除此列，並在檔案中登錄合約。',
    'This buyer has a title dossier for this home already. Remove the row, and enter the contract in the dossier.',
  ),
  'unit-twice': text(
    '前面已有此房屋。请合并。',
    '前面已有此房屋。請合併。',
    'An earlier row has the same unit. Add them up.',
  ),
  'not-prepaid': text(
    '不是预存表，不能有余额。请更正 prepaid 或 balance。',
    '不是預存表，不能有餘額。請更正 prepaid 或 balance。',
    'Only a prepaid meter has a balance. Correct prepaid or balance.',
  ),
} as const satisfies Record<string, Text>;

export type Rule = keyof typeof rules;
const isRule = (word: string): word is Rule => Object.hasOwn(rules, word);

/** The longest value that an error repeats. */
const longestValue = 60;

/** An error in a file of an opening: where it is, what stands there, and the rule that it breaks. */
export const fileErrorSchema = z
  .object({
    file: z.enum([...fileKinds, 'month']),
    /** First line of the row. The heading is line 1. */
    line: z.int(),
    column: z.string().optional(),
    value: z.string().optional(),
    rule: z.custom<Rule>((value) => typeof value === 'string' && isRule(value)),
  })
  .meta({ id: 'OpeningErrorRecord' });
export type FileError = z.infer<typeof fileErrorSchema>;

/** An error in an API response. */
export const fileErrorViewSchema = z
  .object({
    file: z.enum([...fileKinds, 'month']),
    line: z.int(),
    column: z.string().optional(),
    /** What stands in the cell, at most 60 characters; for `control-differs` the sum of the rows. */
    value: z.string().optional(),
    /** Code of the rule. */
    rule: z.string(),
    message: z.string(),
  })
  .meta({ id: 'OpeningError' });

/** Returns an error with its value cut to what a person needs to find it. */
export function errorAt(at: Omit<FileError, 'value' | 'rule'>, rule: Rule, value?: string): FileError {
  return { ...at, ...(value !== undefined && { value: value.slice(0, longestValue) }), rule };
}

/** Adds a message in the reader's language to an error. */
export function errorView(error: FileError, language: Language): z.infer<typeof fileErrorViewSchema> {
  return { ...error, message: say(rules[error.rule], language, { most: mostDemands, references: mostReferences }) };
}
