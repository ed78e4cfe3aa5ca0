import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { everybody, type Role } from '../../../shared/http/auth.ts';
import type { Change } from '../../../shared/http/operations.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { serviceYearFor, serviceYearSchema } from './service-accounts.ts';
import {
  approveBudget,
  approveSettlement,
  budgetOf,
  refuseBudget,
  requestBudget,
  requestSettlement,
} from './service-budget.ts';
import { requestBudgetSchema, type ServiceBudget, serviceBudgetSchema, yearSchema } from './service-year.ts';

const requesters: readonly Role[] = ['manager'];
const approvers: readonly Role[] = ['manager', 'administrator'];
const yearPath = estatePath.extend({ year: yearSchema });

/** Declares `POST /v1/common-income/estates/{estateId}/service-years/{year}/<name>`. */
const operation = operationsOn({
  path: '/v1/common-income/estates/{estateId}/service-years/{year}',
  params: yearPath,
  response: serviceBudgetSchema,
  load: async ({ caller, params: { estateId, year }, act }) => {
    enterEstate(caller, estateId);
    return { before: await budgetOf(estateId, year), act: act() };
  },
  change: (changed: Change<ServiceBudget>) => changed,
  view: (after) => after,
});

const ofSettlement = ['illegal-state', 'no-ledger', 'service-year-open', 'service-year-settled'] as const;

/** Operations on the budget and the accounts of a year of service (酬金制, R34.5). */
export const serviceBudgetRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/common-income/estates/{estateId}/service-years',
    operationId: 'requestServiceBudget',
    summary: 'Request the budget of a year on the remuneration system (酬金制)',
    description:
      'Another person approves it, and with it the remuneration that is drawn for each month. A refused budget may be replaced.',
    allow: requesters,
    throws: ['not-on-remuneration', 'service-budget-decided'],
    params: estatePath,
    body: requestBudgetSchema,
    status: 201,
    response: serviceBudgetSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      const { after, transaction } = await requestBudget(estateId, call.body, call.act());
      const path = `/v1/common-income/estates/${estateId}/service-years/${after.year}`;
      return call.commit(transaction, created(after, path));
    },
  }),
  operation({
    name: 'approve',
    operationId: 'approveServiceBudget',
    summary: 'Approve the budget of a year that another person requested',
    description: 'From then on a twelfth of its remuneration is drawn for each month that is over.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state', 'not-on-remuneration'],
    body: z.strictObject({}),
    run: ({ before, act }) => approveBudget(before, act),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseServiceBudget',
    summary: 'Refuse the budget of a year with a reason',
    description: 'The requester may withdraw it this way, too.',
    allow: approvers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: ({ before, act }, { reason }) => refuseBudget(before, reason, act),
  }),
  operation({
    name: 'settle',
    operationId: 'requestServiceSettlement',
    summary: 'Request to settle a year by its accounts',
    description:
      'All days of the year must be closed and its remuneration drawn. The remuneration on what was really charged replaces the one of the budget; surplus and loss are the owners’.',
    allow: requesters,
    throws: ofSettlement,
    body: z.strictObject({}),
    run: ({ before, act }) => requestSettlement(before, act),
  }),
  operation({
    name: 'approve-settlement',
    operationId: 'approveServiceSettlement',
    summary: 'Approve the accounts of a year that another person requested to settle',
    description: 'The figures are calculated again. What was drawn too much or too little is posted.',
    allow: approvers,
    throws: ['another-person-needed', ...ofSettlement],
    body: z.strictObject({}),
    run: ({ before, act }) => approveSettlement(before, act),
  }),
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/service-years/{year}',
    operationId: 'getServiceYear',
    summary: 'Get the budget and the accounts of a year of service',
    description:
      'For staff and for the residents of the estate. On a fixed fee (包干制) surplus and loss are the company’s, and there is nothing to settle.',
    allow: everybody,
    params: yearPath,
    response: serviceYearSchema,
    handle: async ({ caller, params: { estateId, year }, now }) => {
      const { calendar } = await estateInReach(caller, estateId);
      return ok(await serviceYearFor(estateId, year, { zone: calendar.zone, now }));
    },
  }),
];
