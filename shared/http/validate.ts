import type * as z from 'zod';
import { filled, type Text, type TextParams, text } from '../kernel/language.ts';
import { type InputError, Problem, problems } from '../kernel/problem.ts';
import type { Validate } from './call.ts';
import { formText, refinementText } from './input-forms.ts';

/** Returns the JSON pointer (RFC 6901) of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

type Issue = z.core.$ZodIssue;
/** What an error says: its code, its text and the values of the text. */
type Said = readonly [code: string, text: Text, params?: TextParams];

const unknownName = text(
  '此处没有该字段或参数。请删除，或按接口文档核对名称。',
  '此處沒有該欄位或參數。請刪除，或依 API 文件核對名稱。',
  'This field or parameter is unknown here. Remove it, or check its name in the API description.',
);
const missing = text('缺少此必填项。请填写。', '缺少此必填項目。請填寫。', 'This field is missing. Send it.');
const empty = text('内容为空。请填写。', '內容為空。請填寫。', 'The text is empty. Write at least one character.');
const wrongType = text(
  '类型不对，应为{type}。请更正。',
  '類型不對，應為{type}。請更正。',
  'The value has the wrong type. Send {type}.',
);
const notAmong = text(
  '不是可选的值。请改为其中之一：{options}。',
  '不是可選的值。請改為其中之一：{options}。',
  'This value is not possible here. Use one of: {options}.',
);
const wrongForm = text(
  '格式不对，应为{form}。请更正。',
  '格式不對，應為{form}。請更正。',
  'The value has the wrong form. Send {form}.',
);
const notValid = text(
  '内容不正确。请按接口文档更正。',
  '內容不正確。請依 API 文件更正。',
  'The value is not valid. Correct it by the API description.',
);

const types: Readonly<Record<string, Text>> = {
  string: text('文本', '文字', 'a text'),
  number: text('数字', '數字', 'a number'),
  int: text('整数', '整數', 'a whole number'),
  boolean: text('true 或 false', 'true 或 false', 'true or false'),
  array: text('列表', '清單', 'a list'),
  object: text('对象', '物件', 'an object'),
  record: text('对象', '物件', 'an object'),
};

/** Texts of a limit that a value does not reach, by what it limits. */
const tooSmall: Readonly<Record<string, Text>> = {
  string: text(
    '内容过短，至少 {n} 个字符。请补充。',
    '內容過短，至少 {n} 個字元。請補充。',
    'The text is too short. Write at least {n} characters.',
  ),
  array: text(
    '项目过少，至少 {n} 项。请补充。',
    '項目過少，至少 {n} 項。請補充。',
    'The list is too short. Send at least {n} of them.',
  ),
  number: text(
    '数值过小，不得小于 {n}。请更正。',
    '數值過小，不得小於 {n}。請更正。',
    'The number is too small. Send at least {n}.',
  ),
  above: text('数值须大于 {n}。请更正。', '數值須大於 {n}。請更正。', 'The number is too small. Send one above {n}.'),
};
/** Texts of a limit that a value exceeds, by what it limits. */
const tooBig: Readonly<Record<string, Text>> = {
  string: text(
    '内容过长，最多 {n} 个字符。请精简。',
    '內容過長，最多 {n} 個字元。請精簡。',
    'The text is too long. Write at most {n} characters.',
  ),
  array: text(
    '项目过多，最多 {n} 项。请减少。',
    '項目過多，最多 {n} 項。請減少。',
    'The list is too long. Send at most {n} of them.',
  ),
  number: text(
    '数值过大，不得大于 {n}。请更正。',
    '數值過大，不得大於 {n}。請更正。',
    'The number is too large. Send at most {n}.',
  ),
  below: text('数值须小于 {n}。请更正。', '數值須小於 {n}。請更正。', 'The number is too large. Send one below {n}.'),
};

function limitOf(origin: string, beyond: 'above' | 'below', inclusive = true): string {
  if (origin === 'string') return 'string';
  if (['array', 'set', 'map', 'object', 'record', 'file'].includes(origin)) return 'array';
  return inclusive ? 'number' : beyond;
}

/** Returns what an issue says about a value. Messages never show a pattern or a name of the validator. */
function saidOf(issue: Issue, value: unknown): Said {
  if (value === undefined && issue.code !== 'custom') return ['missing', missing];
  switch (issue.code) {
    case 'invalid_type': {
      const type = types[issue.expected];
      return type ? [issue.code, wrongType, { type }] : [issue.code, notValid];
    }
    case 'invalid_value':
      return [issue.code, notAmong, { options: issue.values.map(String).join(', ') }];
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : undefined;
      return options ? [issue.code, notAmong, { options: options.map(String).join(', ') }] : [issue.code, notValid];
    }
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return [issue.code, empty];
      return [
        issue.code,
        tooSmall[limitOf(issue.origin, 'above', issue.inclusive)] ?? notValid,
        { n: String(issue.minimum) },
      ];
    case 'too_big':
      return [
        issue.code,
        tooBig[limitOf(issue.origin, 'below', issue.inclusive)] ?? notValid,
        { n: String(issue.maximum) },
      ];
    case 'invalid_format': {
      if (value === '') return [issue.code, empty];
      const form = formText(issue);
      return form ? [issue.code, wrongForm, { form }] : [issue.code, notValid];
    }
    case 'custom': {
      const rule = refinementText(issue.message);
      return rule ? [issue.code, ...rule] : [issue.code, notValid];
    }
    default:
      return [issue.code, notValid];
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined;
  return at;
}

/** Returns the errors of the alternative that a value fits best: the one with the fewest errors. */
function bestOf(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  return alternatives.toSorted((a, b) => weight(a) - weight(b))[0] ?? [];
}

/** Counts the errors of an alternative. Another type of the whole value weighs most. */
function weight(issues: readonly Issue[]): number {
  return issues.length + (issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 1_000 : 0);
}

/**
 * Returns the errors of an issue. Unknown names give one error each, all with one message: with
 * all names in every message, the size would grow with the square of their number.
 */
function errorsOf(issue: Issue, whole: unknown, part: InputError['in']): InputError[] {
  const { path } = issue;
  const within = (inner: readonly Issue[], root: unknown = whole) =>
    inner.flatMap((one) => errorsOf({ ...one, path: [...path, ...one.path] }, root, part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: part,
      pointer: jsonPointer([...path, key]),
      code: 'unknown',
      message: unknownName,
    }));
  }
  const value = valueAt(whole, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && value !== undefined) {
    const best = bestOf(issue.errors);
    if (weight(best) < 1_000) return within(best);
  }
  // The value of such an issue is the name of the field.
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  const [code, wording, params] = inner ? saidOf(inner, String(path.at(-1))) : saidOf(issue, value);
  return [{ in: part, pointer: jsonPointer(path), code, message: params ? filled(wording, params) : wording }];
}

/** Validates one part of a request. @throws Problem invalid-input, with a message in every language. */
export const validate: Validate = (schema, value, part) => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem(
    problems.invalidInput,
    {},
    { errors: parsed.error.issues.flatMap((issue) => errorsOf(issue, value, part)) },
  );
};
