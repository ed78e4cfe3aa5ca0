import * as z from 'zod';
import { enterEstate } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { changedSince, pageQuery, severalOf } from '../../../shared/http/listing.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { byStage } from '../../../shared/store/stages.ts';
import { listThrough, type Page, type Stretch } from '../../../shared/store/table.ts';
import { ownershipOf, unitOf } from '../../register/owners/public.ts';
import { seesMoneyOfOthers } from '../ledger/public.ts';
import { type Bill, billStages, publishedStatuses } from './bill.ts';
import { billLists, bills } from './bills.store.ts';
import type { FeesPolicy } from './fees.policy.ts';

const id = z.string().max(64);

/** Query parameters of a list of bills. */
export const billQuery = z.strictObject({
  ...pageQuery,
  estateId: id,
  payerId: id.optional(),
  unitId: id.optional(),
  /** Only bills in one of these states, separated by commas: `paid,cancelled`. */
  status: severalOf(publishedStatuses).optional(),
  /** `asked`: only bills that somebody requested to cancel or write off, the oldest request first. */
  end: z.literal('asked').optional(),
  /** Only bills changed after this instant; for a whole estate in the order of change. */
  updatedSince: instantSchema.optional(),
});
type Wanted = z.output<typeof billQuery>;

/** Returns a payer's open bills first, then the closed ones; of one unit when it is given. */
function ofPayer(estateId: string, payerId: string, unitId?: string): Stretch[] {
  const partition = billLists.billsOfPayer(estateId, payerId);
  const beginnings = ['OPEN', 'DONE'].map((state) => (unitId === undefined ? `${state}#` : `${state}#${unitId}#`));
  return beginnings.map((beginsWith) => ({ index: 'mine', partition, sort: { beginsWith } }));
}

/** Returns the bills of a unit from the lists of its payers: its owners and the developer. */
async function ofUnit(estateId: string, unitId: string, { developerPayerId }: FeesPolicy): Promise<Stretch[]> {
  const unit = await unitOf(unitId);
  if (unit?.estateId !== estateId) throw new Problem(problems.notFound);
  const owners = (await ownershipOf(unitId)).map(({ personId }) => personId);
  const payers = new Set([...owners.toReversed(), ...(developerPayerId === null ? [] : [developerPayerId])]);
  return [...payers].flatMap((payerId) => ofPayer(estateId, payerId, unitId));
}

async function stretchesOf(wanted: Wanted, caller: Caller, policy: FeesPolicy): Promise<Stretch[]> {
  const { estateId, unitId, status, updatedSince } = wanted;
  const since = updatedSince === undefined ? undefined : changedSince(updatedSince);
  const where = { payerId: wanted.payerId, unitId, status, updatedAt: since };
  if (wanted.end && seesMoneyOfOthers(caller)) {
    return [{ index: 'rows', partition: billLists.endsAsked(estateId), where }];
  }
  const payerId = seesMoneyOfOthers(caller) ? wanted.payerId : caller.personId;
  if (payerId !== undefined || unitId !== undefined) {
    const stretches =
      payerId !== undefined ? ofPayer(estateId, payerId, unitId) : await ofUnit(estateId, unitId ?? '', policy);
    return stretches.map((stretch) => ({ ...stretch, where: { status, updatedAt: since } }));
  }
  if (since) return [{ index: 'updates', partition: billLists.changesOf(estateId), sort: since, where: { status } }];
  return byStage(billStages, 'status', status, (stage) => {
    return { index: 'lists', partition: billLists.ofEstate(estateId, stage) };
  });
}

/**
 * Returns a page of published bills: of a payer, a unit or an estate. An estate's list has the bills owed by
 * due day and then the others, with `updatedSince` the order of change. A resident gets only their own bills.
 * @throws Problem `not-found` for another estate, and for a resident who asks for another payer.
 */
export async function listBills(wanted: Wanted, caller: Caller, policy: FeesPolicy): Promise<Page<Bill>> {
  const { estateId, payerId } = wanted;
  enterEstate(caller, estateId);
  if (!seesMoneyOfOthers(caller) && payerId !== undefined && payerId !== caller.personId)
    throw new Problem(problems.notFound);
  return listThrough(bills, await stretchesOf(wanted, caller, policy), wanted);
}
