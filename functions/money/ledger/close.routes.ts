import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { differenceSchema, differences } from './check-day.ts';
import { closes, replacedCloses, replacedOn } from './close.store.ts';
import { isMonthClosed } from './close-day.ts';
import { ledgerFor, reopen, requestClose, requestReopeningOf } from './close-ledger.ts';
import { type DayClose, dayCloseSchema, replacedCloseSchema } from './closed-day.ts';
import { bookkeepers, ledgerReaders } from './ledger-access.ts';
import { ledgerStateSchema } from './ledger-state.ts';
import { assertNoCashier, assertTookNoCash, daysToClose } from './separate-duties.ts';

const dayPath = z.object({ ...estatePath.shape, day: dateSchema });
const monthPath = z.object({ ...estatePath.shape, month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) });
const reopenedBy: readonly Role[] = ['manager', 'administrator'];

/** A close as the API returns it: each difference has a name in the caller's language. */
const closeViewSchema = dayCloseSchema
  .extend({
    differences: z.array(differenceSchema.extend({ name: z.string() })),
  })
  .meta({ id: 'Close' });
const viewOf = (close: DayClose, language: Language) => ({
  ...close,
  differences: close.differences.map((one) => ({ ...one, name: say(differences[one.kind], language) })),
});

/** Routes to close days and months and to reopen days (D29). */
export const closeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}',
    operationId: 'getLedger',
    summary: 'Get the ledger of an estate',
    description: 'Answers with its first day and its last closed day. 409 while the estate has no entries.',
    allow: ledgerReaders,
    throws: ['no-ledger'],
    params: estatePath,
    response: ledgerStateSchema,
    handle: async ({ caller, params }) => {
      enterEstate(caller, params.estateId);
      return ok(await ledgerFor(params.estateId));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/closes',
    operationId: 'closeDays',
    summary: 'Close every day through a day (日结)',
    description:
      'Only days that are over. They close in the background, one after the other. A day closes only when vouchers, receipts, statements, counted drawers and ledger agree; otherwise the close stops there. `getClose` answers with the differences. No cashier of the estate closes days, and nobody a day on which their own drawer moved.',
    allow: bookkeepers,
    throws: [
      'cashier-keeps-no-ledger',
      'day-not-over',
      'no-ledger',
      'opening-not-loaded',
      'period-closed',
      'took-cash-that-day',
    ],
    params: estatePath,
    body: z.strictObject({ through: dateSchema }),
    status: 202,
    response: ledgerStateSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const today = dayIn(calendar.zone, call.now.toString());
      assertNoCashier(call.caller);
      const { through } = call.body;
      const ledger = await ledgerFor(estateId);
      const { after, transaction } = requestClose(ledger, through, { today, act: call.act() });
      await assertTookNoCash(estateId, call.caller.personId, daysToClose(ledger, through));
      return call.commit(transaction, accepted(after, `/v1/ledger/estates/${estateId}/closes/${through}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/closes',
    operationId: 'listCloses',
    summary: 'List the closes of an estate, latest day first',
    description: 'A day that does not agree is listed with its differences and stays open.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(closeViewSchema),
    handle: async ({ caller, params, query, language }) => {
      enterEstate(caller, params.estateId);
      const { pk: partition } = closes.key({ ...params, day: '' });
      const found = await list(closes, { partition, sort: { beginsWith: 'CLOSE#' }, descending: true, ...query });
      return ok({ ...found, items: found.items.map((close) => viewOf(close, language)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/closes/{day}',
    operationId: 'getClose',
    summary: 'Get the close of a day',
    description: 'Answers with the seal of a closed day, or with the differences that block the close.',
    allow: ledgerReaders,
    params: dayPath,
    response: closeViewSchema,
    handle: async ({ caller, params, language }) => {
      enterEstate(caller, params.estateId);
      const close = await get(closes, params);
      if (!close) throw new Problem(problems.notFound);
      return ok(viewOf(close, language));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/closes/{day}/replaced',
    operationId: 'listReplacedCloses',
    summary: 'List the earlier closes of a reopened day',
    description: 'As they were, first close first, each with who requested and approved its reopening, and why.',
    allow: ledgerReaders,
    params: dayPath,
    query: z.strictObject(pageQuery),
    response: pageOf(replacedCloseSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const { pk: partition } = replacedCloses.key({ ...params, sealings: 0 });
      return ok(await list(replacedCloses, { partition, sort: { beginsWith: replacedOn(params.day) }, ...query }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/closes/{day}/request-reopening',
    operationId: 'requestReopening',
    summary: 'Request the reopening of the last closed day',
    description:
      'An earlier day cannot be reopened: correct it by a reversal on an open day. The day stays closed until another person approves.',
    allow: reopenedBy,
    throws: ['no-ledger', 'not-the-last-closed-day'],
    params: dayPath,
    body: z.strictObject({ reason: reasonSchema(500) }),
    response: ledgerStateSchema,
    handle: async (call) => {
      enterEstate(call.caller, call.params.estateId);
      const before = await ledgerFor(call.params.estateId);
      unchangedSince(call.ifMatch, before);
      const request = { by: call.caller.personId, reason: call.body.reason, act: call.act() };
      const { after, transaction } = requestReopeningOf(before, call.params.day, request);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/closes/{day}/approve-reopening',
    operationId: 'approveReopening',
    summary: 'Approve the reopening of a day',
    description:
      'A third person approves: neither who requested it, nor who closed the day, nor who moved cash on it. The close is kept as it was (`listReplacedCloses`), and the day must be closed again.',
    allow: reopenedBy,
    throws: [
      'billing-month-shut',
      'day-being-closed',
      'month-exported',
      'no-ledger',
      'reopening-not-asked',
      'second-person-needed',
      'third-person-needed',
      'took-cash-that-day',
    ],
    params: dayPath,
    response: ledgerStateSchema,
    handle: async (call) => {
      enterEstate(call.caller, call.params.estateId);
      const before = await ledgerFor(call.params.estateId);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = await reopen(before, call.caller.personId, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/months/{month}',
    operationId: 'getMonth',
    summary: 'Get whether a month is closed (月结)',
    description: 'A month is closed when its last day is closed.',
    allow: ledgerReaders,
    throws: ['no-ledger'],
    params: monthPath,
    response: z
      .object({ month: z.string(), closed: z.boolean(), closedThrough: dateSchema })
      .meta({ id: 'GetMonthResponse' }),
    handle: async ({ caller, params }) => {
      enterEstate(caller, params.estateId);
      const ledger = await ledgerFor(params.estateId);
      const { closedThrough } = ledger;
      return ok({ month: params.month, closed: isMonthClosed(params.month, ledger), closedThrough });
    },
  }),
];
