import { Problem, problems } from '../../kernel/problem.ts';
import { log } from '../../observability/log.ts';
import type { TableName } from '../../store/entity.ts';
import { checked } from '../answer.ts';
import { begin, type IdempotentRun, requestHash } from '../idempotency.ts';
import type { Middleware } from './middleware.ts';

type State = { run?: IdempotentRun; isAnswered?: boolean };

/**
 * Lets each signed-in POST have its effect once under its `Idempotency-Key`. The response is written with the
 * effect, also when the operation decides several times. A repeated request gets the stored response.
 * @throws Problem idempotency-key-missing (400), and those of `begin`.
 */
export function idempotency(table: TableName): Middleware<State> {
  return {
    before: async ({ event, internal }): Promise<void> => {
      const { route, routed, call } = event;
      if (route.method !== 'POST' || route.allow === 'public') return;
      const key = call.headers['idempotency-key'];
      if (!key || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new Problem(problems.keyMissing);
      const hash = requestHash(route.method, routed.path, call.bodyText);
      const begun = await begin(table, call.caller.id, key, hash, call.now);
      if ('replay' in begun) {
        event.reply = begun.replay;
        return;
      }
      const { run } = begun;
      internal.run = run;
      const { commit } = call;
      call.commit = async (transaction, reply) => {
        run.answerWith(transaction, { ...reply, body: checked(route, reply) });
        await commit(transaction, reply);
        internal.isAnswered = true;
        return reply;
      };
    },
    after: async ({ event: { route, reply }, internal: { run, isAnswered } }): Promise<void> => {
      if (run && reply && !isAnswered) await run.answerAlone({ ...reply, body: checked(route, reply) });
    },
    onError: async ({ internal: { run, isAnswered } }): Promise<void> => {
      if (!run || isAnswered) return;
      await run.release().catch((error: unknown) => log.warn('lock not released', { error }));
    },
  };
}
