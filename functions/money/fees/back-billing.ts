import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../../shared/kernel/periods.ts';
import type { BillLine } from './bill-line.ts';
import type { SkippedUnit } from './billing-run.ts';

/** The years after which a claim may be time-barred (R26.1), counted from the end of its service period. */
const limitation = { years: 3 };

/** The first days that a repeated run may bill, and that bear no risk of limitation (R22.5). */
export interface BackBilling {
  /** Absent: no limit. */
  readonly since?: string | undefined;
  readonly riskBefore: string;
}

/**
 * Returns how far back a run of a day bills what is missing (R22.5). `months` is the setting of the estate; 0
 * means no limit.
 */
export function backBillingOn(today: string, months: number): BackBilling {
  const day = Temporal.PlainDate.from(today);
  const riskBefore = day.subtract(limitation).toString();
  return months === 0 ? { riskBefore } : { since: day.subtract({ months }).toString(), riskBefore };
}

type Skip = Pick<SkippedUnit, 'feeItemId' | 'from' | 'to' | 'why'>;

/**
 * Leaves out the amounts of service periods that ended before the window, each with its reason, and marks
 * those that a court may not grant any more (R22.5). Credits have no window: what was billed too much goes
 * back.
 */
export function withinBackBilling(
  lines: readonly BillLine[],
  { since, riskBefore }: BackBilling,
  ofRun: Span,
): { lines: BillLine[]; skips: Skip[] } {
  const endOf = (line: BillLine) => (line.period ?? ofRun).to;
  const isOut = (line: BillLine) => line.fen > 0 && since !== undefined && endOf(line) < since;
  const kept = lines.filter((line) => !isOut(line));
  return {
    lines: kept.map((line) =>
      line.fen > 0 && endOf(line) < riskBefore ? { ...line, limitationRisk: true as const } : line,
    ),
    skips: lines.filter(isOut).map(({ feeItemId, from, to }) => ({ feeItemId, from, to, why: 'outside-window' })),
  };
}
