import { exact, product, ratio, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { correspondingDay, daysAfter } from '../../../shared/kernel/periods.ts';
import { addWorkingDays, type WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';

/*
 * The way to the certificate of title (办证, R9): steps in their order, each with the day by which it is due and who owes it.
 */

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

/** How the home was sold: before it was finished (预售), or finished (现售). */
export interface Sale {
  readonly kind: 'presale' | 'finished';
  readonly contractOn: string;
  readonly deliveredOn: string;
}

const registrationDays = 90;

/** The last day for the buyer's registration: 90 days from delivery, of a finished home from the contract (R9.1). */
export function registrationDue(sale: Sale): string {
  return correspondingDay(sale.kind === 'presale' ? sale.deliveredOn : sale.contractOn, { days: registrationDays });
}

/** The last day of the developer's first registration: 60 days from delivery (R9). */
export function firstRegistrationDue(deliveredOn: string): string {
  return correspondingDay(deliveredOn, { days: 60 });
}

/** The last day on which the registry decides: 30 working days from its acceptance (R9.2). */
export function decisionDue(acceptedOn: string, calendar: WorkingCalendar): string {
  return addWorkingDays(calendar, acceptedOn, 30);
}

/**
 * Damages for a certificate that comes late by the seller's fault, where the contract sets no rate: the price paid x the
 * rate for overdue loans a year (SPC art. 14, R9.1), by the day of a year of 365; rounded once, fen. 0 in time.
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

/** The last day before the buyer may rescind for want of a title: a year after it was due (SPC art. 15, R9.1). */
export function mayRescindAfterTitle(dueOn: string): string {
  return correspondingDay(dueOn, { years: 1 });
}
