import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { enterEstate, estatePath, visible } from '../../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../../shared/kernel/time.ts';
import { get, getMany } from '../../../../shared/store/table.ts';
import { estateInReach } from '../../../register/owners/public.ts';
import { todayIn } from '../bill-context.ts';
import type { StoredFeeItem } from '../fee-item.ts';
import { feeItems } from '../fees.store.ts';
import {
  assertDiscountable,
  type Discount,
  decideDiscount,
  discountSchema,
  discountStatuses,
  endDiscount,
  newDiscountSchema,
} from './discount.ts';
import { discountLists, discounts } from './discounts.store.ts';

/** Roles that request discounts and decide on those of others. */
export const setBy: readonly Role[] = ['manager', 'administrator'];

const discountPath = z.object({ discountId: z.string().max(64) });

/** Declares `POST /v1/fees/discounts/{discountId}/<name>`. */
const operation = operationsOn({
  path: '/v1/fees/discounts/{discountId}',
  params: discountPath,
  response: discountSchema,
  load: async (call) => {
    const before = visible(await get(discounts, call.params), call.caller);
    const act = call.act();
    const done = { by: act.actor.id, at: act.recordedAt, today: await todayIn(before.estateId, call.now) };
    return { before, act, done };
  },
  change: (decided: Change<Discount>) => decided,
  view: (after) => after,
});

function saveDecision(before: Discount, after: Discount, act: ActionContext): Change<Discount> {
  const transaction = new Transaction().save(discounts, after, before);
  const { discountId, kind, status, ended } = after;
  if (ended) transaction.record(discounts, after, 'DiscountEnded', { discountId, on: ended.on }, act);
  else if (status === 'approved') transaction.record(discounts, after, 'DiscountApproved', { discountId, kind }, act);
  else transaction.record(discounts, after, 'DiscountRefused', { discountId }, act);
  return { after, transaction };
}

/** Returns fee items of an estate. @throws Problem `not-found` when one is unknown or another estate's. */
async function itemsIn(estateId: string, feeItemIds: readonly string[]): Promise<StoredFeeItem[]> {
  const ids = [...new Set(feeItemIds)].map((feeItemId) => ({ feeItemId }));
  const items = (await getMany(feeItems, ids)).filter((item) => item.estateId === estateId);
  if (items.length < ids.length) throw new Problem(problems.notFound);
  return items;
}

/** Operations on discounts (优惠, R33.1): one person requests a rule, another approves it. */
export const discountRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/estates/{estateId}/discounts',
    operationId: 'requestDiscount',
    summary: 'Request a discount on fee items',
    description:
      'Another person approves it. It lowers bills of its days of service that are calculated afterwards, as a line of its own. The largest discount applies alone, unless several have `stacks`.',
    allow: setBy,
    throws: ['discount-in-the-past', 'item-not-discountable'],
    params: estatePath,
    body: newDiscountSchema,
    status: 201,
    response: discountSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const { feeItemIds, vacancy } = call.body;
      const [items] = await Promise.all([
        itemsIn(estateId, feeItemIds),
        itemsIn(estateId, vacancy?.mostUse.map(({ feeItemId }) => feeItemId) ?? []),
      ]);
      assertDiscountable(call.body, items, dayIn(calendar.zone, call.now.toString()));
      const act = call.act();
      const after: Discount = {
        discountId: newId('dsc', call.now),
        estateId,
        ...call.body,
        status: 'asked',
        asked: { by: act.actor.id, at: act.recordedAt },
        updatedAt: act.recordedAt,
        version: 1,
      };
      const { discountId, kind } = after;
      const transaction = new Transaction()
        .save(discounts, after)
        .record(discounts, after, 'DiscountAsked', { discountId, kind }, act);
      return call.commit(transaction, created(after, `/v1/fees/discounts/${discountId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/estates/{estateId}/discounts',
    operationId: 'listDiscounts',
    summary: 'List the discounts of an estate',
    description: 'Of a status by first day, or all with the latest change first.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, status: z.enum(discountStatuses).optional() }),
    response: pageOf(discountSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const inStatus = (status: string) => discountLists.inStatus(params.estateId, status);
      return ok(await workList(discounts, { all: discountLists.all(params.estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/discounts/{discountId}',
    operationId: 'getDiscount',
    summary: 'Get a discount',
    description: 'With who requested it and who approved it.',
    allow: staffRoles,
    params: discountPath,
    response: discountSchema,
    handle: async (call) => ok(visible(await get(discounts, call.params), call.caller)),
  }),
  operation({
    name: 'approve',
    operationId: 'approveDiscount',
    summary: 'Approve a discount that another person requested',
    description: 'It lowers bills that are calculated from now on.',
    allow: setBy,
    throws: ['another-person-needed', 'illegal-state'],
    body: z.strictObject({ reason: z.string().max(1_000).optional() }),
    run: ({ before, act, done }, { reason }) =>
      saveDecision(before, decideDiscount(before, 'approved', { ...done, reason }), act),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseDiscount',
    summary: 'Refuse a discount with a reason',
    description: 'The requester may withdraw it this way, too.',
    allow: setBy,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: ({ before, act, done }, { reason }) =>
      saveDecision(before, decideDiscount(before, 'refused', { ...done, reason }), act),
  }),
  operation({
    name: 'end',
    operationId: 'endDiscount',
    summary: 'End a discount before its last day',
    description: 'From the day on it lowers nothing. Bills that were published with it, or that offer it, keep it.',
    allow: setBy,
    throws: ['discount-in-the-past', 'illegal-state'],
    body: z.strictObject({ on: dateSchema, reason: reasonSchema(1_000) }).meta({ id: 'EndDiscountBody' }),
    run: ({ before, act, done }, input) => saveDecision(before, endDiscount(before, input, done), act),
  }),
];
