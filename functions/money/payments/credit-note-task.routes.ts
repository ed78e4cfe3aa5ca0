import { taskRoutes } from '../../../shared/tasks/task-routes.ts';
import { completeCreditNote, completeCreditNoteSchema } from './ask-credit-note.ts';
import { creditNoteTasks } from './credit-note-task.ts';
import { cashDesk, moneyReaders } from './roles.ts';

/** Routes of credit-note tasks (红字发票): invoices to reverse because their money was paid back. */
export const creditNoteTaskRoutes = taskRoutes(creditNoteTasks, {
  path: '/v1/payments/credit-note-tasks',
  name: 'CreditNoteTask',
  words: 'credit-note task',
  readers: moneyReaders,
  doneBy: cashDesk,
  completing: 'the number of the red invoice',
  body: completeCreditNoteSchema,
  complete: (task, input, { act, now }) => completeCreditNote(task, input, act(), now),
});
