import { createHash } from 'node:crypto';

/** Returns a number from 0 to below 1 that depends only on the text, so that a draw can be repeated. */
export function drawOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
