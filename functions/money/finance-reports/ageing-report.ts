import { text } from '../../../shared/kernel/language.ts';
import { correspondingDay, daysAfter } from '../../../shared/kernel/periods.ts';
import type { DebtStanding } from '../dunning/public.ts';
import { disputedDays, linesAt } from '../fees/public.ts';
import { columnsOf, type Grouping, groupOf, type UnitDebts } from './grouping.ts';
import { type Column, fenColumn, mergeRows, type Row } from './report-row.ts';

/** The last age in days of the younger buckets. */
const upToDays = { days1to30: 30, days31to60: 60, days61to90: 90, days91to180: 180, days181to365: 365 } as const;

/** The buckets of the age of debts (欠费账龄, R32.3), the youngest first. */
const buckets = [
  'notDue',
  'days1to30',
  'days31to60',
  'days61to90',
  'days91to180',
  'days181to365',
  'years1to2',
  'years2to3',
  'over3years',
] as const;
export type Bucket = (typeof buckets)[number];

const young = buckets.filter((bucket): bucket is keyof typeof upToDays => bucket in upToDays);

/** Returns the bucket of a debt: its days after the due day. What is due today is not overdue (R32.3). */
export function bucketOf(dueOn: string, asOf: string): Bucket {
  const age = daysAfter(dueOn, asOf);
  if (age <= 0) return 'notDue';
  const found = young.find((bucket) => age <= upToDays[bucket]);
  if (found) return found;
  if (asOf <= correspondingDay(dueOn, { years: 2 })) return 'years1to2';
  return asOf <= correspondingDay(dueOn, { years: 3 }) ? 'years2to3' : 'over3years';
}

const titles: Readonly<Record<Bucket, ReturnType<typeof text>>> = {
  notDue: text('未到期', '未到期', 'Not due'),
  days1to30: text('1-30 天', '1-30 天', '1-30 days'),
  days31to60: text('31-60 天', '31-60 天', '31-60 days'),
  days61to90: text('61-90 天', '61-90 天', '61-90 days'),
  days91to180: text('91-180 天', '91-180 天', '91-180 days'),
  days181to365: text('181-365 天', '181-365 天', '181-365 days'),
  years1to2: text('1-2 年', '1-2 年', '1-2 years'),
  years2to3: text('2-3 年', '2-3 年', '2-3 years'),
  over3years: text('3 年以上', '3 年以上', 'Over 3 years'),
};

/** Returns the columns: the buckets and their sum, and what of it is disputed, in a plan or at risk. */
export function ageingColumns(by: Grouping): readonly Column[] {
  return [
    ...columnsOf(by),
    ...buckets.map((bucket) => fenColumn(bucket, titles[bucket])),
    fenColumn('credit', text('多收', '多收', 'Credit')),
    fenColumn('total', text('欠费合计', '欠費合計', 'Owed')),
    fenColumn('disputed', text('其中：有异议', '其中：有異議', 'Of it disputed')),
    fenColumn('inPlan', text('其中：分期中', '其中：分期中', 'Of it in instalments')),
    fenColumn('atRisk', text('其中：时效风险', '其中：時效風險', 'Of it limitation risk')),
  ];
}

/**
 * Returns the age of the debts of a unit at the end of a ledger day (R32.3). The buckets less the credit are
 * what is owed: its share of the control account.
 */
export function ageingRows(
  unit: UnitDebts,
  { by, asOf }: { by: Grouping; asOf: string },
  standing: ReadonlyMap<string, DebtStanding>,
): Row[] {
  const rows = unit.bills.flatMap((bill) => {
    const { inPlan = false, atRisk = false } = standing.get(bill.billId) ?? {};
    const disputed = disputedDays(bill).some(({ from, to }) => from <= asOf && (to === undefined || asOf <= to));
    const bucket = bucketOf(bill.dueOn, asOf);
    return linesAt(bill, asOf)
      .filter(({ openFen }) => openFen !== 0)
      .map((line): Row => {
        const fen = line.openFen;
        const owed = Math.max(0, fen);
        const sums = {
          [fen > 0 ? bucket : 'credit']: Math.abs(fen),
          total: fen,
          ...(disputed && { disputed: owed }),
          ...(inPlan && { inPlan: owed }),
          ...(atRisk && { atRisk: owed }),
        };
        return { ...groupOf(by, { unit, bill, line }), sums };
      });
  });
  return mergeRows(rows);
}
