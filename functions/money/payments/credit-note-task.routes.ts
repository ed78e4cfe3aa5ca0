import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { referenceSchema } from '../ledger/public.ts';
import { completeCreditNote } from './ask-credit-note.ts';
import { creditNoteTaskSchema, creditNoteTaskStatuses } from './credit-note-task.ts';
import { cashDesk, moneyReaders } from './limits.ts';
import { creditNoteTasks, paymentLists } from './payments.store.ts';

const taskPath = z.object({ taskId: z.string().max(64) });

/** Routes of credit-note tasks (红字发票): invoices to reverse because their money was paid back. */
export const creditNoteTaskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/payments/credit-note-tasks',
    operationId: 'listCreditNoteTasks',
    summary: 'List the credit-note tasks of an estate: of a status oldest first, or all by latest change',
    allow: moneyReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(creditNoteTaskStatuses).optional(),
    }),
    response: pageOf(creditNoteTaskSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => paymentLists.creditNoteTasksIn(estateId, status);
      return ok(await workList(creditNoteTasks, { all: paymentLists.creditNoteTasks(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/credit-note-tasks/{taskId}',
    operationId: 'getCreditNoteTask',
    summary: 'Get a credit-note task',
    allow: moneyReaders,
    params: taskPath,
    response: creditNoteTaskSchema,
    handle: async ({ caller, params }) => ok(visible(await get(creditNoteTasks, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/payments/credit-note-tasks/{taskId}/complete',
    operationId: 'completeCreditNoteTask',
    summary: 'Complete a credit-note task with the number of the red invoice',
    allow: cashDesk,
    params: taskPath,
    body: z.strictObject({ redInvoiceNumber: referenceSchema }),
    response: creditNoteTaskSchema,
    handle: async (call) => {
      const task = visible(await get(creditNoteTasks, call.params), call.caller);
      unchangedSince(call.ifMatch, task);
      const { after, transaction } = completeCreditNote(task, call.body.redInvoiceNumber, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
