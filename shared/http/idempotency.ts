import { createHash, randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { Transaction } from '../events/transaction.ts';
import { Problem, problems } from '../kernel/problem.ts';
import { entity, inEachTable, type TableName } from '../store/entity.ts';
import { get } from '../store/table.ts';
import type { Reply } from './call.ts';

const recordSchema = z.object({
  callerId: z.string(),
  key: z.string(),
  request: z.string(),
  token: z.string(),
  /** Epoch milliseconds until which the first request may still be running. */
  lockedUntil: z.number(),
  answer: z
    .object({ status: z.number(), body: z.string().optional(), headers: z.record(z.string(), z.string()).optional() })
    .optional(),
  expiresAt: z.number(),
});
type Record = z.infer<typeof recordSchema>;

const recordIn = inEachTable((table) =>
  entity<Record, { callerId: string; key: string }>({
    table,
    type: 'IdempotentRequest',
    schema: recordSchema,
    key: ({ callerId, key }) => ({ pk: `REQUEST#${callerId}#${key}`, sk: 'REQUEST' }),
    indexes: ({ expiresAt }) => ({ expiresAt }),
  }),
);

/**
 * Milliseconds of the lock: longer than the gateway's timeout, so that two runs of one request never overlap.
 */
const lockMs = 35_000;
const keptSeconds = 24 * 3_600;

/** Lock of one request under its key. Its response is written in the transaction of its effect. */
export interface IdempotentRun {
  /** Adds the response to the transaction of the effect. */
  answerWith: (transaction: Transaction, reply: Reply) => void;
  /** Writes the response of a request without an effect. */
  answerAlone: (reply: Reply) => Promise<void>;
  /** Deletes the lock after an error, so that a corrected request may use the same key. */
  release: () => Promise<void>;
}

/** Returns the hash that a key is bound to. A second request must have the same method, path and body. */
export function requestHash(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method}\n${path}\n${body}`).digest('base64url');
}

/**
 * Locks a request, or returns the stored response of an earlier run.
 * @throws Problem idempotency-key-reused (422), or request-in-flight (409) when the first run has not ended.
 */
export async function begin(
  table: TableName,
  callerId: string,
  key: string,
  request: string,
  now: Temporal.Instant,
): Promise<{ replay: Reply } | { run: IdempotentRun }> {
  const kind = recordIn(table);
  const id = { callerId, key };
  const nowMs = now.epochMilliseconds;
  const mine: Record = {
    ...id,
    request,
    token: randomUUID(),
    lockedUntil: nowMs + lockMs,
    expiresAt: Math.floor(nowMs / 1000) + keptSeconds,
  };
  const free = {
    text: 'attribute_not_exists(pk) OR expiresAt <= :seconds OR (attribute_not_exists(answer) AND lockedUntil < :now AND #request = :request)',
    names: { '#request': 'request' },
    values: { ':seconds': Math.floor(nowMs / 1000), ':now': nowMs, ':request': request },
  };
  const taken = new Error('taken');
  try {
    await new Transaction().put(kind, mine, free, () => taken).commit();
  } catch (error) {
    if (error !== taken) throw error;
    const stored = await get(kind, id);
    if (!stored) throw new Problem(problems.inFlight);
    if (stored.request !== request) throw new Problem(problems.keyReused);
    if (!stored.answer) throw new Problem(problems.inFlight);
    return { replay: replayOf(stored.answer) };
  }

  const stillMine = { text: '#token = :token', names: { '#token': 'token' }, values: { ':token': mine.token } };
  // After a broken connection the effect and its response may be written. A retry must find them.
  const unanswered = { ...stillMine, text: `${stillMine.text} AND attribute_not_exists(answer)` };
  const lost = () => new Problem(problems.inFlight);
  const answerWith = (transaction: Transaction, reply: Reply) => {
    const answer = {
      status: reply.status,
      headers: reply.headers,
      body: reply.body === undefined ? undefined : JSON.stringify(reply.body),
    };
    transaction.put(kind, { ...mine, answer }, stillMine, lost);
  };
  return {
    run: {
      answerWith,
      answerAlone: async (reply) => {
        const transaction = new Transaction();
        answerWith(transaction, reply);
        await transaction.commit();
      },
      release: () => new Transaction().remove(kind, id, unanswered, lost).commit(),
    },
  };
}

function replayOf(answer: NonNullable<Record['answer']>): Reply {
  return {
    status: answer.status,
    headers: { ...answer.headers, 'idempotency-replayed': 'true' },
    ...(answer.body !== undefined && { body: JSON.parse(answer.body) }),
  };
}
