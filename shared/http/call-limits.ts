import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Transaction } from '../events/transaction.ts';
import { Problem, problemKind } from '../kernel/problem.ts';
import { entity, inEachTable, type TableName } from '../store/entity.ts';
import { isStaff, type Role } from './auth.ts';
import type { RawCall } from './call.ts';

/*
 * How often a resident, or the reader of a link, may change something. Each limit has a counter for the
 * caller, the operation and the hour or day. The counter is written in the transaction of the effect, so that
 * a refused call counts nothing and a repeated one counts once. Staff are not limited.
 */

/** At most so many calls of an operation, or so much of what they weigh, by one caller. */
export interface CallLimit {
  readonly most: number;
  /** Hours and days of UTC. */
  readonly per: 'hour' | 'day';
  /** What is limited, with what a call counts. The calls themselves by default, each 1. */
  readonly of?: { readonly what: string; readonly weigh: (body: unknown) => number };
}

/** What of an operation says whether it has limits. */
interface Limited {
  readonly method: string;
  readonly allow: readonly Role[] | 'public';
  readonly response: unknown;
}

/** Limit of an operation that declares none. Nobody reaches it by hand. */
const usualLimits: readonly CallLimit[] = [{ most: 60, per: 'hour' }];

export const tooManyCalls = problemKind('too-many-calls', 429, {
  'zh-CN': '此操作的次数或数据量已达上限。请在 {minutes} 分钟后重试；紧急情况请拨打客服热线。',
  'zh-TW': '此操作的次數或資料量已達上限。請在 {minutes} 分鐘後重試；緊急情況請撥打客服專線。',
  en: 'You have done this too often, or sent too much. Try again in {minutes} minutes. In an emergency call the hotline.',
});

const countSchema = z.object({
  operationId: z.string(),
  caller: z.string(),
  /** What is counted, over what time, and the epoch second at which that begins. */
  window: z.string(),
  sum: z.number(),
  expiresAt: z.number(),
});
type Count = z.infer<typeof countSchema>;

const countIn = inEachTable((table) =>
  entity<Count, Pick<Count, 'operationId' | 'caller' | 'window'>>({
    table,
    type: 'CallCount',
    schema: countSchema,
    key: ({ operationId, caller, window }) => ({ pk: `CALLS#${operationId}#${caller}`, sk: `WINDOW#${window}` }),
    indexes: ({ expiresAt }) => ({ expiresAt }),
  }),
);

const calls = { what: 'calls', weigh: () => 1 };
const secondsOf = { hour: 3_600, day: 86_400 };

/** Tells whether an operation has limits: it changes something for residents or readers of a link. */
export function isLimited({ method, allow, response }: Limited): boolean {
  return method !== 'GET' && (allow === 'public' ? response === 'html' : allow.includes('resident'));
}

/**
 * Adds a call to the counters of its limits, in the transaction of its effect. The caller must have entered
 * the estate.
 * @throws Problem too-many-calls (429) from `commit`, with the seconds until the next hour or day.
 */
export function countCall(
  transaction: Transaction,
  table: TableName,
  route: Limited & { readonly operationId: string; readonly limits?: readonly CallLimit[] },
  { caller, path, body, now }: Pick<RawCall, 'caller' | 'body' | 'now'> & { path: string },
): void {
  if (transaction.isEmpty || !isLimited(route) || isStaff(caller)) return;
  // Behind a link nobody is signed in, and the path names the link.
  const who = route.allow === 'public' ? createHash('sha256').update(path).digest('base64url') : caller.id;
  const seconds = Math.floor(now.epochMilliseconds / 1_000);
  for (const { most, per, of = calls } of route.limits ?? usualLimits) {
    const begin = seconds - (seconds % secondsOf[per]);
    const left = begin + secondsOf[per] - seconds;
    const weight = of.weigh(body);
    const key = { operationId: route.operationId, caller: who, window: `${of.what}#${per}#${begin}` };
    transaction.update(
      countIn(table),
      key,
      {
        text: 'SET #type = :type, expiresAt = :expires ADD #sum :weight',
        names: { '#type': 'type', '#sum': 'sum' },
        values: { ':type': 'CallCount', ':expires': begin + 2 * secondsOf[per], ':weight': weight },
      },
      { text: 'attribute_not_exists(#sum) OR #sum <= :left', values: { ':left': most - weight } },
      () => new Problem(tooManyCalls, { minutes: Math.ceil(left / 60) }, { more: { retryAfter: left } }),
    );
  }
}
