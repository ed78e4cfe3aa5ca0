import * as z from 'zod';
import { type Language, say, type Text } from '../../../shared/kernel/language.ts';

const texts = {
  'no-file': {
    'zh-CN': '文件尚未上传，请先上传再校验。',
    'zh-TW': '檔案尚未上傳，請先上傳再校驗。',
    en: 'The file is not there: upload it, then validate again.',
  },
  'wrong-file': {
    'zh-CN': '上传的文件与登记的 SHA-256 不符，请重新上传原文件。',
    'zh-TW': '上傳的檔案與登記的 SHA-256 不符，請重新上傳原檔案。',
    en: 'The file is not the one announced (SHA-256 differs): upload that one, then validate again.',
  },
  'no-rows': {
    'zh-CN': '文件中没有数据行。',
    'zh-TW': '檔案中沒有資料列。',
    en: 'The file has no rows below its heading.',
  },
  'not-csv': {
    'zh-CN': '从这一行起不是有效的 CSV，请检查引号。',
    'zh-TW': '從這一列起不是有效的 CSV，請檢查引號。',
    en: 'From this line on it is not CSV: look for a quotation mark that is not closed.',
  },
  'not-utf-8': {
    'zh-CN': '编码不是 UTF-8，请另存为“CSV UTF-8”后重新上传。',
    'zh-TW': '編碼不是 UTF-8，請另存為「CSV UTF-8」後重新上傳。',
    en: 'Not UTF-8: save the file as "CSV UTF-8" and upload it again.',
  },
  'unknown-column': {
    'zh-CN': '没有名为此的列，请按模板修改表头。',
    'zh-TW': '沒有名為此的欄，請按範本修改表頭。',
    en: 'There is no column of this name: correct the heading.',
  },
  'column-twice': {
    'zh-CN': '此列在表头中出现两次。',
    'zh-TW': '此欄在表頭中出現兩次。',
    en: 'This column is twice in the heading.',
  },
  'column-missing': {
    'zh-CN': '表头缺少此列。',
    'zh-TW': '表頭缺少此欄。',
    en: 'The heading lacks this column.',
  },
  'wrong-number-of-cells': {
    'zh-CN': '本行的单元格数与表头不一致。',
    'zh-TW': '本列的儲存格數與表頭不一致。',
    en: 'The row has more or fewer cells than the heading.',
  },
  missing: {
    'zh-CN': '此列不能为空。',
    'zh-TW': '此欄不能為空。',
    en: 'This must not be empty.',
  },
  'too-long': {
    'zh-CN': '内容过长或数值过大。',
    'zh-TW': '內容過長或數值過大。',
    en: 'Too long, or too large a number.',
  },
  'unknown-word': {
    'zh-CN': '不是可选值，可选值见说明。',
    'zh-TW': '不是可選值，可選值見說明。',
    en: 'Not one of the words that may stand here.',
  },
  'not-valid': {
    'zh-CN': '格式不正确。',
    'zh-TW': '格式不正確。',
    en: 'Not in the form that it must have.',
  },
  'ends-before-it-starts': {
    'zh-CN': '结束日期早于开始日期。',
    'zh-TW': '結束日期早於開始日期。',
    en: 'It ends before it starts.',
  },
  'twice-in-file': {
    'zh-CN': '文件中前面已有相同的一行。',
    'zh-TW': '檔案中前面已有相同的一列。',
    en: 'The same is further up in the file already.',
  },
  'differs-in-file': {
    'zh-CN': '同一人在文件前面的行中资料不同。',
    'zh-TW': '同一人在檔案前面的列中資料不同。',
    en: 'Further up in the file the same key has other details.',
  },
  'unknown-unit': {
    'zh-CN': '房屋档案中没有此房屋，请先导入房屋。',
    'zh-TW': '房屋檔案中沒有此房屋，請先匯入房屋。',
    en: 'The register has no such unit: import the units first.',
  },
  'unit-has-owner': {
    'zh-CN': '该房屋在此期间已有业主，共有人请填 co-owner。',
    'zh-TW': '該房屋在此期間已有業主，共有人請填 co-owner。',
    en: 'The unit has another owner in that time: end that one first, or make this one a co-owner.',
  },
} as const satisfies Record<string, Text>;

type RowErrorCode = keyof typeof texts;
const isCode = (text: string): text is RowErrorCode => Object.hasOwn(texts, text);

/** What is wrong at one place of an imported file. The value itself is not kept: it is somebody's personal data. */
export const rowErrorSchema = z.object({
  /** Line of the file, the heading being line 1; of a row over several lines, the first. */
  line: z.number().int(),
  column: z.string().optional(),
  code: z.custom<RowErrorCode>((value) => typeof value === 'string' && isCode(value)),
});
export type RowError = z.infer<typeof rowErrorSchema>;

/** An error as the API answers it. */
export const rowErrorViewSchema = z.object({
  line: z.number().int(),
  column: z.string().optional(),
  code: z.string(),
  message: z.string(),
});

/** The error with a sentence in the reader's language. */
export function errorView(error: RowError, language: Language): z.infer<typeof rowErrorViewSchema> {
  return { ...error, message: say(texts[error.code], language) };
}
