import { runJob } from '../backend.ts';
import { changePolicy as change } from '../change-policy.ts';
import { today } from '../ledger-fixtures.ts';
import { nobody } from '../links.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';

/** Runs the operations of common income: income, spending, the account and the statement. */
const run: ScenarioPart = async (of, _ids, perform) => {
  const fee = { percent: '20', ground: '业主大会决议 3 号' };
  await changeMoneyPolicy('CommonIncome', { bankAccountId: 'icbc-common', fee }, of, perform);
  const { stage, serial, household } = of;
  const { estateId, staff } = stage.estate;
  const { cashier, operator: desk, manager, auditor, administrator } = staff;
  await change(stage.estate, 'common-income', { fee });
  const inEstate = { params: { estateId } };
  const ads = { source: '电梯广告', from: '某某传媒有限公司', ground: '业主大会决议 2 号', fen: 1_060_000 };
  const income = { ...ads, bankAccountId: 'icbc', reference: `gg-${estateId}-${serial}` };
  await perform('recordCommonIncome', cashier, { ...inEstate, body: income });
  const cost = { kind: 'fund', fen: 100, what: '补充维修资金', decision: '业主大会决议 5 号', decidedOn: today() };
  const wrong = await perform('requestCommonSpending', desk, { ...inEstate, body: cost });
  const on = ({ movementId }: { movementId?: string }) => ({ params: { movementId: movementId ?? '' } });
  await perform('refuseCommonSpending', manager, { ...on(wrong), body: { reason: '重复' } });
  const right = await perform('requestCommonSpending', desk, { ...inEstate, body: { kind: 'fee' } });
  await perform('approveCommonSpending', administrator, { ...on(right), body: {} });
  await perform('listCommonMovements', auditor, { ...inEstate, query: { limit: '20' } });
  await perform('listCommonMovements', auditor, { ...inEstate, query: { limit: '20', status: 'posted' } });
  await perform('getCommonAccount', household, inEstate);
  const quarter = `${today().slice(0, 4)}-Q${Math.ceil(Number(today().slice(5, 7)) / 3)}`;
  await perform('getCommonStatement', household, { params: { estateId, quarter } });
  await perform('getCommonPublication', household, { params: { estateId, quarter }, query: { language: 'en' } });
  const { url } = await perform('getCommonPublicationLink', auditor, { params: { estateId, quarter } });
  await perform('showCommonPublication', nobody, { params: { token: url.split('/').at(-1) } });
  const ground = '业主大会决议 8 号';
  const feeSystems = [
    { from: '2000-01-01', system: 'remuneration', ground },
    { from: '2020-01-01', system: 'fixed', ground },
  ];
  await change(stage.estate, 'fees', { feeSystems });
  // One budget for each run of the scenario.
  const year = String(2000 + (serial % 20));
  const budget = {
    ...{ year, incomeFen: 100_000_000, spending: [{ what: '人员工资', fen: 60_000_000 }] },
    ...{ remuneration: { percent: '10' }, decision: '业主大会决议 9 号', decidedOn: '2026-01-20' },
  };
  const ofYear = { params: { estateId, year } };
  await perform('requestServiceBudget', manager, { ...inEstate, body: budget });
  await perform('refuseServiceBudget', administrator, { ...ofYear, body: { reason: '缺明细' } });
  await perform('requestServiceBudget', manager, { ...inEstate, body: budget });
  await perform('approveServiceBudget', administrator, { ...ofYear, body: {} });
  await perform('getServiceYear', household, ofYear);
  await runJob('draw-remuneration');
  await perform('requestServiceSettlement', manager, { ...ofYear, body: {} });
  await perform('approveServiceSettlement', administrator, { ...ofYear, body: {} });
  // Residents of the estate read what came in and what it paid: its ids are nobody's secret.
  return {};
};

export const scenario: Scenario = { needs: ['owners'], run };
