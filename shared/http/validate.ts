import * as z from 'zod';
import en from 'zod/v4/locales/en.js';
import zhCN from 'zod/v4/locales/zh-CN.js';
import zhTW from 'zod/v4/locales/zh-TW.js';
import { type Language, text } from '../kernel/language.ts';
import { type InputError, Problem, problems } from '../kernel/problem.ts';
import type { Validate } from './call.ts';

const inLanguage = { 'zh-CN': zhCN().localeError, 'zh-TW': zhTW().localeError, en: en().localeError };

/** Returns the JSON pointer (RFC 6901) of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const unknownName = text(
  '此处没有该字段或参数。请删除，或按接口文档核对名称。',
  '此處沒有該欄位或參數。請刪除，或依 API 文件核對名稱。',
  'This field or parameter is unknown here. Remove it, or check its name in the API description.',
);

/**
 * Returns one error for each unknown name, all with one message. With all names in every message, the size
 * would grow with the square of their number.
 */
function errorsOf(issue: z.core.$ZodIssue, part: InputError['in']): InputError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: part,
      pointer: jsonPointer([...issue.path, key]),
      code: 'unknown',
      message: unknownName,
    }));
  }
  return [{ in: part, pointer: jsonPointer(issue.path), code: issue.code, message: issue.message }];
}

/** Returns a validator with messages in the caller's language. */
export function validator(language: Language): Validate {
  return (schema, value, part) => {
    const parsed = z.safeParse(schema, value, { error: inLanguage[language] });
    if (parsed.success) return parsed.data;
    throw new Problem(
      problems.invalidInput,
      {},
      { errors: parsed.error.issues.flatMap((issue) => errorsOf(issue, part)) },
    );
  };
}
