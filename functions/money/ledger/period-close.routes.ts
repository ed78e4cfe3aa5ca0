import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import {
  acceptDifferences,
  acceptReason,
  approvePeriodClose,
  reopenPeriodClose,
  requestPeriodClose,
  withdrawPeriodClose,
} from './change-period.ts';
import { ledgerFor } from './close-ledger.ts';
import { bookkeepers, ledgerReaders } from './ledger-access.ts';
import { openRows, periodCloses, periodClosesOf } from './period-close.store.ts';
import { openRowSchema, type PeriodClose, periodCloseViewSchema } from './period-close.ts';
import { assertNoCashier } from './separate-duties.ts';

const closePath = z.object({ closeId: z.string().max(64) });
const approvers: readonly Role[] = ['manager', 'administrator'];
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const reason = reasonSchema(500);

const operation = operationsOn({
  path: '/v1/ledger/period-closes/{closeId}',
  params: closePath,
  response: periodCloseViewSchema,
  load: async (call) => ({ before: visible(await get(periodCloses, call.params), call.caller), act: call.act() }),
  change: (decided: Change<PeriodClose>) => decided,
  view: (after) => after,
});

/** Routes of the close of a billing month (关账, R22.4). */
export const periodCloseRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/period-closes',
    operationId: 'requestPeriodClose',
    summary: 'Request the close of a billing month (关账)',
    description:
      'All days of the month must be closed. Each unit and fee item is checked in the background; `getPeriodClose` answers with the progress. From now on no billing run takes the month. No cashier of the estate closes a month.',
    allow: bookkeepers,
    throws: [
      'billing-month-shut',
      'cashier-keeps-no-ledger',
      'days-of-month-open',
      'month-before-cut-over',
      'no-ledger',
    ],
    params: estatePath,
    body: z.strictObject({ month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) }),
    status: 202,
    response: periodCloseViewSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      assertNoCashier(call.caller);
      const { after, transaction } = await requestPeriodClose(await ledgerFor(estateId), call.body.month, call.act());
      return call.commit(transaction, accepted(after, `/v1/ledger/period-closes/${after.closeId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/period-closes',
    operationId: 'listPeriodCloses',
    summary: 'List the closes of billing months, latest month first',
    description: 'With withdrawn ones and those of reopened months: each close of a month stays as it was.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(periodCloseViewSchema),
    handle: async ({ caller, params: { estateId }, query }) => {
      enterEstate(caller, estateId);
      const partition = periodClosesOf(estateId);
      return ok(await list(periodCloses, { index: 'lists', partition, descending: true, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/period-closes/{closeId}',
    operationId: 'getPeriodClose',
    summary: 'Get the close of a billing month',
    description: 'With who requested, approved and reopened it, and what is open by fee item and cause.',
    allow: ledgerReaders,
    params: closePath,
    response: periodCloseViewSchema,
    handle: async ({ caller, params }) => ok(visible(await get(periodCloses, params), caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/period-closes/{closeId}/differences',
    operationId: 'listPeriodDifferences',
    summary: 'List what a check found incomplete, by fee item and unit',
    description: 'Each with owed, billed, the difference, why days are not charged, and who accepted it.',
    allow: ledgerReaders,
    params: closePath,
    query: z.strictObject(pageQuery),
    response: pageOf(openRowSchema),
    handle: async ({ caller, params, query }) => {
      const { pk: partition } = periodCloses.key(visible(await get(periodCloses, params), caller));
      return ok(await list(openRows, { partition, sort: { beginsWith: 'ROW#' }, ...query }));
    },
  }),
  operation({
    name: 'accept-differences',
    operationId: 'acceptPeriodDifferences',
    summary: 'Accept units and fee items that are not complete, with the reason',
    description: 'Another person than the requester. What was accepted before stays as it was.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state', 'no-such-difference'],
    body: z.strictObject({
      rows: z
        .array(z.strictObject({ unitId: id, feeItemId: id }))
        .min(1)
        .max(50),
      reason,
    }),
    run: ({ before, act }, input) => acceptDifferences(before, input, act),
  }),
  operation({
    name: 'accept-reason',
    operationId: 'acceptPeriodReason',
    summary: 'Accept all units of a fee item that are not charged for one reason',
    description:
      'Another person than the requester. Only where nothing was billed too much or too little: amounts are accepted one by one.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state', 'no-such-difference'],
    body: z.strictObject({ feeItemId: id, why: z.string().min(1).max(40), reason }),
    run: ({ before, act }, input) => acceptReason(before, input, act),
  }),
  operation({
    name: 'approve',
    operationId: 'approvePeriodClose',
    summary: 'Approve the close of a billing month',
    description: 'Another person than the requester, when every difference is accepted.',
    allow: approvers,
    throws: ['another-person-needed', 'differences-not-accepted', 'illegal-state'],
    body: z.strictObject({}),
    run: ({ before, act }) => approvePeriodClose(before, act),
  }),
  operation({
    name: 'withdraw',
    operationId: 'withdrawPeriodClose',
    summary: 'Withdraw a close that is not approved',
    description: 'The month can then be billed again. The next close keeps acceptances of unchanged rows.',
    allow: bookkeepers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason }),
    run: ({ before, act }, input) => withdrawPeriodClose(before, input.reason, act),
  }),
  operation({
    name: 'reopen',
    operationId: 'reopenPeriod',
    summary: 'Reopen a closed billing month',
    description:
      'A third person, who neither requested nor approved the close. The close stays as it was; closing again is another one.',
    allow: approvers,
    throws: ['illegal-state', 'third-person-reopens-month'],
    body: z.strictObject({ reason }),
    run: ({ before, act }, input) => reopenPeriodClose(before, input.reason, act),
  }),
];
