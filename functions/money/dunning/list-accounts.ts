import * as z from 'zod';
import { enterEstate } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { changedSince, pageQuery } from '../../../shared/http/listing.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { getMany, type Listing, list, type Page } from '../../../shared/store/table.ts';
import { mustBeOwn } from './account-access.ts';
import { accounts, dunningLists, limitationRisks } from './dunning.store.ts';
import { type AccountRecord, accountStates } from './dunning-account.ts';

const id = z.string().max(64);
const oneOnly = ['payerId', 'state', 'limitationRisk', 'updatedSince'] as const;

/**
 * Query parameters of a list: accounts of a payer (or one of their units), in a state, at risk, or in the
 * order of change.
 */
export const accountQuery = z
  .strictObject({
    ...pageQuery,
    estateId: id,
    payerId: id.optional(),
    unitId: id.optional(),
    state: z.enum(accountStates).optional(),
    /**
     * Accounts with a bill whose limitation period ended without a recorded demand (R0.3), the oldest first.
     */
    limitationRisk: z.literal('true').optional(),
    updatedSince: instantSchema.optional(),
  })
  .refine((query) => oneOnly.filter((name) => query[name] !== undefined).length <= 1, {
    message: 'payerId, state, limitationRisk and updatedSince exclude each other',
    path: ['state'],
  })
  .refine(({ unitId, payerId }) => unitId === undefined || payerId !== undefined, {
    message: 'unitId needs payerId',
    path: ['unitId'],
  });
type Wanted = z.output<typeof accountQuery>;

function stretchOf(
  { estateId, unitId, state, updatedSince }: Wanted,
  payerId: string | undefined,
): Omit<Listing, 'limit'> {
  if (payerId !== undefined) {
    const partition = dunningLists.accountsOf(estateId, payerId);
    return { index: 'mine', partition, ...(unitId !== undefined && { sort: { beginsWith: `${unitId}#` } }) };
  }
  if (state !== undefined) return { index: 'lists', partition: dunningLists.accountsIn(estateId, state) };
  const partition = dunningLists.accounts(estateId);
  return updatedSince === undefined
    ? { index: 'updates', partition, descending: true }
    : { index: 'updates', partition, sort: changedSince(updatedSince) };
}

/**
 * Returns a page of dunning accounts as of their last update. A resident gets only their own.
 * @throws Problem `not-found` for another estate, and for a resident who asks for another payer.
 */
export async function listAccounts(wanted: Wanted, caller: Caller): Promise<Page<AccountRecord>> {
  const { estateId, limit, cursor, limitationRisk } = wanted;
  enterEstate(caller, estateId);
  if (wanted.payerId !== undefined) mustBeOwn({ payerId: wanted.payerId }, caller);
  const payerId = isStaff(caller) ? wanted.payerId : caller.personId;
  if (limitationRisk === undefined || !isStaff(caller)) {
    const { state } = wanted;
    const where = isStaff(caller) ? {} : { state };
    return list(accounts, { ...stretchOf(wanted, payerId), limit, cursor, where });
  }
  const partition = dunningLists.atRisk(estateId);
  const page = await list(limitationRisks, { index: 'lists', partition, limit, cursor });
  return { ...page, items: await getMany(accounts, page.items) };
}
