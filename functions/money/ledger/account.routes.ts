import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { everybody } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { account, accountSchema, isOfPayer } from './account.ts';
import { ageingOf, ageingSchema } from './ageing.ts';
import { entries, ledgerLists } from './ledger.store.ts';
import { accountFor, ledgerReaders, payerPath, spanOf, spanQuery } from './ledger-access.ts';
import { dayOfEntry, entrySchema } from './posting.ts';
import { balanceOf, entriesOfPayer } from './read-ledger.ts';
import { statementSchema, statementsOf } from './statement.ts';

const oneOf = z.strictObject({
  /** The balance as known at this instant, or at the end of this ledger day. The default is now. */
  at: instantSchema.optional(),
  on: dateSchema.optional(),
});
const accountPath = z.object({ ...estatePath.shape, account: accountSchema });

/** Routes of entries, balances, statements and ages. All of them are sums of postings (D28, D34). */
export const accountRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/accounts/{account}/balance',
    operationId: 'getBalance',
    summary: 'Get the balance of an account',
    description:
      'Debit positive, in fen. By default as known now; `on` gives the balance at the end of a ledger day, `at` the one known at an instant. Residents see only accounts of their own.',
    allow: everybody,
    params: accountPath,
    query: oneOf,
    response: z
      .object({ account: z.string(), fen: fenSchema, on: dateSchema.optional(), at: z.string().optional() })
      .meta({ id: 'GetBalanceResponse' }),
    handle: async ({ caller, params, query, now }) => {
      const { calendar } = await estateInReach(caller, params.estateId);
      const reads = caller.roles.some((role) => ledgerReaders.includes(role));
      if (!reads && !isOfPayer(params.account, caller.personId)) throw new Problem(problems.notFound);
      const at = query.at ?? now.toString();
      const when = query.on === undefined ? { at, today: dayIn(calendar.zone, at) } : { on: query.on };
      const fen = await balanceOf(params.estateId, params.account, when);
      return ok({ account: params.account, fen, ...('on' in when ? when : { at }) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/payers/{payerId}/statement',
    operationId: 'getStatement',
    summary: 'Get the statement of account (对账单) of a payer',
    description:
      'Opening balance, movements and closing balance of each ledger account of the payer, in fen, by ledger day. Residents see only their own.',
    allow: everybody,
    throws: ['span-ends-before-it-begins'],
    params: payerPath,
    query: z.strictObject(spanQuery),
    response: z
      .object({ payerId: z.string(), statements: z.array(statementSchema) })
      .meta({ id: 'GetStatementResponse' }),
    handle: async ({ caller, params, query }) => {
      await accountFor(caller, params);
      const mine = await entriesOfPayer(params.estateId, params.payerId);
      return ok({ payerId: params.payerId, statements: statementsOf(mine, params.payerId, spanOf(query)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/payers/{payerId}/ageing',
    operationId: 'getAgeing',
    summary: "Get the age of a payer's debts (欠费账龄)",
    description:
      'At the end of a ledger day; by default today. Each bill counts by its days since the due day. Residents see only their own.',
    allow: everybody,
    throws: ['no-such-payer'],
    params: payerPath,
    query: z.strictObject({ asOf: dateSchema.optional() }),
    response: ageingSchema,
    handle: async ({ caller, params, query, now }) => {
      const { calendar } = await accountFor(caller, params);
      const asOf = query.asOf ?? dayIn(calendar.zone, now.toString());
      const mine = await entriesOfPayer(params.estateId, params.payerId);
      return ok(ageingOf(mine, mustBePayer(params.payerId), asOf));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/entries',
    operationId: 'listEntries',
    summary: 'List the ledger entries of a month',
    description: 'Ordered by ledger day. `day` restricts the list to one day of the month.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject({
      ...pageQuery,
      month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
      day: dateSchema.optional(),
    }),
    response: pageOf(entrySchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const { month, day, limit, cursor } = query;
      const partition = ledgerLists.entries(params.estateId, month);
      const sort = { beginsWith: day ?? month };
      const found = await list(entries, { index: 'lists', partition, sort, limit, cursor });
      return ok({ ...found, items: found.items.map(({ entry }) => entry) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/entries/{entryId}',
    operationId: 'getEntry',
    summary: 'Get a ledger entry',
    description: 'An entry is never changed. A correction is a reversal, which names the entry in `reverses`.',
    allow: ledgerReaders,
    params: z.object({ ...estatePath.shape, entryId: z.string().max(64) }),
    response: entrySchema,
    handle: async ({ caller, params }) => {
      enterEstate(caller, params.estateId);
      const found = dayOfEntry(params.entryId) === undefined ? undefined : await get(entries, params);
      if (!found) throw new Problem(problems.notFound);
      return ok(found.entry);
    },
  }),
];

const notAnId = problemKind('no-such-payer', 404, {
  'zh-CN': '没有此付款人。请核对 payerId。',
  'zh-TW': '沒有此付款人。請核對 payerId。',
  en: 'There is no such payer. Check payerId.',
});

/** Returns the id when it can be a payer's. @throws Problem `no-such-payer`. */
function mustBePayer(payerId: string): string {
  try {
    account.receivable(payerId);
    return payerId;
  } catch {
    throw new Problem(notAnId);
  }
}
