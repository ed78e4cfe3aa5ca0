import * as z from 'zod';
import en from 'zod/v4/locales/en.js';
import zhCN from 'zod/v4/locales/zh-CN.js';
import zhTW from 'zod/v4/locales/zh-TW.js';
import type { Language } from '../kernel/language.ts';
import { type InputError, Problem, problems } from './problem.ts';
import type { Validate } from './route.ts';

const inLanguage = { 'zh-CN': zhCN().localeError, 'zh-TW': zhTW().localeError, en: en().localeError };

/** JSON pointer (RFC 6901) of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function errorsOf(issue: z.core.$ZodIssue, part: InputError['in']): InputError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: part,
      pointer: jsonPointer([...issue.path, key]),
      code: 'unknown',
      message: issue.message,
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
