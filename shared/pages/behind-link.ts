import * as z from 'zod';
import type { RawCall } from '../http/call.ts';
import { readLink } from '../http/link.ts';
import { setting } from '../kernel/environment.ts';
import { type Language, languageSchema } from '../kernel/language.ts';

/** Path parameters of a page that a link opens, `/p/<context>/{token}`. */
export const linkPath = z.object({ token: z.string().max(1_000) });
/**
 * Query of such a page: the language that the reader chose. Parameters that mail programs add are ignored.
 */
export const linkQuery = z.object({ lang: languageSchema.optional().catch(undefined) });

/** Request for a page that a link opens. */
export type LinkCall = Pick<RawCall, 'now' | 'language'> & {
  params: z.output<typeof linkPath>;
  query: z.output<typeof linkQuery>;
};

/** Reads a link: returns the id of its record, or why it is not valid, and the language of the request. */
export function behindLink(
  call: LinkCall,
  purpose: string,
): { language: Language; link: { subjectId: string } | 'expired' | 'invalid' } {
  const link = readLink(call.params.token, purpose, setting('LINK_SECRET'), call.now);
  return { language: call.query.lang ?? call.language, link };
}
