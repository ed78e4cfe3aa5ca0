import { createHash } from 'node:crypto';
import * as z from 'zod';

const content = z.object({ key: z.record(z.string(), z.union([z.string(), z.number()])), bound: z.string() });

/** Hash of everything that a cursor is bound to: the partition, the order and the caller's filter. */
function bound(filter: unknown): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 16);
}

/** An opaque place in a list, good only for the very filter that it came from. */
export function encodeCursor(key: Record<string, unknown>, filter: unknown): string {
  return Buffer.from(JSON.stringify({ key, bound: bound(filter) })).toString('base64url');
}

/** The key inside a cursor, or undefined when it was altered or belongs to another list. */
export function decodeCursor(cursor: string, filter: unknown): Record<string, string | number> | undefined {
  try {
    const parsed = content.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success && parsed.data.bound === bound(filter) ? parsed.data.key : undefined;
  } catch {
    return undefined;
  }
}
