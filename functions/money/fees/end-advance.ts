import { creditNoteEntry, taxPointEntry } from '../ledger/public.ts';
import { type Advance, dueSplitOf, endOn, lessSplit, wholeOf } from './advance.ts';
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
import { freedByPayment, freedByPurpose, moveToPrepaid } from './credit-bill.ts';

/** The months in advance and the bill after an early end, before they are saved. */
export interface EndedAdvance {
  readonly after: Advance;
  readonly change: BillChange;
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
  { through, noteId }: { through: string; noteId: string },
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
    status: isOver ? 'ended' : 'serving',
    dueAt: isOver ? undefined : act.recordedAt,
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
  const freed = freedByPurpose(bill, paidFen);
  const toldOf = (last: Bill) => ({
    ...refOf(last),
    noteId,
    fen,
    openFen: openPrincipal(last),
    freed,
    freedFrom: freedByPayment(bill, paidFen),
  });
  change = extend(change, { bill: credited, ...(credit && { entries: [credit] }) });
  change = freed.reduce((now, one) => moveToPrepaid(now, one, noteId, context), change);
  return { after, change: extend(change, { told: [recordEvent('BillCredited', toldOf, act)] }) };
}
