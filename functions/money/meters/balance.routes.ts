import * as z from 'zod';
import { everybody, isStaff } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { balanceOf, daysLeft, nothingYet } from './account-fold.ts';
import { lowBalanceNoticeSchema } from './low-balance.ts';
import { mustBePrepaid } from './meter.ts';
import { meterFor, meterPath } from './meter-access.ts';
import { accounts, lowNotices, meterLists, settlementsOf } from './meters.store.ts';
import { pageByTime, stateAt } from './read-account.ts';
import { stretchQuery } from './reading.routes.ts';
import { settledSoFar, settlementSeenBy, settlementViewSchema } from './settlement.ts';

const balanceSchema = z
  .object({
    meterId: z.string(),
    at: z.string(),
    /** Top-ups less the cost of all usage until then; negative when more was used than paid (R11.5). */
    balanceFen: fenSchema,
    /** All top-ups until then. */
    toppedUpFen: fenSchema,
    /** In days to one decimal, at the usage of the last 30 days; absent without usage (R11.3). */
    daysLeft: z.string().optional(),
    /** Readings that wait for review and are not counted. */
    heldReadings: z.number().int(),
    /** The last month settled in the ledger; absent before the first settlement. */
    settledThrough: z.string().optional(),
    /** The amount settled, fen. */
    settledFen: fenSchema.optional(),
  })
  .meta({ id: 'Balance' });

const pointSchema = z
  .object({
    at: z.string(),
    cause: z.enum(['top-up', 'reading']),
    /** Id of the payment or the reading. */
    id: z.string(),
    balanceFen: fenSchema,
  })
  .meta({ id: 'BalancePoint' });

/** Operations on balances of prepaid meters (预存余额, R11, D30). */
export const balanceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/balance',
    operationId: 'getMeterBalance',
    summary: 'Get the balance of a prepaid meter',
    description:
      'Top-ups less the cost of usage, in fen, now or at an instant. Late and corrected readings change past balances, too. 409 for a meter that is not prepaid.',
    allow: everybody,
    throws: ['meter-not-prepaid'],
    params: meterPath,
    query: z.strictObject({ at: instantSchema.optional() }),
    response: balanceSchema,
    handle: async (call) => {
      const { meter, zone } = await meterFor(call);
      mustBePrepaid(meter);
      const at = call.query.at ?? call.now.toString();
      const account = await get(accounts, meter);
      const state = account ? await stateAt(account, at, zone) : nothingYet;
      const { toppedUpFen, heldCount: heldReadings } = state;
      const { meterId } = meter;
      const balance = { balanceFen: balanceOf(state), toppedUpFen, daysLeft: daysLeft(state), heldReadings };
      return ok({ meterId, at, ...balance, ...(account?.settled && settledSoFar(account.settled)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/balance/history',
    operationId: 'listBalanceHistory',
    summary: 'List the balances of a meter after each top-up and each counted reading',
    description: 'In order of time, between two instants.',
    allow: everybody,
    throws: ['meter-not-prepaid'],
    params: meterPath,
    query: stretchQuery,
    response: pageOf(pointSchema),
    handle: async (call) => {
      const { meter, zone } = await meterFor(call);
      mustBePrepaid(meter);
      const account = await get(accounts, meter);
      if (!account) return ok({ items: [] });
      return ok(await pageByTime(account, call.query, zone, ({ steps }) => steps.flatMap(({ point }) => point ?? [])));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/settlements',
    operationId: 'listMeterSettlements',
    summary: 'List the settlements of a meter by month',
    description:
      'Latest month first. A settlement corrects earlier months where readings came late. Residents see only their own part.',
    allow: everybody,
    throws: ['meter-not-prepaid'],
    params: meterPath,
    query: z.strictObject(pageQuery),
    response: pageOf(settlementViewSchema),
    handle: async (call) => {
      const { meter } = await meterFor(call);
      mustBePrepaid(meter);
      const { items, ...more } = await settlementsOf(meter.meterId, call.query);
      const { caller } = call;
      const seen = isStaff(caller) ? undefined : caller.personId;
      return ok({ ...more, items: items.map((one) => settlementSeenBy(seen, one)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/low-balance-notices',
    operationId: 'listLowBalanceNotices',
    summary: 'List the low balance notices of a meter',
    description: 'Latest first, with the level, the balance then, the receiver and the result.',
    allow: everybody,
    params: meterPath,
    query: z.strictObject(pageQuery),
    response: pageOf(lowBalanceNoticeSchema),
    handle: async (call) => {
      const { meter } = await meterFor(call);
      const partition = meterLists.notices(meter.meterId);
      return ok(await list(lowNotices, { index: 'mine', partition, descending: true, ...call.query }));
    },
  }),
];
