import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { taskRoutes } from '../../../shared/tasks/task-routes.ts';
import {
  type CreditNoteTask,
  cashDesk,
  completeCreditNote,
  completeCreditNoteSchema,
  creditNoteTasks,
  moneyReaders,
} from '../payments/public.ts';
import { invoices } from './invoices.store.ts';

const notItsRed = problemKind('no-red-invoice', 409, {
  'zh-CN': '发票台账中没有红冲 {number} 的红字发票 {red}。请先开具并登记红字发票。',
  'zh-TW': '發票台帳中沒有紅沖 {number} 的紅字發票 {red}。請先開立並登記紅字發票。',
  en: 'The register has no red invoice {red} of {number}. Issue and record it first.',
});

/**
 * Rejects a number that is no red invoice of the task's invoice. An invoice from before the register is not
 * in it, and neither is its red one.
 * @throws Problem 409 no-red-invoice.
 */
async function assertIsRed({ invoiceNumber }: CreditNoteTask, redNumber: string): Promise<void> {
  const [blue, red] = await Promise.all([
    get(invoices, { number: invoiceNumber }),
    get(invoices, { number: redNumber }),
  ]);
  const isItsRed = red?.red?.number === invoiceNumber;
  const isOld = blue === undefined && red === undefined;
  if (!isItsRed && !isOld) throw new Problem(notItsRed, { number: invoiceNumber, red: redNumber });
}

/**
 * Routes of credit-note tasks (红字发票): invoices to take back because money was paid back or a bill
 * credited.
 */
export const creditNoteTaskRoutes = taskRoutes(creditNoteTasks, {
  path: '/v1/invoices/credit-note-tasks',
  name: 'CreditNoteTask',
  words: 'credit-note task',
  readers: moneyReaders,
  doneBy: cashDesk,
  completing: 'the number of the red invoice',
  throws: ['no-red-invoice'],
  body: completeCreditNoteSchema,
  complete: async (task, input, { act, now }) => {
    await assertIsRed(task, input.redInvoiceNumber);
    return completeCreditNote(task, input, act(), now);
  },
});
