import { deskRoles } from '../../../shared/http/auth.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import { created, type Route, route } from '../../../shared/http/route.ts';
import { accountFor, accountPath, withAccount } from './account-access.ts';
import { type AccountChange, saveAccount } from './account-change.ts';
import { accountViewSchema, viewOf } from './account-view.ts';
import { agreeInstalments, instalmentsSchema } from './agree-instalments.ts';
import { contactViewOf, contactViewSchema } from './contact-view.ts';
import { endDunning, endSchema } from './end-dunning.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';
import { endHold, endHoldSchema, holdAccount, holdSchema } from './hold-account.ts';
import { limitationEventInputSchema } from './limitation-event.ts';
import { byHandSchema, recordByHand } from './record-by-hand.ts';
import {
  endLimitationEvent,
  endLimitationEventSchema,
  recordLimitationEvent,
  withdrawLimitationEvent,
  withdrawLimitationEventSchema,
} from './record-limitation-event.ts';

/**
 * Declares `POST /v1/dunning/accounts/{accountId}/<name>`: a named change of one account. No text in it may
 * name a means that the law forbids.
 */
const operation = operationsOn({
  path: '/v1/dunning/accounts/{accountId}',
  params: accountPath,
  response: accountViewSchema,
  guard: mustNameLawfulMeans,
  load: async (call) => ({ ...(await withAccount(await accountFor(call), call.act(), call.now)), caller: call.caller }),
  change: (decided: AccountChange, { context }) => saveAccount(decided, context),
  view: (after, { caller, context }) => viewOf(after, caller, context, context.now),
});

/** Decisions on an account, and contacts outside the ladder. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'hold',
    operationId: 'holdDunning',
    summary: 'Put a dunning account on hold',
    description:
      'Open tasks are cancelled. An account is on hold at most once for each reason. A dispute of one bill is entered on the bill instead.',
    allow: ['supervisor', 'manager'],
    throws: ['day-out-of-range', 'dunning-account-is-full', 'held-already', 'means-forbidden-by-law'],
    body: holdSchema,
    run: holdAccount,
  }),
  operation({
    name: 'end-hold',
    operationId: 'endDunningHold',
    summary: 'End the hold of a dunning account',
    description: 'Dunning continues on the day after the last day of the hold.',
    allow: ['supervisor', 'manager'],
    throws: ['day-out-of-range', 'means-forbidden-by-law', 'not-on-hold'],
    body: endHoldSchema,
    run: endHold,
  }),
  operation({
    name: 'instalments',
    operationId: 'agreeInstalments',
    summary: 'Agree on instalments (分期)',
    description:
      'The instalments together must be exactly what is open on the bills. The bills are left alone while each instalment is paid by its day. The last day is at most five years ahead.',
    allow: ['supervisor', 'manager', 'cashier'],
    throws: [
      'bill-not-open',
      'day-out-of-range',
      'dunning-account-is-full',
      'instalments-do-not-cover',
      'means-forbidden-by-law',
    ],
    body: instalmentsSchema,
    run: agreeInstalments,
  }),
  operation({
    name: 'end',
    operationId: 'endDunning',
    summary: 'End dunning by court or arbitration, or by a write-off (核销)',
    description:
      'Court or arbitration needs a written demand that arrived and whose deadline is over (Civil Code, article 944). A write-off is requested of each bill, and another person approves it with `approveBillEnd`.',
    allow: ['manager', 'administrator'],
    throws: [
      'bill-not-open',
      'demand-first',
      'dunning-account-is-full',
      'dunning-ended-already',
      'means-forbidden-by-law',
    ],
    body: endSchema,
    run: endDunning,
  }),
  operation({
    name: 'record-limitation-event',
    operationId: 'recordLimitationEvent',
    summary: 'Record an event of the limitation period (诉讼时效) with its proof',
    description:
      'A demand that reached the debtor, a promise, a part payment, a plan, a suit, an arbitration or an equal act starts the three years again, for a procedure at its end (Civil Code, article 195). An obstacle in the last six months suspends them (article 194). Contacts, plans and payments in Anju count without this entry; prepaid money that the system used does not. Nothing that is owed changes.',
    allow: [...deskRoles, 'cashier'],
    throws: [
      'bill-not-open',
      'day-out-of-range',
      'dunning-account-is-full',
      'means-forbidden-by-law',
      'nothing-due-before-event',
    ],
    body: limitationEventInputSchema,
    run: recordLimitationEvent,
  }),
  operation({
    name: 'end-limitation-event',
    operationId: 'endLimitationEvent',
    summary: 'Record the end of a procedure or an obstacle of limitation',
    description:
      'The period starts again at the end of a suit, an arbitration or an equal procedure. After an obstacle it lasts at least six more months.',
    allow: [...deskRoles, 'cashier'],
    throws: ['day-out-of-range', 'limitation-event-has-ended', 'limitation-event-not-found', 'means-forbidden-by-law'],
    body: endLimitationEventSchema,
    run: endLimitationEvent,
  }),
  operation({
    name: 'withdraw-limitation-event',
    operationId: 'withdrawLimitationEvent',
    summary: 'Withdraw an event of limitation entered by mistake',
    description: 'It stays on record without effect.',
    allow: ['supervisor', 'manager'],
    throws: ['limitation-event-not-found', 'means-forbidden-by-law'],
    body: withdrawLimitationEventSchema,
    run: withdrawLimitationEvent,
  }),
  route({
    method: 'POST',
    path: '/v1/dunning/accounts/{accountId}/contacts',
    operationId: 'recordDunningContact',
    summary: 'Record a call or visit outside the ladder with its proof',
    description:
      'The contact takes no step of the ladder and delays none. One that reached the debtor restarts the limitation period.',
    allow: [...deskRoles, 'cashier'],
    throws: ['bill-not-open', 'in-the-future', 'means-forbidden-by-law', 'nothing-open', 'out-of-order'],
    params: accountPath,
    guard: mustNameLawfulMeans,
    body: byHandSchema,
    status: 201,
    otherStatuses: [200],
    response: contactViewSchema,
    handle: async (call) => {
      const at = await withAccount(await accountFor(call), call.act(), call.now);
      const { contact, transaction } = await recordByHand(at, call.body);
      const location = `/v1/dunning/contacts/${contact.contactId}`;
      return call.commit(transaction, created(contactViewOf(contact, call.caller), location));
    },
  }),
];
