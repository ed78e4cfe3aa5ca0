import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { downloadUrl } from '../../../shared/files/uploads.ts';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, ok, page, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { languageSchema, say } from '../../../shared/kernel/language.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { closedBalances, ledgerFor, ledgerPolicy } from '../ledger/public.ts';
import { reportLists, reports } from './finance-reports.store.ts';
import { reportPage, trialBalancePage } from './report.page.ts';
import {
  daysOfReport,
  mustBeClosed,
  mustBeSpan,
  newReportSchema,
  reportFile,
  reportSchema,
  reportSummarySchema,
  type StoredReport,
} from './report.ts';
import { reportKindsByName } from './report-kinds.ts';
import { totalRow, valuesOf } from './report-row.ts';
import { trialBalanceOf, trialBalanceSchema } from './trial-balance.ts';

/** The roles that may read the money of a whole estate. */
const reportReaders: readonly Role[] = ['cashier', 'manager', 'administrator', 'auditor'];
const reportPath = z.object({ reportId: z.string().max(64) });
const spanQuery = { from: dateSchema, to: dateSchema };
const pageLanguage = { language: languageSchema.optional() };

/** Returns a report with its titles, and the addresses of its files once they are written. */
async function viewOf(report: StoredReport) {
  const { title, formula, columns: columnsOf } = reportKindsByName[report.kind];
  const { language, rows, totals, cursor: _, slices: __, ...fields } = report;
  const columns = columnsOf(report);
  const urlOf = (format: 'csv' | 'json' | 'xlsx') => downloadUrl(reportFile(report, format));
  const isWritten = report.state === 'written';
  const files = isWritten ? { csv: await urlOf('csv'), json: await urlOf('json'), xlsx: await urlOf('xlsx') } : {};
  return {
    ...fields,
    language,
    title: say(title, language),
    ...(formula && { formula: say(formula, language) }),
    columns: columns.map(({ id, title: name, type }) => ({ id, title: say(name, language), type })),
    rows: rows.map((row) => valuesOf(columns, row)),
    totals: valuesOf(columns, totalRow(columns, totals, language)),
    files,
  };
}

/** Returns the trial balance of closed days. @throws Problem no-ledger, report-days, days-not-closed. */
async function trialBalanceFor(estateId: string, days: { from: string; to: string }) {
  mustBeSpan(days);
  const ledger = await ledgerFor(estateId);
  mustBeClosed(days.to, ledger);
  const [before = {}, after = {}, policy] = await Promise.all([
    closedBalances(estateId, addDays(days.from, -1)),
    closedBalances(estateId, days.to),
    ledgerPolicy.of(estateId),
  ]);
  return trialBalanceOf(days, before, after, policy.vouchers);
}

/** Routes of reports of the money of a whole estate (R32). */
export const reportRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/finance-reports/estates/{estateId}/reports',
    operationId: 'createFinanceReport',
    summary: 'Create a report of the money of an estate',
    description:
      'Written in the background for any number of units; `getFinanceReport` answers with its progress, then with its first rows and its files. A report of closed days never changes.',
    allow: reportReaders,
    throws: ['day-in-the-future', 'days-not-closed', 'no-ledger', 'report-days'],
    params: estatePath,
    body: newReportSchema,
    status: 202,
    response: reportSchema,
    handle: async (call) => {
      const estate = await estateInReach(call.caller, call.params.estateId);
      const { estateId, calendar } = estate;
      const { kind, by, account, language = estate.language } = call.body;
      const days = daysOfReport(call.body, await ledgerFor(estateId), dayIn(calendar.zone, call.now.toString()));
      const act = call.act();
      const reportId = newId('frp', call.now);
      const isOfBills = kind === 'ageing' || kind === 'collection-rate';
      const after: StoredReport = {
        reportId,
        estateId,
        kind,
        ...(isOfBills && { by }),
        ...(account !== undefined && { account }),
        ...days,
        language,
        state: 'collecting',
        done: 0,
        rowCount: 0,
        totals: {},
        rows: [],
        slices: 0,
        requestedAt: act.recordedAt,
        requestedBy: act.actor.id,
        updatedAt: act.recordedAt,
        version: 1,
      };
      const transaction = new Transaction()
        .save(reports, after)
        .record(reports, after, 'FinanceReportRequested', { reportId, kind }, act);
      return call.commit(transaction, accepted(await viewOf(after), `/v1/finance-reports/reports/${reportId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/finance-reports/estates/{estateId}/reports',
    operationId: 'listFinanceReports',
    summary: 'List the reports of an estate, latest first',
    description: 'Without their rows.',
    allow: reportReaders,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(reportSummarySchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const partition = reportLists.ofEstate(params.estateId);
      return ok(await list(reports, { index: 'lists', partition, descending: true, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/finance-reports/reports/{reportId}',
    operationId: 'getFinanceReport',
    summary: 'Get a report: its progress, then its first rows and its files',
    description: 'The files are kept for 30 days.',
    allow: reportReaders,
    params: reportPath,
    response: reportSchema,
    handle: async ({ caller, params }) => ok(await viewOf(visible(await get(reports, params), caller))),
  }),
  route({
    method: 'GET',
    path: '/v1/finance-reports/reports/{reportId}/page',
    operationId: 'getFinanceReportPage',
    summary: 'Get a report as a page to print',
    description: 'HTML with the first 200 rows and the totals, in the language of the report.',
    allow: reportReaders,
    params: reportPath,
    response: 'html',
    handle: async ({ caller, params }) => {
      const report = visible(await get(reports, params), caller);
      const { name } = await estateInReach(caller, report.estateId);
      return page(reportPage(name, report));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/finance-reports/estates/{estateId}/trial-balance',
    operationId: 'getTrialBalance',
    summary: 'Get the trial balance (余额表) of closed days',
    description:
      'From the balances that the closes stored, so it answers at once. Accounts of payers are one row a kind.',
    allow: reportReaders,
    throws: ['days-not-closed', 'no-ledger', 'report-days'],
    params: estatePath,
    query: z.strictObject(spanQuery),
    response: trialBalanceSchema,
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      return ok(await trialBalanceFor(params.estateId, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/finance-reports/estates/{estateId}/trial-balance/page',
    operationId: 'getTrialBalancePage',
    summary: 'Get the trial balance as a page to print',
    description: 'HTML, in `language` or the language of the request.',
    allow: reportReaders,
    throws: ['days-not-closed', 'no-ledger', 'report-days'],
    params: estatePath,
    query: z.strictObject({ ...spanQuery, ...pageLanguage }),
    response: 'html',
    handle: async ({ caller, params, query, language }) => {
      const { estateId, name } = await estateInReach(caller, params.estateId);
      const { from, to } = query;
      return page(trialBalancePage(name, await trialBalanceFor(estateId, { from, to }), query.language ?? language));
    },
  }),
];
