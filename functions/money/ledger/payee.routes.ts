import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import { approvePayee, refusePayee, requestPayee, requestPayeeAccount } from './change-payee.ts';
import { cashDesk, ledgerReaders } from './ledger-access.ts';
import { payees, payOutLists } from './pay-out.store.ts';
import { approvePayeeSchema, changePayeeAccountSchema, type Payee, payeeSchema, requestPayeeSchema } from './payee.ts';

const payeePath = z.object({ payeeId: z.string().max(64) });
const approvers: readonly Role[] = ['manager', 'administrator'];

const operation = operationsOn({
  path: '/v1/ledger/payees/{payeeId}',
  params: payeePath,
  response: payeeSchema,
  load: async (call) => ({ before: visible(await get(payees, call.params), call.caller), act: call.act() }),
  change: (decided: Change<Payee>) => decided,
  view: (after) => after,
});

/** Routes of the approved payees of an estate (R21.11). */
export const payeeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/payees',
    operationId: 'requestPayee',
    summary: 'Request a payee (收款人)',
    description: 'Another person approves it. Nothing is paid to it before.',
    allow: cashDesk,
    params: estatePath,
    body: requestPayeeSchema,
    status: 201,
    response: payeeSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const ids = { payeeId: newId('pye', call.now), estateId };
      const { after, transaction } = requestPayee(ids, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/ledger/payees/${after.payeeId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/payees',
    operationId: 'listPayees',
    summary: 'List the payees of an estate',
    description: 'By name, with what waits for approval.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(payeeSchema),
    handle: async ({ caller, params: { estateId }, query }) => {
      enterEstate(caller, estateId);
      return ok(await list(payees, { index: 'lists', partition: payOutLists.payees(estateId), ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/payees/{payeeId}',
    operationId: 'getPayee',
    summary: 'Get a payee',
    description: 'With its approved account, its former accounts, and who requested and approved.',
    allow: ledgerReaders,
    params: payeePath,
    response: payeeSchema,
    handle: async ({ caller, params }) => ok(visible(await get(payees, params), caller)),
  }),
  operation({
    name: 'request-account',
    operationId: 'requestPayeeAccount',
    summary: 'Request another account for a payee',
    description: 'The approved account stays in use until another person approves the new one.',
    allow: cashDesk,
    throws: ['payee-changed-too-often'],
    body: changePayeeAccountSchema,
    run: ({ before, act }, input) => requestPayeeAccount(before, input, act),
  }),
  operation({
    name: 'approve',
    operationId: 'approvePayee',
    summary: 'Approve the requested account of a payee',
    description: 'Another person than the requester, who types the account number again from the document.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state', 'payee-number-differs'],
    body: approvePayeeSchema,
    run: ({ before, act }, { number }) => approvePayee(before, number, act),
  }),
  operation({
    name: 'refuse',
    operationId: 'refusePayee',
    summary: 'Refuse the requested account of a payee',
    description: 'An account approved before stays in use.',
    allow: approvers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, act }, { reason }) => refusePayee(before, reason, act),
  }),
];
