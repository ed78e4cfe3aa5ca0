import * as z from 'zod';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { entity } from '../../../shared/store/entity.ts';
import { get } from '../../../shared/store/table.ts';
import { voucherFormatSchema } from './vouchers.ts';

/*
 * The vouchers of a closed month are one batch (R31.6): its format is fixed by the first export, and every
 * further export gives the same bytes. The month can then not be reopened: a correction is a further entry,
 * and so a further voucher of a later month.
 */

const voucherBatchSchema = z
  .object({
    estateId: z.string(),
    /** `2026-10`. */
    month: z.string(),
    format: voucherFormatSchema,
    /** SHA-256 of the file, how many vouchers it has, and the sum of their debits; once it was written. */
    written: z.object({ sha256: z.string(), vouchers: z.int(), debitFen: z.int() }).optional(),
    requestedBy: z.string(),
    requestedAt: z.string(),
  })
  .meta({ id: 'VoucherBatch' });
export type VoucherBatch = z.infer<typeof voucherBatchSchema>;

export const voucherBatches = entity<VoucherBatch, Pick<VoucherBatch, 'estateId' | 'month'>>({
  table: 'ledger',
  type: 'voucher-batch',
  schema: voucherBatchSchema,
  key: ({ estateId, month }) => ({ pk: `VOUCHERBATCH#${estateId}`, sk: `MONTH#${month}` }),
});

/** Returns the batch of a month that was exported. */
export function batchOf(estateId: string, month: string): Promise<VoucherBatch | undefined> {
  return get(voucherBatches, { estateId, month });
}

/** Returns the number of the batch of a month: `202610`. */
export function batchNumber(month: string): string {
  return month.replace('-', '');
}

const monthExported = problemKind('month-exported', 409, {
  'zh-CN': '{month} 的凭证已导出，不能再重开该月的日期。请在未结账日冲销更正。',
  'zh-TW': '{month} 的憑證已匯出，不能再重開該月的日期。請在未結帳日沖銷更正。',
  en: 'The vouchers of {month} were exported, so its days cannot be reopened. Correct them by a reversal on an open day.',
});

/** Returns the problem of a month whose vouchers were exported. */
export function exportedMonth(month: string): Problem {
  return new Problem(monthExported, { month });
}
