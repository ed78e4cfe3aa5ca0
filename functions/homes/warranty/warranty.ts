import { Temporal } from 'temporal-polyfill';
import { correspondingDay } from '../../../shared/kernel/periods.ts';
import { minimums, type Part, type Term, termsVersion, type WarrantyTerms } from '../handovers/public.ts';

/** A home as its warranty sees it; days in the estate's zone. */
export interface Home {
  /** Acceptance on completion (竣工验收合格). */
  readonly acceptedOn: string;
  readonly deliveredOn: string;
}

const dateOf = (day: string) => Temporal.PlainDate.from(day);
const later = (...days: readonly (string | undefined)[]) =>
  days
    .filter((day): day is string => day !== undefined)
    .sort()
    .at(-1);

/** The last day of the nth season from a day on (R1.3): a season that has begun by then counts only where the terms say so. */
function endOfSeason(from: string, count: number, terms: WarrantyTerms): string {
  const { season, partialSeasonCounts } = terms;
  const overNewYear = season.to < season.from;
  let seasons = 0;
  for (let year = dateOf(from).year - 1; ; year += 1) {
    const starts = `${year}-${season.from}`;
    // The 29th of February is the 28th in most years.
    const ends = Temporal.PlainDate.from(
      { year: overNewYear ? year + 1 : year, month: Number(season.to.slice(0, 2)), day: Number(season.to.slice(3)) },
      { overflow: 'constrain' },
    ).toString();
    if (ends < from) continue;
    if (starts < from && !partialSeasonCounts) continue;
    seasons += 1;
    if (seasons >= count) return ends;
  }
}

/** The last day of a term that begins on a day. The day itself does not count (R0.1); it ends on the corresponding day. */
function endOf(from: string, term: Term, terms: WarrantyTerms): string {
  if (!('seasons' in term)) return correspondingDay(from, term);
  return term.seasons === 0 ? from : endOfSeason(from, term.seasons, terms);
}

/** How long a part of a home is covered, and by what. Days are the last ones covered. */
export interface Cover {
  readonly part: Part;
  /** The contractor's warranty, from acceptance. */
  readonly contractorUntil: string | undefined;
  /** What the law gives the buyer at least: the later of the contractor's end and the minimum of 1998 from delivery. */
  readonly floorUntil: string | undefined;
  readonly promisedUntil: string | undefined;
  /** The buyer's warranty: the latest of all (R1.1). */
  readonly buyerUntil: string | undefined;
  /** The contract promises less than the law gives: the law holds. */
  readonly promisedTooLittle: boolean;
  readonly rule: string;
}

/** Cover of a part (R1.1 to R1.3): never below the statutory minimum, whatever the contract says. */
export function coverOf(part: Part, home: Home, terms: WarrantyTerms): Cover {
  const { contractor, buyer } = minimums[part];
  const contractors = contractor === 'design-life' ? { years: terms.designLifeYears } : contractor;
  const contractorUntil = contractors && endOf(home.acceptedOn, contractors, terms);
  const minimumUntil = buyer && endOf(home.deliveredOn, buyer, terms);
  const promised = terms.promised[part];
  const promisedUntil = promised && endOf(home.deliveredOn, promised, terms);
  const floorUntil = later(contractorUntil, minimumUntil);
  return {
    part,
    contractorUntil,
    floorUntil,
    promisedUntil,
    buyerUntil: later(floorUntil, promisedUntil),
    promisedTooLittle: promisedUntil !== undefined && floorUntil !== undefined && promisedUntil < floorUntil,
    rule: termsVersion,
  };
}

/** Why a defect is nobody's warranty (R1.4). */
export const exclusions = ['misuse', 'third-party', 'force-majeure'] as const;
export type Exclusion = (typeof exclusions)[number];

/** A defect as it was found. */
export interface Finding {
  readonly part: Part;
  readonly foundOn: string;
  /** A common part (公共部位) or one owner's own. */
  readonly common: boolean;
  readonly exclusion?: Exclusion;
}

/** Who pays for a repair. */
export type Payer = 'contractor' | 'developer' | 'maintenance-fund' | 'owner' | 'third-party';

/** Who pays, why, and by which version of the rules. */
export interface Liability {
  readonly payer: Payer;
  /** Whom the household deals with: within its warranty the developer, whoever pays him in the end. */
  readonly answersToOwner: 'developer' | 'property-company';
  readonly why: 'contractors-warranty' | 'buyers-warranty' | 'warranty-over' | Exclusion;
  readonly until: string | undefined;
  readonly rule: string;
}

/**
 * Who pays for a defect (R1.1 to R1.5, D15). Within the contractor's warranty he does; within the buyer's beyond it the
 * developer; afterwards the maintenance fund for common parts, and never before (R1.5), and the owner for his own. What was
 * broken is nobody's warranty. The last day of a term is inside.
 */
export function liabilityOf(finding: Finding, home: Home, terms: WarrantyTerms): Liability {
  const cover = coverOf(finding.part, home, terms);
  const { rule } = cover;
  if (finding.exclusion !== undefined) {
    const payer = finding.exclusion === 'third-party' ? 'third-party' : finding.common ? 'maintenance-fund' : 'owner';
    return { payer, answersToOwner: 'property-company', why: finding.exclusion, until: cover.buyerUntil, rule };
  }
  const within = (until: string | undefined) => until !== undefined && finding.foundOn <= until;
  if (within(cover.contractorUntil)) {
    const until = cover.contractorUntil;
    return { payer: 'contractor', answersToOwner: 'developer', why: 'contractors-warranty', until, rule };
  }
  if (within(cover.buyerUntil)) {
    const until = cover.buyerUntil;
    return { payer: 'developer', answersToOwner: 'developer', why: 'buyers-warranty', until, rule };
  }
  const payer = finding.common ? 'maintenance-fund' : 'owner';
  return { payer, answersToOwner: 'property-company', why: 'warranty-over', until: cover.buyerUntil, rule };
}
