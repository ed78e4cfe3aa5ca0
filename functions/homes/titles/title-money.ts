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

/** What an estate has set for titles, and the rates of the maintenance fund. */
export type TitleRules = TitlesPolicy & { readonly fund: readonly FundVersion[] };

type Contract = NonNullable<TitleDossier['contract']>;

/**
 * The tables for a contract: those that held on its day (R7, R8). What a dossier was opened with stays, whatever the estate
 * decides afterwards, as long as the day of the contract does.
 */
export function tablesFor(
  contract: Contract,
  rules: TitleRules,
  before: TitleDossier | undefined,
): TitleDossier['tables'] {
  if (before?.contract?.contractOn === contract.contractOn) return before.tables;
  return {
    fund: versionFor(rules.fund, contract.contractOn),
    deedTax: versionFor(rules.deedTax, contract.contractOn),
  };
}

/** Whether something that was noted grants less than what is due (R7.2, R8.2). */
export function grantsLess(notes: TitleDossier['notes'], about: 'fund' | 'tax'): boolean {
  return notes.some((note) => note.about === about && note.kind === 'exemption');
}

/** Returns what is due by the contract and the table of its day; nothing where the table is missing or something grants less. */
export function fundDueOf({ money, notes }: Pick<TitleDossier, 'money' | 'notes'>): FundDue | undefined {
  return grantsLess(notes, 'fund') ? undefined : money.fund;
}

/** Returns what the handover of the home needs to know of the fund. Undefined while the dossier says nothing about it. */
export function fundTermsOf(dossier: TitleDossier): FundTerms | undefined {
  const { estateId, unitId, buyerId, contract, notes } = dossier;
  if (!contract && !grantsLess(notes, 'fund')) return undefined;
  const due = fundDueOf(dossier);
  return { estateId, unitId, buyerId, ...(due && { due: { fen: due.fen, version: due.version } }) };
}

/**
 * First payment into the fund and deed tax of a contract, with their arithmetic (R7.1, R8.1); one for which the estate has
 * no table is left out. @throws Problem no-rate-for-building.
 */
export function moneyFor(contract: Contract, tables: TitleDossier['tables'], vatRateOfEstate: string): TitleMoney {
  const { area, contractOn, building, rank, priceFen, vatRate = vatRateOfEstate } = contract;
  const { fund, deedTax: taxTable } = tables;
  const baseFen = withoutVat(priceFen, vatRate);
  const tax = taxTable && deedTax({ priceWithoutVatFen: baseFen, area, rank, contractOn }, [taxTable]);
  return {
    ...(fund && { fund: { ...fundFor({ area, contractOn, building }, fund), area } }),
    ...(tax && { tax: { ...tax, baseFen, vatRate } }),
  };
}

/** Damages for a title that is late by the seller's fault (R9.1), as they stand on a day. */
export interface Lateness {
  readonly dueOn: string;
  /** The certificate's day, or the day for which it is said. */
  readonly until: string;
  readonly days: number;
  readonly paidFen: number;
  readonly yearlyRate: string;
  readonly fen: number;
  /** From the day after this one the buyer may rescind. */
  readonly mayRescindAfter: string;
}

/** What the seller owes for a late title. Undefined when nobody found him at fault, or it is not late. */
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

/** Damages for a home that is delivered late (逾期交付, R3.7), as they stand on a day. */
export interface LateDelivery {
  readonly dueOn: string;
  /** The day of delivery, or the day for which it is said. */
  readonly until: string;
  readonly days: number;
  readonly paidFen: number;
  /** Of the contract; where it has none the damages are the rent of a like home, which nobody here knows. */
  readonly dailyRate?: string;
  readonly fen?: number;
  /** From the day after this one the buyer may rescind, as long as it is not delivered: he has demanded it in writing. */
  readonly mayRescindAfter?: string;
}

/** What the developer owes for a late delivery (R3.7). Undefined when the contract names no day, or it is not late. */
export function lateDeliveryOf(dossier: TitleDossier, today: string): LateDelivery | undefined {
  const { contract, deliveredOn, notes } = dossier;
  if (contract?.deliverBy === undefined) return undefined;
  const { deliverBy: dueOn, lateRate: dailyRate, paidFen = contract.priceFen } = contract;
  const delivered = deliveredOn !== undefined && deliveredOn <= today;
  const until = delivered ? deliveredOn : today;
  const days = daysAfter(dueOn, until);
  if (days <= 0) return undefined;
  // Before it is late there is nothing to demand.
  const demands = notes.filter(({ kind, on }) => kind === 'demand' && on > dueOn).map(({ on }) => on);
  const demandedOn = delivered ? undefined : demands.sort()[0];
  return {
    ...{ dueOn, until, days, paidFen },
    ...(dailyRate !== undefined && {
      dailyRate,
      fen: lateDeliveryFen({ paidFen, dailyRate, dueOn, deliveredOn: until }),
    }),
    ...(demandedOn !== undefined && { mayRescindAfter: mayRescindAfter(demandedOn) }),
  };
}
