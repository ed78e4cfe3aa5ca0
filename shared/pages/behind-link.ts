import * as z from 'zod';
import type { RawCall, Reply } from '../http/call.ts';
import { readLink } from '../http/link.ts';
import { page } from '../http/route.ts';
import { setting } from '../kernel/environment.ts';
import { type Language, languageSchema, say, type Text, text } from '../kernel/language.ts';
import { shortPage } from './parts.ts';

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

/** Headings of the pages that refuse a link. */
export const refusalHeadings = {
  unknown: text('链接无效', '連結無效', 'This link does not work'),
  expired: text('链接已过期', '連結已過期', 'This link has expired'),
};
const usualAdvice = text(
  '请从最近一封邮件中重新点开链接，或致电客服热线。',
  '請從最近一封郵件中重新點開連結，或致電客服專線。',
  'Please open the link in our latest e-mail, or call our hotline.',
);

/**
 * Opens the record behind a link. Returns it with the language of the page, or the page that says why there
 * is none: 404 for an invalid link or a record that does not exist, 410 for an expired link.
 */
export async function openLink<T extends object>(
  call: LinkCall,
  purpose: string,
  record: {
    load: (subjectId: string) => Promise<T | undefined>;
    /** The language of its reader; asked only when the reader did not choose one. */
    language: (record: T) => Promise<Language | undefined> | Language | undefined;
    /** What the reader of a refusal should do, where it is not the usual. */
    advice?: Text;
  },
): Promise<{ record: T; language: Language } | { refusal: Reply }> {
  const language = call.query.lang ?? call.language;
  const link = readLink(call.params.token, purpose, setting('LINK_SECRET'), call.now);
  const refusal = (heading: Text, status: number) => ({
    refusal: page(shortPage(language, heading, say(record.advice ?? usualAdvice, language)), status),
  });
  if (link === 'expired') return refusal(refusalHeadings.expired, 410);
  const found = link === 'invalid' ? undefined : await record.load(link.subjectId);
  if (!found) return refusal(refusalHeadings.unknown, 404);
  return { record: found, language: call.query.lang ?? (await record.language(found)) ?? call.language };
}
