import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { namedTimeline } from '../../register/owners/public.ts';
import { accountFor, accountPath, dunningReaders, withAccount } from './account-access.ts';
import { rulesOf } from './account-change.ts';
import { accountViewSchema, viewOf } from './account-view.ts';
import { accounts } from './dunning.store.ts';
import { accountQuery, listAccounts } from './list-accounts.ts';

/** Read operations on dunning accounts. */
export const accountRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/dunning/accounts',
    operationId: 'listDunningAccounts',
    summary: 'List dunning accounts of an estate',
    description:
      'By payer, by state, at risk of limitation, or in the order of change; the filters exclude each other. Records are as of their last update. A resident gets only their own.',
    allow: ['resident', ...dunningReaders],
    throws: ['means-forbidden-by-law', 'stale'],
    query: accountQuery,
    response: pageOf(accountViewSchema),
    handle: async ({ caller, query, now }) => {
      const found = await listAccounts(query, caller);
      if (found.items.length === 0) return ok({ ...found, items: [] });
      const rules = await rulesOf(query.estateId);
      return ok({ ...found, items: found.items.map((account) => viewOf(account, caller, rules, now)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/accounts/{accountId}',
    operationId: 'getDunningAccount',
    summary: 'Get a dunning account',
    description:
      'Computed now from its present bills: state, age, next step, bills left alone and limitation periods (诉讼时效). A resident only reaches their own, without names of staff and internal reasons.',
    allow: ['resident', ...dunningReaders],
    throws: ['means-forbidden-by-law', 'stale'],
    params: accountPath,
    response: accountViewSchema,
    handle: async (call) => {
      const { account, context } = await withAccount(await accountFor(call), call.act(), call.now);
      return ok(viewOf(account, call.caller, context, call.now));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/accounts/{accountId}/events',
    operationId: 'listDunningEvents',
    summary: 'List the events of a dunning account, oldest first',
    allow: dunningReaders,
    params: accountPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => ok(await namedTimeline('ledger', accounts.key(await accountFor(call)).pk, call.query)),
  }),
];
