import * as z from 'zod';
import { entity } from '../../../shared/store/entity.ts';
import { type StoredSheet, storedSheetSchema } from './sheet.ts';

const table = 'handovers';

const fundReceiptSchema = z.object({ estateId: z.string(), receipt: z.string(), handoverId: z.string() });
type FundReceipt = z.infer<typeof fundReceiptSchema>;

/** A receipt of the maintenance fund stands for one home of an estate. */
export const fundReceipts = entity<FundReceipt, { estateId: string; receipt: string }>({
  table,
  type: 'fund-receipt',
  schema: fundReceiptSchema,
  key: ({ estateId, receipt }) => ({ pk: `FUNDRECEIPT#${estateId}#${receipt}`, sk: 'RECEIPT' }),
});

/** The acceptance sheet as it was signed. */
export const sheets = entity<StoredSheet, { handoverId: string }>({
  table,
  type: 'sheet',
  schema: storedSheetSchema,
  key: ({ handoverId }) => ({ pk: `HANDOVER#${handoverId}`, sk: 'SHEET' }),
});
