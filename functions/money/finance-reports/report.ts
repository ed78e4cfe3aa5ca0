import * as z from 'zod';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { daysOf, type Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type Grouping, groupings } from './grouping.ts';
import { rowSchema } from './report-row.ts';

/** The reports of a whole estate that a worker writes. */
const reportKinds = [
  'ageing',
  'collection-rate',
  'receivable-detail',
  'account-balances',
  'account-ledger',
  'fund-movements',
  'cash-day',
  'deposits',
  'suspense',
  'waivers',
  'tax-summary',
  'invoice-register',
  'uninvoiced',
] as const;
export type ReportKindName = (typeof reportKinds)[number];

/** Reports of one day: they take `asOf` only. */
const ofDay: readonly ReportKindName[] = ['ageing', 'cash-day', 'deposits', 'suspense'];
/** Reports of a span of ledger days: they are true at its end. */
const ofSpan: readonly ReportKindName[] = [
  'receivable-detail',
  'account-balances',
  'account-ledger',
  'fund-movements',
  'waivers',
  'tax-summary',
  'invoice-register',
];
/** Reports of the present: they take neither days nor `asOf`. */
const ofNow: readonly ReportKindName[] = ['uninvoiced'];
/** Reports that begin with the balances which a close stored. */
const ofClosedDays: readonly ReportKindName[] = ['account-balances', 'account-ledger', 'fund-movements'];

/** The files of a report. */
const fileFormats = ['csv', 'json', 'xlsx'] as const;
type FileFormat = (typeof fileFormats)[number];

/** The most days of one report. */
const mostDays = 366;

/** The most rows that the record of a report keeps. Its files have all. */
export const keptRows = 200;

const accountKeySchema = z.string().regex(/^[a-z]{1,20}:[a-z-]{1,40}(:[A-Za-z0-9_-]{1,64})*$/);

const isWithoutSpan = (kind: ReportKindName) => ofDay.includes(kind) || ofNow.includes(kind);

/** What to report. */
export const newReportSchema = z
  .strictObject({
    kind: z.enum(reportKinds),
    /** What a row stands for; of reports about bills. */
    by: z.enum(groupings).default('building'),
    /** Of `account-ledger`: an account of `getTrialBalance`, such as `assets:bank:icbc`. */
    account: accountKeySchema.optional(),
    /** The first day: of service for `collection-rate`, else a ledger day. Not for reports of one day. */
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    /** The ledger day at whose end the report is true: of reports of one day, and of `collection-rate`. */
    asOf: dateSchema.optional(),
    /** The language of the files; by default that of the estate. */
    language: languageSchema.optional(),
  })
  .refine(({ kind, from, to }) => isWithoutSpan(kind) === (from === undefined && to === undefined), {
    path: ['from'],
    message: `${[...ofDay, ...ofNow].join(', ')} have no from and to; every other report needs both`,
  })
  .refine(({ kind, asOf }) => asOf === undefined || !ofNow.includes(kind), {
    path: ['asOf'],
    message: `${ofNow.join(', ')} is true for the present and has no asOf`,
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    message: 'give from and to',
  })
  .refine(({ kind, account }) => (kind === 'account-ledger') === (account !== undefined), {
    path: ['account'],
    message: 'account belongs to account-ledger and is required there',
  })
  .meta({ id: 'CreateFinanceReportBody' });
type NewReport = z.output<typeof newReportSchema>;

/** A report of a whole estate, with its progress. */
const reportFields = {
  reportId: z.string(),
  estateId: z.string(),
  kind: z.enum(reportKinds),
  by: z.enum(groupings).optional(),
  account: z.string().optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  /** The ledger day at whose end the report is true. */
  asOf: dateSchema,
  language: languageSchema,
  /** True when `asOf` was not closed yet, so that the figures may change. */
  provisional: z.boolean(),
  /** `collecting` reads the estate slice by slice; then the files are `writing`, and at last `written`. */
  state: z.enum(['collecting', 'writing', 'written']),
  /** The units or ledger entries read so far. */
  done: z.int(),
  /** The number of rows. */
  rowCount: z.int(),
  /** Whether it equals the ledger's accounts. Absent while unknown, and for a day that is not closed. */
  agrees: z.boolean().optional(),
  requestedAt: z.string(),
  requestedBy: z.string(),
  updatedAt: z.string(),
  version: z.int(),
};

export const storedReportSchema = z
  .object({
    ...reportFields,
    totals: z.record(z.string(), z.int()),
    /** The first rows. */
    rows: z.array(rowSchema).max(keptRows),
    /** Where the next slice begins; absent before the first one. */
    cursor: z.string().optional(),
    /** How many slices are stored. */
    slices: z.int(),
  })
  .meta({ id: 'StoredFinanceReport' });
export type StoredReport = z.infer<typeof storedReportSchema>;

const valuesSchema = z.record(z.string(), z.union([z.string(), z.int()]));

/** A report as the API returns it. */
export const reportSchema = z
  .object({
    ...reportFields,
    title: z.string(),
    /** How the figures are computed. */
    formula: z.string().optional(),
    columns: z.array(z.object({ id: z.string(), title: z.string(), type: z.enum(['text', 'fen', 'count', 'rate']) })),
    /** The first 200 rows, by column: amounts in fen, rates as text. The files have all. */
    rows: z.array(valuesSchema).max(keptRows),
    /** The sums of all rows. */
    totals: valuesSchema,
    /** The address of each file: GET it within 15 minutes. */
    files: z.object({
      csv: z.string().optional(),
      json: z.string().optional(),
      xlsx: z.string().optional(),
    }),
  })
  .meta({ id: 'FinanceReport' });

/** A report in a list: without its rows. */
export const reportSummarySchema = z.object(reportFields).meta({ id: 'FinanceReportSummary' });

const badDays = problemKind('report-days', 400, {
  'zh-CN': '日期段须从早到晚，且不超过 {most} 天；截止日不得早于开始日。请修改 from、to 和 asOf。',
  'zh-TW': '日期段須從早到晚，且不超過 {most} 天；截止日不得早於開始日。請修改 from、to 和 asOf。',
  en: 'The days must go forward and be at most {most}, and asOf must not be before from. Correct from, to and asOf.',
});
const notClosed = problemKind('days-not-closed', 409, {
  'zh-CN': '{day} 尚未日结。请选择 {last} 或更早的日期，或先办理日结。',
  'zh-TW': '{day} 尚未日結。請選擇 {last} 或更早的日期，或先辦理日結。',
  en: '{day} is not closed. Choose {last} or an earlier day, or close the days first.',
});

/** The first day and the last closed day of a ledger. */
export interface LedgerDays {
  readonly openedOn: string;
  readonly closedThrough: string;
}

/** Rejects a day that is not closed yet. @throws Problem `days-not-closed`. */
export function mustBeClosed(day: string, { closedThrough }: LedgerDays): void {
  if (day > closedThrough) throw new Problem(notClosed, { day, last: closedThrough });
}

/** Rejects a span that goes backward or is too long. @throws Problem `report-days`. */
export function mustBeSpan({ from, to }: Span): void {
  if (to < from || daysOf({ from, to }) > mostDays) throw new Problem(badDays, { most: mostDays });
}

/**
 * Returns the days of a report. By default it is true at the end of the last closed day, or today while none
 * is closed.
 * @throws Problem `report-days`, `days-not-closed`, `day-in-the-future`.
 */
export function daysOfReport(
  { kind, from, to, asOf }: NewReport,
  ledger: LedgerDays,
  today: string,
): Pick<StoredReport, 'from' | 'to' | 'asOf' | 'provisional'> {
  if (from !== undefined && to !== undefined) mustBeSpan({ from, to });
  const { openedOn, closedThrough } = ledger;
  if (ofNow.includes(kind)) return { asOf: today, provisional: true };
  const usual = closedThrough < openedOn ? today : closedThrough;
  const day = ofSpan.includes(kind) ? (to ?? usual) : (asOf ?? usual);
  mustHaveCome(day, today);
  if (from !== undefined && day < from) throw new Problem(badDays, { most: mostDays });
  if (ofClosedDays.includes(kind)) mustBeClosed(day, ledger);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    asOf: day,
    provisional: day > closedThrough,
  };
}

/** Returns the span of a report that has one. @throws RangeError for a report without one. */
export function spanOf({ from, to }: Pick<StoredReport, 'from' | 'to'>): Span {
  if (from === undefined || to === undefined) throw new RangeError('a report without a span');
  return { from, to };
}

/** Returns what a report groups by. */
export function groupingOf({ by = 'building' }: Pick<StoredReport, 'by'>): Grouping {
  return by;
}

/** Returns where the files of a report lie. */
export function folderOf({ estateId, reportId }: Pick<StoredReport, 'estateId' | 'reportId'>): string {
  return `reports/${estateId}/${reportId}`;
}

const contentTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Returns the key and the type of a file of a report, and the name under which a browser saves it. */
export function reportFile(
  report: Pick<StoredReport, 'estateId' | 'reportId' | 'kind' | 'asOf'>,
  format: FileFormat,
): { key: string; contentType: string; fileName: string } {
  const fileName = `${report.estateId}-${report.kind}-${report.asOf}.${format}`;
  return { key: `${folderOf(report)}/report.${format}`, contentType: contentTypes[format], fileName };
}
