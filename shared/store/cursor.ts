import { createHash } from 'node:crypto';
import * as z from 'zod';

const content = z.object({ key: z.record(z.string(), z.union([z.string(), z.number()])), bound: z.string() });

/** Returns the hash of all that a cursor is bound to: partition, order and filter. */
function bound(filter: unknown): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 16);
}

/** Returns an opaque cursor of a list, valid only for the same filter. */
export function encodeCursor(key: Record<string, unknown>, filter: unknown): string {
  return Buffer.from(JSON.stringify({ key, bound: bound(filter) })).toString('base64url');
}

/** Returns the key inside a cursor, or undefined if it was altered or belongs to another list. */
export function decodeCursor(cursor: string, filter: unknown): Record<string, string | number> | undefined {
  try {
    const parsed = content.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success && parsed.data.bound === bound(filter) ? parsed.data.key : undefined;
  } catch {
    return undefined;
  }
}
