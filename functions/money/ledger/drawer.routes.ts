import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { hasRole } from '../../../shared/http/auth.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach, requireEstate } from '../../register/owners/public.ts';
import { account } from './account.ts';
import { approveClearing, refuseClearing, requestClearing } from './clear-difference.ts';
import { acceptDrawer, countDrawer, handoverFor, offerDrawer, witnessCount } from './count-drawer.ts';
import {
  countsPartition,
  differencesIn,
  drawerCounts,
  drawerDayStates,
  drawerDays,
  drawerDaysIn,
  drawerDifferences,
  drawerHandovers,
} from './drawer.store.ts';
import {
  cashSchema,
  clearings,
  type DrawerDifference,
  differenceStatuses,
  drawerCountSchema,
  drawerDifferenceSchema,
  drawerHandoverSchema,
  handedOverSchema,
  withAge,
} from './drawer.ts';
import { drawerDaySchema } from './drawer-day.ts';
import { drawerViewSchema, viewDrawer } from './drawer-view.ts';
import { cashDesk, ledgerReaders } from './ledger-access.ts';
import { slipsInTransit } from './match-lines.ts';
import { openLedger } from './post-entries.ts';

const cashierIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const dayPath = z.object({ ...estatePath.shape, day: dateSchema });
const handoverPath = z.object({ handoverId: z.string().max(64) });

/** Loads the ledger of an estate and its day. */
async function loadCounting(estateId: string, act: Parameters<typeof countDrawer>[2]['act']) {
  const { calendar } = await requireEstate(estateId);
  const today = dayIn(calendar.zone, act.recordedAt);
  return { ledger: await openLedger(estateId, today, act.recordedAt), today, act };
}

/** Declares `POST /v1/ledger/drawer-differences/{differenceId}/<name>`. */
const clearing = operationsOn({
  path: '/v1/ledger/drawer-differences/{differenceId}',
  params: z.object({ differenceId: z.string().max(64) }),
  response: drawerDifferenceSchema,
  load: async (call) => {
    const before = visible(await get(drawerDifferences, call.params), call.caller);
    const { calendar } = await requireEstate(before.estateId);
    return { before, act: call.act(), today: dayIn(calendar.zone, call.now.toString()) };
  },
  change: (decided: Change<DrawerDifference>) => decided,
  view: (after, { today }) => withAge(after, today),
});

/** Routes of the drawers of cashiers: counts, handovers, and what was short or long (R20.4-R20.6). */
export const drawerRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/drawers/{cashierId}/counts',
    operationId: 'countDrawer',
    summary: 'Count a drawer (盘点)',
    description:
      'The cashier counts before they see what should be there. The difference is posted at once. The drawer takes cash from its opening count of the day to its closing count or handover. A manager may count for an absent cashier, with `reason`. A witness signs.',
    allow: cashDesk,
    throws: [
      'count-needs-cashier',
      'day-in-the-future',
      'money-not-there',
      'move-too-far-back',
      'opening-count-today',
      'period-closed',
    ],
    params: z.object({ ...estatePath.shape, cashierId: cashierIdSchema }),
    body: z
      .strictObject({
        purpose: z.enum(['opening', 'closing']),
        cash: cashSchema,
        /** The default is today. */
        day: dateSchema.optional(),
        reason: reasonSchema(500).optional(),
      })
      .meta({ id: 'CountDrawerBody' }),
    status: 201,
    response: drawerCountSchema,
    handle: async (call) => {
      const { estateId, cashierId } = call.params;
      enterEstate(call.caller, estateId);
      const counting = await loadCounting(estateId, call.act());
      const { day = counting.today, ...body } = call.body;
      mustHaveCome(day, counting.today);
      const input = { ...body, cashierId, day };
      const mayStandIn = hasRole(call.caller, 'manager');
      const { after, transaction } = await countDrawer(newId('cnt', call.now), input, { ...counting, mayStandIn });
      return call.commit(transaction, created(after, `/v1/ledger/estates/${estateId}/drawer-counts/${day}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/drawers/{cashierId}',
    operationId: 'getDrawer',
    summary: 'Get the drawer of a cashier today',
    description:
      'Whether it is open, whether a deposit is asked for, and takings of the last days whose time to be deposited has passed. The cashier of the drawer sees amounts only of a deposit that is asked for or overdue, because they count blind.',
    allow: ledgerReaders,
    params: z.object({ ...estatePath.shape, cashierId: cashierIdSchema }),
    response: drawerViewSchema,
    handle: async ({ caller, params: { estateId, cashierId }, now }) => {
      const { calendar } = await estateInReach(caller, estateId);
      return ok(
        await viewDrawer({ estateId, cashierId }, { zone: calendar.zone, now, isOwn: caller.personId === cashierId }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/drawer-days',
    operationId: 'listDrawerDays',
    summary: 'List the drawers of days, by state',
    description:
      '`overdue`: after its time nobody had counted the drawer, or takings were not deposited; looked at every hour. `open` and `closed` are the others. Oldest first.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, state: z.enum(drawerDayStates).default('overdue') }),
    response: pageOf(drawerDaySchema),
    handle: async ({ caller, params: { estateId }, query: { state, ...page } }) => {
      enterEstate(caller, estateId);
      return ok(await list(drawerDays, { index: 'lists', partition: drawerDaysIn(estateId, state), ...page }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/drawer-counts/{day}',
    operationId: 'listDrawerCounts',
    summary: 'List the counts of drawers of a day',
    description: 'Handovers are included: as closing of the one drawer and as opening of the other.',
    allow: ledgerReaders,
    params: dayPath,
    query: z.strictObject(pageQuery),
    response: pageOf(drawerCountSchema),
    handle: async ({ caller, params: { estateId, day }, query }) => {
      enterEstate(caller, estateId);
      return ok(await list(drawerCounts, { partition: countsPartition(estateId, day), ...query }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/drawer-counts/{day}/{countId}/witness',
    operationId: 'witnessDrawerCount',
    summary: 'Sign a count as its witness (监盘)',
    description: 'Neither the person who counted nor the cashier of the drawer.',
    allow: [...cashDesk, 'administrator'],
    throws: ['count-witnessed', 'witness-is-counter'],
    params: z.object({ ...dayPath.shape, countId: z.string().max(64) }),
    response: drawerCountSchema,
    handle: async (call) => {
      const count = visible(await get(drawerCounts, call.params), call.caller);
      const { after, transaction } = await witnessCount(count, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/drawer-handovers',
    operationId: 'offerDrawer',
    summary: 'Hand the own drawer over to the next cashier (交接)',
    description: 'With the own count, cheques and blank receipts; open slips are added. A new offer replaces the last.',
    allow: cashDesk,
    throws: ['handover-to-yourself'],
    params: estatePath,
    body: z
      .strictObject({ to: cashierIdSchema, cash: cashSchema, ...handedOverSchema })
      .meta({ id: 'OfferDrawerBody' }),
    status: 201,
    response: drawerHandoverSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const { data: cashierId } = cashierIdSchema.safeParse(call.caller.personId);
      if (cashierId === undefined) throw new Problem(problems.forbidden);
      const own = account.cash(cashierId);
      const slips = (await slipsInTransit(estateId)).filter(({ from }) => from === own).slice(0, 100);
      const listed = slips.map(({ to, reference, fen }) => ({ to, reference, fen }));
      const offer = { ...call.body, handoverId: newId('dho', call.now), slips: listed };
      const { after, transaction } = await offerDrawer(offer, await loadCounting(estateId, call.act()));
      return call.commit(transaction, created(after, `/v1/ledger/drawer-handovers/${after.handoverId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/drawer-handovers/{handoverId}',
    operationId: 'getDrawerHandover',
    summary: 'Get the handover of a drawer',
    description: 'The next cashier sees the count of the outgoing cashier only after their own.',
    allow: ledgerReaders,
    params: handoverPath,
    response: drawerHandoverSchema,
    handle: async ({ caller, params }) =>
      ok(handoverFor(visible(await get(drawerHandovers, params), caller), caller.personId)),
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/drawer-handovers/{handoverId}/accept',
    operationId: 'acceptDrawer',
    summary: 'Count and accept a drawer',
    description: 'By the next cashier, whose own drawer is empty. What is short or long stays with the outgoing one.',
    allow: cashDesk,
    throws: ['drawer-not-empty', 'handover-not-for-you', 'handover-not-open', 'money-not-there', 'move-too-far-back'],
    params: handoverPath,
    body: z.strictObject({ cash: cashSchema }),
    response: drawerHandoverSchema,
    handle: async (call) => {
      const handover = visible(await get(drawerHandovers, call.params), call.caller);
      const counting = await loadCounting(handover.estateId, call.act());
      const { after, transaction } = await acceptDrawer(handover, call.body.cash, counting);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/drawer-differences',
    operationId: 'listDrawerDifferences',
    summary: 'List what drawers and deposits were short or long (长短款)',
    description:
      'What is on account 1901, of one status, oldest first, with its age. A count, a handover or the bank line of a slip (`slip`) showed it.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, status: z.enum(differenceStatuses).default('open') }),
    response: pageOf(drawerDifferenceSchema),
    handle: async ({ caller, params: { estateId }, query: { status, ...page }, now }) => {
      const { calendar } = await estateInReach(caller, estateId);
      const today = dayIn(calendar.zone, now.toString());
      const partition = differencesIn(estateId, status);
      const { items, ...rest } = await list(drawerDifferences, { index: 'lists', partition, ...page });
      return ok({ ...rest, items: items.map((one) => withAge(one, today)) });
    },
  }),
  clearing({
    name: 'request-clearing',
    operationId: 'requestDrawerClearing',
    summary: 'Request to clear a difference of a drawer or a slip',
    description: 'The cashier answers for a short one, the owner of a long one is found, or no cause is found.',
    allow: cashDesk,
    throws: ['clearing-not-possible', 'illegal-state', 'unknown-owner'],
    body: z
      .strictObject({ as: z.enum(clearings), payerId: cashierIdSchema.optional(), reason: reasonSchema(500) })
      .meta({ id: 'RequestDrawerClearingBody' }),
    run: ({ before, act }, input) => requestClearing(before, input, act),
  }),
  clearing({
    name: 'approve-clearing',
    operationId: 'approveDrawerClearing',
    summary: 'Approve and post the clearing of a difference',
    description: 'By another person than the requester and the cashier of the drawer, or who made the slip.',
    allow: ['manager', 'administrator'],
    throws: ['another-person-needed', 'illegal-state', 'own-difference'],
    body: z.strictObject({}),
    run: async ({ before, act }) => approveClearing(before, await loadCounting(before.estateId, act)),
  }),
  clearing({
    name: 'refuse-clearing',
    operationId: 'refuseDrawerClearing',
    summary: 'Refuse the clearing of a difference',
    description: 'The difference is open again.',
    allow: ['manager', 'administrator'],
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, act }, { reason }) => refuseClearing(before, reason, act),
  }),
];
