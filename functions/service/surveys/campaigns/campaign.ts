import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { placeSchema } from '../../../../shared/kernel/plain-text.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { compareInstants, instantSchema, toInstant } from '../../../../shared/kernel/time.ts';
import { type Unit, uses } from '../../../register/owners/public.ts';

/**
 * A web address, an e-mail address or a link of a messenger. A survey has its own link, and no other:
 * whatever leads elsewhere could be an offer, which needs consent (R15.5).
 */
const address = /:\/\/|www\.|[\w-]@[\w-]|[a-z0-9-]\.(?:com|cn|net|org|tw|hk|top|shop|vip|app|link|xyz)\b/i;

/** Returns the schema of a text in one line of at most `most` characters, without web addresses. */
function lineSchema(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/[\r\n]/.test(text), { message: 'one line' })
    .refine((text) => !address.test(text), { message: 'no web or e-mail address' });
}

/** Returns the schema of a text in each language of the product. */
function textSchema(most: number) {
  return z.strictObject({ 'zh-CN': lineSchema(most), 'zh-TW': lineSchema(most), en: lineSchema(most) });
}

/** The most questions of a campaign, and choices of a question. */
export const mostQuestions = 20;
const mostChoices = 8;

/**
 * Kinds of questions: satisfaction 1 to 5, recommendation 0 to 10, one of some choices, or words.
 */
const questionKinds = ['satisfaction', 'recommend', 'choice', 'words'] as const;

const questionSchema = z
  .strictObject({
    kind: z.enum(questionKinds),
    text: textSchema(200).meta({ id: 'QuestionText' }),
    /** The choices of a question of the kind `choice`. */
    choices: z
      .array(textSchema(60).meta({ id: 'ChoiceText' }))
      .min(2)
      .max(mostChoices)
      .optional(),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === (choices !== undefined), {
    path: ['choices'],
    message: 'choices belong to a question of the kind choice and are required there',
  })
  .meta({ id: 'SurveyQuestion' });
export type Question = z.infer<typeof questionSchema>;

const audienceSchema = z
  .strictObject({
    /** Only homes in these buildings; all of the estate if left out. */
    buildings: z.array(placeSchema(60)).min(1).max(100).optional(),
    /** Only homes of these uses. */
    uses: z.array(z.enum(uses)).min(1).max(uses.length).default(['dwelling']),
  })
  .meta({ id: 'SurveyAudience' });

const sampleSchema = z
  .union([
    z.strictObject({ /** How many homes are drawn. */ homes: z.int().min(1).max(100_000) }),
    z.strictObject({ /** Share of the homes that is drawn, in percent. */ percent: z.number().min(0.1).max(99.9) }),
  ])
  .meta({ id: 'SurveySample' });
export type Sample = z.infer<typeof sampleSchema>;

/** What a campaign asks, whom, and for how long. */
export const campaignDetailsSchema = z
  .strictObject({
    title: textSchema(80).meta({ id: 'CampaignTitle' }),
    /** A sentence about the purpose, above the questions and in the invitation. */
    purpose: textSchema(300).meta({ id: 'CampaignPurpose' }),
    questions: z.array(questionSchema).min(1).max(mostQuestions),
    audience: audienceSchema.prefault({}),
    /** A random sample of the audience; everyone if left out. */
    sample: sampleSchema.optional(),
    /** When the first invitation may be sent; at once after the approval if left out or past. */
    opensAt: instantSchema.optional(),
    /** Days in which a household can answer, from the sending of its invitation. */
    answerDays: z.int().min(3).max(60).default(14),
    /** Days until the one reminder; none is sent if left out. */
    remindAfterDays: z.int().min(1).max(59).optional(),
  })
  .refine(({ remindAfterDays, answerDays }) => remindAfterDays === undefined || remindAfterDays < answerDays, {
    message: 'the reminder must come before the survey closes',
    path: ['remindAfterDays'],
  })
  .meta({ id: 'CreateCampaignBody' });
type CampaignDetails = z.output<typeof campaignDetailsSchema>;

/**
 * States: a draft; approved, and due to open; open, which sends invitations and takes answers; ended; or
 * withdrawn before it opened.
 */
const campaignStates = ['draft', 'approved', 'open', 'ended', 'withdrawn'] as const;

/** A survey of the households of an estate (R14.4). */
export const campaignSchema = z
  .object({
    ...campaignDetailsSchema.shape,
    campaignId: z.string(),
    estateId: z.string(),
    state: z.enum(campaignStates),
    draftedAt: z.string(),
    draftedBy: z.string(),
    approvedAt: z.string().optional(),
    approvedBy: z.string().optional(),
    /**
     * Begins the draw of the sample. The backend chooses it at the approval, so that nobody chooses the
     * sample.
     */
    seed: z.string().optional(),
    openedAt: z.string().optional(),
    /** Invitations are sent before this; a later one would be outdated. */
    lastSendAt: z.string().optional(),
    /** When the last household's time ends; no answer is taken afterwards. */
    closesAt: z.string().optional(),
    endedAt: z.string().optional(),
    endedBy: z.string().optional(),
    endReason: z.string().optional(),
    /** When a job must look at it again. */
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CampaignRecord' });
export type Campaign = z.infer<typeof campaignSchema>;

/** Days for which an invitation may be held, by quiet hours and the budget of reminders. */
const longestHoldDays = 14;

/** Returns a new draft. */
export function draft(
  of: { campaignId: string; estateId: string; by: string; at: string },
  details: CampaignDetails,
): Campaign {
  const { campaignId, estateId, by, at } = of;
  return { ...details, campaignId, estateId, state: 'draft', draftedAt: at, draftedBy: by, updatedAt: at, version: 1 };
}

/** Returns the changed campaign with its next version. */
function changed(campaign: Campaign, changes: Partial<Campaign>, at: string): Campaign {
  return { ...campaign, ...changes, updatedAt: at, version: campaign.version + 1 };
}

/**
 * Returns the approved campaign. It is open at once unless its time is still to come.
 * @throws Problem illegal-state when it is no draft.
 */
export function approved(campaign: Campaign, of: { by: string; at: string; seed: string }): Campaign {
  if (campaign.state !== 'draft') throw illegalState(campaign.state, ['draft']);
  const { by, at, seed } = of;
  const after: Campaign = { ...campaign, state: 'approved', approvedAt: at, approvedBy: by, seed };
  const { opensAt } = campaign;
  return opensAt !== undefined && compareInstants(opensAt, at) > 0
    ? changed(after, { nextDueAt: opensAt }, at)
    : opened(after, at);
}

/** Returns the open campaign, with the last instants of sending and of answering. */
export function opened(campaign: Campaign, at: string): Campaign {
  const lastSendAt = toInstant(at).add({ hours: longestHoldDays * 24 });
  const closesAt = lastSendAt.add({ hours: campaign.answerDays * 24 }).toString();
  const times = { openedAt: at, lastSendAt: lastSendAt.toString(), closesAt, nextDueAt: closesAt };
  return changed(campaign, { state: 'open', ...times }, at);
}

/**
 * Returns the ended campaign, or a withdrawn one that never opened.
 * @throws Problem illegal-state when it has ended before.
 */
export function ended(campaign: Campaign, of: { by: string; at: string; reason?: string }): Campaign {
  const { by, at, reason } = of;
  const end = { endedAt: at, endedBy: by, endReason: reason, nextDueAt: undefined };
  switch (campaign.state) {
    case 'draft':
    case 'approved':
      return changed(campaign, { state: 'withdrawn', ...end }, at);
    case 'open':
      return changed(campaign, { state: 'ended', ...end }, at);
    case 'ended':
    case 'withdrawn':
      throw illegalState(campaign.state, ['draft', 'approved', 'open']);
  }
}

/** Returns what a job must do with a campaign now: open it, end it, or nothing. */
export function dueTurn(campaign: Campaign, now: Temporal.Instant): 'open' | 'end' | undefined {
  const { state, nextDueAt } = campaign;
  if (nextDueAt === undefined || Temporal.Instant.compare(toInstant(nextDueAt), now) > 0) return undefined;
  return state === 'approved' ? 'open' : state === 'open' ? 'end' : undefined;
}

/** Returns true when a unit belongs to the audience of a campaign. */
export function isAsked({ audience }: Pick<Campaign, 'audience'>, unit: Pick<Unit, 'building' | 'use'>): boolean {
  const { buildings, uses: wanted } = audience;
  return wanted.includes(unit.use) && (buildings === undefined || buildings.includes(unit.building));
}

const hasAdvertising = problemKind('campaign-advertises', 409, {
  'zh-CN': '含推广内容的调查不能发送：住户未同意接收推广。请撤回草稿，删去推广内容后重新起草。',
  'zh-TW': '含推廣內容的調查不能發送：住戶未同意接收推廣。請撤回草稿，刪去推廣內容後重新起草。',
  en: 'A survey with an offer cannot be sent, because households have not consented to marketing. End this draft and draft it again without the offer.',
});

/**
 * Rejects a campaign of which the approver says that it advertises (R15.5).
 * @throws Problem campaign-advertises.
 */
export function assertNoAdvertising(advertises: boolean): void {
  if (advertises) throw new Problem(hasAdvertising);
}
