import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { pageOf } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { type Deposit, depositSchema } from './deposit.ts';
import { readersAndPayer } from './payment.routes.ts';
import { listForPayer, mustBeOwn, payerListQuery } from './payment-access.ts';
import { deposits, paymentLists } from './payments.store.ts';
import { moneyProblems, payingBackProblems } from './problem-codes.ts';
import { recordDeposit, recordDepositSchema } from './record-deposit.ts';
import { approveRestoration, requestRestoration, restoreDepositSchema } from './restore-deposit.ts';
import { returnDeposit, returnDepositSchema } from './return-deposit.ts';
import { approvers, cashDesk } from './roles.ts';

const depositPath = z.object({ depositId: z.string().max(64) });

async function depositFor(call: { params: { depositId: string }; caller: Caller }): Promise<Deposit> {
  const deposit = visible(await get(deposits, { depositId: call.params.depositId }), call.caller);
  mustBeOwn(deposit.payerId, call.caller);
  return deposit;
}

/** Routes of deposits (押金): the payer's money, held and paid back. */
export const depositRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/payments/estates/{estateId}/deposits',
    operationId: 'recordDeposit',
    summary: 'Record a deposit',
    description:
      'A deposit stays the payer’s money and pays no bill. The same reference at the same money account changes nothing.',
    allow: cashDesk,
    throws: [...moneyProblems, 'deposit-differs', 'unknown-payer', 'unknown-unit'],
    params: estatePath,
    body: recordDepositSchema,
    status: 201,
    otherStatuses: [200],
    response: depositSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const { after, transaction } = await recordDeposit(estateId, call.body, call.caller, call.act());
      const location = `/v1/payments/deposits/${after.depositId}`;
      return transaction ? call.commit(transaction, created(after, location)) : ok(after);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/deposits',
    operationId: 'listDeposits',
    summary: 'List the deposits of an estate or a payer',
    description: 'Latest first; with `updatedSince` in the order of change. Residents get only their own.',
    allow: readersAndPayer,
    query: payerListQuery,
    response: pageOf(depositSchema),
    handle: async (call) => {
      const lists = { all: paymentLists.deposits, of: paymentLists.depositsOf };
      return ok(await listForPayer(deposits, lists, call));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/deposits/{depositId}',
    operationId: 'getDeposit',
    summary: 'Get a deposit with what was paid back and deducted',
    description: 'Residents see only their own.',
    allow: readersAndPayer,
    params: depositPath,
    response: depositSchema,
    handle: async (call) => ok(await depositFor(call)),
  }),
  route({
    method: 'POST',
    path: '/v1/payments/deposits/{depositId}/return',
    operationId: 'returnDeposit',
    summary: 'Return a deposit minus its deductions',
    description:
      'The money goes back the way it came, within the limit of one person, or by an approved refund request. What is kept always needs a request with the same deductions, each with an item, evidence and a signature. The payer gets a letter.',
    allow: cashDesk,
    throws: [
      ...moneyProblems,
      ...payingBackProblems,
      'balance-too-low',
      'deductions-above-deposit',
      'deductions-need-request',
    ],
    params: depositPath,
    body: returnDepositSchema,
    bodyLimits: { bytes: 128 * 1024 },
    response: depositSchema,
    handle: async (call) => {
      const deposit = await depositFor(call);
      unchangedSince(call.ifMatch, deposit);
      const { after, transaction } = await returnDeposit(deposit, call.body, call.caller, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payments/deposits/{depositId}/request-restoration',
    operationId: 'requestDepositRestoration',
    summary: 'Request to give back what was wrongly kept of a deposit',
    description: 'At most what was kept. Another person approves it.',
    allow: cashDesk,
    throws: ['above-kept', 'illegal-state'],
    params: depositPath,
    body: restoreDepositSchema,
    response: depositSchema,
    handle: async (call) => {
      const deposit = await depositFor(call);
      unchangedSince(call.ifMatch, deposit);
      const { after, transaction } = requestRestoration(deposit, call.body, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payments/deposits/{depositId}/approve-restoration',
    operationId: 'approveDepositRestoration',
    summary: 'Approve that a deposit was wrongly kept',
    description: 'Another person than the requester. Returns the new deposit that holds it until it is returned.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state'],
    params: depositPath,
    body: z.strictObject({}),
    status: 201,
    response: depositSchema,
    handle: async (call) => {
      const deposit = await depositFor(call);
      unchangedSince(call.ifMatch, deposit);
      const { after, transaction } = await approveRestoration(deposit, call.act());
      return call.commit(transaction, created(after, `/v1/payments/deposits/${after.depositId}`));
    },
  }),
];
