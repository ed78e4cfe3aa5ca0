import * as z from 'zod';
import type { Campaign } from './campaign.ts';

/** Why homes get no invitation. */
const leftOutSchema = z
  .object({
    /** Nobody lives there or owns it. */
    noHousehold: z.int(),
    /** The household has no e-mail address in the register. */
    noAddress: z.int(),
    /** The household had as many surveys as the cap allows. */
    contactCap: z.int(),
    /** The household was invited for another home of theirs. */
    sameHousehold: z.int(),
  })
  .meta({ id: 'CampaignLeftOut' });

/** How far the invitations of a campaign are, in slices of homes. */
export const progressSchema = z
  .object({
    campaignId: z.string(),
    estateId: z.string(),
    /** `counting` the audience, for a sample; then `inviting`; then `done`. */
    state: z.enum(['counting', 'inviting', 'done']),
    /** Where the register is read next. */
    cursor: z.string().optional(),
    /** Homes of the audience: counted before a sample is drawn, or while everyone is invited. */
    homes: z.int(),
    /** Homes of which it was decided whether they are asked. */
    examined: z.int(),
    /** Size of the sample; absent where everyone is asked. */
    sampleSize: z.int().optional(),
    /** Homes that were drawn, or all. */
    chosen: z.int(),
    /** Households that were invited. */
    invited: z.int(),
    leftOut: leftOutSchema,
    startedAt: z.string(),
    finishedAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CampaignProgress' });
export type Progress = z.infer<typeof progressSchema>;
export type LeftOut = keyof Progress['leftOut'];

/** Returns the progress of a campaign that has just opened. */
export function started({ campaignId, estateId, sample }: Campaign, at: string): Progress {
  return {
    campaignId,
    estateId,
    state: sample ? 'counting' : 'inviting',
    homes: 0,
    examined: 0,
    chosen: 0,
    invited: 0,
    leftOut: { noHousehold: 0, noAddress: 0, contactCap: 0, sameHousehold: 0 },
    startedAt: at,
    updatedAt: at,
    version: 1,
  };
}

/** Least number of invited households with which a sample counts as the survey of the year. */
const leastInvited = 30;

/**
 * Returns true when a campaign is the survey that is owed each year (R14.4): of the whole estate, dwellings
 * included, and of everyone or at least 30 invited households.
 */
export function isYearly(
  { audience, sample }: Pick<Campaign, 'audience' | 'sample'>,
  { invited }: Pick<Progress, 'invited'>,
): boolean {
  if (audience.buildings !== undefined || !audience.uses.includes('dwelling')) return false;
  return invited >= (sample ? leastInvited : 1);
}
