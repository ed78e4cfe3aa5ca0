import { derivedId } from '../../shared/kernel/ids.ts';
import { exact, exactText, type Rounding } from '../../shared/kernel/money.ts';
import { addDays, type Span } from '../../shared/kernel/periods.ts';
import type { Unit } from '../owners/public.ts';
import type { Bill, BillLine } from './bill.ts';
import type { BillingRun, SkippedUnit } from './billing-run.ts';
import { type Charge, chargePeriod, type Measure, type Use } from './charge.ts';
import { chargeShare } from './charge-share.ts';
import { concerns, type StoredFeeItem } from './fee-item.ts';
import { BadFormula } from './formula.ts';
import type { Payer } from './payer.ts';
import type { SharingLineItem, SharingRecord } from './sharing-record.ts';

/** A share of a unit with the sharing it comes from. */
export interface ShareOfUnit {
  readonly sharing: SharingRecord;
  readonly line: SharingLineItem;
}

/** Everything that the bills of one unit are worked out from. */
export interface UnitToBill {
  readonly run: Pick<BillingRun, 'runId' | 'estateId' | 'period'>;
  readonly unit: Unit;
  /** Who owned it when, oldest first. */
  readonly owners: readonly { personId: string; from: string; to?: string | undefined }[];
  /** Pays for the days that nobody owned it (R3.5). */
  readonly developerId: string | null;
  readonly items: readonly StoredFeeItem[];
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly shares: readonly ShareOfUnit[];
  readonly rounding: Rounding;
}

/** The payers of a period: the owners on their days, and the developer on the days between. */
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
}

/**
 * The bills of a unit for a run: one for each payer, with a line for each fee item, and the days that nobody is charged for,
 * each with its reason (D26). The same input gives the same bills. Drafts, without a day of publication.
 */
export function billsOfUnit(what: UnitToBill): { bills: Bill[]; skipped: SkippedUnit[] } {
  const { run, unit } = what;
  const charged = what.items.filter((item) => concerns(item, unit)).map((item) => chargeItem(item, what));
  const lines = charged.flatMap((one) => one.lines);
  const skips = charged.flatMap((one) => one.skips);
  const bills = [...Map.groupBy(lines, (line) => line.payerId)].flatMap(([payerId, mine]): Bill[] => {
    const fen = mine.reduce((sum, line) => sum + line.fen, 0);
    if (fen > 0) return [draft(what, payerId, mine, fen)];
    skips.push(
      ...mine.map((line) => ({ ...spanOf(line), feeItemId: line.feeItemId, why: 'nothing-to-charge' as const })),
    );
    return [];
  });
  const { unitId, label } = unit;
  return { bills, skipped: skips.map((skip) => ({ runId: run.runId, unitId, label, ...skip })) };
}

function draft({ run, unit }: UnitToBill, payerId: string, lines: BillLine[], fen: number): Bill {
  const { runId, estateId, period } = run;
  const { unitId, label: unitLabel } = unit;
  return {
    ...{ billId: derivedId('bill', runId, unitId, payerId), estateId, runId, unitId, unitLabel, payerId, period },
    // Set when it is published.
    dueOn: period.to,
    ...{ lines, fen, status: 'draft', deliveries: [], paid: [], lateClaims: [], costs: [], waived: [], disputes: [] },
    updatedAt: '',
    version: 1,
  };
}

const spanOf = ({ from, to }: Span): Span => ({ from, to });

function chargeItem(item: StoredFeeItem, what: UnitToBill): Charged {
  if (item.kind === 'shared') return chargeShares(item, what);
  const measure = measureOf(item, what);
  if ('why' in measure)
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...what.run.period, why: measure.why }] };
  // A reading belongs to its own days, which may begin before the month.
  const uses = measure.kind === 'metered' ? measure.uses : [];
  const first = uses.map(({ from }) => from).sort()[0];
  const period =
    first === undefined
      ? what.run.period
      : {
          from: first,
          to:
            uses
              .map(({ to }) => to)
              .sort()
              .at(-1) ?? '',
        };
  const payers = payersOf(what, period);
  try {
    const { charges, uncharged } = chargePeriod({
      ...{ item, unitId: what.unit.unitId, period, payers, measure, rounding: what.rounding },
    });
    return {
      lines: charges.map((charge) => lineOf(charge, item)),
      skips: uncharged.map(({ from, to, why }) => ({ feeItemId: item.feeItemId, from, to, why })),
    };
  } catch (error) {
    if (!(error instanceof BadFormula)) throw error;
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...period, why: 'formula-fails' }] };
  }
}

function measureOf(item: StoredFeeItem, { unit, uses }: UnitToBill): Measure | { why: Skip['why'] } {
  // The register may write 0089.37: an exact decimal has one form.
  const area = exactText(exact(unit.area));
  const insideArea = unit.insideArea && exactText(exact(unit.insideArea));
  const { floor } = unit;
  switch (item.kind) {
    case 'building-area':
      return { kind: 'building-area', area };
    case 'inside-area':
      return insideArea === undefined ? { why: 'no-inside-area' } : { kind: 'inside-area', area: insideArea };
    case 'fixed':
      return { kind: 'fixed' };
    case 'formula': {
      const inputs = { area, ...(insideArea && { insideArea }), ...(floor !== undefined && { floor: String(floor) }) };
      return item.formula === undefined ? { why: 'formula-fails' } : { kind: 'formula', formula: item.formula, inputs };
    }
    case 'metered': {
      const measured = uses.get(item.feeItemId) ?? [];
      return measured.length === 0 ? { why: 'not-measured' } : { kind: 'metered', uses: measured };
    }
    case 'shared':
      return { why: 'no-share' };
  }
}

function chargeShares(item: StoredFeeItem, what: UnitToBill): Charged {
  const mine = what.shares.filter(({ sharing }) => sharing.feeItemId === item.feeItemId);
  if (mine.length === 0)
    return { lines: [], skips: [{ feeItemId: item.feeItemId, ...what.run.period, why: 'no-share' }] };
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
      lines: charges.map((charge) => ({ ...lineOf(charge, item), sharing: shared })),
      skips: uncharged.map(({ from, to, why }) => ({ feeItemId: item.feeItemId, from, to, why })),
    };
  });
  return { lines: charged.flatMap((one) => one.lines), skips: charged.flatMap((one) => one.skips) };
}

function lineOf(charge: Charge, { name, held }: StoredFeeItem): BillLine {
  return { ...charge, name, held };
}
