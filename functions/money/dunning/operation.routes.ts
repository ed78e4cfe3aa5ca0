import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { type AtDesk, accountFor, accountPath, atDesk } from './account-access.ts';
import { type AccountChange, done } from './account-change.ts';
import { accountViewSchema, viewOf } from './account-view.ts';
import { instalmentsAgreed, instalmentsSchema } from './agree-instalments.ts';
import { contactViewOf, contactViewSchema } from './contact-view.ts';
import { ended, endSchema } from './end-dunning.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';
import { endHoldSchema, held, holdEnded, holdSchema } from './hold-account.ts';
import { byHandSchema, recordedByHand } from './record-by-hand.ts';

type Run<Input> = (at: AtDesk, input: Input, caller: Caller) => AccountChange | Promise<AccountChange>;

/** `POST /v1/dunning/accounts/{accountId}/<name>`: a named change of one account. No text in it may name what the law forbids. */
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
    const at = await atDesk(stored, call.act(), now);
    const { after, transaction } = await done(await run(at, call.body, caller), at.desk);
    return call.commit(transaction, ok(viewOf(after, caller, at.desk, now)));
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/dunning/accounts/{accountId}/${name}`,
    params: accountPath,
    guard: mustNameLawfulMeans,
    response: accountViewSchema,
    // Paid or looked at by the run at the very moment: judged anew by what stands then.
    handle: (call) => retryOnConflict(() => perform(call)),
  });
}

/** What is decided of an account, and what is done outside of the ladder. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'hold',
    operationId: 'holdDunning',
    summary: 'Leave it alone for hardship, or because the owner died or changed; open tasks are called off',
    allow: ['supervisor', 'manager'],
    body: holdSchema,
    run: held,
  }),
  operation({
    name: 'end-hold',
    operationId: 'endDunningHold',
    summary: 'Go on where it stood, from the day after the last one of the hold',
    allow: ['supervisor', 'manager'],
    body: endHoldSchema,
    run: holdEnded,
  }),
  operation({
    name: 'instalments',
    operationId: 'agreeInstalments',
    summary: 'Agree on instalments (分期): the bills are left alone while each is paid by its day',
    allow: ['supervisor', 'manager', 'cashier'],
    body: instalmentsSchema,
    run: instalmentsAgreed,
  }),
  operation({
    name: 'end',
    operationId: 'endDunning',
    summary: 'Decide: to court or arbitration after a demand in vain (R12.1), or given up as a bad debt (核销)',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: ended,
  }),
  route({
    method: 'POST',
    path: '/v1/dunning/accounts/{accountId}/contacts',
    operationId: 'recordDunningContact',
    summary: 'Enter a call or visit that was made outside of the ladder, with its proof',
    allow: [...deskRoles, 'cashier'],
    params: accountPath,
    guard: mustNameLawfulMeans,
    body: byHandSchema,
    status: 201,
    response: contactViewSchema,
    handle: (call) =>
      retryOnConflict(async () => {
        const at = await atDesk(await accountFor(call), call.act(), call.now);
        const { contact, transaction } = await recordedByHand(at, call.body);
        const place = `/v1/dunning/contacts/${contact.contactId}`;
        return call.commit(transaction, created(contactViewOf(contact, call.caller), place));
      }),
  }),
];
