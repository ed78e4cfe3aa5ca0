import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { listDue } from '../../../../shared/events/due.ts';
import { type Job, processDue } from '../../../../shared/events/job.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { get } from '../../../../shared/store/table.ts';
import { knownEstate } from '../estate-for.ts';
import { handovers } from '../handovers.store.ts';
import { tellItemsOverdue } from '../takeover/change-takeover.ts';
import { itemsOf, takeovers } from '../takeover/takeover.store.ts';
import { bookOf } from './book-of.ts';
import { defects } from './inspection.store.ts';
import { tellOverdue } from './rectify-defect.ts';

const defectPrefix = 'DEFECT#';
const takeoverPrefix = 'TAKEOVER#';

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
    const dueItems = await listDue('takeover-item', 'handovers', now);
    const told = await processDue(dueDefects, { what: 'defects' }, async (pk) =>
      written(await defectOverdue(pk.slice(defectPrefix.length), act)),
    );
    // Each common-area acceptance is read once, for all its due items.
    const open = [...new Map(dueItems.map((one) => [one.pk, one])).values()];
    const items = await processDue(open, { what: 'takeovers' }, async (pk) =>
      written(await itemsOverdue(pk.slice(takeoverPrefix.length), act)),
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
  return handover && tellOverdue(await bookOf(handover), defect.itemId, act);
}

async function itemsOverdue(takeoverId: string, act: ActionContext): Promise<Transaction | undefined> {
  const takeover = await get(takeovers, { takeoverId });
  if (!takeover) return undefined;
  const [items, estate] = await Promise.all([itemsOf(takeoverId), knownEstate(takeover.estateId)]);
  return tellItemsOverdue({ takeover, items, zone: estate.calendar.zone }, act);
}
