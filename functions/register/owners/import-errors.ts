import * as z from 'zod';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';

const texts = {
  'no-file': {
    'zh-CN': '文件尚未上传，请先上传再校验。',
    'zh-TW': '檔案尚未上傳，請先上傳再驗證。',
    en: 'The file is not uploaded yet. Upload it, then validate again.',
  },
  'wrong-file': {
    'zh-CN': '上传的文件与登记的 SHA-256 不符，请重新上传原文件。',
    'zh-TW': '上傳的檔案與登錄的 SHA-256 不符，請重新上傳原檔案。',
    en: 'The SHA-256 of the uploaded file differs from that of the import. Upload the original file, then validate again.',
  },
  'no-rows': {
    'zh-CN': '文件中没有数据行，请补充后重新上传。',
    'zh-TW': '檔案中沒有資料列，請補充後重新上傳。',
    en: 'The file has no rows below its heading. Add rows and upload it again.',
  },
  'not-csv': {
    'zh-CN': '从这一行起不是有效的 CSV，请检查引号。',
    'zh-TW': '從這一列起不是有效的 CSV，請檢查引號。',
    en: 'From this line on the file is not valid CSV. Look for an unclosed quotation mark.',
  },
  'not-utf-8': {
    'zh-CN': '编码不是 UTF-8，请另存为“CSV UTF-8”后重新上传。',
    'zh-TW': '編碼不是 UTF-8，請另存為「CSV UTF-8」後重新上傳。',
    en: 'The text is not UTF-8. Save the file as "CSV UTF-8" and upload it again.',
  },
  'unknown-column': {
    'zh-CN': '不支持这个列名，请按说明修改表头。',
    'zh-TW': '不支援這個欄名，請依說明修改表頭。',
    en: 'This column name is unknown. See the documentation and correct the heading.',
  },
  'column-twice': {
    'zh-CN': '此列在表头中出现两次，请删除一列。',
    'zh-TW': '此欄在表頭中出現兩次，請刪除一欄。',
    en: 'The heading names this column twice. Remove one of the two columns.',
  },
  'column-missing': {
    'zh-CN': '表头缺少此列，请补上。',
    'zh-TW': '表頭缺少此欄，請補上。',
    en: 'This column is missing. Add it to the heading.',
  },
  'wrong-number-of-cells': {
    'zh-CN': '本行的单元格比表头少，请检查逗号和引号。',
    'zh-TW': '本列的儲存格比表頭少，請檢查逗號和引號。',
    en: 'The row has fewer cells than the heading. Check its commas and quotation marks.',
  },
  'extra-cell': {
    'zh-CN': '此单元格超出表头，没有列名。请删除，或检查本行的逗号和引号。',
    'zh-TW': '此儲存格超出表頭，沒有欄名。請刪除，或檢查本列的逗號和引號。',
    en: 'This cell is beyond the heading and has no column name. Remove it, or check the commas and quotation marks of the row.',
  },
  'column-without-name': {
    'zh-CN': '此列没有列名，请填写或删除整列。',
    'zh-TW': '此欄沒有欄名，請填寫或刪除整欄。',
    en: 'This column has no name. Name it, or remove the whole column.',
  },
  control: {
    'zh-CN': '内容含有不可见的控制字符，请删除。',
    'zh-TW': '內容含有不可見的控制字元，請刪除。',
    en: 'The cell has an invisible control character. Remove it.',
  },
  missing: {
    'zh-CN': '此列不能为空，请填写。',
    'zh-TW': '此欄不能為空，請填寫。',
    en: 'The cell is empty. Enter a value.',
  },
  'too-long': {
    'zh-CN': '内容过长或数值过大。{rule}',
    'zh-TW': '內容過長或數值過大。{rule}',
    en: 'The text is too long or the number too large. {rule}',
  },
  'unknown-word': {
    'zh-CN': '不是此列的可选值。{rule}',
    'zh-TW': '不是此欄的可選值。{rule}',
    en: 'The value is not allowed in this column. {rule}',
  },
  'not-valid': {
    'zh-CN': '格式不正确。{rule}',
    'zh-TW': '格式不正確。{rule}',
    en: 'The format is wrong. {rule}',
  },
  'ends-before-it-starts': {
    'zh-CN': '结束日期（to）早于开始日期（from），请更正。',
    'zh-TW': '結束日期（to）早於開始日期（from），請更正。',
    en: 'The end date (to) is before the start date (from). Correct one of them.',
  },
  'twice-in-file': {
    'zh-CN': '与第 {otherLine} 行重复，请删除其中一行。',
    'zh-TW': '與第 {otherLine} 列重複，請刪除其中一列。',
    en: 'Line {otherLine} says the same. Remove one of the two lines.',
  },
  'differs-in-file': {
    'zh-CN': '同一人（key）在第 {otherLine} 行的资料不同，请改为一致。',
    'zh-TW': '同一人（key）在第 {otherLine} 列的資料不同，請改為一致。',
    en: 'Line {otherLine} has the same key with other details. Give both lines the same details.',
  },
  'unknown-unit': {
    'zh-CN': '房屋档案中没有此房屋，请先导入房屋。',
    'zh-TW': '房屋資料中沒有此房屋，請先匯入房屋。',
    en: 'The register has no such unit. Import the units first.',
  },
  'unit-has-owner': {
    'zh-CN': '该房屋在此期间已有业主，请先结束其登记，或填写共有人（co-owner）。',
    'zh-TW': '該房屋在此期間已有業主，請先結束其登錄，或填寫共有人（co-owner）。',
    en: 'The unit has another owner at that time. End that tenure first, or enter a co-owner.',
  },
} as const satisfies Record<string, Text>;

/** What each column takes. */
const rules: Readonly<Record<string, Text>> = {
  label: text('最多 120 个字符。', '最多 120 個字元。', 'Write at most 120 characters.'),
  phase: text('最多 60 个字符。', '最多 60 個字元。', 'Write at most 60 characters.'),
  building: text('最多 60 个字符。', '最多 60 個字元。', 'Write at most 60 characters.'),
  stair: text('最多 60 个字符。', '最多 60 個字元。', 'Write at most 60 characters.'),
  floor: text('请填写 -20 至 300 的整数。', '請填寫 -20 至 300 的整數。', 'Write a whole number from -20 to 300.'),
  area: text(
    '请填写大于 0 的平方米数，最多两位小数，如 89.37。',
    '請填寫大於 0 的平方公尺數，最多兩位小數，如 89.37。',
    'Write square metres above 0 with at most two decimals, such as 89.37.',
  ),
  insideArea: text(
    '请填写大于 0 的平方米数，最多两位小数，如 72.15。',
    '請填寫大於 0 的平方公尺數，最多兩位小數，如 72.15。',
    'Write square metres above 0 with at most two decimals, such as 72.15.',
  ),
  use: text(
    '请填写住宅、商铺、写字楼、车位、储藏室或公共部位。',
    '請填寫住宅、商鋪、寫字樓、車位、儲藏室或公共部位。',
    'Write dwelling, shop, office, parking, storage or common.',
  ),
  key: text('最多 64 个字符。', '最多 64 個字元。', 'Write at most 64 characters.'),
  name: text('最多 200 个字符。', '最多 200 個字元。', 'Write at most 200 characters.'),
  email: text('请填写一个电子邮箱地址。', '請填寫一個電子郵件地址。', 'Write one e-mail address.'),
  phone: text(
    '请填写 5 至 20 位的电话号码，可含 +、空格和连字符。',
    '請填寫 5 至 20 位的電話號碼，可含 +、空格和連字號。',
    'Write a phone number of 5 to 20 digits, blanks or hyphens, with an optional +.',
  ),
  language: text('请填写 zh-CN、zh-TW 或 en。', '請填寫 zh-CN、zh-TW 或 en。', 'Write zh-CN, zh-TW or en.'),
  marketingConsent: text('请填写是或否。', '請填寫是或否。', 'Write yes or no.'),
  unitLabel: text('最多 120 个字符。', '最多 120 個字元。', 'Write at most 120 characters.'),
  role: text(
    '请填写业主、共有人、租户、家属或代理人。',
    '請填寫業主、共有人、租戶、家屬或代理人。',
    'Write owner, co-owner, tenant, family or agent.',
  ),
  from: text('请填写日期，如 2026-03-31。', '請填寫日期，如 2026-03-31。', 'Write a day, such as 2026-03-31.'),
  to: text('请填写日期，如 2026-03-31。', '請填寫日期，如 2026-03-31。', 'Write a day, such as 2026-03-31.'),
};

type RowErrorCode = keyof typeof texts;
const isCode = (text: string): text is RowErrorCode => Object.hasOwn(texts, text);

/** An error in an imported file. */
export const rowErrorSchema = z
  .object({
    /** First line of the row. The heading is line 1. */
    line: z.number().int(),
    column: z.string().optional(),
    code: z.custom<RowErrorCode>((value) => typeof value === 'string' && isCode(value)),
    value: z.string().optional(),
    otherLine: z.number().int().optional(),
  })
  .meta({ id: 'RowErrorRecord' });
export type RowError = z.infer<typeof rowErrorSchema>;

/** Most characters of a value that an error repeats. */
const mostOfValue = 100;

/** Returns the error of a cell with the value as it was read, shortened. */
export function cellError(
  { line, column, value }: { line: number; column: string; value: string | undefined },
  code: RowErrorCode,
): RowError {
  return { line, column, code, ...(value !== undefined && { value: value.slice(0, mostOfValue).toWellFormed() }) };
}

/** An error in an API response. */
export const rowErrorViewSchema = z
  .object({
    line: z.number().int(),
    column: z.string().optional(),
    /** Code of the error. */
    code: z.string(),
    /** The value of the cell, shortened to 100 characters. */
    value: z.string().optional(),
    /** What the column takes. */
    rule: z.string().optional(),
    /** The earlier line of the file that this row repeats or contradicts. */
    otherLine: z.number().int().optional(),
    message: z.string(),
  })
  .meta({ id: 'RowError' });

/** Adds a message in the reader's language to an error. */
export function errorView(error: RowError, language: Language): z.infer<typeof rowErrorViewSchema> {
  const rule = rules[error.column ?? ''];
  const params = { rule: rule ?? '', otherLine: error.otherLine ?? '' };
  return {
    ...error,
    ...(rule && { rule: say(rule, language) }),
    message: say(texts[error.code], language, params).trim(),
  };
}
