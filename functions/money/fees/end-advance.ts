import { creditNoteEntry, taxPointEntry } from '../ledger/public.ts';
import { type Advance, type AdvanceEnd, dueSplitOf, endOn, lessSplit, wholeOf } from './advance.ts';
import { type Bill, openPrincipal, paidParts } from './bill.ts';
import {
  type BillChange,
  type BillContext,
  beginChange,
  debtOf,
  extend,
  nextHead,
  recordEvent,
  refOf,
} from './bill-change.ts';
import { freedByPayment, moveToPrepaid } from './credit-bill.ts';

/** The months in advance and the bill after an early end, before they are saved. */
export interface EndedAdvance {
  readonly after: Advance;
  readonly change: BillChange;
}

/** The purpose of prepaid money that is to be refunded (R24.3). No bill takes it. */
export const refundPurpose = 'to-refund';

/**
 * Returns what is freed, fen, by purpose of the prepaid money that it becomes. What is to be refunded pays no
 * bill. Prepaid money that had paid the bill becomes what it was.
 */
function byPurpose(
  bill: Bill,
  freed: readonly { paymentId: string; fen: number }[],
  back: AdvanceEnd['back'],
): { purpose: string; fen: number }[] {
  const purposeOf = (paymentId: string) => {
    if (back === 'refund' && !paymentId.startsWith('use_')) return refundPurpose;
    return bill.paid.find((one) => one.paymentId === paymentId)?.purpose ?? 'general';
  };
  const groups = Map.groupBy(freed, ({ paymentId }) => purposeOf(paymentId));
  return [...groups].map(([purpose, parts]) => ({ purpose, fen: parts.reduce((sum, { fen }) => sum + fen, 0) }));
}

/**
 * Ends months in advance early (R24.3). What was not served is taken off the bill: first what is open, then
 * what was paid, which becomes prepaid money of the payer. `through` is the last day of service, or the day
 * before the first one. Tax that an invoice had made due goes back; the invoice then needs a red one.
 * `noteId` names the end in the records of the bill.
 */
export function endAdvance(
  advance: Advance,
  bill: Bill,
  { through, noteId, back: goes }: Pick<AdvanceEnd, 'through' | 'back'> & { noteId: string },
  context: BillContext,
): EndedAdvance {
  const { act, today } = context;
  const [line] = bill.lines;
  if (!line || line.advanceId !== advance.advanceId) throw new RangeError(`${bill.billId} is not of this advance`);
  const { feeItemId, vat } = advance;
  const { months, back } = endOn(advance, line, through);
  const fen = back.netFen + back.taxFen;
  const ended = { ...advance, months, to: through < advance.from ? advance.from : through };
  const left = wholeOf(ended);
  const invoiced = {
    netFen: Math.min(advance.invoiced.netFen, left.netFen),
    taxFen: Math.min(advance.invoiced.taxFen, left.taxFen),
  };
  const isOver = months.every(({ entryId }) => entryId !== undefined);
  const after: Advance = {
    ...ended,
    invoiced,
    status: isOver ? 'ended' : advance.status,
    dueAt: isOver ? undefined : advance.dueAt,
    updatedAt: act.recordedAt,
    version: advance.version + 1,
  };
  let change = beginChange(bill);
  if (fen === 0) return { after, change };

  const undue = lessSplit(dueSplitOf(after), dueSplitOf({ ...ended, invoiced: advance.invoiced }));
  if (undue.netFen !== 0 || undue.taxFen !== 0) {
    const entry = taxPointEntry(nextHead(change, context, today, '预收终止，税额转回待转'), {
      feeItemId,
      vat,
      ...undue,
    });
    change = extend(change, { entries: [entry] });
  }
  const head = nextHead(change, context, today, '预收终止，未服务部分');
  const parts = [
    { feeItemId, advanceId: advance.advanceId, fen, ...(vat && { vat: { ...vat, taxFen: back.taxFen } }) },
  ];
  const credit = creditNoteEntry(head, { ...debtOf(bill), lines: parts, lessFen: fen, badDebtFen: 0 });
  const open = Math.min(fen, Math.max(0, openPrincipal(bill)));
  const paidFen = Math.min(fen - open, Math.max(0, paidParts(bill).principal));
  const record = { noteId, feeItemId, period: bill.period, fen, absorbedFen: 0, on: today };
  const lowered = { line: 0, entryId: head.entryId, fen, taxFen: back.taxFen, noteId };
  const credited: Bill = {
    ...bill,
    credited: [...(bill.credited ?? []), record],
    ...(vat && { lowered: [...(bill.lowered ?? []), lowered] }),
  };
  const freedFrom = freedByPayment(bill, paidFen);
  const freed = byPurpose(bill, freedFrom, goes);
  const toldOf = (last: Bill) => ({
    ...refOf(last),
    noteId,
    fen,
    openFen: openPrincipal(last),
    freed,
    freedFrom,
  });
  change = extend(change, { bill: credited, ...(credit && { entries: [credit] }) });
  change = freed.reduce((now, one) => moveToPrepaid(now, one, noteId, context), change);
  return { after, change: extend(change, { told: [recordEvent('BillCredited', toldOf, act)] }) };
}
