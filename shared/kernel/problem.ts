import type { Language, Text, TextParams } from './language.ts';
import { say } from './language.ts';

/** One error of the input: a JSON pointer into the part named by `in`, a code and a message. */
export interface InputError {
  in: 'path' | 'query' | 'body' | 'header';
  pointer: string;
  code: string;
  message: string | Text;
}

/** An input error whose message is in one language. */
type SaidError = Omit<InputError, 'message'> & { message: string };

/** Most errors in one response. */
export const mostErrors = 50;
/** Most bytes (as JSON) of the errors of a response, and of the whole response. */
const mostErrorBytes = 40 * 1024;
const mostBytes = 64 * 1024;
/** Most characters of a pointer, a message or a value in a title. All three may repeat the caller's input. */
const mostCharacters = 300;

/** Most errors that a response names for one entry of a batch. */
export const mostErrorsOfEntry = 5;

function clip(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).toWellFormed()}…`;
}

/**
 * A kind of problem: a stable code, an HTTP status, and a message in three languages that says what to do
 * next.
 */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  readonly message: Text;
}

/** An error that any code below a handler may throw. The caller receives it as `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly params: TextParams;
  readonly errors: readonly InputError[];
  /** Members beside the standard ones, such as `allowedFrom` of an illegal change of state. */
  readonly more: Record<string, unknown>;

  constructor(
    kind: ProblemKind,
    params: TextParams = {},
    extra: { errors?: readonly InputError[]; more?: Record<string, unknown> } = {},
  ) {
    super(`${kind.code}: ${say(kind.message, 'en', params)}`);
    this.kind = kind;
    this.params = params;
    this.errors = extra.errors ?? [];
    this.more = extra.more ?? {};
  }

  /**
   * Returns the RFC 9457 document in the caller's language, with at most 50 errors and the number of omitted
   * errors.
   */
  document(language: Language, traceId: string): Record<string, unknown> {
    const errors = this.errorsIn(language);
    const left = this.errors.length - errors.length;
    const params = Object.entries(this.params).map(([name, value]) => [
      name,
      clip(typeof value === 'object' ? value[language] : String(value)),
    ]);
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

  /**
   * Returns the document as JSON of at most 64 KiB. Omits the further members (`more`) if they make it
   * longer.
   */
  json(language: Language, traceId: string): string {
    const whole = JSON.stringify(this.document(language, traceId));
    if (Buffer.byteLength(whole) <= mostBytes) return whole;
    return JSON.stringify(new Problem(this.kind, this.params, { errors: this.errors }).document(language, traceId));
  }

  /**
   * Returns the first `most` errors in the caller's language. Clips pointers and messages to 300 characters.
   */
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

const declared: ProblemKind[] = [];

/** Declares a kind of problem with its code, HTTP status and message, and adds it to the catalogue. */
export function problemKind(code: string, status: number, message: Text): ProblemKind {
  const kind = { code, status, message };
  declared.push(kind);
  return kind;
}

/** Returns every kind of problem that the loaded modules declare, by status and code. */
export function problemCatalogue(): ProblemKind[] {
  return declared.toSorted((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1));
}

/** Problems common to all contexts. */
export const problems = {
  invalidInput: problemKind('invalid-input', 400, {
    'zh-CN': '提交的内容有误。请按 errors 中的提示修改后重试。',
    'zh-TW': '提交的內容有誤。請依 errors 中的提示修改後重試。',
    en: 'The input is not valid. Correct the fields listed in errors and send it again.',
  }),
  queryTooLong: problemKind('query-too-long', 400, {
    'zh-CN': '查询参数过多或过长。请精简至最多 {parameters} 个，名称和值合计不超过 {characters} 个字符。',
    'zh-TW': '查詢參數過多或過長。請精簡至最多 {parameters} 個，名稱和值合計不超過 {characters} 個字元。',
    en: 'The query is too long. Send at most {parameters} parameters and {characters} characters of names and values in all.',
  }),
  badCursor: problemKind('bad-cursor', 400, {
    'zh-CN': '分页游标 cursor 不属于此列表。请从第一页重新读取。',
    'zh-TW': '分頁游標 cursor 不屬於此清單。請從第一頁重新讀取。',
    en: 'The cursor does not belong to this list. Start again from the first page.',
  }),
  keyMissing: problemKind('idempotency-key-missing', 400, {
    'zh-CN': '缺少 Idempotency-Key 请求头，或其格式有误。请填写 1 至 200 个可见 ASCII 字符的唯一值。',
    'zh-TW': '缺少 Idempotency-Key 標頭，或其格式有誤。請填寫 1 至 200 個可見 ASCII 字元的唯一值。',
    en: 'The Idempotency-Key header is missing or malformed. Send a unique value of 1 to 200 visible ASCII characters.',
  }),
  unauthenticated: problemKind('unauthenticated', 401, {
    'zh-CN': '您尚未登录。请先登录再操作。',
    'zh-TW': '您尚未登入。請先登入再操作。',
    en: 'You are not signed in. Sign in and send the ID token with the request.',
  }),
  forbidden: problemKind('forbidden', 403, {
    'zh-CN': '您没有执行此操作的权限。请联系有权限的人员办理。',
    'zh-TW': '您沒有執行此操作的權限。請聯絡有權限的人員辦理。',
    en: 'Your role does not permit this operation. Ask a person with the right role to do it.',
  }),
  notFound: problemKind('not-found', 404, {
    'zh-CN': '未找到相应记录。请核对编号。',
    'zh-TW': '找不到相應的紀錄。請核對編號。',
    en: 'The record was not found. Check its id.',
  }),
  pathNotFound: problemKind('path-not-found', 404, {
    'zh-CN': '没有此接口路径。请对照 /v1/openapi.json 核对。',
    'zh-TW': '沒有此 API 路徑。請對照 /v1/openapi.json 核對。',
    en: 'No operation has this path. Check it against /v1/openapi.json.',
  }),
  methodNotAllowed: problemKind('method-not-allowed', 405, {
    'zh-CN': '此路径不支持 {method} 方法。请改用：{allowed}。',
    'zh-TW': '此路徑不支援 {method} 方法。請改用：{allowed}。',
    en: 'This path does not support the method {method}. Use one of: {allowed}.',
  }),
  inFlight: problemKind('request-in-flight', 409, {
    'zh-CN': '同一请求正在处理中。请稍后用相同的 Idempotency-Key 重试。',
    'zh-TW': '同一請求正在處理中。請稍後用相同的 Idempotency-Key 重試。',
    en: 'The same request is still running. Retry it in a moment with the same Idempotency-Key.',
  }),
  illegalState: problemKind('illegal-state', 409, {
    'zh-CN': '当前状态为“{state}”，不能执行此操作。可执行此操作的状态：{allowed}。',
    'zh-TW': '目前狀態為「{state}」，無法執行此操作。可執行此操作的狀態：{allowed}。',
    en: 'This operation is not possible in the state {state}. It is possible in: {allowed}.',
  }),
  changedMeanwhile: problemKind('changed-meanwhile', 409, {
    'zh-CN': '数据刚刚被修改过。请重新读取后再试。',
    'zh-TW': '資料剛剛被修改過。請重新讀取後再試。',
    en: 'The record was changed at the same moment. Read it again and retry.',
  }),
  stale: problemKind('stale', 412, {
    'zh-CN': 'If-Match 所示的不是最新版本。请重新读取后再修改。',
    'zh-TW': 'If-Match 所示的不是最新版本。請重新讀取後再修改。',
    en: 'If-Match does not name the latest version. Read the record again before you change it.',
  }),
  keyReused: problemKind('idempotency-key-reused', 422, {
    'zh-CN': '此 Idempotency-Key 已用于另一请求。请换一个新值。',
    'zh-TW': '此 Idempotency-Key 已用於另一請求。請換一個新值。',
    en: 'This Idempotency-Key was used for another request. Send a new one.',
  }),
  answerUnreadable: problemKind('answer-unreadable', 409, {
    'zh-CN': '此请求已经执行过，但其答复已无法读取。请查询该记录，不要重新提交。',
    'zh-TW': '此請求已經執行過，但其答覆已無法讀取。請查詢該紀錄，不要重新提交。',
    en: 'This request was carried out, but its answer can no longer be read. Read the record instead of sending it again.',
  }),
  ifMatchMissing: problemKind('if-match-missing', 428, {
    'zh-CN': '缺少 If-Match 请求头。请填写您所读取版本的 ETag。',
    'zh-TW': '缺少 If-Match 標頭。請填寫您所讀取版本的 ETag。',
    en: 'The If-Match header is missing. Send the ETag of the version that you read.',
  }),
  internal: problemKind('internal', 500, {
    'zh-CN': '系统出现故障。请稍后重试；如仍失败，请联系客服并提供 traceId。',
    'zh-TW': '系統發生錯誤。請稍後重試；若仍失敗，請聯絡客服並提供 traceId。',
    en: 'The backend failed. Retry in a moment; if it fails again, give customer service the traceId.',
  }),
} as const;

/**
 * Returns the 409 problem for an operation that the state forbids. It names the states that allow the
 * operation.
 */
export function illegalState(state: string, allowedFrom: readonly string[]): Problem {
  return new Problem(
    problems.illegalState,
    { state, allowed: allowedFrom.join(', ') },
    { more: { state, allowedFrom } },
  );
}
