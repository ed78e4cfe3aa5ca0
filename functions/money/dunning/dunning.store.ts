import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type AccountRecord, accountSchema } from './dunning-account.ts';
import { type ContactRecord, contactRecordSchema } from './dunning-contact.ts';

const table = 'ledger';

/** Partitions of lists of dunning. */
export const dunningLists = {
  accounts: (estateId: string) => `ESTATE#${estateId}#DUNNING`,
  accountsIn: (estateId: string, state: string) => `ESTATE#${estateId}#DUNNING#${state}`,
  accountsOf: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#DUNNING`,
  atRisk: (estateId: string) => `ESTATE#${estateId}#LIMITATIONRISK`,
  contacts: (estateId: string) => `ESTATE#${estateId}#DUNNINGCONTACTS`,
  contactsOf: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#DUNNINGCONTACTS`,
};

/** Kind of due item: a dunning account. */
export const dueAccounts = 'dunning';
/** Prefix of an account's partition; the account id follows. */
const accountPrefix = 'DUNNING#';

/** Lists of a state begin with the longest arrears. A payer's list is sorted by unit. */
export const accounts = entity<AccountRecord, { accountId: string }>({
  table,
  type: 'dunning-account',
  schema: accountSchema,
  key: ({ accountId }) => ({ pk: `${accountPrefix}${accountId}`, sk: 'DUNNING' }),
  indexes: ({ accountId, estateId, payerId, unitId, state, anchor, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', dunningLists.accountsIn(estateId, state), anchor ?? '9999', accountId),
    ...indexKeys('mine', dunningLists.accountsOf(estateId, payerId), unitId, accountId),
    ...indexKeys('updates', dunningLists.accounts(estateId), updatedAt, accountId),
    ...dueKeys(dueAccounts, accountId, nextDueAt, updatedAt),
  }),
});

const riskSchema = z.object({ accountId: z.string(), estateId: z.string(), endsOn: z.string() }).meta({ id: 'Risk' });

/**
 * An account whose oldest bill's limitation period ended without a recorded demand (R0.3). The item exists
 * while this is so.
 */
export const limitationRisks = entity<z.infer<typeof riskSchema>, { accountId: string }>({
  table,
  type: 'limitation-risk',
  schema: riskSchema,
  key: ({ accountId }) => ({ pk: `LIMITATIONRISK#${accountId}`, sk: 'LIMITATIONRISK' }),
  indexes: ({ accountId, estateId, endsOn }) => ({
    ...indexKeys('lists', dunningLists.atRisk(estateId), endsOn, accountId),
  }),
});

export const contacts = entity<ContactRecord, { contactId: string }>({
  table,
  type: 'dunning-contact',
  schema: contactRecordSchema,
  key: ({ contactId }) => ({ pk: `DUNNINGCONTACT#${contactId}`, sk: 'DUNNINGCONTACT' }),
  indexes: ({ contactId, estateId, payerId, at, updatedAt }) => ({
    ...indexKeys('lists', dunningLists.contacts(estateId), at, contactId),
    ...indexKeys('mine', dunningLists.contactsOf(estateId, payerId), at, contactId),
    ...indexKeys('updates', dunningLists.contacts(estateId), updatedAt, contactId),
  }),
});

const reviewSchema = z
  .object({
    reviewId: z.string(),
    estateId: z.string(),
    policyVersion: z.number().int(),
    reviewed: z.number().int(),
    changed: z.number().int(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'DunningReview' });
export type Review = z.infer<typeof reviewSchema>;

/** Progress of the review of an estate's accounts after its policy changed to a version. */
export const reviews = entity<Review, { reviewId: string }>({
  table,
  type: 'dunning-review',
  schema: reviewSchema,
  key: ({ reviewId }) => ({ pk: `DUNNINGREVIEW#${reviewId}`, sk: 'REVIEW' }),
});
