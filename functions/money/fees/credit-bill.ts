import { creditNoteEntry, overpaymentEntry } from '../ledger/public.ts';
import { assertWithinLimit, type Bill, badDebtOf, creditedFen, openPrincipal, paidParts } from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import type { BillLine } from './bill-line.ts';
import { lowerLines } from './bill-vat.ts';
import { correctLateCharge } from './claim-late-charge.ts';
import { noParts } from './debt-parts.ts';
import { scopeOf, scopeText } from './difference.ts';

/** The purpose of general prepaid money. */
const general = 'general';

/**
 * What a credit note takes off a principal, fen: first what is open, then what was paid, then what was given
 * up.
 */
interface Taken {
  readonly open: number;
  readonly paid: number;
  readonly absorbed: number;
}

function splitCredit(bill: Bill, fen: number): Taken {
  const open = Math.min(fen, Math.max(0, openPrincipal(bill)));
  const paid = Math.min(fen - open, Math.max(0, paidParts(bill).principal));
  return { open, paid, absorbed: fen - open - paid };
}

/** Returns the purposes of the money that paid the principal, the latest first, up to an amount in fen. */
function freedByPurpose(bill: Bill, fen: number): { purpose: string; fen: number }[] {
  const byPurpose = new Map<string, number>();
  for (const { purpose = general, parts } of bill.paid.toReversed()) {
    byPurpose.set(purpose, (byPurpose.get(purpose) ?? 0) + parts.principal);
  }
  let left = fen;
  return [...byPurpose].flatMap(([purpose, there]) => {
    const freed = Math.min(left, Math.max(0, there));
    left -= freed;
    return freed > 0 ? [{ purpose, fen: freed }] : [];
  });
}

/**
 * Returns the payments that an amount in fen was freed from, the latest first. Skips what earlier credit
 * notes freed.
 */
export function freedByPayment(bill: Pick<Bill, 'paid'>, fen: number): { paymentId: string; fen: number }[] {
  const byPayment = new Map<string, number>();
  for (const { paymentId, parts } of bill.paid.toReversed()) {
    byPayment.set(paymentId, (byPayment.get(paymentId) ?? 0) + parts.principal);
  }
  let earlier = [...byPayment.values()].reduce((sum, net) => sum - Math.min(0, net), 0);
  let left = fen;
  return [...byPayment].flatMap(([paymentId, net]) => {
    const there = Math.max(0, net);
    const before = Math.min(earlier, there);
    earlier -= before;
    const freed = Math.min(left, there - before);
    left -= freed;
    return freed > 0 ? [{ paymentId, fen: freed }] : [];
  });
}

/** The lines of a credit note on one bill, as far as it names them. */
type NoteLines = Pick<Bill, 'billId' | 'period'> & { readonly lines: readonly BillLine[] };

/**
 * Returns what a credit note takes off a bill, fen, with the part that had been written off. `parts` is
 * what its lines take off revenue and tax, in their order, without what earlier waivers had already taken
 * off. `bill` has the records of it.
 */
export function takeOff(bill: Bill, note: NoteLines, entryId: string) {
  const taken = splitCredit(bill, 0 - note.lines.reduce((sum, { fen }) => sum + fen, 0));
  // Of what was given up, the bad debt is lowered first. Earlier notes may have lowered it already.
  const { principal: writtenOffFen } = badDebtOf(bill);
  const badDebtUpTo = (fen: number) => Math.min(fen, writtenOffFen);
  const absorbedBefore = creditedFen(bill, 'with-given-up') - creditedFen(bill, 'open-only');
  const badDebtFen = badDebtUpTo(absorbedBefore + taken.absorbed) - badDebtUpTo(absorbedBefore);
  const lessFen = taken.open + taken.paid;
  const scopes = bill.lines.map((line) => scopeText(scopeOf(line, bill)));
  let left = lessFen + badDebtFen;
  const offs = note.lines.map((line) => {
    const { feeItemId, held } = line;
    const fen = Math.min(left, -line.fen);
    left -= fen;
    return { nth: scopes.indexOf(scopeText(scopeOf(line, note))), feeItemId, held, fen };
  });
  return { paidFen: taken.paid, lessFen, badDebtFen, ...lowerLines(bill, offs, { entryId, noteId: note.billId }) };
}

/**
 * Takes the lines of a credit note off a bill (更正/红冲, R21.6). It first lowers what is open. Paid amounts
 * become prepaid money of the payer; waived or written-off amounts are lowered. The late charge is
 * recalculated as if the amount had never been owed. Existing entries stay unchanged.
 * @throws RangeError when it takes off more than was billed.
 * @throws Problem 409 `bill-is-full`.
 */
export function creditBill(change: BillChange, note: NoteLines, context: BillContext): BillChange {
  const { bill } = change;
  const { today, act } = context;
  const lines = note.lines.map((line) => ({ ...line, fen: -line.fen }));
  const fen = lines.reduce((sum, line) => sum + line.fen, 0);
  if (fen <= 0 || creditedFen(bill, 'with-given-up') + fen > bill.fen) {
    throw new RangeError(`credit note ${note.billId} takes ${fen} fen off ${bill.billId}`);
  }
  assertWithinLimit(bill, 'credited', lines.length);
  const head = nextHead(change, context, today, '更正账单');
  const { paidFen, lessFen, badDebtFen, parts, bill: lowered } = takeOff(bill, note, head.entryId);
  const entry = creditNoteEntry(head, {
    ...debtOf(bill),
    lines: parts,
    lessFen,
    badDebtFen,
    against: bill.writtenOff?.against,
  });
  let less = lessFen;
  const records = lines.map((line) => {
    const absorbedFen = line.fen - Math.min(less, line.fen);
    less -= line.fen - absorbedFen;
    const { feeItemId, period, sharingId } = scopeOf(line, note);
    return {
      noteId: note.billId,
      feeItemId,
      period,
      ...(sharingId !== undefined && { sharingId }),
      fen: line.fen,
      absorbedFen,
      on: today,
    };
  });
  const after: Bill = { ...lowered, credited: [...(bill.credited ?? []), ...records] };
  const posted = extend(change, { bill: after, ...(entry && { entries: [entry] }) });
  const freed = freedByPurpose(bill, paidFen);
  const toldOf = (last: Bill) => ({
    ...refOf(last),
    noteId: note.billId,
    fen,
    openFen: openPrincipal(last),
    freed,
    freedFrom: freedByPayment(bill, paidFen),
  });
  const given = freed.reduce((now, one) => moveToPrepaid(now, one, note.billId, context), posted);
  return correctLateCharge(extend(given, { told: [recordEvent('BillCredited', toldOf, act)] }), context);
}

/** Moves money that paid a credited amount to the payer's prepaid money of the same purpose. */
export function moveToPrepaid(
  change: BillChange,
  { purpose, fen }: { purpose: string; fen: number },
  noteId: string,
  context: BillContext,
): BillChange {
  const { bill } = change;
  assertWithinLimit(bill, 'paid');
  const back = {
    paymentId: noteId,
    on: context.today,
    at: context.act.recordedAt,
    parts: { ...noParts, principal: -fen },
    ...(purpose !== general && { purpose }),
  };
  const head = nextHead(change, context, context.today, '更正账单转预存');
  const entry = overpaymentEntry(head, { ...debtOf(bill), fen, purpose });
  return extend(change, { bill: { ...bill, paid: [...bill.paid, back] }, entries: [entry] });
}
