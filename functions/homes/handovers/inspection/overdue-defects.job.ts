import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { dueJob } from '../../../../shared/events/due-job.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { get } from '../../../../shared/store/table.ts';
import { requireEstate } from '../../../register/owners/public.ts';
import { acceptances, itemsOf } from '../common-areas/acceptance.store.ts';
import { notifyItemsOverdue } from '../common-areas/change-acceptance.ts';
import { handovers } from '../handovers.store.ts';
import { defects } from './inspection.store.ts';
import { loadInspection } from './load-inspection.ts';
import { notifyOverdue } from './rectify-defect.ts';

/**
 * Job: reports overdue defects of homes (D18) and overdue items of common-area acceptances (D19). Runs every
 * ten minutes.
 */
export const overdueDefectsJob = dueJob({
  name: 'overdue-defects',
  every: 'rate(10 minutes)',
  counts: ['told'],
  works: ({ act }) => [
    {
      kind: 'defect',
      table: 'handovers',
      work: async (defectId) => committed(await defectOverdue(defectId, act)),
    },
    {
      // Each common-area acceptance is read once, for all its due items.
      kind: 'acceptance-item',
      table: 'handovers',
      work: async (acceptanceId) => committed(await itemsOverdue(acceptanceId, act)),
    },
  ],
});

async function committed(transaction: Transaction | undefined): Promise<{ told: number } | undefined> {
  await transaction?.commit();
  return transaction && { told: 1 };
}

async function defectOverdue(defectId: string, act: ActionContext): Promise<Transaction | undefined> {
  const defect = await get(defects, { defectId });
  const handover = defect && (await get(handovers, defect));
  return handover && notifyOverdue(await loadInspection(handover), defect.itemId, act);
}

async function itemsOverdue(acceptanceId: string, act: ActionContext): Promise<Transaction | undefined> {
  const before = await get(acceptances, { acceptanceId });
  if (!before) return undefined;
  const [items, estate] = await Promise.all([itemsOf(acceptanceId), requireEstate(before.estateId)]);
  return notifyItemsOverdue({ before, items, zone: estate.calendar.zone, act });
}
