import Big from 'big.js';
import * as z from 'zod';
import { intervalOfShare, intervalSchema, rounded } from '../interval.ts';
import { csatOf, csatSchema, hiddenBelow, npsOf, npsSchema } from '../statistics.ts';
import { counterOf, valuesOf } from './ballot.ts';
import type { Campaign, Question } from './campaign.ts';
import { type Progress, progressSchema } from './progress.ts';

const choiceSchema = z
  .object({ count: z.number().int(), percent: z.number(), interval: intervalSchema })
  .meta({ id: 'ChoiceFigures' });

const questionFiguresSchema = z
  .object({
    /** Number of households that answered it. */
    n: z.number().int(),
    csat: csatSchema.optional(),
    nps: npsSchema.optional(),
    /** Figures of each choice in their order; null when hidden. */
    choices: z.array(choiceSchema).nullable().optional(),
  })
  .meta({ id: 'QuestionFigures' });

export const campaignFiguresSchema = z
  .object({
    ...progressSchema.pick({ homes: true, chosen: true, invited: true, leftOut: true }).shape,
    /** Whether every home was decided about. */
    complete: z.boolean(),
    /** Invitations that the mail service has taken. */
    sent: z.number().int(),
    /** Invitations that did not arrive; they count in no response rate. */
    undelivered: z.number().int(),
    answered: z.number().int(),
    /** Percent of the invitations that were not undelivered; null when there are none. */
    responseRate: z.object({ value: z.number(), interval: intervalSchema }).nullable().meta({ id: 'ResponseRate' }),
    /** Figures of the questions in their order. */
    questions: z.array(questionFiguresSchema),
    /** CSAT in percent that the estate's grade of service asks for (R14.4). */
    target: z.number(),
    /** Whether the first satisfaction question reaches the target; null without one, or when hidden. */
    meetsTarget: z.boolean().nullable(),
  })
  .meta({ id: 'CampaignFigures' });
type CampaignFigures = z.infer<typeof campaignFiguresSchema>;

const nobody: Pick<Progress, 'homes' | 'chosen' | 'invited' | 'leftOut'> = {
  homes: 0,
  chosen: 0,
  invited: 0,
  leftOut: { noHousehold: 0, noAddress: 0, contactCap: 0, sameHousehold: 0 },
};

/**
 * Returns the figures of a campaign from its progress and counters: response rate, CSAT, NPS and shares with
 * their intervals (R14.1, R14.3). Of fewer than 5 answers to a question only their number is given.
 */
export function figuresOf(
  { questions }: Pick<Campaign, 'questions'>,
  progress: Progress | undefined,
  tally: (counter: string) => number,
  target: number,
): CampaignFigures {
  const { homes, chosen, invited, leftOut } = progress ?? nobody;
  const [answered, undelivered] = [tally('answered'), tally('undelivered')];
  // A mail that is reported as undelivered may have been read all the same.
  const reached = Math.max(invited - undelivered, answered);
  const figures = questions.map((question, nth) => figuresOfQuestion(question, nth, tally));
  const first = figures[questions.findIndex(({ kind }) => kind === 'satisfaction')]?.csat?.value ?? null;
  return {
    homes,
    chosen,
    invited,
    leftOut,
    complete: progress?.state === 'done',
    sent: tally('sent'),
    undelivered,
    answered,
    responseRate:
      reached === 0 ? null : { value: percentOf(answered, reached), interval: intervalOfShare(answered, reached) },
    questions: figures,
    target,
    meetsTarget: first === null ? null : first >= target,
  };
}

const percentOf = (count: number, n: number) => rounded(Big(count).times(100).div(n));

function figuresOfQuestion(
  question: Question,
  nth: number,
  tally: (counter: string) => number,
): CampaignFigures['questions'][number] {
  const counts = (valuesOf(question) ?? []).map((value) => tally(counterOf(nth, value)));
  const n = counts.reduce((sum, one) => sum + one, 0);
  switch (question.kind) {
    case 'satisfaction':
      return { n, csat: csatOf(counts) };
    case 'recommend':
      return { n, nps: npsOf(counts) };
    case 'choice':
      return {
        n,
        choices:
          n < hiddenBelow
            ? null
            : counts.map((count) => ({ count, percent: percentOf(count, n), interval: intervalOfShare(count, n) })),
      };
    case 'words':
      return { n: tally(counterOf(nth, 'words')) };
  }
}
