import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { setting } from '../kernel/environment.ts';

/*
 * Bodies of answers that are kept for repetitions of a request. A body shows names, phone numbers and
 * addresses, so it is kept sealed: only who sends the same key of the same caller reads it again (R15.2).
 */

const nonceBytes = 12;
const tagBytes = 16;

/** The key of one answer: it needs the secret of the deployment, the caller and the `Idempotency-Key`. */
function keyOf({ callerId, key }: { callerId: string; key: string }): Buffer {
  return createHmac('sha256', setting('CURSOR_SECRET'))
    .update(JSON.stringify(['answer', callerId, key]))
    .digest();
}

/** Compresses a body and seals it for a caller and a key. */
export function sealAnswer(of: { callerId: string; key: string }, body: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(of), nonce);
  const sealed = [cipher.update(deflateRawSync(body)), cipher.final()];
  return new Uint8Array(Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]));
}

/** Opens a sealed body. Returns undefined when the secret was changed since. */
export function openAnswer(of: { callerId: string; key: string }, sealed: Uint8Array): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(of), sealed.subarray(0, nonceBytes));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const opened = [decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()];
    return inflateRawSync(Buffer.concat(opened)).toString('utf8');
  } catch {
    return undefined;
  }
}
