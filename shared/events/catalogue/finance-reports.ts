import * as z from 'zod';
import { id } from './parts.ts';

/** Events of the reports of money. */
export const financeReportsEvents = {
  FinanceReportRequested: z.object({ reportId: id, kind: z.string() }),
  /** A slice of the estate is read, or all of it; `done` counts units or ledger entries. */
  FinanceReportContinued: z.object({ reportId: id, done: z.int() }),
  /** The files are written. */
  FinanceReportWritten: z.object({ reportId: id, rowCount: z.int() }),
} as const;
