import type { Language, Text } from './language.ts';
import { say } from './language.ts';

/** One thing wrong with the input: where (JSON pointer into the part named by `in`), a code, a sentence. */
export interface InputError {
  in: 'path' | 'query' | 'body' | 'header';
  pointer: string;
  code: string;
  message: string | Text;
}

/** An error as it is answered, in one language. */
type SaidError = Omit<InputError, 'message'> & { message: string };

/** Most errors in one answer. */
export const mostErrors = 50;
/** Most bytes of the errors of one answer as JSON, and of a whole answer. */
const mostErrorBytes = 40 * 1024;
const mostBytes = 64 * 1024;
/** Most characters of a pointer, a message or a value within a title: all three may repeat what the caller sent. */
const mostCharacters = 300;

/** Most errors that the answer to one of many entries names. */
export const mostErrorsOfEntry = 5;

function clip(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).toWellFormed()}…`;
}

/** A kind of refusal: stable code, status, and a sentence that says what to do next, in three languages. */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  readonly message: Text;
}

type Params = Record<string, string | number>;

/** A refusal that the caller sees as `application/problem+json`. Thrown anywhere below a handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly params: Params;
  readonly errors: readonly InputError[];
  /** Members beside the standard ones, e.g. `allowedFrom` of an illegal change of state. */
  readonly more: Record<string, unknown>;

  constructor(
    kind: ProblemKind,
    params: Params = {},
    extra: { errors?: readonly InputError[]; more?: Record<string, unknown> } = {},
  ) {
    super(`${kind.code}: ${say(kind.message, 'en', params)}`);
    this.kind = kind;
    this.params = params;
    this.errors = extra.errors ?? [];
    this.more = extra.more ?? {};
  }

  /** Returns the RFC 9457 document in the caller's language, with at most 50 errors and the number of those left out. */
  document(language: Language, traceId: string): Record<string, unknown> {
    const errors = this.errorsIn(language);
    const left = this.errors.length - errors.length;
    const params = Object.entries(this.params).map(([name, value]) => [name, clip(String(value))]);
    return {
      ...this.more,
      type: `urn:anju:problem:${this.kind.code}`,
      title: say(this.kind.message, language, Object.fromEntries(params)),
      status: this.kind.status,
      code: this.kind.code,
      ...(errors.length > 0 && { errors }),
      ...(left > 0 && { errorsLeftOut: left }),
      traceId,
    };
  }

  /** Returns the document as it is sent: at most 64 KiB. Where its further members make it longer, they are left out. */
  json(language: Language, traceId: string): string {
    const whole = JSON.stringify(this.document(language, traceId));
    if (Buffer.byteLength(whole) <= mostBytes) return whole;
    return JSON.stringify(new Problem(this.kind, this.params, { errors: this.errors }).document(language, traceId));
  }

  /** Returns the first errors in the caller's language, each of bounded length. */
  errorsIn(language: Language, most = mostErrors): SaidError[] {
    const said: SaidError[] = [];
    let bytes = 0;
    for (const { message, pointer, ...rest } of this.errors.slice(0, most)) {
      const text = typeof message === 'string' ? message : message[language];
      const error = { ...rest, pointer: clip(pointer), message: clip(text) };
      bytes += Buffer.byteLength(JSON.stringify(error));
      if (bytes > mostErrorBytes) break;
      said.push(error);
    }
    return said;
  }
}

/** Declares a kind of problem. */
export function problemKind(code: string, status: number, message: Text): ProblemKind {
  return { code, status, message };
}

/** The problems that every context has. */
export const problems = {
  invalidInput: problemKind('invalid-input', 400, {
    'zh-CN': '提交的内容有误，请按 errors 中的提示修改后重试。',
    'zh-TW': '提交的內容有誤，請按 errors 中的提示修改後重試。',
    en: 'The input is not valid: correct what errors names and send it again.',
  }),
  queryTooLong: problemKind('query-too-long', 400, {
    'zh-CN': '查询参数过多或过长：最多 {parameters} 个、合计 {characters} 个字符，请精简后重试。',
    'zh-TW': '查詢參數過多或過長：最多 {parameters} 個、合計 {characters} 個字元，請精簡後重試。',
    en: 'The query is too long: send at most {parameters} parameters of {characters} characters together.',
  }),
  badCursor: problemKind('bad-cursor', 400, {
    'zh-CN': '分页游标不属于这个列表，请从第一页重新读取。',
    'zh-TW': '分頁游標不屬於這個列表，請從第一頁重新讀取。',
    en: 'This cursor does not belong to this list: start again from the first page.',
  }),
  keyMissing: problemKind('idempotency-key-missing', 400, {
    'zh-CN': '请在 Idempotency-Key 请求头中给出 1 至 200 个可见字符的唯一值。',
    'zh-TW': '請在 Idempotency-Key 請求頭中給出 1 至 200 個可見字元的唯一值。',
    en: 'Send a unique Idempotency-Key header of 1 to 200 visible characters with this request.',
  }),
  unauthenticated: problemKind('unauthenticated', 401, {
    'zh-CN': '请先登录。',
    'zh-TW': '請先登入。',
    en: 'Sign in and send the token with the request.',
  }),
  forbidden: problemKind('forbidden', 403, {
    'zh-CN': '您的岗位不能执行此操作。',
    'zh-TW': '您的崗位不能執行此操作。',
    en: 'Your role may not do this.',
  }),
  notFound: problemKind('not-found', 404, {
    'zh-CN': '没有找到，请核对编号。',
    'zh-TW': '沒有找到，請核對編號。',
    en: 'Nothing of that kind is there: check the number.',
  }),
  pathNotFound: problemKind('path-not-found', 404, {
    'zh-CN': '没有这个接口地址，请对照 /v1/openapi.json 核对路径。',
    'zh-TW': '沒有這個介面網址，請對照 /v1/openapi.json 核對路徑。',
    en: 'No operation has this path: check it against /v1/openapi.json.',
  }),
  methodNotAllowed: problemKind('method-not-allowed', 405, {
    'zh-CN': '此地址不支持 {method} 方法，请改用：{allowed}。',
    'zh-TW': '此網址不支援 {method} 方法，請改用：{allowed}。',
    en: 'This path has no method {method}: use one of {allowed}.',
  }),
  inFlight: problemKind('request-in-flight', 409, {
    'zh-CN': '同一请求正在处理中，请稍后用相同的 Idempotency-Key 重试。',
    'zh-TW': '同一請求正在處理中，請稍後用相同的 Idempotency-Key 重試。',
    en: 'The same request is being handled: retry with the same Idempotency-Key in a moment.',
  }),
  illegalState: problemKind('illegal-state', 409, {
    'zh-CN': '当前状态「{state}」不允许此操作，允许的状态：{allowed}。',
    'zh-TW': '目前狀態「{state}」不允許此操作，允許的狀態：{allowed}。',
    en: 'Not possible in state {state}; it is possible in: {allowed}.',
  }),
  changedMeanwhile: problemKind('changed-meanwhile', 409, {
    'zh-CN': '数据刚被他人修改，请重新读取后再试。',
    'zh-TW': '資料剛被他人修改，請重新讀取後再試。',
    en: 'Somebody changed it at the same moment: read it again and retry.',
  }),
  stale: problemKind('stale', 412, {
    'zh-CN': '您看到的不是最新版本，请重新读取后再修改。',
    'zh-TW': '您看到的不是最新版本，請重新讀取後再修改。',
    en: 'You have seen an older version: read it again before you change it.',
  }),
  keyReused: problemKind('idempotency-key-reused', 422, {
    'zh-CN': '此 Idempotency-Key 已用于另一内容，请换一个新值。',
    'zh-TW': '此 Idempotency-Key 已用於另一內容，請換一個新值。',
    en: 'This Idempotency-Key was used with another body: take a new one.',
  }),
  ifMatchMissing: problemKind('if-match-missing', 428, {
    'zh-CN': '请在 If-Match 请求头中给出您所读取版本的 ETag。',
    'zh-TW': '請在 If-Match 請求頭中給出您所讀取版本的 ETag。',
    en: 'Send the ETag of the version that you read in an If-Match header.',
  }),
  internal: problemKind('internal', 500, {
    'zh-CN': '系统出现故障，请稍后重试；如仍失败，请提供 traceId 联系客服。',
    'zh-TW': '系統發生故障，請稍後重試；如仍失敗，請提供 traceId 聯絡客服。',
    en: 'Something failed on our side: retry in a moment, or give us the traceId.',
  }),
} as const;

/** An operation that the state forbids: 409 with the states that would allow it. */
export function illegalState(state: string, allowedFrom: readonly string[]): Problem {
  return new Problem(
    problems.illegalState,
    { state, allowed: allowedFrom.join(', ') },
    { more: { state, allowedFrom } },
  );
}
