import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { entity } from '../../../shared/store/entity.ts';
import { type StoredSheet, storedSheetSchema } from './sheet.ts';

const table = 'handovers';

const fundReceiptSchema = z
  .object({ estateId: z.string(), receipt: z.string(), handoverId: z.string() })
  .meta({ id: 'FundReceipt' });
export type FundReceipt = z.infer<typeof fundReceiptSchema>;

/** Receipts of the maintenance fund, each for one home of an estate. */
export const fundReceipts = entity<FundReceipt, { estateId: string; receipt: string }>({
  table,
  type: 'fund-receipt',
  schema: fundReceiptSchema,
  key: ({ estateId, receipt }) => ({ pk: `FUNDRECEIPT#${estateId}#${receipt}`, sk: 'RECEIPT' }),
});

const fundTermsSchema = z
  .object({
    estateId: z.string(),
    unitId: z.string(),
    buyerId: z.string(),
    /** Absent when no rate table applies on the contract day, or when a reduction is granted. */
    due: z.object({ fen: fenSchema, version: z.string() }).optional(),
  })
  .meta({ id: 'FundTerms' });
export type FundTerms = z.infer<typeof fundTermsSchema>;

/** First payment that a contract of sale makes due. The title dossier enters it. */
export const fundTerms = entity<FundTerms, { unitId: string; buyerId: string }>({
  table,
  type: 'fund-terms',
  schema: fundTermsSchema,
  key: ({ unitId, buyerId }) => ({ pk: `FUNDTERMS#${unitId}#${buyerId}`, sk: 'FUNDTERMS' }),
});

/** Signed acceptance sheets. */
export const sheets = entity<StoredSheet, { handoverId: string }>({
  table,
  type: 'sheet',
  schema: storedSheetSchema,
  key: ({ handoverId }) => ({ pk: `HANDOVER#${handoverId}`, sk: 'SHEET' }),
});
