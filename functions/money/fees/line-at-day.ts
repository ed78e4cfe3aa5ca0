import { product, ratio, toFenTogether, yuanOf } from '../../../shared/kernel/money.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { dayOfEntry } from '../ledger/public.ts';
import { absorbedFen, type Bill, badDebtOf, type Nature, natureOf, natures } from './bill.ts';
import { costsItem } from './bill-costs.ts';
import { lateChargeItem } from './claim-late-charge.ts';
import { addParts, type DebtPart, type Parts } from './debt-parts.ts';
import { scopeOf, scopeText } from './difference.ts';

/*
 * What the ledger has about each line of a bill at the end of a ledger day. Reports of money are sums of it,
 * so the report of a closed day never changes. Money pays a bill as a whole; its lines share it.
 */

/** A line of a bill at the end of a ledger day, fen. Costs of claiming and late charge are lines, too. */
export interface LineAtDay {
  readonly part: DebtPart;
  readonly feeItemId: string;
  readonly name: string;
  /** Collected on behalf of another party (R4.8). */
  readonly held: boolean;
  /** The service period. */
  readonly period: Span;
  readonly billedFen: number;
  readonly creditedFen: number;
  readonly receivedFen: number;
  readonly waivedFen: number;
  readonly writtenOffFen: number;
  /** Billed less all the others; below zero where more was paid than is owed. */
  readonly openFen: number;
}

const sumOf = (all: readonly { readonly fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/**
 * Shares an amount among lines in proportion to what is left of each, by largest remainder, and takes it off
 * them. What is beyond all of them goes to the first. Returns the amount of each line, fen.
 */
function take(amount: number, left: number[], concerns: (nth: number) => boolean = () => true): number[] {
  const open = left.map((fen, nth) => (concerns(nth) ? Math.max(0, fen) : 0));
  const all = open.reduce((sum, fen) => sum + fen, 0);
  const shared = Math.min(amount, all);
  const parts =
    shared === all || shared <= 0
      ? open.map((fen) => (shared <= 0 ? 0 : fen))
      : toFenTogether(open.map((fen) => product(yuanOf(shared), ratio(fen, all))));
  const [first = 0] = parts;
  const taken = parts.length > 0 ? [first + amount - Math.max(0, shared), ...parts.slice(1)] : [];
  for (const [nth, fen] of taken.entries()) left[nth] = (left[nth] ?? 0) - fen;
  return taken;
}

const plus = (a: readonly number[], b: readonly number[]) => a.map((fen, nth) => fen + (b[nth] ?? 0));

/** Returns what a bill's records say about its parts at the end of a ledger day. */
function recordsAt(bill: Bill, day: string) {
  const isPosted = ({ entryId, on }: { entryId?: string | undefined; on: string }) =>
    ((entryId && dayOfEntry(entryId)) ?? on) <= day;
  const { writtenOff } = bill;
  const recoveredBy = (one: NonNullable<typeof writtenOff>) => ({
    ...one,
    recovered: (one.recovered ?? []).filter(isPosted),
  });
  return {
    costs: bill.costs.filter(isPosted),
    lateClaims: bill.lateClaims.filter(isPosted),
    waived: bill.waived.filter(isPosted),
    credited: (bill.credited ?? []).filter(({ on }) => on <= day),
    paid: bill.paid.filter(({ on, postedOn = on }) => postedOn <= day),
    writtenOff: writtenOff && isPosted(writtenOff) ? badDebtOf({ writtenOff: recoveredBy(writtenOff) }) : undefined,
  };
}
type Records = ReturnType<typeof recordsAt>;

/** Returns the lines of the principal. Before the bill was posted they were billed nothing. */
function principalLines(bill: Bill, records: Records, isPosted: boolean): LineAtDay[] {
  const lines = isPosted ? bill.lines : bill.lines.map((line) => ({ ...line, fen: 0 }));
  const none = lines.map(() => 0);
  const left = lines.map(({ fen }) => fen);
  const scopes = lines.map((line) => scopeText(scopeOf(line, bill)));
  let credited = none;
  for (const one of records.credited) {
    const scope = scopeText(one);
    const isKnown = scopes.includes(scope);
    credited = plus(
      credited,
      take(one.fen, left, (nth) => !isKnown || scopes[nth] === scope),
    );
  }
  // What a credit note took off after it had been given up was no longer given up.
  const { credited: notes } = records;
  const then = { ...bill, credited: notes };
  const absorbed = { own: absorbedFen(then, 'own'), agency: absorbedFen(then, 'agency') };
  const stillGiven = (fen: number, nature: Nature = 'own') => {
    const gone = Math.min(absorbed[nature], fen);
    absorbed[nature] -= gone;
    return fen - gone;
  };
  // What is owed to third parties is apart where the ledger has it apart (R25.1).
  const apart = natures.filter((nature) => nature === 'own' || bill.agencyReceivable);
  const isOf = (nature: Nature) => (nth: number) => natureOf(bill, lines[nth] ?? { feeItemId: '' }) === nature;
  const fenIn = (parts: Parts | undefined, nature: Nature) =>
    nature === 'agency' ? (parts?.agency ?? 0) : (parts?.principal ?? 0) - (parts?.agency ?? 0);
  const lost = apart.map((nature) => ({ nature, fen: stillGiven(fenIn(records.writtenOff, nature), nature) }));
  const ofItem = (feeItemId: string | undefined) => (nth: number) =>
    feeItemId === undefined || lines[nth]?.feeItemId === feeItemId;
  const hasItem = (feeItemId: string | undefined) => lines.some((line) => line.feeItemId === feeItemId);
  let waived = none;
  const ofPrincipal = records.waived.filter(({ part }) => part === 'principal');
  // Together, because a discount that was taken back is negative.
  for (const [feeItemId, all] of Map.groupBy(ofPrincipal, (one) => one.feeItemId)) {
    waived = plus(waived, take(stillGiven(sumOf(all)), left, ofItem(hasItem(feeItemId) ? feeItemId : undefined)));
  }
  let received = none;
  const byPurpose = Map.groupBy(records.paid, ({ purpose }) => (hasItem(purpose) ? purpose : undefined));
  // Money for one item first: it pays no other (R11.4).
  for (const [purpose, all] of [...byPurpose].toSorted(
    ([a], [b]) => Number(a === undefined) - Number(b === undefined),
  )) {
    const sum = addParts(all.map(({ parts }) => parts));
    for (const nature of apart) {
      const concerns = (nth: number) => ofItem(purpose)(nth) && isOf(nature)(nth);
      received = plus(received, take(fenIn(sum, nature), left, concerns));
    }
  }
  const writtenOff = lost.reduce((all, { nature, fen }) => plus(all, take(fen, left, isOf(nature))), none);
  return lines.map((line, nth) => ({
    part: 'principal',
    feeItemId: line.feeItemId,
    name: line.name,
    held: line.held,
    period: line.period ?? bill.period,
    billedFen: line.fen,
    creditedFen: credited[nth] ?? 0,
    receivedFen: received[nth] ?? 0,
    waivedFen: waived[nth] ?? 0,
    writtenOffFen: writtenOff[nth] ?? 0,
    openFen: left[nth] ?? 0,
  }));
}

const partNames = { costs: '催收费用', 'late-charge': '违约金' } as const;

/** Returns the line of costs or of late charge, unless nothing was ever posted to it. */
function partLine(bill: Bill, part: 'costs' | 'late-charge', records: Records): LineAtDay[] {
  const posted = part === 'costs' ? records.costs : records.lateClaims;
  const billedFen = sumOf(posted);
  const receivedFen = records.paid.reduce((sum, { parts }) => sum + parts[part], 0);
  const waivedFen = sumOf(records.waived.filter((one) => one.part === part));
  const writtenOffFen = records.writtenOff?.[part] ?? 0;
  if (posted.length === 0 && receivedFen === 0 && waivedFen === 0 && writtenOffFen === 0) return [];
  return [
    {
      part,
      feeItemId: part === 'costs' ? costsItem : lateChargeItem,
      name: partNames[part],
      held: false,
      period: bill.period,
      billedFen,
      creditedFen: 0,
      receivedFen,
      waivedFen,
      writtenOffFen,
      openFen: billedFen - receivedFen - waivedFen - writtenOffFen,
    },
  ];
}

/**
 * Returns the lines of a bill at the end of a ledger day, in the order of the bill, then costs and late
 * charge. Their open amounts add up to the postings of the bill on its payer's account. Empty for a bill that
 * had none then. A payment that was posted on an earlier day than the bill is a credit until that day.
 */
export function linesAt(bill: Bill, day: string): LineAtDay[] {
  const { kind, entryId, publishedOn = '9999-12-31', cancelled, carriedOver } = bill;
  if (kind !== undefined || entryId === undefined || (cancelled !== undefined && cancelled.on <= day)) return [];
  // What a bill from the system before was on days before the cut-over: what is left of it, since its issue.
  const isPosted = (carriedOver?.issuedOn ?? dayOfEntry(entryId) ?? publishedOn) <= day;
  const records = recordsAt(bill, day);
  if (!isPosted && records.paid.length === 0) return [];
  return [
    ...principalLines(bill, records, isPosted),
    ...partLine(bill, 'costs', records),
    ...partLine(bill, 'late-charge', records),
  ];
}
