import { beforeDeadline, isTimeUp } from '../kernel/deadline.ts';
import { Problem, problemKind } from '../kernel/problem.ts';
import { retryOnConflict } from '../store/retry.ts';
import { type Answer, answerOf } from './answer.ts';
import type { RawCall, Reply } from './call.ts';
import type { Exchange } from './exchange.ts';
import { validator } from './validate.ts';

export const timedOut = problemKind('timed-out', 503, {
  'zh-CN': '处理时间过长，本次操作已中止。请稍后重试；提交的内容未变时，请沿用原来的 Idempotency-Key。',
  'zh-TW': '處理時間過長，本次操作已中止。請稍後重試；提交的內容未變時，請沿用原來的 Idempotency-Key。',
  en: 'The operation took too long and was stopped. Send the request again, with the same Idempotency-Key if it has one.',
});

/**
 * Runs the operation of an exchange, unless an earlier request has its reply. @throws Problem timed-out
 * (503).
 */
export async function operate(exchange: Exchange): Promise<Answer> {
  exchange.reply ??= await beforeDeadline(decide(exchange), () => new Problem(timedOut));
  return answerOf(exchange.route, exchange.reply);
}

/**
 * Runs the operation, and again when another request changed a record first: it reads and decides again. An
 * `If-Match` is then answered with 412. What is written is not repeated, and nothing is written when the time
 * is up.
 * @throws VersionConflict after the last attempt, which is answered with 409 `changed-meanwhile`.
 */
function decide({ route, call }: Exchange): Promise<Reply> {
  let written = false;
  const commit: RawCall['commit'] = async (transaction, reply) => {
    if (isTimeUp()) throw new Problem(timedOut);
    await call.commit(transaction, reply);
    written = true;
    return reply;
  };
  const validate = validator(call.language);
  return retryOnConflict(
    () => route.run({ ...call, commit }, validate),
    undefined,
    () => !written,
  );
}
