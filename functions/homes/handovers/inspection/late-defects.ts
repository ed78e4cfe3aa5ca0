import { list } from '../../../../shared/store/table.ts';
import type { Defect } from './defect.ts';
import { defects, inspectionLists } from './inspection.store.ts';

/** So many of those that are late are looked through for one letter, the latest due day first. */
const pages = 5;
const pageSize = 200;

/**
 * What a run of the clock at an instant (`at`) finds late in a phase or in a home: open, due before `today`, and not told of
 * by an earlier run. It does not matter how far the run has come; the due day says it.
 */
export async function lateDefects(
  of: { readonly phaseId: string } | { readonly handoverId: string },
  today: string,
  at: string,
): Promise<Defect[]> {
  const where =
    'handoverId' in of
      ? ({ index: 'mine', partition: inspectionLists.defectsOfHome(of.handoverId) } as const)
      : ({ index: 'lists', partition: inspectionLists.defectsOfPhase(of.phaseId) } as const);
  const found: Defect[] = [];
  let cursor: string | undefined;
  for (let page = 0; page === 0 || (cursor !== undefined && page < pages); page += 1) {
    const sort = { from: 'open#', to: `open#${today}` };
    const read = await list(defects, { ...where, sort, descending: true, limit: pageSize, cursor });
    found.push(...read.items.filter(({ overdue, updatedAt }) => !overdue || updatedAt === at));
    cursor = read.cursor;
  }
  return found.reverse();
}

/** Whether anything of a home was put right: what a supervisor set aside was never wrong. */
export async function isAnythingPutRight(handoverId: string): Promise<boolean> {
  const partition = inspectionLists.defectsOfHome(handoverId);
  const closed = await list(defects, { index: 'mine', partition, sort: { beginsWith: 'closed#' }, limit: pageSize });
  return closed.items.some(({ withdrawn }) => !withdrawn);
}
