import { exact, product, ratio, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { daysAfter, endOfPeriod } from '../../../shared/kernel/periods.ts';
import { addWorkdays } from '../../../shared/kernel/statutory-calendar.ts';

/* Steps to the certificate of title (办证, R9), in order, with due days and who owes each. */

/** Steps: 首次登记, 面积实测与结算, 维修资金票据, 契税完税, 申请, 受理, 发证. */
export const titleSteps = [
  'first-registration',
  'area-settled',
  'fund-receipt',
  'deed-tax-receipt',
  'application',
  'acceptance',
  'certificate',
] as const;
export type TitleStep = (typeof titleSteps)[number];

/** How the home was sold: before completion (预售) or after it (现售). */
export interface Sale {
  readonly kind: 'presale' | 'finished';
  readonly contractOn: string;
  readonly deliveredOn: string;
}

const registrationDays = 90;

/**
 * Returns the last day for the buyer's registration: 90 days from delivery, or from the contract of a
 * finished home (R9.1).
 */
export function registrationDue(sale: Sale): string {
  return endOfPeriod(sale.kind === 'presale' ? sale.deliveredOn : sale.contractOn, { days: registrationDays });
}

/** Returns the last day for the developer's first registration: 60 days from delivery (R9). */
export function firstRegistrationDue(deliveredOn: string): string {
  return endOfPeriod(deliveredOn, { days: 60 });
}

/** Returns the last day for the registry's decision: 30 working days from its acceptance (R9.2). */
export function decisionDue(acceptedOn: string): string {
  return addWorkdays(acceptedOn, 30);
}

/**
 * Calculates damages for a certificate that is late by the seller's fault (SPC art. 14, R9.1).
 * Price paid x yearly rate x days / 365. Fen, rounded once; 0 when in time.
 */
export function lateTitleFen(what: {
  paidFen: number;
  yearlyRate: string;
  dueOn: string;
  registeredOn: string;
}): number {
  const days = daysAfter(what.dueOn, what.registeredOn);
  if (days <= 0) return 0;
  return toFen(product(yuanOf(what.paidFen), exact(what.yearlyRate), ratio(days, 365)));
}

/**
 * Returns the last day before the buyer may rescind because of a late title: one year after the due day (SPC
 * art. 15, R9.1).
 */
export function mayRescindAfterTitle(dueOn: string): string {
  return endOfPeriod(dueOn, { years: 1 });
}
