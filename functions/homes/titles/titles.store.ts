import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { fundTablesOf } from '../handovers/public.ts';
import { type TitleDossier, titleDossierSchema } from './title-dossier.ts';
import type { TitleRules } from './title-money.ts';
import { titlesPolicy } from './titles.policy.ts';

const table = 'handovers';

/** Kind of due dossiers in the due index. */
export const titleDueKind = 'title';

/** Index partitions of dossiers: of an estate, of a buyer. */
export const titleLists = {
  ofEstate: (estateId: string) => `ESTATE#${estateId}#TITLES`,
  ofBuyer: (personId: string) => `PERSON#${personId}#TITLES`,
};

export const titleDossiers = entity<TitleDossier, { dossierId: string }>({
  table,
  type: 'title-dossier',
  schema: titleDossierSchema,
  key: ({ dossierId }) => ({ pk: `TITLE#${dossierId}`, sk: 'TITLE' }),
  indexes: ({ dossierId, estateId, unitLabel, buyerId, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', titleLists.ofEstate(estateId), unitLabel, dossierId),
    ...indexKeys('mine', titleLists.ofBuyer(buyerId), dossierId),
    ...indexKeys('updates', titleLists.ofEstate(estateId), updatedAt, dossierId),
    ...dueKeys(titleDueKind, dossierId, nextDueAt, updatedAt),
  }),
});

/**
 * Receipt numbers of authorities. One item each prevents a number from being used for two dossiers of an
 * estate.
 */
export const titleReceipts = entity<
  { estateId: string; receipt: string; dossierId: string },
  { estateId: string; receipt: string }
>({
  table,
  type: 'title-receipt',
  schema: z.object({ estateId: z.string(), receipt: z.string(), dossierId: z.string() }),
  key: ({ estateId, receipt }) => ({ pk: `TITLERECEIPT#${estateId}#${receipt}`, sk: 'RECEIPT' }),
});

/** Returns the estate's title policy with its fund rates. */
export async function titleRulesOf(estateId: string): Promise<TitleRules> {
  const [policy, fund] = await Promise.all([titlesPolicy.of(estateId), fundTablesOf(estateId)]);
  return { ...policy, fund };
}
