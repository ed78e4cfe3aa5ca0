import { remembered } from '../../../shared/kernel/remembered.ts';
import { get } from '../../../shared/store/table.ts';
import type { Campaign } from './campaigns/campaign.ts';
import { campaigns } from './campaigns/campaigns.store.ts';

export { type Statistics, statisticsOf } from './statistics.ts';
export { countsOf } from './surveys.store.ts';

/** Returns a survey of households; up to ten seconds old. Its texts do not change. */
export const campaignOf: (campaignId: string) => Promise<Campaign | undefined> = remembered(
  (campaignId) => get(campaigns, { campaignId }),
  { ms: 10_000, most: 100 },
);

/** Returns true while a survey of households takes answers. */
export async function isOpenCampaign(campaignId: string): Promise<boolean> {
  return (await campaignOf(campaignId))?.state === 'open';
}
