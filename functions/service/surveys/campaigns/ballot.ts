import * as z from 'zod';
import { type Text, text } from '../../../../shared/kernel/language.ts';
import { longestComment, type Typed } from '../survey-form.ts';
import { words } from '../survey-words.ts';
import { mostQuestions, type Question } from './campaign.ts';

/** The answer of a question: a score, the place of a choice from 0 on, or words. */
const answerSchema = z.union([z.number().int().min(0).max(10), z.string().max(longestComment)]);

/**
 * The answers of a household by number of the question, from 0 on. Blank ones are null and count nowhere
 * (R14.1).
 */
const answersSchema = z.array(answerSchema.nullable()).max(mostQuestions);
export type Answers = z.infer<typeof answersSchema>;

/**
 * The answers of one household. It has no person, no home and no time, and a random id: nobody finds out who
 * gave them.
 */
export const ballotSchema = z
  .object({
    ballotId: z.string(),
    campaignId: z.string(),
    estateId: z.string(),
    answers: answersSchema,
    version: z.number().int(),
  })
  .meta({ id: 'CampaignBallotRecord' });
export type Ballot = z.infer<typeof ballotSchema>;

/** Returns the form field of a question. */
export const fieldOf = (nth: number): string => `q${nth + 1}`;

/** Returns the values that a form may send for a question; undefined for words. */
export function valuesOf({ kind, choices = [] }: Pick<Question, 'kind' | 'choices'>): readonly number[] | undefined {
  switch (kind) {
    case 'satisfaction':
      return [1, 2, 3, 4, 5];
    case 'recommend':
      return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    case 'choice':
      return choices.map((_, nth) => nth);
    case 'words':
      return undefined;
  }
}

/** Errors of a form by its field. */
export type BallotErrors = Readonly<Record<string, Text>>;

const tooLong = words.commentTooLong;

/** Returns the answer of a field, or the message of its error. */
function read(question: Question, typed = ''): { answer: Answers[number] } | { error: Text } {
  const values = valuesOf(question);
  if (values) {
    if (typed === '') return { answer: null };
    const value = values.find((one) => String(one) === typed);
    return value === undefined ? { error: words.chooseOne } : { answer: value };
  }
  // Browsers send a line end as two characters but count it as one.
  const said = typed.replaceAll('\r\n', '\n').trim();
  if (said.length > longestComment) return { error: tooLong };
  return { answer: said === '' ? null : said };
}

/** Returns the answers of a form, or the errors by field. Every field may be empty, but not all of them. */
export function readBallot(
  questions: readonly Question[],
  typed: Typed,
): { answers: Answers } | { errors: BallotErrors } {
  const fields = questions.map((question, nth) => read(question, typed[fieldOf(nth)]));
  const errors = fields.flatMap((one, nth) => ('error' in one ? [[fieldOf(nth), one.error] as const] : []));
  if (errors.length > 0) return { errors: Object.fromEntries(errors) };
  const answers = fields.flatMap((one) => ('answer' in one ? [one.answer] : []));
  return answers.every((answer) => answer === null) ? { errors: { [fieldOf(0)]: words.nothingAnswered } } : { answers };
}

/** Returns the counters that answers raise by one. Words are counted, never kept in a counter. */
export function countersOf(answers: Answers): string[] {
  return answers.flatMap((answer, nth) => {
    if (answer === null) return [];
    return [typeof answer === 'number' ? counterOf(nth, answer) : counterOf(nth, 'words')];
  });
}

/** Returns the name of the counter of an answer. */
export function counterOf(nth: number, answer: number | 'words'): string {
  return `${fieldOf(nth)}_${answer}`;
}

/** Texts of the page that only a campaign has. */
export const ballotWords = {
  intro: text(
    '{estate}向住户征求意见。共 {questions} 题，每题都可以不答。',
    '{estate}向住戶徵求意見。共 {questions} 題，每題都可以不答。',
    '{estate} asks its households. There are {questions} questions, and you may skip any of them.',
  ),
  nameless: text(
    '您的答案不与姓名、房号一起保存；5 户以下的结果不公布。',
    '您的答案不與姓名、房號一起保存；5 戶以下的結果不公布。',
    'Your answers are kept without your name and home. Results of fewer than 5 households are not shown.',
  ),
  taken: text('您的意见我们已收到。', '您的意見我們已收到。', 'We have received your answers.'),
  already: text(
    '您的意见此前已经收到，以第一次为准，无需再次提交。',
    '您的意見先前已經收到，以第一次為準，無需再次送出。',
    'We already received your answers. The first ones count, so you need not send others.',
  ),
} as const;
