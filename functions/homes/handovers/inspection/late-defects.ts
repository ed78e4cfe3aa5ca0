import { everyPage, list } from '../../../../shared/store/table.ts';
import type { Defect } from './defect.ts';
import { defects, inspectionLists } from './inspection.store.ts';

/** Maximum number of pages read for one letter, latest due day first. */
const mostPages = 5;
const pageSize = 200;

/**
 * Returns the defects that a job run at `at` found overdue in a phase or a home.
 * These are open, due before `today` and not reported by an earlier run.
 * The result does not depend on the progress of the run.
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
  const sort = { from: 'open#', to: `open#${today}` };
  const found: Defect[] = [];
  let pages = 0;
  for await (const read of everyPage(defects, { ...where, sort, descending: true, limit: pageSize })) {
    found.push(...read.filter(({ overdue, updatedAt }) => !overdue || updatedAt === at));
    pages += 1;
    if (pages === mostPages) break;
  }
  return found.reverse();
}

/** Returns whether any defect of a home was rectified. Defects set aside by a supervisor do not count. */
export async function isAnythingPutRight(handoverId: string): Promise<boolean> {
  const partition = inspectionLists.defectsOfHome(handoverId);
  const closed = await list(defects, { index: 'mine', partition, sort: { beginsWith: 'closed#' }, limit: pageSize });
  return closed.items.some(({ withdrawn }) => !withdrawn);
}
