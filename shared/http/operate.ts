import type { Transaction } from '../events/transaction.ts';
import { beforeDeadline, isTimeUp } from '../kernel/deadline.ts';
import { Problem, problemKind } from '../kernel/problem.ts';
import { retryOnConflict } from '../store/retry.ts';
import { type Answer, answerOf, serialise } from './answer.ts';
import { answerOnce } from './answer-once.ts';
import type { RawCall, Reply } from './call.ts';
import { countCall } from './call-limits.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './route.ts';
import { validate } from './validate.ts';

export const timedOut = problemKind('timed-out', 503, {
  'zh-CN': '处理时间过长，本次操作已中止。请稍后重试；提交的内容未变时，请沿用原来的 Idempotency-Key。',
  'zh-TW': '處理時間過長，本次操作已中止。請稍後重試；提交的內容未變時，請沿用原來的 Idempotency-Key。',
  en: 'The operation took too long and was stopped. Send the request again, with the same Idempotency-Key if it has one.',
});

/** Runs the operation of an exchange, once under its `Idempotency-Key`. @throws Problem timed-out (503). */
export async function operate({ route, routed, table, call, keyed }: Exchange): Promise<Answer> {
  const count = (transaction: Transaction) => countCall(transaction, table, route, { ...call, path: routed.path });
  const run = (as: RawCall) => beforeDeadline(decide(route, as, count), () => new Problem(timedOut));
  return answerOf(keyed ? await answerOnce(keyed, { route, call }, run) : serialise(route, await run(call)));
}

/**
 * Runs the operation, and again when another request changed a record first: it reads and decides again. An
 * `If-Match` is then answered with 412. What is written is not repeated, and nothing is written when the time
 * is up.
 * @throws VersionConflict after the last attempt, which is answered with 409 `changed-meanwhile`.
 */
function decide(route: Route, call: RawCall, count: (transaction: Transaction) => void): Promise<Reply> {
  let written = false;
  const commit: RawCall['commit'] = async (transaction, reply) => {
    if (isTimeUp()) throw new Problem(timedOut);
    if (!written) count(transaction);
    await call.commit(transaction, reply);
    written = true;
    return reply;
  };
  return retryOnConflict(
    () => route.run({ ...call, commit }, validate),
    undefined,
    () => !written,
  );
}
