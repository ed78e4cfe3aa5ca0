import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';
import type { Answer, Survey } from './survey.ts';
import { words } from './survey-words.ts';

/** Fields of the form as a browser sends them. */
export const typedSchema = z.record(z.string(), z.string());
export type Typed = z.infer<typeof typedSchema>;

/** The fields that a message can stand by. */
export const fields = ['fixed', 'satisfaction', 'recommend', 'comment'] as const;
export type Field = (typeof fields)[number];
export type FormErrors = Partial<Record<Field, Text>>;

/** Longest comment, in UTF-16 units as browsers count them. */
export const longestComment = 2_000;

/** Only a repair can be fixed. */
export function asksFixed(survey: Pick<Survey, 'ticketType'>): boolean {
  return survey.ticketType === 'repair';
}

/** A question left blank, or answered with "rather not say", leaves the figures (R14.1). */
function choice(typed: string | undefined, highest: number, lowest: number): number | 'blank' | 'wrong' {
  if (typed === undefined || typed === '') return 'blank';
  if (!/^\d{1,2}$/.test(typed)) return 'wrong';
  const value = Number(typed);
  return value >= lowest && value <= highest ? value : 'wrong';
}

/** Reads what was typed: an answer, or what is wrong with it by field. Every question may be left out, but not all. */
export function readForm(
  typed: Typed,
  survey: Pick<Survey, 'ticketType'>,
): { answer: Answer } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const satisfaction = choice(typed.satisfaction, 5, 1);
  const recommend = choice(typed.recommend, 10, 0);
  // Browsers send line ends as two characters and count them as one.
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
