import { changePolicy as change } from '../change-policy.ts';
import { today } from '../ledger-fixtures.ts';
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
  // Residents of the estate read what came in and what it paid: its ids are nobody's secret.
  return {};
};

export const scenario: Scenario = { needs: ['owners'], run };
