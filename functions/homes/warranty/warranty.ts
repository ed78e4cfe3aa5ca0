import { Temporal } from 'temporal-polyfill';
import { correspondingDay } from '../../../shared/kernel/periods.ts';
import { minimums, type Part, type Term, termsVersion, type WarrantyTerms } from '../handovers/public.ts';

/** Warranty days of a home, in the estate's zone. */
export interface Home {
  /** Completion acceptance (竣工验收合格). */
  readonly acceptedOn: string;
  readonly deliveredOn: string;
}

const dateOf = (day: string) => Temporal.PlainDate.from(day);
const later = (...days: readonly (string | undefined)[]) =>
  days
    .filter((day): day is string => day !== undefined)
    .sort()
    .at(-1);

/**
 * Returns the last day of the nth season from a day on (R1.3): of cooling for cooling, else of heating.
 * A season that has already begun counts only where the terms say so.
 */
function endOfSeason(part: Part, from: string, count: number, terms: WarrantyTerms): string {
  const { partialSeasonCounts } = terms;
  const season = part === 'cooling' ? terms.coolingSeason : terms.season;
  const overNewYear = season.to < season.from;
  let seasons = 0;
  for (let year = dateOf(from).year - 1; ; year += 1) {
    const starts = `${year}-${season.from}`;
    // 29 February becomes 28 February in other years.
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

/**
 * Returns the last day of a term from a day on. The first day does not count (R0.1); the term ends on the
 * corresponding day.
 */
function endOf(part: Part, from: string, term: Term, terms: WarrantyTerms): string {
  if (!('seasons' in term)) return correspondingDay(from, term);
  return term.seasons === 0 ? from : endOfSeason(part, from, term.seasons, terms);
}

/** Cover of a part of a home. Days are the last covered days. */
export interface Cover {
  readonly part: Part;
  /** End of the contractor's warranty, which runs from acceptance. */
  readonly contractorUntil: string | undefined;
  /** Legal minimum for the buyer: the later of the contractor's end and the 1998 minimum from delivery. */
  readonly floorUntil: string | undefined;
  readonly promisedUntil: string | undefined;
  /** End of the buyer's warranty: the latest of all (R1.1). */
  readonly buyerUntil: string | undefined;
  /** Whether the contract promises less than the legal minimum. The minimum then applies. */
  readonly promisedTooLittle: boolean;
  readonly rule: string;
}

/** Calculates the cover of a part (R1.1 to R1.3). It is never below the legal minimum. */
export function coverOf(part: Part, home: Home, terms: WarrantyTerms): Cover {
  const { contractor, buyer } = minimums[part];
  const contractors = contractor === 'design-life' ? { years: terms.designLifeYears } : contractor;
  const contractorUntil = contractors && endOf(part, home.acceptedOn, contractors, terms);
  const minimumUntil = buyer && endOf(part, home.deliveredOn, buyer, terms);
  const promised = terms.promised[part];
  const promisedUntil = promised && endOf(part, home.deliveredOn, promised, terms);
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

/** Reasons that exclude a defect from the warranty (R1.4). */
export const exclusions = ['misuse', 'third-party', 'force-majeure'] as const;
export type Exclusion = (typeof exclusions)[number];

/** A defect and the day it was found. */
export interface Finding {
  readonly part: Part;
  readonly foundOn: string;
  /** Whether the part is common to several homes (公共部位). */
  readonly common: boolean;
  readonly exclusion?: Exclusion;
}

/** Possible payers of a repair. */
export type Payer = 'contractor' | 'developer' | 'maintenance-fund' | 'owner' | 'third-party';

/** The payer of a repair, with the reason and the version of the rules. */
export interface Liability {
  readonly payer: Payer;
  /** Party that answers to the owner. Within the warranty it is the developer, even when another one pays. */
  readonly answersToOwner: 'developer' | 'property-company';
  readonly why: 'contractors-warranty' | 'buyers-warranty' | 'warranty-over' | Exclusion;
  readonly until: string | undefined;
  readonly rule: string;
}

/**
 * Decides who pays for a defect (R1.1 to R1.5, D15).
 * Within the contractor's warranty the contractor pays. Within the rest of the buyer's warranty the developer
 * pays.
 * After that the maintenance fund pays for common parts, never before (R1.5), and owners pay for their own
 * parts.
 * Excluded defects have no warranty. The last day of a term is covered.
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
