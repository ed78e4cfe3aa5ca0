import * as z from 'zod';
import type { RawCall } from '../http/call.ts';
import { readLink } from '../http/link.ts';
import { setting } from '../kernel/environment.ts';
import { type Language, languageSchema } from '../kernel/language.ts';

/** Path parameters of a page behind a link, `/p/<context>/{token}`. */
export const linkPath = z.object({ token: z.string().max(1_000) });
/** Its query: a language that the reader chose. Mail programs add parameters of their own; these stop nobody. */
export const linkQuery = z.object({ lang: languageSchema.optional().catch(undefined) });

/** A request for a page behind a link. */
export type LinkCall = Pick<RawCall, 'now' | 'language'> & {
  params: z.output<typeof linkPath>;
  query: z.output<typeof linkQuery>;
};

/** What a link stands for: the id of its thing, or why it opens nothing; and the language to answer in until more is known. */
export function behindLink(
  call: LinkCall,
  purpose: string,
): { language: Language; link: { subjectId: string } | 'expired' | 'invalid' } {
  const link = readLink(call.params.token, purpose, setting('LINK_SECRET'), call.now);
  return { language: call.query.lang ?? call.language, link };
}
