import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { enterEstate } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { changedSince, pageQuery } from '../../../shared/http/listing.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { BadCursor, type Listing, list, type Page } from '../../../shared/store/table.ts';
import { ownershipOf, unitOf } from '../../register/owners/public.ts';
import { type Bill, billStatuses } from './bill.ts';
import { billLists, bills } from './bills.store.ts';
import type { FeesPolicy } from './fees.policy.ts';

const id = z.string().max(64);

/** Query parameters of a list of bills. */
export const billQuery = z.strictObject({
  ...pageQuery,
  estateId: id,
  payerId: id.optional(),
  unitId: id.optional(),
  status: z.enum(billStatuses).exclude(['draft']).optional(),
  /** Only bills changed after this instant; for a whole estate in the order of change. */
  updatedSince: instantSchema.optional(),
});
type Wanted = z.output<typeof billQuery>;

type Stretch = Pick<Listing, 'index' | 'partition' | 'sort' | 'descending'>;

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
  const { estateId, unitId, updatedSince } = wanted;
  const payerId = isStaff(caller) ? wanted.payerId : caller.personId;
  if (payerId !== undefined) return ofPayer(estateId, payerId, unitId);
  if (unitId !== undefined) return ofUnit(estateId, unitId, policy);
  const partition = billLists.bills(estateId);
  return [
    updatedSince === undefined
      ? { index: 'updates', partition, descending: true }
      : { index: 'updates', partition, sort: changedSince(updatedSince) },
  ];
}

/** Reads several stretches as one list. A cursor holds the stretch and the position in it. */
async function pageThrough(
  stretches: readonly Stretch[],
  { limit, cursor }: Pick<Wanted, 'limit' | 'cursor'>,
  where: Listing['where'],
): Promise<Page<Bill>> {
  const [, at = '0', inner = ''] = /^(\d{1,3})\.(.*)$/.exec(cursor ?? '0.') ?? [];
  let nth = Number(at);
  if (cursor !== undefined && !cursor.startsWith(`${nth}.`)) throw new BadCursor('this cursor is of another list');
  if (cursor !== undefined && !stretches[nth]) throw new BadCursor('this cursor is of another list');
  const items: Bill[] = [];
  let from = inner === '' ? undefined : inner;
  for (let stretch = stretches[nth]; stretch; stretch = stretches[nth]) {
    const page = await list(bills, { ...stretch, limit: limit - items.length, cursor: from, where });
    items.push(...page.items);
    if (page.cursor !== undefined) return { items, cursor: `${nth}.${page.cursor}` };
    nth += 1;
    from = undefined;
    if (items.length >= limit) return stretches[nth] ? { items, cursor: `${nth}.` } : { items };
  }
  return { items };
}

function isSince({ updatedAt }: Bill, since: string | undefined): boolean {
  return since === undefined || Temporal.Instant.compare(updatedAt, since) > 0;
}

/**
 * Returns a page of published bills: of a payer, a unit or an estate. An estate's list has the latest change
 * first, with `updatedSince` the order of change. A resident gets only their own bills.
 * @throws Problem `not-found` for another estate, and for a resident who asks for another payer.
 */
export async function listBills(wanted: Wanted, caller: Caller, policy: FeesPolicy): Promise<Page<Bill>> {
  const { estateId, status, updatedSince, payerId, limit, cursor } = wanted;
  enterEstate(caller, estateId);
  if (!isStaff(caller) && payerId !== undefined && payerId !== caller.personId) throw new Problem(problems.notFound);
  const stretches = await stretchesOf(wanted, caller, policy);
  const found = await pageThrough(stretches, { limit, cursor }, { estateId, status });
  return { ...found, items: found.items.filter((bill) => isSince(bill, updatedSince)) };
}
