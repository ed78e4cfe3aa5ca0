import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { inject } from 'vitest';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { signLink } from '../../shared/http/link.ts';

/** What signs the links in this run's e-mails. */
function linkSecret(): string {
  const { stateDir } = inject('backend');
  const name = readdirSync(stateDir).find((one) => one.startsWith('secret-') && one.includes('links'));
  if (!name) throw new Error('this run has no secret');
  return readFileSync(join(stateDir, name), 'utf8');
}

/** What a link in an e-mail opens. */
type LinkPurpose = 'surveys' | 'notices' | 'fees' | 'handovers' | 'titles' | 'tickets';

/** The token of a link in an e-mail. */
export function linkTo(purpose: LinkPurpose, subjectId: string): string {
  const expiresAt = Temporal.Now.instant().add({ hours: 24 });
  return signLink({ purpose, subjectId, expiresAt }, linkSecret());
}
/** Whoever opens a link. */
export const nobody: Caller = { sub: 'nobody', roles: [], estates: [] };
