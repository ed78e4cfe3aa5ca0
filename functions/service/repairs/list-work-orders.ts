import * as z from 'zod';
import { enterEstate } from '../../../shared/http/access.ts';
import { type Caller, everyEstate, reaches } from '../../../shared/http/auth.ts';
import { changedSince, pageQuery, severalOf } from '../../../shared/http/listing.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { byStage } from '../../../shared/store/stages.ts';
import { listThrough, type Page, type Stretch } from '../../../shared/store/table.ts';
import { estateNeeded } from '../../register/owners/public.ts';
import { workOrderLists, workOrders } from './repairs.store.ts';
import { orderStages, type WorkOrder, workOrderStatuses } from './work-order.ts';

/** Query parameters of a list of work orders. */
export const workOrderQuery = z.strictObject({
  ...pageQuery,
  estateId: z.string().max(64).optional(),
  /** Only work orders in one of these states, separated by commas: `assigned,accepted`. */
  status: severalOf(workOrderStatuses).optional(),
  /** Only work orders that this technician has or had; `me` is the caller. */
  assignee: z.string().max(64).optional(),
  /** Only work orders changed after this instant; of an estate in the order of change. */
  updatedSince: instantSchema.optional(),
});
type Wanted = z.output<typeof workOrderQuery>;

function stretchesOf({ estateId, status, assignee, updatedSince }: Wanted, caller: Caller): Stretch[] {
  if (estateId !== undefined) enterEstate(caller, estateId);
  const since = updatedSince === undefined ? undefined : changedSince(updatedSince);
  if (assignee !== undefined) {
    const staffId = assignee === 'me' ? caller.personId : assignee;
    const own = reaches(caller, everyEstate) ? undefined : caller.estates;
    const where = { estateId: estateId ?? own, updatedAt: since };
    return byStage(orderStages, 'status', status, (stage) => {
      return { index: 'mine', partition: workOrderLists.ofTechnician(staffId, stage), where };
    });
  }
  if (estateId === undefined) throw new Problem(estateNeeded);
  if (since)
    return [{ index: 'updates', partition: workOrderLists.changesOf(estateId), sort: since, where: { status } }];
  return byStage(orderStages, 'status', status, (stage) => {
    return { index: 'lists', partition: workOrderLists.ofEstate(estateId, stage) };
  });
}

/**
 * Returns a page of work orders of an estate or a technician by stage, or in the order of change.
 * @throws Problem `estate-needed`, and `not-found` for another estate.
 */
export function listWorkOrders(wanted: Wanted, caller: Caller): Promise<Page<WorkOrder>> {
  return listThrough(workOrders, stretchesOf(wanted, caller), wanted);
}
