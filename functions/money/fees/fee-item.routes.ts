import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import {
  feeItemChangeSchema,
  feeItemPath,
  isHeld,
  newFeeItem,
  newFeeItemSchema,
  type StoredFeeItem,
  storedFeeItemSchema,
} from './fee-item.ts';
import { feesPolicy } from './fees.policy.ts';
import { feeItems, feeLists } from './fees.store.ts';
import { approveLateTerms, mostLateTerms, setLateTermsSchema, withLateTerms } from './late-rate.ts';
import { type TariffVersionDetails, tariffVersionDetailsSchema, withVersion } from './tariff.ts';
import { assertPriceAllowed, assertTieredBefore, isTiered } from './tiers.ts';

const setBy: readonly Role[] = ['manager', 'administrator'];

/** Returns what a price event carries for the meters context. */
function pricedUse(item: Pick<StoredFeeItem, 'utility' | 'nature'>, details: TariffVersionDetails) {
  const { from, price, vatClass } = details;
  const tiered = isTiered(details) ? { tiered: true } : {};
  return { from, utility: item.utility, price, held: isHeld(item), vatClass, ...tiered };
}

/** Returns a fee item with changed late charge terms and the transaction that saves it. */
function saveLateTerms(before: StoredFeeItem, decided: StoredFeeItem, act: ActionContext) {
  const after = { ...decided, updatedAt: act.recordedAt, version: before.version + 1 };
  const data = { feeItemId: after.feeItemId, changed: ['lateTerms'] };
  const transaction = new Transaction()
    .save(feeItems, after, before)
    .record(feeItems, after, 'FeeItemChanged', data, act);
  return { after, transaction };
}

/** Operations on fee items and their prices (D23). */
export const feeItemRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/estates/{estateId}/fee-items',
    operationId: 'createFeeItem',
    summary: 'Create a fee item with its first price',
    description: 'Its kind and utility cannot change later. A formula is tried on a sample unit first.',
    allow: setBy,
    throws: ['bad-formula', 'no-markup', 'price-needs-meter'],
    params: estatePath,
    body: newFeeItemSchema,
    status: 201,
    response: storedFeeItemSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      assertPriceAllowed(call.body.kind, call.body.tariff);
      const item = newFeeItem({ feeItemId: newId('fee', call.now), estateId }, call.body, call.now.toString());
      const { feeItemId } = item;
      const transaction = new Transaction()
        .save(feeItems, item)
        .record(feeItems, item, 'FeeItemDefined', { feeItemId, ...pricedUse(item, call.body.tariff) }, call.act());
      return call.commit(transaction, created(item, `/v1/fees/fee-items/${feeItemId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/estates/{estateId}/fee-items',
    operationId: 'listFeeItems',
    summary: 'List the fee items of an estate with all their prices, past ones included',
    description: 'Sorted by name.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(storedFeeItemSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      return ok(await list(feeItems, { index: 'lists', partition: feeLists.items(params.estateId), ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/fee-items/{feeItemId}',
    operationId: 'getFeeItem',
    summary: 'Get a fee item',
    description: 'With all its prices, past and future ones included.',
    allow: staffRoles,
    params: feeItemPath,
    response: storedFeeItemSchema,
    handle: async (call) => ok(visible(await get(feeItems, call.params), call.caller)),
  }),
  route({
    method: 'PUT',
    path: '/v1/fees/fee-items/{feeItemId}',
    operationId: 'changeFeeItem',
    summary: 'Change the name and scope of a fee item',
    description: 'Replaces both. Prices have versions of their own: see `setTariff`.',
    allow: setBy,
    params: feeItemPath,
    body: feeItemChangeSchema,
    response: storedFeeItemSchema,
    handle: async (call) => {
      const before = visible(await get(feeItems, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const after = { ...before, ...call.body, updatedAt: call.now.toString(), version: before.version + 1 };
      const data = { feeItemId: after.feeItemId, changed: ['name', 'scope'] };
      const transaction = new Transaction()
        .save(feeItems, after, before)
        .record(feeItems, after, 'FeeItemChanged', data, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/fee-items/{feeItemId}/tariff',
    operationId: 'setTariff',
    summary: 'Set a new price of a fee item from a day on',
    description: 'Past and billed days keep their price. 409 names the earliest possible day.',
    allow: setBy,
    throws: ['no-markup', 'past-period-not-repriced', 'price-needs-meter', 'tiers-from-the-start'],
    params: feeItemPath,
    body: tariffVersionDetailsSchema,
    response: storedFeeItemSchema,
    handle: async (call) => {
      const before = visible(await get(feeItems, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      assertPriceAllowed(before.kind, call.body);
      assertTieredBefore(before.tariff, call.body);
      const { calendar } = await estateInReach(call.caller, before.estateId);
      const today = dayIn(calendar.zone, call.now.toString());
      const billed = before.billedThrough === undefined ? '' : addDays(before.billedThrough, 1);
      const changed = withVersion(before, call.body, billed > today ? billed : today);
      const after = { ...before, ...changed, updatedAt: call.now.toString(), version: before.version + 1 };
      const data = { feeItemId: after.feeItemId, number: after.tariff.length, ...pricedUse(after, call.body) };
      const transaction = new Transaction()
        .save(feeItems, after, before)
        .record(feeItems, after, 'TariffChanged', data, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/fee-items/{feeItemId}/late-terms',
    operationId: 'setLateTerms',
    summary: 'Set the late charge of a fee item for bills due from a day on',
    description: 'Published bills keep their terms. A rate above what one person may set waits for `approveLateTerms`.',
    allow: setBy,
    throws: ['late-rate-too-high', 'late-terms-full', 'no-late-charge-for-others'],
    params: feeItemPath,
    body: setLateTermsSchema,
    response: storedFeeItemSchema,
    handle: async (call) => {
      const before = visible(await get(feeItems, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const { lateRateLimits } = await feesPolicy.of(before.estateId);
      const act = call.act();
      const asked = { by: act.actor.id, at: act.recordedAt };
      const decided = withLateTerms(before, call.body, asked, lateRateLimits);
      const { after, transaction } = saveLateTerms(before, decided, act);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/fee-items/{feeItemId}/approve-late-terms',
    operationId: 'approveLateTerms',
    summary: 'Approve the late charge terms that another person entered',
    description: 'They apply to bills published afterwards that are due on their first day or later.',
    allow: setBy,
    throws: ['another-person-needed', 'illegal-state'],
    params: feeItemPath,
    body: z.strictObject({ number: z.int().min(1).max(mostLateTerms) }).meta({ id: 'ApproveLateTermsBody' }),
    response: storedFeeItemSchema,
    handle: async (call) => {
      const before = visible(await get(feeItems, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const act = call.act();
      const approved = { by: act.actor.id, at: act.recordedAt };
      const decided = approveLateTerms(before, call.body.number, approved);
      const { after, transaction } = saveLateTerms(before, decided, act);
      return call.commit(transaction, ok(after));
    },
  }),
];
