import { createHash } from 'node:crypto';
import * as z from 'zod';
import { dueKeys } from '../../../../shared/events/due.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { entity, indexKeys } from '../../../../shared/store/entity.ts';
import { getMany } from '../../../../shared/store/table.ts';
import { type Ballot, ballotSchema } from './ballot.ts';
import { type Campaign, campaignSchema } from './campaign.ts';
import { type Invitation, invitationSchema } from './invitation.ts';
import { type Progress, progressSchema } from './progress.ts';

const table = 'tickets';

/** Partitions of the lists of campaigns. */
export const campaignLists = {
  campaigns: (estateId: string) => `ESTATE#${estateId}#CAMPAIGNS`,
  invitations: (campaignId: string) => `CAMPAIGN#${campaignId}#INVITATIONS`,
  /** Ballots with words, in the order of their random ids. */
  words: (campaignId: string) => `CAMPAIGN#${campaignId}#WORDS`,
};

export const campaigns = entity<Campaign, { campaignId: string }>({
  table,
  type: 'campaign',
  schema: campaignSchema,
  key: ({ campaignId }) => ({ pk: `CAMPAIGN#${campaignId}`, sk: 'CAMPAIGN' }),
  indexes: ({ campaignId, estateId, draftedAt, nextDueAt, updatedAt }) => ({
    ...indexKeys('lists', campaignLists.campaigns(estateId), draftedAt, campaignId),
    ...dueKeys('campaign', campaignId, nextDueAt, updatedAt),
  }),
});

/**
 * How far the invitations are. An item of its own, because each slice changes it and questions may be long.
 */
export const progresses = entity<Progress, { campaignId: string }>({
  table,
  type: 'campaign-progress',
  schema: progressSchema,
  key: ({ campaignId }) => ({ pk: `CAMPAIGNPROGRESS#${campaignId}`, sk: 'PROGRESS' }),
});

export const invitations = entity<Invitation, { invitationId: string }>({
  table,
  type: 'campaign-invitation',
  schema: invitationSchema,
  key: ({ invitationId }) => ({ pk: `CAMPAIGNINVITATION#${invitationId}`, sk: 'INVITATION' }),
  indexes: ({ invitationId, campaignId, unitLabel, nextDueAt, updatedAt }) => ({
    ...indexKeys('lists', campaignLists.invitations(campaignId), unitLabel, invitationId),
    ...dueKeys('campaign-invitation', invitationId, nextDueAt, updatedAt),
  }),
});

export const ballots = entity<Ballot, { ballotId: string }>({
  table,
  type: 'campaign-ballot',
  schema: ballotSchema,
  key: ({ ballotId }) => ({ pk: `CAMPAIGNBALLOT#${ballotId}`, sk: 'BALLOT' }),
  indexes: ({ ballotId, campaignId, answers }) =>
    answers.some((answer) => typeof answer === 'string')
      ? indexKeys('lists', campaignLists.words(campaignId), ballotId)
      : {},
});

/** Shards of the counters of a campaign: thousands of households answer in the same hour. */
const shards = 8;

const tallySchema = z
  .object({ campaignId: z.string(), shard: z.int() })
  .catchall(z.union([z.string(), z.number()]))
  .meta({ id: 'CampaignTally' });
type Tally = z.infer<typeof tallySchema>;

const tallies = entity<Tally, { campaignId: string; shard: number }>({
  table,
  type: 'campaign-tally',
  schema: tallySchema,
  key: ({ campaignId, shard }) => ({ pk: `CAMPAIGNTALLY#${campaignId}#${shard}`, sk: 'TALLY' }),
});

/** Adds 1 to counters of a campaign, in the transaction of what they count. */
export function count(
  transaction: Transaction,
  { campaignId, invitationId }: Pick<Invitation, 'campaignId' | 'invitationId'>,
  counters: readonly string[],
): void {
  const shard = createHash('sha256').update(invitationId).digest().readUInt8(0) % shards;
  transaction.update(
    tallies,
    { campaignId, shard },
    {
      text: `SET #campaign = :campaign, #shard = :shard, #type = :type ADD ${counters.map((_, i) => `#c${i} :one`).join(', ')}`,
      names: {
        '#campaign': 'campaignId',
        '#shard': 'shard',
        '#type': 'type',
        ...Object.fromEntries(counters.map((name, i) => [`#c${i}`, name])),
      },
      values: { ':campaign': campaignId, ':shard': shard, ':type': tallies.type, ':one': 1 },
    },
  );
}

/** Returns a function that gives the value of a counter of a campaign, 0 for one that nothing raised. */
export async function tallyOf(campaignId: string): Promise<(counter: string) => number> {
  const parts = await getMany(
    tallies,
    Array.from({ length: shards }, (_, shard) => ({ campaignId, shard })),
  );
  return (counter) => parts.reduce((sum, part) => sum + Number(part[counter] ?? 0), 0);
}
