import { exact, product, ratio, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import {
  agencyOf,
  type Bill,
  badDebtOf,
  firstDeliveryOf,
  foundedLeft,
  givenUpOf,
  isOpen,
  isOwed,
  isWrittenOff,
  paidParts,
  postedOpen,
  postedParts,
} from './bill.ts';
import type { BillLine } from './bill-line.ts';
import { type CourtSafe, courtSafeOn } from './court-safe.ts';
import { noParts, type Parts, withAgency } from './debt-parts.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { type LateCharge, type LateLine, type LateTerms, lateChargeOn } from './late-charge.ts';

/** The settings that decide on late charge. */
export type LatePolicy = Pick<FeesPolicy, 'late' | 'lprAt' | 'disputeAnswerDays'>;

/** What lowered the principal on a day, fen; of one fee item, or of the heaviest burden first. */
interface Lowering {
  readonly on: string;
  readonly fen: number;
  readonly feeItemId?: string | undefined;
  /** Paid or written off of lines that are, or are not, collected for others, where that is kept apart. */
  readonly held?: boolean | undefined;
}

/** Returns the principal of an amount, apart for lines of third parties where the ledger has them apart. */
function byNature({ agencyReceivable }: Bill, parts: Parts): Omit<Lowering, 'on'>[] {
  if (!agencyReceivable) return [{ fen: parts.principal }];
  return [
    { fen: parts.principal - agencyOf(parts), held: false },
    { fen: agencyOf(parts), held: true },
  ];
}

/**
 * Returns what lowered the principal, by day. A payment that was taken back adds up to 0 with its counter
 * entry. Waivers and write-offs lower the principal from their day on.
 */
function loweringsOf(bill: Bill): Lowering[] {
  const ofPayments = new Map<string, Lowering>();
  for (const { paymentId, on, parts } of bill.paid) {
    for (const one of byNature(bill, parts)) {
      const key = `${on} ${paymentId} ${one.held}`;
      ofPayments.set(key, { ...one, on, fen: (ofPayments.get(key)?.fen ?? 0) + one.fen });
    }
  }
  const waived = [
    ...Map.groupBy(
      bill.waived.filter(({ part }) => part === 'principal'),
      ({ waiverId }) => waiverId,
    ).values(),
  ].flatMap(([first, ...back]): Lowering[] => {
    // A discount that was taken back adds up to 0.
    return first ? [{ ...first, fen: back.reduce((sum, { fen }) => sum + fen, first.fen) }] : [];
  });
  const on = bill.writtenOff?.on;
  const writtenOff = on === undefined ? [] : byNature(bill, badDebtOf(bill)).map((one) => ({ ...one, on }));
  return [...ofPayments.values(), ...waived, ...writtenOff]
    .filter(({ fen }) => fen > 0)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/**
 * Returns the late charge terms of a line; undefined where it has none (R5.1). A line collected for others
 * has none, because the company is not its creditor (R25.2).
 */
function termsOf({ held, late }: BillLine, bill: Bill, policy: LatePolicy): LateTerms | undefined {
  if (held) return undefined;
  return late ?? (bill.late === undefined ? policy.late : bill.late) ?? undefined;
}

/** Lines with the same terms. `leftFen` is the principal that is not yet lowered. */
interface SameTerms {
  readonly terms: LateTerms | undefined;
  readonly feeItemIds: ReadonlySet<string>;
  readonly held: boolean;
  readonly principalFen: number;
  readonly payments: { readonly on: string; readonly fen: number }[];
  leftFen: number;
}

const rateOf = ({ terms }: Pick<SameTerms, 'terms'>) => exact(terms?.dailyRate ?? '0').top;

/**
 * Returns the principal of a bill by its late charge terms, the highest rate first, with what lowered each.
 * What was credited was never owed (R22), nor what a founded objection was about (R27.6). Money pays the
 * heaviest burden of a bill first (R28.1). A payment beyond a principal that was credited later counts only
 * up to the lowered principal.
 */
function byTerms(bill: Bill, policy: LatePolicy): SameTerms[] {
  if (bill.kind === 'credit-note') return [];
  const keyOf = (line: BillLine) => JSON.stringify([termsOf(line, bill, policy) ?? null, line.held]);
  const all = [...Map.groupBy(bill.lines, keyOf).values()]
    .map((lines): SameTerms => {
      const feeItemIds = new Set(lines.map(({ feeItemId }) => feeItemId));
      const credited = (bill.credited ?? []).filter(({ feeItemId }) => feeItemIds.has(feeItemId));
      const fen = lines.reduce((sum, one) => sum + one.fen, 0) - credited.reduce((sum, one) => sum + one.fen, 0);
      const [first] = lines;
      const terms = first && termsOf(first, bill, policy);
      const owedFen = Math.max(0, fen);
      return { terms, feeItemIds, held: first?.held ?? false, principalFen: owedFen, payments: [], leftFen: owedFen };
    })
    .toSorted((a, b) => rateOf(b).cmp(rateOf(a)));
  const founded = foundedLeft(bill);
  lower(all, founded.fen);
  const owed = all.map((one) => ({ ...one, principalFen: one.leftFen }));
  let waivedFen = founded.waivedFen;
  for (const { on, fen, feeItemId, held } of loweringsOf(bill)) {
    // What was waived because of a founded objection is not owed already.
    const known = feeItemId === undefined ? 0 : Math.min(fen, waivedFen);
    waivedFen -= known;
    const own = owed.filter((one) => one.held === held || (feeItemId !== undefined && one.feeItemIds.has(feeItemId)));
    const rest = lower(own, fen - known, on);
    lower(owed, rest, on);
  }
  return owed;
}

/** Lowers principals by an amount, in their order. Returns the amount beyond all of them, fen. */
function lower(all: readonly SameTerms[], fen: number, on?: string): number {
  return all.reduce((left, one) => {
    const taken = Math.min(left, one.leftFen);
    one.leftFen -= taken;
    if (taken > 0 && on !== undefined) one.payments.push({ on, fen: taken });
    return left - taken;
  }, fen);
}

/**
 * Returns the days without late charge. While an objection is open, its days do not count. When it was
 * unfounded, only the days count on which the company was late with its answer (R27.6). Days excused for a
 * cashier's mistake do not count either (R21.3).
 */
function freeDays(bill: Bill, openDisputes: 'suspend' | 'ignore'): LateLine['disputes'] {
  const disputed = bill.disputes.flatMap(({ from, to, decision, answerBy }) => {
    if (to === undefined) return openDisputes === 'suspend' ? [{ from }] : [];
    // An objection that was settled without a decision keeps its days free.
    if (decision === undefined) return [{ from, to }];
    return answerBy !== undefined && answerBy < to ? [{ from: addDays(answerBy, 1), to }] : [];
  });
  return [...disputed, ...(bill.excused ?? [])];
}

function lateLines(
  bill: Bill,
  policy: LatePolicy,
  openDisputes: 'suspend' | 'ignore',
): (LateLine & { terms: LateTerms })[] {
  if (!isOwed(bill)) return [];
  const disputes = freeDays(bill, openDisputes);
  const { lateTo, lateFen } = bill.carriedOver ?? {};
  // The system before counted the days up to `lateTo` (R30.2).
  const dueOn = lateTo !== undefined && lateTo > bill.dueOn ? lateTo : bill.dueOn;
  const of = { dueOn, deliveredOn: firstDeliveryOf(bill), disputes, ...(lateFen && { accruedFen: lateFen }) };
  return byTerms(bill, policy).flatMap(({ terms, principalFen, payments }) =>
    terms ? [{ ...of, principalFen, payments, terms }] : [],
  );
}

/**
 * Returns the daily rates of late charge that open principal of a bill bears, fen each. They decide which
 * debt is the heavier burden (R28.1).
 */
export function principalByRate(bill: Bill, openFen: number, policy: LatePolicy): { dailyRate: string; fen: number }[] {
  let left = openFen;
  const rates = byTerms(bill, policy).map(({ terms, leftFen }) => {
    const fen = Math.min(left, leftFen);
    left -= fen;
    return { dailyRate: terms?.dailyRate ?? '0', fen };
  });
  return left > 0 ? [...rates, { dailyRate: '0', fen: left }] : rates;
}

/**
 * Returns the part of a paid principal that goes to lines collected for others, fen (R25.1). What bears a
 * late charge is the heavier burden and comes first; the other lines share the rest in proportion (R28.1).
 * `open` is what may be paid of the bill.
 */
export function agencyPartOf(bill: Bill, principalFen: number, open: Parts, policy: LatePolicy): number {
  const agency = agencyOf(open);
  if (agency <= 0 || principalFen <= 0) return 0;
  const own = open.principal - agency;
  const rates = principalByRate(bill, open.principal, policy).filter(({ dailyRate }) => exact(dailyRate).top.gt('0'));
  const heavier = Math.min(
    own,
    rates.reduce((sum, { fen }) => sum + fen, 0),
  );
  const rest = Math.max(0, principalFen - heavier);
  const share = toFen(product(yuanOf(rest), ratio(agency, open.principal - heavier)));
  return Math.max(0, principalFen - own, Math.min(share, agency, principalFen));
}

/**
 * Returns the late charge of a bill at the end of a day. It is recalculated from the recorded deliveries,
 * disputes and payments, by the day on which they happened (R5.1 to R5.4, D32).
 */
export function lateOf(
  bill: Bill,
  on: string,
  policy: LatePolicy,
  openDisputes: 'suspend' | 'ignore' = 'suspend',
): LateCharge {
  const all = lateLines(bill, policy, openDisputes).map((line) => lateChargeOn(on, line, line.terms));
  return {
    claimedFen: all.reduce((sum, { claimedFen }) => sum + claimedFen, 0),
    capped: all.some(({ capped }) => capped),
    steps: all.flatMap(({ steps }) => steps),
  };
}

/** Returns what a court is expected to grant of the late charge of a bill on a day, for staff (R27.4). */
export function courtSafeOf(bill: Bill, on: string, policy: LatePolicy): CourtSafe {
  const { claimedFen } = lateOf(bill, on, policy);
  return courtSafeOn(on, lateLines(bill, policy, 'suspend'), claimedFen, policy.lprAt);
}

/**
 * Returns the total late charge owed on a day, fen. It is never less than what was claimed and not corrected.
 * Nothing more is claimed for a bad debt.
 */
function lateOwed(bill: Bill, on: string, policy: LatePolicy): number {
  if (isWrittenOff(bill)) return postedParts(bill)['late-charge'];
  return Math.max(lateOf(bill, on, policy).claimedFen, postedParts(bill)['late-charge']);
}

/** Returns what is open of each part on a day, whatever the status of the bill, fen. */
export function restOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  const open = postedOpen(bill);
  const late = lateOwed(bill, on, policy) - paidParts(bill)['late-charge'] - givenUpOf(bill, 'late-charge');
  const principal = Math.max(0, open.principal);
  const parts = { costs: Math.max(0, open.costs), 'late-charge': Math.max(0, late), principal };
  return withAgency(parts, Math.max(0, Math.min(principal, agencyOf(open))));
}

/**
 * Returns what is open of each part of a bill on a day (`YYYY-MM-DD` in the estate's zone), fen. Everything
 * is 0 for a bill that is not open.
 */
export function partsOpenOn(bill: Bill, on: string, policy: LatePolicy): Parts {
  return isOpen(bill) ? restOn(bill, on, policy) : noParts;
}
