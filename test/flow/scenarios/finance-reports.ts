import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { must } from '../backend.ts';
import type { Scenario, ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/** Runs the operations of reports of money. The scenario of the ledger left its first day open. */
const run: ScenarioPart = async ({ stage }, _, perform) => {
  const { estateId, staff } = stage.estate;
  const { auditor, cashier } = staff;
  const inEstate = { params: { estateId } };
  const today = dayIn('Asia/Shanghai', new Date().toISOString());
  const body = {
    kind: 'collection-rate',
    by: 'item',
    from: '2026-01-01',
    to: '2026-12-31',
    asOf: today,
    language: 'zh-CN',
  };
  const { reportId } = await perform('createFinanceReport', cashier, { ...inEstate, body });
  const written = async () =>
    (await must(auditor, 'GET', `/v1/finance-reports/reports/${reportId}`)).state === 'written';
  await until('the report', written);
  await perform('getFinanceReport', auditor, { params: { reportId } });
  await perform('getFinanceReportPage', auditor, { params: { reportId } });
  await perform('listFinanceReports', auditor, { ...inEstate, query: { limit: '20' } });

  const { closedThrough } = await must(auditor, 'GET', `/v1/ledger/estates/${estateId}`);
  const query = { from: addDays(closedThrough, -30), to: closedThrough };
  await perform('getTrialBalance', auditor, { ...inEstate, query });
  await perform('getTrialBalancePage', auditor, { ...inEstate, query: { ...query, language: 'en' } });
  return { reportId };
};

export const scenario: Scenario = { needs: ['ledger'], run };
