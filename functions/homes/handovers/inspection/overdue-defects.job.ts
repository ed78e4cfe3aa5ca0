import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { listDue } from '../../../../shared/events/due.ts';
import { type Job, processDue } from '../../../../shared/events/job.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { get } from '../../../../shared/store/table.ts';
import { requireEstate } from '../../../register/owners/public.ts';
import { acceptances, itemsOf } from '../common-areas/acceptance.store.ts';
import { notifyItemsOverdue } from '../common-areas/change-acceptance.ts';
import { handovers } from '../handovers.store.ts';
import { defects } from './inspection.store.ts';
import { loadInspection } from './load-inspection.ts';
import { notifyOverdue } from './rectify-defect.ts';

const defectPrefix = 'DEFECT#';
const acceptancePrefix = 'ACCEPTANCE#';

/**
 * Job: reports overdue defects of homes (D18) and overdue items of common-area acceptances (D19). Runs every
 * ten minutes.
 */
export const overdueDefectsJob: Job = {
  name: 'overdue-defects',
  every: 'rate(10 minutes)',
  run: async (now) => {
    const act: ActionContext = { actor: { kind: 'system', id: 'overdue-defects' }, recordedAt: now.toString() };
    const dueDefects = await listDue('defect', 'handovers', now);
    const dueItems = await listDue('acceptance-item', 'handovers', now);
    const told = await processDue(dueDefects, { what: 'defects' }, async (pk) =>
      written(await defectOverdue(pk.slice(defectPrefix.length), act)),
    );
    // Each common-area acceptance is read once, for all its due items.
    const open = [...new Map(dueItems.map((one) => [one.pk, one])).values()];
    const items = await processDue(open, { what: 'acceptances' }, async (pk) =>
      written(await itemsOverdue(pk.slice(acceptancePrefix.length), act)),
    );
    const done = [...told, ...items].filter(Boolean).length;
    return { due: dueDefects.length + dueItems.length, told: done };
  },
};

async function written(transaction: Transaction | undefined): Promise<boolean> {
  await transaction?.commit();
  return transaction !== undefined;
}

async function defectOverdue(defectId: string, act: ActionContext): Promise<Transaction | undefined> {
  const defect = await get(defects, { defectId });
  const handover = defect && (await get(handovers, defect));
  return handover && notifyOverdue(await loadInspection(handover), defect.itemId, act);
}

async function itemsOverdue(acceptanceId: string, act: ActionContext): Promise<Transaction | undefined> {
  const acceptance = await get(acceptances, { acceptanceId });
  if (!acceptance) return undefined;
  const [items, estate] = await Promise.all([itemsOf(acceptanceId), requireEstate(acceptance.estateId)]);
  return notifyItemsOverdue({ acceptance, items, zone: estate.calendar.zone }, act);
}
