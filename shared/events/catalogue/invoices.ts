import * as z from 'zod';
import { fen, id } from './parts.ts';

/** Events of the invoice register. */
export const invoicesEvents = {
  /** An invoice, blue or red; a red one has negative amounts. */
  InvoiceRecorded: z.object({ invoiceNumber: z.string(), payerId: id, fen, taxFen: fen }),
  RedLetterChanged: z.object({ redLetterId: id, invoiceNumber: z.string(), status: z.string(), fen }),
} as const;
