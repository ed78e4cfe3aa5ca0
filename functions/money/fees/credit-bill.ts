import { creditNoteEntry, overpaymentEntry } from '../ledger/public.ts';
import {
  absorbedFen,
  agencyOf,
  assertWithinLimit,
  type Bill,
  badDebtOf,
  creditedFen,
  type Nature,
  natureOf,
  natures,
  openPrincipal,
  paidParts,
  postedOpen,
} from './bill.ts';
import { type BillChange, type BillContext, debtOf, extend, nextHead, recordEvent, refOf } from './bill-change.ts';
import type { BillLine } from './bill-line.ts';
import { lowerLines } from './bill-vat.ts';
import { correctLateCharge } from './claim-late-charge.ts';
import { addParts, noParts, type Parts, withAgency } from './debt-parts.ts';
import { scopeOf, scopeText } from './difference.ts';

/** The purpose of general prepaid money. */
const general = 'general';

/** Returns the principal of an amount that is owed to the company, or to third parties (R25.1), fen. */
const principalOf = (parts: Parts, nature: Nature) =>
  nature === 'agency' ? agencyOf(parts) : parts.principal - agencyOf(parts);

/**
 * What a credit note takes off a principal, fen: first what is open, then what was paid, then what was given
 * up. Of that the bad debt is lowered first; earlier notes may have lowered it already.
 */
interface Taken {
  readonly less: number;
  readonly paid: number;
  readonly badDebt: number;
}

function splitCredit(bill: Bill, nature: Nature, fen: number): Taken {
  const open = Math.min(fen, Math.max(0, principalOf(postedOpen(bill), nature)));
  const paid = Math.min(fen - open, Math.max(0, principalOf(paidParts(bill), nature)));
  const writtenOffFen = principalOf(badDebtOf(bill), nature);
  const badDebtUpTo = (amount: number) => Math.min(amount, writtenOffFen);
  const before = absorbedFen(bill, nature);
  return { less: open + paid, paid, badDebt: badDebtUpTo(before + fen - open - paid) - badDebtUpTo(before) };
}

/** Money of one purpose that paid a credited amount, fen; of it, what had paid third parties. */
interface FreedMoney {
  readonly purpose: string;
  readonly fen: number;
  readonly agencyFen?: number;
}

/** Returns the purposes of the money that paid the principal, the latest first, up to amounts in fen. */
function freedByPurpose(bill: Bill, paid: Readonly<Record<Nature, number>>): FreedMoney[] {
  const byPurpose = new Map<string, Parts>();
  for (const { purpose = general, parts } of bill.paid.toReversed()) {
    byPurpose.set(purpose, addParts([byPurpose.get(purpose) ?? noParts, parts]));
  }
  const left = { ...paid };
  return [...byPurpose].flatMap(([purpose, there]) => {
    const [own = 0, agencyFen = 0] = natures.map((nature) => {
      const freed = Math.min(left[nature], Math.max(0, principalOf(there, nature)));
      left[nature] -= freed;
      return freed;
    });
    const fen = own + agencyFen;
    return fen > 0 ? [{ purpose, fen, ...(agencyFen > 0 && { agencyFen }) }] : [];
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
  const creditOf = (nature: Nature) => {
    const mine = note.lines.filter((line) => natureOf(bill, line) === nature);
    return splitCredit(bill, nature, 0 - mine.reduce((sum, { fen }) => sum + fen, 0));
  };
  const taken = { own: creditOf('own'), agency: creditOf('agency') };
  const sumOf = (what: keyof Taken) => taken.own[what] + taken.agency[what];
  const scopes = bill.lines.map((line) => scopeText(scopeOf(line, bill)));
  const left = { own: taken.own.less + taken.own.badDebt, agency: taken.agency.less + taken.agency.badDebt };
  const offs = note.lines.map((line) => {
    const { feeItemId, held } = line;
    const nature = natureOf(bill, line);
    const fen = Math.min(left[nature], -line.fen);
    left[nature] -= fen;
    return { nth: scopes.indexOf(scopeText(scopeOf(line, note))), feeItemId, held, fen };
  });
  return {
    paid: { own: taken.own.paid, agency: taken.agency.paid },
    less: { own: taken.own.less, agency: taken.agency.less },
    lessFen: sumOf('less'),
    badDebtFen: sumOf('badDebt'),
    ...lowerLines(bill, offs, { entryId, noteId: note.billId }),
  };
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
  const { paid, less, lessFen, badDebtFen, parts, bill: lowered } = takeOff(bill, note, head.entryId);
  const paidFen = paid.own + paid.agency;
  const entry = creditNoteEntry(head, {
    ...debtOf(bill),
    lines: parts,
    lessFen,
    agencyFen: less.agency,
    badDebtFen,
    against: bill.writtenOff?.against,
  });
  const left = { ...less };
  const records = lines.map((line) => {
    const nature = natureOf(bill, line);
    const takenFen = Math.min(left[nature], line.fen);
    left[nature] -= takenFen;
    const { feeItemId, period, sharingId } = scopeOf(line, note);
    return {
      noteId: note.billId,
      feeItemId,
      period,
      ...(sharingId !== undefined && { sharingId }),
      fen: line.fen,
      absorbedFen: line.fen - takenFen,
      on: today,
    };
  });
  const after: Bill = { ...lowered, credited: [...(bill.credited ?? []), ...records] };
  const posted = extend(change, { bill: after, ...(entry && { entries: [entry] }) });
  const freed = freedByPurpose(bill, paid);
  const toldOf = (last: Bill) => ({
    ...refOf(last),
    noteId: note.billId,
    fen,
    openFen: openPrincipal(last),
    freed: freed.map((one) => ({ purpose: one.purpose, fen: one.fen })),
    freedFrom: freedByPayment(bill, paidFen),
  });
  const given = freed.reduce((now, one) => moveToPrepaid(now, one, note.billId, context), posted);
  return correctLateCharge(extend(given, { told: [recordEvent('BillCredited', toldOf, act)] }), context);
}

/** Moves money that paid a credited amount to the payer's prepaid money of the same purpose. */
export function moveToPrepaid(
  change: BillChange,
  { purpose, fen, agencyFen = 0 }: FreedMoney,
  noteId: string,
  context: BillContext,
): BillChange {
  const { bill } = change;
  assertWithinLimit(bill, 'paid');
  const back = {
    paymentId: noteId,
    on: context.today,
    at: context.act.recordedAt,
    parts: withAgency({ ...noParts, principal: -fen }, 0 - agencyFen),
    ...(purpose !== general && { purpose }),
  };
  const head = nextHead(change, context, context.today, '更正账单转预存');
  const entry = overpaymentEntry(head, { ...debtOf(bill), fen, agencyFen, purpose });
  return extend(change, { bill: { ...bill, paid: [...bill.paid, back] }, entries: [entry] });
}
