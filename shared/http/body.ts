import { isUtf8 } from 'node:buffer';
import { text as texts } from '../kernel/language.ts';
import { hasControl, isBlank } from '../kernel/plain-text.ts';
import { type InputError, mostErrors, Problem, problemKind, problems } from '../kernel/problem.ts';
import type { Request } from './request.ts';
import { jsonPointer } from './validate.ts';

/** Limits of a request body, checked before it is parsed. */
export interface BodyLimits {
  /** Bytes as sent. */
  readonly bytes: number;
  /** Levels of nested lists and objects. */
  readonly depth: number;
  /** Values of all lists and objects together, or fields of a form. */
  readonly values: number;
}

/** Default limits of an operation. They fit the longest text of a record (10,000 characters) twice. */
export const usualBody: BodyLimits = { bytes: 64 * 1024, depth: 12, values: 2_000 };
/** Limits of a form on a page behind a link. */
export const formBody: BodyLimits = { bytes: 32 * 1024, depth: 1, values: 100 };

export const tooLarge = problemKind('body-too-large', 413, {
  'zh-CN': '请求体过大，此操作最多接受 {bytes} 字节。请分批提交或精简内容。',
  'zh-TW': '請求本文過大，此操作最多接受 {bytes} 位元組。請分批提交或精簡內容。',
  en: 'The body is too large: this operation accepts at most {bytes} bytes. Send it in parts or shorten it.',
});
export const tooDeep = problemKind('body-too-deep', 400, {
  'zh-CN': '请求体嵌套过深，此操作最多接受 {depth} 层。请按接口文档的结构提交。',
  'zh-TW': '請求本文巢狀過深，此操作最多接受 {depth} 層。請依 API 文件的結構提交。',
  en: 'The body is nested too deeply: this operation accepts at most {depth} levels. Send it as the API description shows.',
});
export const tooManyValues = problemKind('body-too-many-values', 400, {
  'zh-CN': '请求体中的值过多，此操作最多接受 {values} 个。请分批提交。',
  'zh-TW': '請求本文中的值過多，此操作最多接受 {values} 個。請分批提交。',
  en: 'The body has too many values: this operation accepts at most {values}. Send it in parts.',
});

const notJson = texts(
  '请求体不是有效的 JSON。请检查格式后重新提交。',
  '請求本文不是有效的 JSON。請檢查格式後重新提交。',
  'The body is not valid JSON. Correct its syntax and send it again.',
);
const notStorable = texts(
  '内容含有不完整的字符或不允许的字段名。请删除后重新提交。',
  '內容含有不完整的字元或不允許的欄位名稱。請刪除後重新提交。',
  'This value has an incomplete character or a forbidden field name. Remove it and send the body again.',
);
const blank = texts(
  '内容看不到任何文字。请填写，或去掉该字段。',
  '內容看不到任何文字。請填寫，或去掉該欄位。',
  'No character of this text can be seen. Write a word, or leave the field out.',
);
const control = texts(
  '内容含有不可见的控制字符。请删除后重新提交。',
  '內容含有不可見的控制字元。請刪除後重新提交。',
  'This text has an invisible control character. Remove it and send the body again.',
);

const quote = 0x22;
const backslash = 0x5c;

function refusal(pointer: string, code: string, message: InputError['message']): Problem {
  return new Problem(problems.invalidInput, {}, { errors: [{ in: 'body', pointer, code, message }] });
}

/**
 * Returns the body of a request as text.
 * @throws Problem body-too-large (413) before it is decoded, and invalid-input when it is not UTF-8.
 */
export function bodyText(
  request: Pick<Request, 'body' | 'isBase64Encoded'>,
  { bytes }: Pick<BodyLimits, 'bytes'>,
): string {
  const { isBase64Encoded } = request;
  const body = request.body ?? '';
  // A character has at least one byte, and four characters of base64 are three bytes.
  const least = isBase64Encoded ? Math.floor((body.length - 2) / 4) * 3 : body.length;
  if (least > bytes) throw new Problem(tooLarge, { bytes });
  const raw = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (raw.length > bytes) throw new Problem(tooLarge, { bytes });
  if (!isBase64Encoded) return body;
  if (!isUtf8(raw)) throw refusal('', 'not-json', notJson);
  return raw.toString('utf8');
}

/**
 * Parses the body of a request: JSON, or the fields of a form.
 * @throws Problem body-too-deep or body-too-many-values before it is parsed; invalid-input when it is not
 * JSON or could not be stored unchanged.
 */
export function parseBody(text: string, contentType = 'application/json', limits: BodyLimits = usualBody): unknown {
  if (text === '') return undefined;
  // Mail programs send such a form to unsubscribe a recipient (RFC 8058). No page reads its fields.
  if (contentType.startsWith('multipart/form-data')) return undefined;
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  const { depth, values } = isForm ? { depth: 0, values: occurrences(text, '&') + 1 } : extentOf(text);
  if (depth > limits.depth) throw new Problem(tooDeep, { depth: limits.depth });
  if (values > limits.values) throw new Problem(tooManyValues, { values: limits.values });
  const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : json(text);
  const lost = unkept(body);
  if (lost) throw refusal(jsonPointer(lost), 'not-storable', notStorable);
  const errors = [...unreadable(body, [], isForm)].slice(0, mostErrors);
  if (errors.length > 0) throw new Problem(problems.invalidInput, {}, { errors });
  return body;
}

/**
 * Yields an error for each text that nobody can read: only blanks and zero-width characters, or with a
 * control character. A form sends an empty field as blanks, so there the schema decides about blanks.
 */
function* unreadable(value: unknown, path: readonly string[], isForm: boolean): Generator<InputError> {
  if (typeof value === 'string') {
    const at = { in: 'body', pointer: jsonPointer(path) } as const;
    if (hasControl(value)) yield { ...at, code: 'control', message: control };
    else if (value !== '' && !isForm && isBlank(value)) yield { ...at, code: 'blank', message: blank };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield* unreadable(name, [...path, name], isForm);
    yield* unreadable(inner, [...path, name], isForm);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('', 'not-json', notJson);
  }
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** Counts the depth and the values of a JSON text in one pass, without parsing it. */
export function extentOf(text: string): { depth: number; values: number } {
  let open = 0;
  let depth = 0;
  let values = 1;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isString) {
      if (code === backslash) at += 1;
      else if (code === quote) isString = false;
    } else if (code === quote) isString = true;
    else if (code === 0x2c) values += 1;
    else if (code === 0x7b || code === 0x5b) {
      open += 1;
      values += 1;
      if (open > depth) depth = open;
    } else if (code === 0x7d || code === 0x5d) open -= 1;
  }
  return { depth, values };
}

/**
 * Returns the path of the first value in a body that could not be stored unchanged: half of a surrogate pair,
 * or a field named `__proto__`, which a map would drop silently.
 */
function unkept(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = name === '__proto__' || !name.isWellFormed() ? [] : unkept(inner);
    if (found) return [name, ...found];
  }
  return undefined;
}
