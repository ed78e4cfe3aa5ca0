import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { everybody, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { derivedId, newId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { supplierOf } from '../ledger/public.ts';
import { commonIncomePolicy } from './common-income.policy.ts';
import { commonAccounts, movementLists, movements } from './common-income.store.ts';
import {
  assertOwnAccount,
  balanceOf,
  commonAccountSchema,
  decideMovement,
  emptyAccount,
  type Movement,
  movementSchema,
  movementStatuses,
  recordIncomeSchema,
  requestSpendingSchema,
  spendingOf,
  withMovement,
} from './movement.ts';
import { postMovement, taxedOn, todayOf } from './post-movement.ts';
import { postedMovements } from './publication.ts';
import { mustBeInBudget } from './service-budget.ts';
import { commonStatementSchema, daysOfQuarter, quarterSchema, statementOf } from './statement.ts';

/** Roles that record income, request to spend it, and decide on requests of others. */
const takers: readonly Role[] = ['cashier', 'manager'];
const requesters: readonly Role[] = ['operator', 'supervisor', 'manager'];
const approvers: readonly Role[] = ['manager', 'administrator'];

const movementPath = z.object({ movementId: z.string().max(64) });
const accountViewSchema = commonAccountSchema
  .omit({ updatedAt: true })
  .extend({ balanceFen: fenSchema })
  .meta({ id: 'CommonAccountView' });

const inTheFuture = problemKind('income-in-the-future', 409, {
  'zh-CN': '到账日期不能晚于今天（{today}）。请更正 on。',
  'zh-TW': '到帳日期不能晚於今天（{today}）。請更正 on。',
  en: 'The day of arrival is after today ({today}). Correct on.',
});
const known = problemKind('income-known', 409, {
  'zh-CN': '该账户的流水号 {reference} 已登记。请核对 reference。',
  'zh-TW': '該帳戶的流水號 {reference} 已登錄。請核對 reference。',
  en: 'The number {reference} of this bank account is recorded already. Check reference.',
});

/** Returns the statement of a quarter from all posted movements of an estate. */
async function statementFor(estateId: string, quarter: string) {
  return statementOf(estateId, daysOfQuarter(quarter), await postedMovements(estateId));
}

/** Declares `POST /v1/common-income/movements/{movementId}/<name>`. */
const decision = operationsOn({
  path: '/v1/common-income/movements/{movementId}',
  params: movementPath,
  response: movementSchema,
  load: async (call) => ({ before: visible(await get(movements, call.params), call.caller), act: call.act() }),
  change: (decided: Change<Movement>) => decided,
  view: (after) => after,
});

/** Operations on the owners' common income (公共收益, R34). */
export const movementRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/common-income/estates/{estateId}/income',
    operationId: 'recordCommonIncome',
    summary: 'Record income from common parts',
    description:
      'It belongs to the owners: net of value added tax it is a liability of its own, never revenue. The bank line with its reference proves it.',
    allow: takers,
    throws: ['income-in-the-future', 'income-known', 'wrong-bank-account'],
    params: estatePath,
    body: recordIncomeSchema,
    status: 201,
    response: movementSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      const { source, from, ground, fen, bankAccountId, reference, vatClass } = call.body;
      const act = call.act();
      const [policy, today] = await Promise.all([commonIncomePolicy.of(estateId), todayOf(estateId, act)]);
      assertOwnAccount(bankAccountId, policy);
      const { on = today } = call.body;
      if (on > today) throw new Problem(inTheFuture, { today });
      const movementId = derivedId('cmi', estateId, bankAccountId, reference);
      if (await get(movements, { movementId })) throw new Problem(known, { reference });
      const done = { by: act.actor.id, at: act.recordedAt };
      const movement: Movement = {
        ...{ movementId, estateId, kind: 'income', fen, what: source, party: from, ground, bankAccountId, reference },
        ...(await taxedOn(estateId, fen, vatClass, on)),
        ...{ status: 'posted', asked: done, updatedAt: act.recordedAt, version: 1 },
      };
      const { after, transaction } = await postMovement(movement, { on, today }, act);
      return call.commit(transaction, created(after, `/v1/common-income/movements/${movementId}`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/common-income/estates/{estateId}/spendings',
    operationId: 'requestCommonSpending',
    summary: 'Request to spend common income',
    description:
      'A cost needs a document, the fee of the company an agreed rate, any other use a decision of the owners. `service` is spent under the service contract out of the money held for the owners (酬金制), by a line of the approved budget. Another person approves it.',
    allow: requesters,
    throws: [
      'common-income-too-low',
      'no-agreed-fee',
      'no-fee-due',
      'no-service-budget',
      'not-in-service-budget',
      'payee-not-approved',
    ],
    params: estatePath,
    body: requestSpendingSchema,
    status: 201,
    response: movementSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      const [policy, stored] = await Promise.all([commonIncomePolicy.of(estateId), get(commonAccounts, { estateId })]);
      const account = stored ?? emptyAccount(estateId);
      const act = call.act();
      if (call.body.kind === 'service') await mustBeInBudget(estateId, call.body.line, await todayOf(estateId, act));
      const payee = 'payeeId' in call.body ? await supplierOf(estateId, call.body.payeeId) : undefined;
      const spending = spendingOf(call.body, account, { policy, party: payee?.name });
      withMovement(account, spending);
      const movement: Movement = {
        ...{ movementId: newId('cms', call.now), estateId, ...spending },
        ...{ status: 'asked', asked: { by: act.actor.id, at: act.recordedAt }, updatedAt: act.recordedAt, version: 1 },
      };
      const { movementId, kind, fen } = movement;
      const transaction = new Transaction()
        .save(movements, movement)
        .record(movements, movement, 'CommonSpendingAsked', { movementId, kind, fen }, act);
      return call.commit(transaction, created(movement, `/v1/common-income/movements/${movementId}`));
    },
  }),
  decision({
    name: 'approve',
    operationId: 'approveCommonSpending',
    summary: 'Approve spending that another person requested',
    description: 'It is posted at once. A fee is calculated again, so that it is never more than is due.',
    allow: approvers,
    throws: ['another-person-needed', 'common-income-too-low', 'illegal-state', 'no-agreed-fee', 'no-fee-due'],
    body: z.strictObject({}),
    run: async ({ before, act }) => {
      const { estateId, kind } = before;
      const decided = decideMovement(before, 'posted', { by: act.actor.id, at: act.recordedAt });
      const today = await todayOf(estateId, act);
      if (kind !== 'fee') return postMovement(decided, { before, on: today, today }, act);
      const [policy, stored] = await Promise.all([commonIncomePolicy.of(estateId), get(commonAccounts, { estateId })]);
      const now = spendingOf({ kind: 'fee' }, stored ?? emptyAccount(estateId), { policy });
      const fen = Math.min(now.fen, before.fen);
      const taxed = { ...decided, fen, ...(await taxedOn(estateId, fen, 'service', today)) };
      return postMovement(taxed, { before, on: today, today }, act);
    },
  }),
  decision({
    name: 'refuse',
    operationId: 'refuseCommonSpending',
    summary: 'Refuse spending with a reason',
    description: 'The requester may withdraw it this way, too.',
    allow: approvers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: ({ before, act }, { reason }) => {
      const after = decideMovement(before, 'refused', { by: act.actor.id, at: act.recordedAt, reason });
      const { movementId, kind, fen } = after;
      const transaction = new Transaction()
        .save(movements, after, before)
        .record(movements, after, 'CommonSpendingRefused', { movementId, kind, fen }, act);
      return { after, transaction };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/movements',
    operationId: 'listCommonMovements',
    summary: 'List movements of common income',
    description: 'Of a status in the order of their days, or all with the latest change first.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, status: z.enum(movementStatuses).optional() }),
    response: pageOf(movementSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const inStatus = (status: string) => movementLists.inStatus(params.estateId, status);
      return ok(await workList(movements, { all: movementLists.all(params.estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/account',
    operationId: 'getCommonAccount',
    summary: 'Get the sums and the balance of common income',
    description: 'For staff and for the residents of the estate.',
    allow: everybody,
    params: estatePath,
    response: accountViewSchema,
    handle: async ({ caller, params: { estateId } }) => {
      enterEstate(caller, estateId);
      const { updatedAt: _, ...sums } = (await get(commonAccounts, { estateId })) ?? emptyAccount(estateId);
      return ok({ ...sums, balanceFen: balanceOf(sums) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/statements/{quarter}',
    operationId: 'getCommonStatement',
    summary: 'Get the statement of common income of a quarter',
    description: 'What came in, what it cost, what the company drew and what the owners used, for all residents.',
    allow: everybody,
    params: estatePath.extend({ quarter: quarterSchema }),
    response: commonStatementSchema,
    handle: async ({ caller, params: { estateId, quarter } }) => {
      enterEstate(caller, estateId);
      return ok(await statementFor(estateId, quarter));
    },
  }),
];
