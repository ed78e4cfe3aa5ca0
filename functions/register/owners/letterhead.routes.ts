import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Caller, everybody, isStaff, type Role } from '../../../shared/http/auth.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { changedFields } from './changed-fields.ts';
import { keepers } from './estate.routes.ts';
import {
  approvePaymentAccount,
  approvePaymentAccountSchema,
  askPaymentAccount,
  askPaymentAccountSchema,
  blankLetterhead,
  forResidents,
  type Letterhead,
  letterheadDetailsSchema,
  letterheadViewSchema,
  refusePaymentAccount,
  refusePaymentAccountSchema,
  withDetails,
} from './letterhead.ts';
import { estates, letterheads } from './owners.store.ts';

/** Roles that may enter, approve or refuse an account to pay to. Cashiers, who take money, may not. */
const accountKeepers = ['manager', 'administrator'] as const satisfies readonly Role[];

/** Returns the letterhead of an estate of the caller. @throws Problem not-found. */
async function letterheadFor({ params, caller }: { params: { estateId: string }; caller: Caller }) {
  enterEstate(caller, params.estateId);
  const [estate, letterhead] = await Promise.all([
    get(estates, params),
    get(letterheads, params, { consistent: true }),
  ]);
  const { estateId } = visible(estate, caller);
  return letterhead ?? blankLetterhead(estateId);
}

function saved(after: Letterhead, before: Letterhead): Transaction {
  return new Transaction().save(letterheads, after, before.version === 0 ? undefined : before);
}

type Decision = Change<Letterhead>;
interface Context {
  readonly before: Letterhead;
  readonly by: (reason?: string) => { act: ActionContext; decided: { by: string; at: string } };
}

const operation = operationsOn({
  path: '/v1/estates/{estateId}/letterhead',
  params: estatePath,
  response: letterheadViewSchema,
  load: async (call): Promise<Context> => ({
    before: await letterheadFor(call),
    by: (reason) => {
      const act = call.act({ reason });
      return { act, decided: { by: act.actor.id, at: act.recordedAt } };
    },
  }),
  change: (decided: Decision) => decided,
  view: (after) => after,
});

/** Routes of the letterhead of an estate, and of the account to which payers transfer money. */
export const letterheadRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/letterhead',
    operationId: 'getLetterhead',
    summary: 'Get the letterhead of an estate',
    description: 'Every document prints it. Version 0 is that of an estate that has set none.',
    allow: everybody,
    params: estatePath,
    response: letterheadViewSchema,
    handle: async (call) => {
      const letterhead = await letterheadFor(call);
      return ok(isStaff(call.caller) ? letterhead : forResidents(letterhead));
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/estates/{estateId}/letterhead',
    operationId: 'changeLetterhead',
    summary: 'Change the letterhead of an estate',
    description:
      'Documents printed afterwards have it. `If-Match: "0"` sets the first one. The account to pay to has operations of its own.',
    allow: keepers,
    params: estatePath,
    body: letterheadDetailsSchema,
    response: letterheadViewSchema,
    handle: async (call) => {
      const before = await letterheadFor(call);
      unchangedSince(call.ifMatch, before);
      const act = call.act();
      const after = withDetails(before, call.body, act.recordedAt);
      const changed = changedFields(letterheadDetailsSchema.keyof().options, before, after);
      if (changed.length === 0) return ok(before);
      return call.commit(
        saved(after, before).record(letterheads, after, 'LetterheadChanged', { changed }, act),
        ok(after),
      );
    },
  }),
  operation({
    name: 'request-payment-account',
    operationId: 'requestPaymentAccount',
    summary: 'Request another account to which payers transfer money',
    description: 'Nothing prints it before another person has approved it. A later request replaces an earlier one.',
    allow: accountKeepers,
    body: askPaymentAccountSchema,
    run: ({ before, by }, input): Decision => {
      const { act, decided } = by(input.reason);
      const after = askPaymentAccount(before, input, decided);
      const { name, bank, number } = input;
      const transaction = saved(after, before);
      return {
        after,
        transaction: transaction.record(letterheads, after, 'PaymentAccountRequested', { name, bank, number }, act),
      };
    },
  }),
  operation({
    name: 'approve-payment-account',
    operationId: 'approvePaymentAccount',
    summary: 'Approve the requested account to pay to',
    description:
      'Another person than the requester types the number again from the confirmation of the bank. Bills and letters print the account from then on.',
    allow: accountKeepers,
    throws: ['account-number-differs', 'another-person-needed', 'illegal-state'],
    body: approvePaymentAccountSchema,
    run: ({ before, by }, { number }): Decision => {
      const { act, decided } = by();
      const after = approvePaymentAccount(before, number, decided);
      return {
        after,
        transaction: saved(after, before).record(letterheads, after, 'PaymentAccountApproved', { number }, act),
      };
    },
  }),
  operation({
    name: 'refuse-payment-account',
    operationId: 'refusePaymentAccount',
    summary: 'Refuse or withdraw the requested account to pay to',
    description: 'The account in force stays.',
    allow: accountKeepers,
    throws: ['illegal-state'],
    body: refusePaymentAccountSchema,
    run: ({ before, by }, { reason }): Decision => {
      const { act, decided } = by(reason);
      const after = refusePaymentAccount(before, decided);
      return {
        after,
        transaction: saved(after, before).record(letterheads, after, 'PaymentAccountRefused', {}, act),
      };
    },
  }),
];
