import * as z from 'zod';
import { type Language, say, type Text } from '../../../shared/kernel/language.ts';

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
    'zh-CN': '本行的单元格数与表头不一致，请检查逗号和引号。',
    'zh-TW': '本列的儲存格數與表頭不一致，請檢查逗號和引號。',
    en: 'The row has more or fewer cells than the heading. Check its commas and quotation marks.',
  },
  missing: {
    'zh-CN': '此列不能为空，请填写。',
    'zh-TW': '此欄不能為空，請填寫。',
    en: 'The cell is empty. Enter a value.',
  },
  'too-long': {
    'zh-CN': '内容过长或数值过大，请修改。',
    'zh-TW': '內容過長或數值過大，請修改。',
    en: 'The text is too long or the number too large. Shorten or correct it.',
  },
  'unknown-word': {
    'zh-CN': '不是可选值，可选值见说明。',
    'zh-TW': '不是可選值，可選值見說明。',
    en: 'The value is not allowed in this column. See the documentation for the allowed values.',
  },
  'not-valid': {
    'zh-CN': '格式不正确，请按说明填写。',
    'zh-TW': '格式不正確，請依說明填寫。',
    en: 'The format is wrong. See the documentation for the format of this column.',
  },
  'ends-before-it-starts': {
    'zh-CN': '结束日期（to）早于开始日期（from），请更正。',
    'zh-TW': '結束日期（to）早於開始日期（from），請更正。',
    en: 'The end date (to) is before the start date (from). Correct one of them.',
  },
  'twice-in-file': {
    'zh-CN': '文件前面已有相同的一行，请删除重复行。',
    'zh-TW': '檔案前面已有相同的一列，請刪除重複列。',
    en: 'An earlier row of the file says the same. Remove one of them.',
  },
  'differs-in-file': {
    'zh-CN': '同一人（key）在文件前面的行中资料不同，请改为一致。',
    'zh-TW': '同一人（key）在檔案前面的列中資料不同，請改為一致。',
    en: 'An earlier row with the same key has other details. Give both rows the same details.',
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

type RowErrorCode = keyof typeof texts;
const isCode = (text: string): text is RowErrorCode => Object.hasOwn(texts, text);

/** An error in an imported file. It does not contain the value, which may be personal data. */
export const rowErrorSchema = z
  .object({
    /** First line of the row. The heading is line 1. */
    line: z.number().int(),
    column: z.string().optional(),
    code: z.custom<RowErrorCode>((value) => typeof value === 'string' && isCode(value)),
  })
  .meta({ id: 'RowErrorRecord' });
export type RowError = z.infer<typeof rowErrorSchema>;

/** An error in an API response. */
export const rowErrorViewSchema = z
  .object({
    line: z.number().int(),
    column: z.string().optional(),
    /** Code of the error. */
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'RowError' });

/** Adds a message in the reader's language to an error. */
export function errorView(error: RowError, language: Language): z.infer<typeof rowErrorViewSchema> {
  return { ...error, message: say(texts[error.code], language) };
}
