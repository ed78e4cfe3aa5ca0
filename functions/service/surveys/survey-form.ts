import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';
import type { Answer, Survey } from './survey.ts';
import { words } from './survey-words.ts';

/** Form fields as sent by a browser. */
export const typedSchema = z.record(z.string(), z.string());
export type Typed = z.infer<typeof typedSchema>;

/** Fields that can have an error message. */
export const fields = ['fixed', 'satisfaction', 'recommend', 'comment'] as const;
export type Field = (typeof fields)[number];
export type FormErrors = Partial<Record<Field, Text>>;

/** Longest comment in UTF-16 units, as counted by browsers. */
export const longestComment = 2_000;

/** Returns true when the form asks "Is it fixed?", which is only for repairs. */
export function asksFixed(survey: Pick<Survey, 'ticketType'>): boolean {
  return survey.ticketType === 'repair';
}

/** Reads a score. A blank answer or "rather not say" does not count in the figures (R14.1). */
function choice(typed: string | undefined, highest: number, lowest: number): number | 'blank' | 'wrong' {
  if (typed === undefined || typed === '') return 'blank';
  if (!/^\d{1,2}$/.test(typed)) return 'wrong';
  const value = Number(typed);
  return value >= lowest && value <= highest ? value : 'wrong';
}

/** Returns the answer of a form, or the errors by field. Every field may be empty, but not all of them. */
export function readForm(
  typed: Typed,
  survey: Pick<Survey, 'ticketType'>,
): { answer: Answer } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const satisfaction = choice(typed.satisfaction, 5, 1);
  const recommend = choice(typed.recommend, 10, 0);
  // Browsers send a line end as two characters but count it as one.
  const comment = (typed.comment ?? '').replaceAll('\r\n', '\n').trim();
  const fixed = asksFixed(survey) ? (typed.fixed ?? '') : '';
  if (!['', 'yes', 'no'].includes(fixed)) errors.fixed = words.chooseOne;
  if (satisfaction === 'wrong') errors.satisfaction = words.chooseOne;
  if (recommend === 'wrong') errors.recommend = words.chooseOne;
  if (comment.length > longestComment) errors.comment = words.commentTooLong;
  const isBlank = fixed === '' && satisfaction === 'blank' && recommend === 'blank' && comment === '';
  if (isBlank) errors.satisfaction = words.nothingAnswered;
  if (Object.keys(errors).length > 0) return { errors };
  return {
    answer: {
      ...(typeof satisfaction === 'number' && { satisfaction }),
      ...(typeof recommend === 'number' && { recommend }),
      ...(fixed !== '' && { fixed: fixed === 'yes' }),
      ...(comment !== '' && { comment }),
    },
  };
}
