import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { inject } from 'vitest';
import { signLink } from '../../shared/http/link.ts';

const { apiUrl, stateDir } = inject('backend');

type Purpose = 'surveys' | 'notices' | 'handovers' | 'titles';

/** Returns the address of a link that expires `hours` hours from now; a negative number makes it expired. */
export function linkTo(purpose: Purpose, subjectId: string, hours: number): string {
  const kept = readdirSync(stateDir).find((name) => name.startsWith('secret-') && name.includes('links'));
  if (!kept) throw new Error('this run has no link secret');
  const secret = readFileSync(join(stateDir, kept), 'utf8');
  const expiresAt = Temporal.Now.instant().add({ hours });
  return `${apiUrl}/p/${purpose}/${signLink({ purpose, subjectId, expiresAt }, secret)}`;
}

/** Returns an address with an invalid token. */
export function wrongLink(purpose: Purpose): string {
  return `${apiUrl}/p/${purpose}/no-link-of-ours`;
}
