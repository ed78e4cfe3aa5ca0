import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { inject } from 'vitest';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { signLink } from '../../shared/http/link.ts';

/** Returns the secret that signs the e-mail links of this run. */
export function linkSecret(): string {
  const { stateDir } = inject('backend');
  const name = readdirSync(stateDir).find((one) => one.startsWith('secret-') && one.includes('links'));
  if (!name) throw new Error('this run has no link secret');
  return readFileSync(join(stateDir, name), 'utf8');
}

/** Purpose of an e-mail link: the context whose pages it opens. */
type LinkPurpose = 'surveys' | 'notices' | 'fees' | 'handovers' | 'titles' | 'tickets' | 'repairs';

/** Returns the token of an e-mail link, valid for 24 hours. */
export function linkTo(purpose: LinkPurpose, subjectId: string): string {
  const expiresAt = Temporal.Now.instant().add({ hours: 24 });
  return signLink({ purpose, subjectId, expiresAt }, linkSecret());
}
/** Anonymous caller, who opens a link. */
export const nobody: Caller = { sub: 'nobody', roles: [], estates: [] };
