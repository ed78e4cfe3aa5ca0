import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { postEntries } from '../ledger/public.ts';
import { type Bill, isOwed } from './bill.ts';
import { beginChange, nextVersion, refOf, saveBills } from './bill-change.ts';
import { loadBillContext, todayIn } from './bill-context.ts';
import { bills as billsOf } from './bills.store.ts';
import { creditBill, takeOff } from './credit-bill.ts';

/** Issues the draft of a credit note and takes its lines off their bills in one transaction (R21.6). */
export async function issueNote(billId: string, act: ActionContext): Promise<void> {
  try {
    await retryOnConflict(() => issue(billId, act));
  } catch (error) {
    // The record of a bill is full: the run continues without this note, which becomes cancelled.
    if (!(error instanceof Problem) || error.kind.status >= 500) throw error;
    await retryOnConflict(() => drop(billId, error.kind.code, act));
  }
}

async function draftOf(billId: string): Promise<Bill | undefined> {
  const note = await get(billsOf, { billId });
  return note?.status === 'draft' ? note : undefined;
}

async function issue(billId: string, act: ActionContext): Promise<void> {
  const note = await draftOf(billId);
  if (!note) return;
  const lines = Map.groupBy(note.lines, ({ difference }) => difference?.creditsBillId ?? '');
  const ids = [...lines.keys()].map((id) => ({ billId: id }));
  const targets = await getMany(billsOf, ids, { consistent: true });
  // A bill was cancelled in the meantime: the next run calculates the note again.
  if (targets.length < ids.length || !targets.every(isOwed)) return drop(billId, 'bill-cancelled-meanwhile', act);
  const context = await loadBillContext(note.estateId, act, toInstant(act.recordedAt));
  const changes = targets.map((bill) =>
    nextVersion(creditBill(beginChange(bill), { ...note, lines: lines.get(bill.billId) ?? [] }, context), context),
  );
  // The tax of a line is what its bill gives back, which may be the rest of a rounding.
  const taxOff = new Map(
    targets.flatMap((bill) => {
      const mine = lines.get(bill.billId) ?? [];
      const { parts } = takeOff(bill, { ...note, lines: mine }, '');
      return mine.map((line, i) => [line, parts[i]?.vat] as const);
    }),
  );
  const issued: Bill = {
    ...note,
    lines: note.lines.map((line) => {
      const vat = taxOff.get(line);
      return vat ? { ...line, vat: { ...vat, taxFen: 0 - vat.taxFen } } : line;
    }),
    status: 'issued',
    dueOn: context.today,
    publishedOn: context.today,
    updatedAt: act.recordedAt,
    version: note.version + 1,
  };
  const transaction = new Transaction()
    .save(billsOf, issued, note)
    .record(billsOf, issued, 'CreditNoteIssued', { ...refOf(issued), fen: issued.fen }, act);
  await transaction.join(postEntries(saveBills(changes), context.ledger, [], [], act)).commit();
}

async function drop(billId: string, reason: string, act: ActionContext): Promise<void> {
  const note = await draftOf(billId);
  if (!note) return;
  const on = await todayIn(note.estateId, toInstant(act.recordedAt));
  const cancelled: Bill = {
    ...note,
    status: 'cancelled',
    cancelled: { on, by: act.actor.id, reason },
    updatedAt: act.recordedAt,
    version: note.version + 1,
  };
  const data = { ...refOf(cancelled), fen: cancelled.fen };
  await new Transaction()
    .save(billsOf, cancelled, note)
    .record(billsOf, cancelled, 'BillCancelled', data, act)
    .commit();
}
