import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { accountFor, accountPath, atDesk, dunningReaders } from './account-access.ts';
import { rulesOf } from './account-change.ts';
import { accountViewSchema, viewOf } from './account-view.ts';
import { accounts } from './dunning.store.ts';
import { accountQuery, listAccounts } from './list-accounts.ts';

/** Dunning accounts: what people read of them. */
export const accountRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/dunning/accounts',
    operationId: 'listDunningAccounts',
    summary:
      'What payers owe for their units and where it stands: by payer, by state, with limitation risk, or by change',
    allow: ['resident', ...dunningReaders],
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
    summary: 'One account: state, age, next step, what is left alone and why, and the periods of limitation (R0.3)',
    allow: ['resident', ...dunningReaders],
    params: accountPath,
    response: accountViewSchema,
    handle: async (call) => {
      const { account, desk } = await atDesk(await accountFor(call), call.act(), call.now);
      return ok(viewOf(account, call.caller, desk, call.now));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/accounts/{accountId}/events',
    operationId: 'listDunningEvents',
    summary: 'The written record, oldest first',
    allow: dunningReaders,
    params: accountPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => ok(await timeline('ledger', accounts.key(await accountFor(call)).pk, call.query)),
  }),
];
