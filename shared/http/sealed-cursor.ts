import { createHmac, timingSafeEqual } from 'node:crypto';
import { setting } from '../kernel/environment.ts';
import { Problem, problems } from '../kernel/problem.ts';
import type { RawCall, Reply } from './call.ts';

type ListCall = Pick<RawCall, 'caller' | 'params' | 'query'>;

/** Form of a sealed cursor: its seal (22 characters), a point, and the cursor of the list itself. */
const form = /^([\w-]{22})\.([\w.-]{0,2000})$/;

/** Returns the seal of a cursor, valid for one operation, path, filter and caller. */
function sealOf(operationId: string, { caller, params, query }: ListCall, place: string): string {
  const { cursor, limit, ...filter } = query;
  const bound = [operationId, caller.id, caller.personId, sorted(params), sorted(filter), place];
  const seal = createHmac('sha256', setting('CURSOR_SECRET')).update(JSON.stringify(bound)).digest();
  return seal.subarray(0, 16).toString('base64url');
}

function sorted(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Returns the query with the cursor of the list itself.
 * @throws Problem bad-cursor when the cursor was altered or issued for another list, filter or caller.
 */
export function openCursor(operationId: string, call: ListCall): Record<string, string> {
  const { cursor } = call.query;
  if (cursor === undefined) return call.query;
  const [, seal = '', place = ''] = form.exec(cursor) ?? [];
  const given = Buffer.from(seal);
  const expected = Buffer.from(sealOf(operationId, call, place));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem(problems.badCursor);
  return { ...call.query, cursor: place };
}

/** Returns the response of a list with its cursor sealed. */
export function sealCursor(operationId: string, call: ListCall, reply: Reply): Reply {
  const { body } = reply;
  if (typeof body !== 'object' || body === null || !('cursor' in body) || typeof body.cursor !== 'string') return reply;
  return { ...reply, body: { ...body, cursor: `${sealOf(operationId, call, body.cursor)}.${body.cursor}` } };
}
