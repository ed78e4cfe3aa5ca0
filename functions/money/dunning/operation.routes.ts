import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { accountFor, accountPath, type WithAccount, withAccount } from './account-access.ts';
import { type AccountChange, done } from './account-change.ts';
import { accountViewSchema, viewOf } from './account-view.ts';
import { instalmentsAgreed, instalmentsSchema } from './agree-instalments.ts';
import { contactViewOf, contactViewSchema } from './contact-view.ts';
import { ended, endSchema } from './end-dunning.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';
import { endHoldSchema, held, holdEnded, holdSchema } from './hold-account.ts';
import { byHandSchema, recordedByHand } from './record-by-hand.ts';

type Run<Input> = (at: WithAccount, input: Input, caller: Caller) => AccountChange | Promise<AccountChange>;

/**
 * Declares `POST /v1/dunning/accounts/{accountId}/<name>`: a named change of one account. No text in it may
 * name a means that the law forbids.
 */
function operation<S extends z.ZodType>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Run<z.output<S>>;
}): Route {
  const { name, run, ...rest } = declaration;
  const perform = async (call: Call<{ accountId: string }, unknown, z.output<S>>): Promise<Reply> => {
    const { caller, now } = call;
    const stored = await accountFor(call);
    unchangedSince(call.ifMatch, stored);
    const at = await withAccount(stored, call.act(), now);
    const { after, transaction } = await done(await run(at, call.body, caller), at.context);
    return call.commit(transaction, ok(viewOf(after, caller, at.context, now)));
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/dunning/accounts/{accountId}/${name}`,
    params: accountPath,
    guard: mustNameLawfulMeans,
    response: accountViewSchema,
    // A payment or the dunning run at the same moment causes a conflict; the retry decides on the new state.
    handle: (call) => retryOnConflict(() => perform(call)),
  });
}

/** Decisions on an account, and contacts outside the ladder. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'hold',
    operationId: 'holdDunning',
    summary:
      'Put a dunning account on hold for hardship, or because the owner died or changed; open tasks are cancelled',
    allow: ['supervisor', 'manager'],
    body: holdSchema,
    run: held,
  }),
  operation({
    name: 'end-hold',
    operationId: 'endDunningHold',
    summary: 'End a hold; dunning continues on the day after its last day',
    allow: ['supervisor', 'manager'],
    body: endHoldSchema,
    run: holdEnded,
  }),
  operation({
    name: 'instalments',
    operationId: 'agreeInstalments',
    summary: 'Agree on instalments (分期); the bills are left alone while each instalment is paid on time',
    allow: ['supervisor', 'manager', 'cashier'],
    body: instalmentsSchema,
    run: instalmentsAgreed,
  }),
  operation({
    name: 'end',
    operationId: 'endDunning',
    summary:
      'End dunning by court or arbitration after an unsuccessful demand (Civil Code, article 944), or by a write-off (核销)',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: ended,
  }),
  route({
    method: 'POST',
    path: '/v1/dunning/accounts/{accountId}/contacts',
    operationId: 'recordDunningContact',
    summary: 'Record a call or visit outside the ladder with its proof',
    allow: [...deskRoles, 'cashier'],
    params: accountPath,
    guard: mustNameLawfulMeans,
    body: byHandSchema,
    status: 201,
    response: contactViewSchema,
    handle: (call) =>
      retryOnConflict(async () => {
        const at = await withAccount(await accountFor(call), call.act(), call.now);
        const { contact, transaction } = await recordedByHand(at, call.body);
        const index = `/v1/dunning/contacts/${contact.contactId}`;
        return call.commit(transaction, created(contactViewOf(contact, call.caller), index));
      }),
  }),
];
