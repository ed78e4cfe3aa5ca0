import { daysAfter } from '../../../shared/kernel/periods.ts';
import {
  type FundDue,
  type FundTerms,
  type FundVersion,
  fundFor,
  lateDeliveryFen,
  mayRescindAfter,
  versionFor,
} from '../handovers/public.ts';
import { deedTax, withoutVat } from './deed-tax.ts';
import { registrationDueOf, type TitleDossier, type TitleMoney } from './title-dossier.ts';
import { lateTitleFen, mayRescindAfterTitle } from './title-steps.ts';
import type { TitlesPolicy } from './titles.policy.ts';

/** The estate's title policy and fund rates. */
export type TitleRules = TitlesPolicy & { readonly fund: readonly FundVersion[] };

type Contract = NonNullable<TitleDossier['contract']>;

/**
 * Returns the table of the fund for the contract day (R7), and that of the deed tax for the day of
 * declaration, until then for today (R29.1).
 * A dossier keeps its table of the fund while the contract day stays, and that of the tax once it is
 * declared, even when the policy changes.
 */
export function tablesFor(
  contract: Contract,
  rules: TitleRules,
  before: TitleDossier | undefined,
  today: string,
): TitleDossier['tables'] {
  const declaredOn = before && taxDeclaredOn(before);
  const sameDay = before?.contract?.contractOn === contract.contractOn;
  return {
    fund: sameDay ? before.tables.fund : versionFor(rules.fund, contract.contractOn),
    deedTax: (declaredOn && before?.tables.deedTax) || versionFor(rules.deedTax, declaredOn ?? today),
  };
}

/** Returns the day on which the deed tax was declared and paid; undefined while it is not. */
function taxDeclaredOn({ steps }: Pick<TitleDossier, 'steps'>): string | undefined {
  return steps.find(({ step }) => step === 'deed-tax-receipt')?.doneOn;
}

/**
 * Returns a dossier whose deed tax is declared on a day, by the table of that day (R29.1). The tax office
 * decides how many homes the family has on that day (R29.3).
 */
export function withTaxDeclared(dossier: TitleDossier, rules: TitleRules, on: string): TitleDossier {
  const { contract } = dossier;
  if (!contract) return dossier;
  const tables = { ...dossier.tables, deedTax: versionFor(rules.deedTax, on) };
  const { tax: _, ...money } = dossier.money;
  const tax = taxFor(contract, tables.deedTax, rules.vatRate, false);
  return { ...dossier, tables, money: { ...money, ...(tax && { tax }) } };
}

/** Returns whether a note grants a reduction (R7.2, R8.2). */
export function grantsLess(notes: TitleDossier['notes'], about: 'fund' | 'tax'): boolean {
  return notes.some((note) => note.about === about && note.kind === 'exemption');
}

/**
 * Returns the first payment due by the contract and its table. Undefined without a table, or when a reduction
 * is granted.
 */
export function fundDueOf({ money, notes }: Pick<TitleDossier, 'money' | 'notes'>): FundDue | undefined {
  return grantsLess(notes, 'fund') ? undefined : money.fund;
}

/** Returns the fund terms for the handover of the home. Undefined while the dossier has none. */
export function fundTermsOf(dossier: TitleDossier): FundTerms | undefined {
  const { estateId, unitId, buyerId, contract, notes } = dossier;
  if (!contract && !grantsLess(notes, 'fund')) return undefined;
  const due = fundDueOf(dossier);
  return { estateId, unitId, buyerId, ...(due && { due: { fen: due.fen, version: due.version } }) };
}

/**
 * Calculates the first payment into the fund and the deed tax of a contract (R7.1, R8.1).
 * An amount without a table is left out. @throws Problem no-rate-for-building.
 */
export function moneyFor(
  contract: Contract,
  tables: TitleDossier['tables'],
  vatRateOfEstate: string,
  dossier?: Pick<TitleDossier, 'steps'>,
): TitleMoney {
  const { area, contractOn, building } = contract;
  const { fund } = tables;
  const isEstimate = dossier === undefined || taxDeclaredOn(dossier) === undefined;
  const tax = taxFor(contract, tables.deedTax, vatRateOfEstate, isEstimate);
  return {
    ...(fund && { fund: { ...fundFor({ area, contractOn, building }, fund), area } }),
    ...(tax && { tax }),
  };
}

function taxFor(
  { area, rank, priceFen, vatRate: own }: Contract,
  table: TitleDossier['tables']['deedTax'],
  vatRateOfEstate: string,
  isEstimate: boolean,
): TitleMoney['tax'] {
  if (!table) return undefined;
  const vatRate = own ?? vatRateOfEstate;
  const baseFen = withoutVat(priceFen, vatRate);
  const tax = deedTax({ priceWithoutVatFen: baseFen, area, rank, declaredOn: table.from }, [table]);
  return { ...tax, baseFen, vatRate, ...(isEstimate && { estimate: true }) };
}

/** Damages for a title that is late by the seller's fault (R9.1), up to a day. */
export interface Lateness {
  readonly dueOn: string;
  /** Day of the certificate, otherwise the given day. */
  readonly until: string;
  readonly days: number;
  readonly paidFen: number;
  readonly yearlyRate: string;
  readonly fen: number;
  /** Last day before the buyer may rescind. */
  readonly mayRescindAfter: string;
}

/**
 * Returns what the seller owes for a late title, or undefined.
 * Undefined when no fault of the seller is recorded, or the title is not late.
 */
export function latenessOf(dossier: TitleDossier, today: string): Lateness | undefined {
  const { fault, contract } = dossier;
  const dueOn = registrationDueOf(dossier);
  if (!fault?.sellers || fault.yearlyRate === undefined || !contract || dueOn === undefined) return undefined;
  const until = dossier.steps.find(({ step }) => step === 'certificate')?.doneOn ?? today;
  const days = daysAfter(dueOn, until);
  if (days <= 0) return undefined;
  const { yearlyRate } = fault;
  const paidFen = contract.paidFen ?? contract.priceFen;
  const fen = lateTitleFen({ paidFen, yearlyRate, dueOn, registeredOn: until });
  return { dueOn, until, days, paidFen, yearlyRate, fen, mayRescindAfter: mayRescindAfterTitle(dueOn) };
}

/** Damages for late delivery (逾期交付, R3.7), up to a day. */
export interface LateDelivery {
  readonly dueOn: string;
  /** Day of delivery, otherwise the given day. */
  readonly until: string;
  readonly days: number;
  readonly paidFen: number;
  /**
   * Daily rate in the contract. Without one, damages are the rent of a similar home, which the backend does
   * not know.
   */
  readonly dailyRate?: string;
  readonly fen?: number;
  /** Last day before the buyer may rescind, after a written demand and while the home is not delivered. */
  readonly mayRescindAfter?: string;
}

/**
 * Returns what the developer owes for late delivery (R3.7), or undefined.
 * Undefined when the contract names no day, or the delivery is not late.
 */
export function lateDeliveryOf(dossier: TitleDossier, today: string): LateDelivery | undefined {
  const { contract, deliveredOn, notes } = dossier;
  if (contract?.deliverBy === undefined) return undefined;
  const { deliverBy: dueOn, lateRate: dailyRate, paidFen = contract.priceFen } = contract;
  const delivered = deliveredOn !== undefined && deliveredOn <= today;
  const until = delivered ? deliveredOn : today;
  const days = daysAfter(dueOn, until);
  if (days <= 0) return undefined;
  // A demand before the due day does not count.
  const demands = notes.filter(({ kind, on }) => kind === 'demand' && on > dueOn).map(({ on }) => on);
  const demandedOn = delivered ? undefined : demands.sort()[0];
  return {
    dueOn,
    until,
    days,
    paidFen,
    ...(dailyRate !== undefined && {
      dailyRate,
      fen: lateDeliveryFen({ paidFen, dailyRate, dueOn, deliveredOn: until }),
    }),
    ...(demandedOn !== undefined && { mayRescindAfter: mayRescindAfter(demandedOn) }),
  };
}
