import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Transaction } from '../events/transaction.ts';
import { systemClock } from '../kernel/clock.ts';
import { Problem, problems } from '../kernel/problem.ts';
import { log } from '../observability/log.ts';
import { entity, inEachTable, type TableName } from '../store/entity.ts';
import { get, nowInSeconds } from '../store/table.ts';
import { type SerialisedReply, serialise } from './answer.ts';
import type { RawCall, Reply } from './call.ts';
import type { Route } from './route.ts';
import { openAnswer, sealAnswer } from './seal-answer.ts';

const recordSchema = z.object({
  callerId: z.string(),
  key: z.string(),
  request: z.string(),
  /** Of a locked key: the run that holds it. */
  token: z.string().optional(),
  /** Of a locked key: epoch milliseconds until which that run may still be going on. */
  lockedUntil: z.number().optional(),
  answer: z
    .object({
      status: z.number(),
      /** The body, sealed for the caller and the key. */
      sealed: z.instanceof(Uint8Array).optional(),
      /** Only of older records, which kept it unsealed. */
      body: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    })
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
 * Milliseconds of a lock: longer than the gateway's timeout, so that two runs of one request never overlap.
 */
const lockMs = 35_000;
const keptSeconds = 24 * 3_600;

/** Returns the hash that a key is bound to. A second request must have the same method, path and body. */
export function requestHash(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method}\n${path}\n${body}`).digest('base64url');
}

/** A request under its `Idempotency-Key`, with the record of its answer. */
export class KeyedRequest {
  readonly #kind;
  readonly #id;
  readonly #request;
  /** Of the lock that this run holds. */
  #token: string | undefined;

  /** `request` is the hash of the request (`requestHash`). */
  constructor(table: TableName, id: { callerId: string; key: string }, request: string) {
    this.#kind = recordIn(table);
    this.#id = id;
    this.#request = request;
  }

  /**
   * Returns the stored answer of an earlier run, if there is one.
   * @throws Problem idempotency-key-reused (422) when the key has another request, request-in-flight (409)
   * when another run holds it, answer-unreadable (409) when the secret was changed since.
   */
  async stored(how?: { consistent: boolean }): Promise<SerialisedReply | undefined> {
    const record = await get(this.#kind, this.#id, how);
    if (!record) return undefined;
    if (record.request !== this.#request) throw new Problem(problems.keyReused);
    const { answer, token, lockedUntil = 0 } = record;
    if (answer) return this.#opened(answer);
    if (token !== this.#token && lockedUntil >= nowInMs()) throw new Problem(problems.inFlight);
    return undefined;
  }

  /** Returns a stored answer as it was sent. @throws Problem answer-unreadable. */
  #opened({ status, headers, sealed, body }: NonNullable<Record['answer']>): SerialisedReply {
    const opened = sealed ? openAnswer(this.#id, sealed) : body;
    if (sealed && opened === undefined) throw new Problem(problems.answerUnreadable);
    return { status, body: opened, headers: { ...headers, 'idempotency-replayed': 'true' } };
  }

  /**
   * Adds the answer to the transaction of the effect, if no other run has answered. This condition is judged
   * before all others, because those may fail by the effect of that run.
   */
  answerWith(transaction: Transaction, answer: SerialisedReply): void {
    const token = this.#token;
    const isFree = token
      ? { text: '#token = :token', names: { '#token': 'token' }, values: { ':token': token } }
      : this.#isFree();
    const { status, headers, body } = answer;
    const kept = { status, headers, ...(body !== undefined && { sealed: sealAnswer(this.#id, body) }) };
    const record = {
      ...this.#id,
      request: this.#request,
      token,
      answer: kept,
      expiresAt: nowInSeconds() + keptSeconds,
    };
    transaction.putFirst(this.#kind, record, isFree, () => new Problem(problems.changedMeanwhile));
  }

  /** Holds the key while the request runs. @throws Problem request-in-flight when another run holds it. */
  async lock(): Promise<void> {
    const token = randomUUID();
    const lockedUntil = nowInMs() + lockMs;
    const record = { ...this.#id, request: this.#request, token, lockedUntil, expiresAt: nowInSeconds() + keptSeconds };
    const taken = () => new Problem(problems.inFlight);
    await new Transaction().put(this.#kind, record, this.#isFree(), taken).commit();
    this.#token = token;
  }

  /** Gives the key up after an error, if this run holds it, so that a corrected request may use it. */
  async release(): Promise<void> {
    if (!this.#token) return;
    const isUnanswered = {
      text: '#token = :token AND attribute_not_exists(answer)',
      names: { '#token': 'token' },
      values: { ':token': this.#token },
    };
    await new Transaction()
      .remove(this.#kind, this.#id, isUnanswered)
      .commit()
      .catch((error: unknown) => log.warn('lock not released', { error }));
  }

  /** Nothing is stored, or it has expired, or it is the lock of a run of this request that has died. */
  #isFree() {
    return {
      text: 'attribute_not_exists(pk) OR expiresAt <= :seconds OR (attribute_not_exists(answer) AND lockedUntil < :now AND #request = :request)',
      names: { '#request': 'request' },
      values: { ':seconds': nowInSeconds(), ':now': nowInMs(), ':request': this.#request },
    };
  }
}

const nowInMs = () => systemClock.now().epochMilliseconds;

/**
 * Runs an operation so that it has its effect once under its key. Returns its answer, or that of an earlier
 * run. The answer is written in the transaction of the effect. The key is read beside the first reads of the
 * operation, and again before any refusal: the effect of an equal request may be the reason to refuse.
 * @throws Problem of the operation, or of `KeyedRequest.stored`.
 */
export async function answerOnce(
  request: KeyedRequest,
  { route, call }: { route: Route; call: RawCall },
  run: (call: RawCall) => Promise<Reply>,
): Promise<SerialisedReply> {
  // Equal requests at the same moment are kept apart by the condition of the transaction, so that this read
  // need not be consistent. Where a lock keeps them apart, nothing may begin before it is written.
  const earlier = route.locksKey === undefined ? request.stored({ consistent: false }) : undefined;
  // The operation may end before anybody waits for this read.
  earlier?.catch(() => undefined);
  const done: { answer?: SerialisedReply } = {};
  const write = async (transaction: Transaction, reply: Reply): Promise<SerialisedReply> => {
    if (await earlier) throw new Problem(problems.changedMeanwhile);
    const answer = serialise(route, reply);
    request.answerWith(transaction, answer);
    await call.commit(transaction, reply);
    done.answer = answer;
    return answer;
  };
  const commit: RawCall['commit'] = async (transaction, reply) => {
    await write(transaction, reply);
    return reply;
  };
  try {
    if (!earlier) await request.lock();
    const reply = await run({ ...call, commit });
    return done.answer ?? (await write(new Transaction(), reply));
  } catch (error) {
    const answer = done.answer ?? (await earlier?.catch(() => undefined)) ?? (await request.stored());
    if (!answer) {
      await request.release();
      throw error;
    }
    if (done.answer) log.error('failed after its effect was written', { operation: route.operationId, error });
    return answer;
  }
}
