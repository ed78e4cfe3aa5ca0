import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { keyOfChannel, signatureHeader, signBody } from '../../functions/money/payments/gateway.ts';

/** Returns the signature header that the gateway of a channel would send with a body in this run. */
export function signatureOf(channel: string, body: object): Record<string, string> {
  const { stateDir } = inject('backend');
  const kept = readdirSync(stateDir).find((name) => name.startsWith('secret-') && name.includes('gateways'));
  if (!kept) throw new Error('this run has no gateway secret');
  const key = keyOfChannel(readFileSync(join(stateDir, kept), 'utf8'), channel);
  return { [signatureHeader]: signBody(JSON.stringify(body), key) };
}
