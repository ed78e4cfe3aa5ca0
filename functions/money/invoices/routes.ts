import type { Route } from '../../../shared/http/route.ts';
import { creditNoteTaskRoutes } from './credit-note-task.routes.ts';
import { invoiceRoutes } from './invoice.routes.ts';
import { redLetterRoutes } from './red-letter.routes.ts';

/** All operations of the invoices context. */
export const routes: readonly Route[] = [...invoiceRoutes, ...redLetterRoutes, ...creditNoteTaskRoutes];
