import { derivedId } from '../../../shared/kernel/ids.ts';
import { exact, exactText, type Rounding } from '../../../shared/kernel/money.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import type { Unit } from '../../register/owners/public.ts';
import { type BackBilling, withinBackBilling } from './back-billing.ts';
import { type Bill, mostLines } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import type { BillingRun, SkippedUnit } from './billing-run.ts';
import { type Charge, chargePeriod, type Measure, type Uncharged, type Use } from './charge.ts';
import { chargeShare } from './charge-share.ts';
import { type BilledLine, billedLines, differencesOf, scopeOf, scopeText } from './difference.ts';
import { concerns, isHeld, type StoredFeeItem } from './fee-item.ts';
import { BadFormula } from './formula.ts';
import { type Payer, withoutDays } from './payer.ts';
import type { DiscountedDays } from './reduction.ts';
import type { SharingLineItem, SharingRecord } from './sharing-record.ts';
import { versionOn } from './tariff.ts';
import { pricesOfUse } from './tiers.ts';

/** A unit's share of a common cost, with its sharing. */
export interface ShareOfUnit {
  readonly sharing: SharingRecord;
  readonly line: SharingLineItem;
}

/** A fee item and one of its service periods. */
export interface ItemPeriod {
  readonly feeItemId: string;
  readonly period: Span;
}

/** The input from which the bills of one unit are calculated. */
export interface UnitToBill {
  readonly run: Pick<BillingRun, 'runId' | 'estateId' | 'period'>;
  readonly unit: Unit;
  /** Owners and their days, oldest first. */
  readonly owners: readonly { personId: string; from: string; to?: string | undefined }[];
  /** The payer of days without an owner (R3.5); null: such days are skipped. */
  readonly developerId: string | null;
  readonly items: readonly StoredFeeItem[];
  /** What to bill; by default each item for the period of the run. */
  readonly periods?: readonly ItemPeriod[];
  /** Usage by fee item and service period (`usesKey`). */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly shares: readonly ShareOfUnit[];
  readonly rounding: Rounding;
  /** Days charged in advance, which are left out (R24.5). */
  readonly inAdvance?: readonly (Span & { readonly feeItemId: string })[];
  /** Discounts of the unit by fee item (R33.1). */
  readonly discounts?: ReadonlyMap<string, readonly DiscountedDays[]>;
  /** How far back a run that bills again reaches; absent: no limit (R22.5). */
  readonly backBilling?: BackBilling | undefined;
  /** Bills and credit notes of the unit published before; absent where the run is the first of its months. */
  readonly published?: readonly Bill[];
}

/** Returns the key of an item's usage in a service period. */
export function usesKey({ feeItemId, period: { from, to } }: ItemPeriod): string {
  return `${feeItemId} ${from} ${to}`;
}

/** Returns the payers of a period: the owners on their days, the developer on the days between. */
export function payersOf(
  { owners, developerId }: Pick<UnitToBill, 'owners' | 'developerId'>,
  { from, to }: Span,
): Payer[] {
  const known = owners
    .filter((owner) => owner.from <= to && (owner.to === undefined || from <= owner.to))
    .map((owner) => ({
      payerId: owner.personId,
      from: owner.from > from ? owner.from : from,
      to: owner.to === undefined || owner.to > to ? to : owner.to,
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  if (developerId === null) return known;
  const payers: Payer[] = [];
  let free = from;
  for (const owner of known) {
    if (free < owner.from) payers.push({ payerId: developerId, from: free, to: addDays(owner.from, -1) });
    payers.push(owner);
    free = addDays(owner.to, 1);
  }
  if (free <= to) payers.push({ payerId: developerId, from: free, to });
  return payers;
}

type Skip = Pick<SkippedUnit, 'feeItemId' | 'from' | 'to' | 'why'>;
interface Charged {
  lines: BillLine[];
  skips: Skip[];
  /** True when an input of the charge is missing. What was billed before then stays as it is. */
  unknown?: boolean;
}

/** The most bills that the documents of one transaction may credit. */
const mostCredited = 6;

/**
 * Returns the draft bills of a unit for a run: one for each payer, with a line for each fee item. Returns
 * also the days that are not charged, each with its reason (D26). What was published before is subtracted:
 * only missing amounts are billed, and excess amounts become credit notes (R22). The same input gives the
 * same bills.
 */
export function billsOfUnit(what: UnitToBill): { bills: Bill[]; skipped: SkippedUnit[] } {
  const { run, unit, published = [] } = what;
  const periods = what.periods ?? what.items.map(({ feeItemId }) => ({ feeItemId, period: run.period }));
  const billed = Map.groupBy(billedLines(published), ({ bill, line }) => scopeText(scopeOf(line, bill)));
  const charged = periods.map((one) => chargePeriodOf(one, what, billed));
  const all = charged.flatMap((one) => one.lines);
  const { lines, skips: tooOld } = what.backBilling
    ? withinBackBilling(all, what.backBilling, run.period)
    : { lines: all, skips: [] };
  const skips = [...charged.flatMap((one) => one.skips), ...tooOld];
  const bills = [...Map.groupBy(lines, (line) => line.payerId)].flatMap(([payerId, mine]): Bill[] => {
    const owed = mine.filter(({ fen }) => fen >= 0);
    const credits = mine.filter(({ fen }) => fen < 0);
    if (owed.some(({ fen }) => fen > 0)) return [...billsFor(what, payerId, owed), ...notesFor(what, payerId, credits)];
    skips.push(
      ...owed.map((line) => ({ ...spanOf(line), feeItemId: line.feeItemId, why: 'nothing-to-charge' as const })),
    );
    return notesFor(what, payerId, credits);
  });
  const { unitId, label } = unit;
  return { bills, skipped: skips.map((skip) => ({ runId: run.runId, unitId, label, ...skip })) };
}

function billsFor(what: UnitToBill, payerId: string, lines: readonly BillLine[]): Bill[] {
  return chunksOf(lines, mostLines).map((some, nth) => draft(what, payerId, some, { id: 'bill', nth }));
}

/** One credit note covers only as many bills as one transaction can credit. */
function notesFor(what: UnitToBill, payerId: string, lines: readonly BillLine[]): Bill[] {
  const ofBill = [...Map.groupBy(lines, ({ difference }) => difference?.creditsBillId ?? '').values()];
  const notes = chunksOf(ofBill, mostCredited).flatMap((some) => chunksOf(some.flat(), mostLines));
  return notes.map((some, nth) => ({
    ...draft(what, payerId, some, { id: 'crn', nth }),
    kind: 'credit-note',
  }));
}

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, i * size + size));
}

function draft(
  { run, unit }: UnitToBill,
  payerId: string,
  lines: BillLine[],
  { id, nth }: { id: 'bill' | 'crn'; nth: number },
): Bill {
  const { runId, estateId } = run;
  const { unitId, label: unitLabel } = unit;
  const period = periodOf(lines.map((line) => line.period ?? run.period));
  const billId = derivedId(id, runId, unitId, payerId, ...(nth === 0 ? [] : [nth]));
  return {
    billId,
    estateId,
    runId,
    unitId,
    unitLabel,
    payerId,
    period,
    // Set when the bill is published.
    dueOn: period.to,
    lines: lines.map((line) => within(line, line.period ?? run.period, period)),
    fen: lines.reduce((sum, { fen }) => sum + fen, 0),
    status: 'draft',
    deliveries: [],
    paid: [],
    lateClaims: [],
    costs: [],
    waived: [],
    disputes: [],
    updatedAt: '',
    version: 1,
  };
}

/** Returns the days that service periods span together. */
function periodOf(periods: readonly Span[]): Span {
  const starts = periods.map(({ from }) => from).sort();
  const ends = periods.map(({ to }) => to).sort();
  return { from: starts[0] ?? '', to: ends.at(-1) ?? '' };
}

/** Returns a line of a bill, with its service period where it differs from the bill's. */
function within(line: BillLine, of: Span, bill: Span): BillLine {
  const { period: _, ...rest } = line;
  return of.from === bill.from && of.to === bill.to ? rest : { ...rest, period: of };
}

const spanOf = ({ from, to }: Span): Span => ({ from, to });

/** Returns what an item charges a unit for a service period, less what was billed for it. */
function chargePeriodOf(of: ItemPeriod, what: UnitToBill, billed: ReadonlyMap<string, readonly BilledLine[]>): Charged {
  const { feeItemId, period } = of;
  const item = what.items.find((one) => one.feeItemId === feeItemId);
  if (!item) return { lines: [], skips: [] };
  const before = [...billed.values()].filter(([first]) => {
    const scope = first && scopeOf(first.line, first.bill);
    return scope?.feeItemId === feeItemId && scope.period.from === period.from && scope.period.to === period.to;
  });
  const isConcerned = concerns(item, what.unit);
  // Rounding is not a fact that changes: the comparison uses the rounding of the earlier bill.
  const rounding = before[0]?.[0]?.line.rounding ?? what.rounding;
  const charged = isConcerned ? chargeItem(item, of, { ...what, rounding }) : { lines: [], skips: [] };
  if (before.length === 0 || charged.unknown) return { ...charged, lines: before.length === 0 ? charged.lines : [] };
  const scoped = Map.groupBy(charged.lines, (line) => scopeText(scopeOf(line, what.run)));
  const known = new Set(what.shares.map(({ sharing }) => sharing.sharingId));
  // Lines of a sharing outside this run stay as billed.
  const scopes = before.filter(([first]) => !first?.line.sharing || known.has(first.line.sharing.sharingId));
  const names = new Set([
    ...scoped.keys(),
    ...scopes.map(([first]) => (first ? scopeText(scopeOf(first.line, first.bill)) : '')),
  ]);
  const lines = [...names].flatMap((scope) => differencesOf(scoped.get(scope) ?? [], billed.get(scope) ?? []));
  return { lines, skips: charged.skips };
}

function chargeItem(item: StoredFeeItem, of: ItemPeriod, what: UnitToBill): Charged {
  if (item.kind === 'shared') return chargeShares(item, of, what);
  const measure = measureOf(item, of, what);
  if ('why' in measure) {
    const unknown = measure.why !== 'not-measured';
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...of.period, why: measure.why }], unknown };
  }
  // A reading covers its own days, which may begin before the month.
  const uses = measure.kind === 'metered' ? measure.uses : [];
  const ends = uses.map(({ to }) => to).sort();
  const [first = of.period.from] = uses.map(({ from }) => from).sort();
  const period = { from: first, to: ends.at(-1) ?? of.period.to };
  const taken = (what.inAdvance ?? []).filter(({ feeItemId }) => feeItemId === item.feeItemId);
  const payers = taken.reduce(withoutDays, payersOf(what, period));
  const whyNot = ({ from, why }: Uncharged): Skip['why'] =>
    taken.some((days) => days.from <= from && from <= days.to) ? 'paid-in-advance' : why;
  try {
    const { charges, uncharged } = chargePeriod({
      item,
      unitId: what.unit.unitId,
      period,
      payers,
      measure,
      rounding: what.rounding,
      discounts: what.discounts?.get(item.feeItemId) ?? [],
    });
    return {
      lines: charges.map((charge) => lineOf(charge, item, of, what)),
      skips: uncharged.map((days) => ({ feeItemId: item.feeItemId, ...spanOf(days), why: whyNot(days) })),
    };
  } catch (error) {
    if (!(error instanceof BadFormula)) throw error;
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...period, why: 'formula-fails' }], unknown: true };
  }
}

function measureOf(item: StoredFeeItem, of: ItemPeriod, { unit, uses }: UnitToBill): Measure | { why: Skip['why'] } {
  const { area, insideArea } = areasOf(unit);
  const earlier = (unit.earlierAreas ?? []).map((one) => ({ to: one.to, ...areasOf(one) }));
  const { floor } = unit;
  switch (item.kind) {
    case 'building-area':
      return { kind: 'building-area', area, ...(earlier.length > 0 && { earlier }) };
    case 'inside-area': {
      if (insideArea === undefined) return { why: 'no-inside-area' };
      const was = earlier.map(({ to, insideArea: inside = insideArea }) => ({ to, area: inside }));
      return { kind: 'inside-area', area: insideArea, ...(was.length > 0 && { earlier: was }) };
    }
    case 'fixed':
      return { kind: 'fixed' };
    case 'formula': {
      if (item.formula === undefined) return { why: 'formula-fails' };
      const onFloor: Record<string, string> = floor === undefined ? {} : { floor: String(floor) };
      const inputsOf = ({ area: whole, insideArea: inside }: ReturnType<typeof areasOf>): Record<string, string> => ({
        ...onFloor,
        area: whole,
        ...(inside && { insideArea: inside }),
      });
      const was = earlier.map((one) => ({ to: one.to, inputs: inputsOf(one) }));
      const inputs = inputsOf({ area, insideArea });
      return { kind: 'formula', formula: item.formula, inputs, ...(was.length > 0 && { earlier: was }) };
    }
    case 'metered': {
      const measured = (uses.get(usesKey(of)) ?? []).filter((use) => isPriceable(use, item));
      return measured.length === 0 ? { why: 'not-measured' } : { kind: 'metered', uses: measured };
    }
    case 'shared':
      return { why: 'no-share' };
  }
}

/** Returns false for usage at prices of peak and valley whose parts are unknown (R33.7). */
function isPriceable(use: Use, item: StoredFeeItem): boolean {
  const version = versionOn(item.tariff, use.to);
  return version === undefined || pricesOfUse(use, version) !== undefined;
}

function chargeShares(item: StoredFeeItem, of: ItemPeriod, what: UnitToBill): Charged {
  const { from: first, to: last } = of.period;
  const mine = what.shares.filter(
    ({ sharing: { feeItemId, span } }) => feeItemId === item.feeItemId && first <= span.from && span.from <= last,
  );
  if (mine.length === 0) {
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...of.period, why: 'no-share' }], unknown: true };
  }
  const charged = mine.map(({ sharing, line }): Charged => {
    const { span, sharingId, rule } = sharing;
    const share = { ...span, fen: line.fen };
    const payers = payersOf(what, span);
    const { charges, uncharged } = chargeShare({ item, unitId: what.unit.unitId, share, payers });
    const shared = {
      sharingId,
      basis: rule.basis,
      weight: line.weight,
      ...(line.relief && { clause: line.relief.clause }),
    };
    return {
      lines: charges.map((charge) => ({ ...lineOf(charge, item, of, what), sharing: shared })),
      skips: uncharged.map(({ from, to, why }) => ({ feeItemId: item.feeItemId, from, to, why })),
    };
  });
  return { lines: charged.flatMap((one) => one.lines), skips: charged.flatMap((one) => one.skips) };
}

function lineOf(charge: Charge, item: StoredFeeItem, { period }: ItemPeriod, { run }: UnitToBill): BillLine {
  const isOfRun = period.from === run.period.from && period.to === run.period.to;
  return { ...charge, name: item.name, held: isHeld(item), ...(!isOfRun && { period }) };
}

/** Returns the areas of the register as exact decimals in one form: the register may hold 0089.37. */
function areasOf({ area, insideArea }: Pick<Unit, 'area' | 'insideArea'>): {
  area: string;
  insideArea: string | undefined;
} {
  return { area: exactText(exact(area)), insideArea: insideArea && exactText(exact(insideArea)) };
}
