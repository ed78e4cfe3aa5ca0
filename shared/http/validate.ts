import * as z from 'zod';
import en from 'zod/v4/locales/en.js';
import zhCN from 'zod/v4/locales/zh-CN.js';
import zhTW from 'zod/v4/locales/zh-TW.js';
import { type Language, text } from '../kernel/language.ts';
import { type InputError, Problem, problems } from '../kernel/problem.ts';
import type { Validate } from './call.ts';

const inLanguage = { 'zh-CN': zhCN().localeError, 'zh-TW': zhTW().localeError, en: en().localeError };

/** JSON pointer (RFC 6901) of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const unknownName = text(
  '此处不支持该名称，请删除，或按接口文档核对名称。',
  '此處不支援該名稱，請刪除，或依介面文件核對名稱。',
  'This name is not known here: remove it, or look it up in the API description.',
);

/** One error for each unknown name, all with one text: a message that lists the names would grow with their square. */
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

/** A validator whose messages are in the caller's language. */
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
