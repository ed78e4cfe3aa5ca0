import { type Body, must } from '../backend.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';
import { advancesScenario } from './fees/advances.ts';
import { billsScenario } from './fees/bills.ts';
import { discountsScenario } from './fees/discounts.ts';

/**
 * Runs the fee operations: fee items, tariffs, a shared cost, and billing runs that are previewed, cancelled,
 * published.
 */
const feesScenario: ScenarioPart = async ({ stage, unitId }, _traces, perform) => {
  const { estateId, staff } = stage.estate;
  const { manager, operator: desk, auditor, administrator } = staff;
  const inEstate = { params: { estateId } };
  const page = { query: { limit: '20' } };
  const { building } = await must(desk, 'GET', `/v1/units/${unitId}`);
  const price = (from: string, yuan: string) => ({ from, price: yuan, addOn: '0', ground: '业主大会决定' });

  // Fee items and their tariff from the new year on. No bill uses the first item.
  const cleaning = {
    name: '保洁费',
    kind: 'formula',
    scope: { buildings: ['没有的楼'] },
    formula: 'area * price + addOn',
  };
  const item = await perform('createFeeItem', manager, {
    ...inEstate,
    body: { ...cleaning, tariff: price('2020-01-01', '0.1') },
  });
  const ofItem = { params: { feeItemId: item.feeItemId } };
  const renamed = { name: '楼内保洁费', scope: cleaning.scope };
  const changed = await perform('changeFeeItem', manager, { ...ofItem, body: renamed, ifMatch: item.version });
  await perform('setTariff', manager, { ...ofItem, body: price('2030-01-01', '0.2'), ifMatch: changed.version });
  const terms = { from: '2026-01-01', dailyRate: '0.003', clause: '物业服务合同第二十条' };
  await perform('setLateTerms', manager, { ...ofItem, body: terms, ifMatch: changed.version + 1 });
  await perform('approveLateTerms', administrator, { ...ofItem, body: { number: 1 }, ifMatch: changed.version + 2 });
  await perform('getFeeItem', desk, ofItem);
  await perform('listFeeItems', desk, { ...inEstate, ...page });
  const defined = async (details: object): Promise<string> =>
    (await must(manager, 'POST', `/v1/fees/estates/${estateId}/fee-items`, details)).feeItemId;
  const scope = { buildings: [building] };
  const byArea = { name: '物业费', kind: 'building-area', scope, tariff: price('2020-01-01', '2.68') };
  const feeItemId = await defined(byArea);

  // The cost of the staircase lamps, shared by the building.
  const lamps = { name: '楼道照明', kind: 'shared', scope, tariff: price('2020-01-01', '0.5383') };
  const sharedItemId = await defined(lamps);
  const sharing = {
    feeItemId: sharedItemId,
    period: { from: '2025-11-01', to: '2025-11-30' },
    rule: { pool: { within: 'building', building } },
    cost: { kind: 'metered', quantity: '1200', price: '0.5383', borneByOthers: [] },
  };
  await perform('previewSharing', manager, { ...inEstate, body: sharing });
  const relieved = {
    coefficients: [{ unitId, coefficient: '1.2' }],
    reliefs: [{ unitId, relief: { pays: '0.5', clause: '管理规约第九条' } }],
  };
  await perform('previewSharing', manager, { ...inEstate, body: { ...sharing, ...relieved } });
  const { sharingId } = await perform('createSharing', manager, { ...inEstate, body: { ...sharing, ...relieved } });
  const ofSharing = { params: { sharingId } };
  await until(
    'the sharing to be done',
    async () => (await must(desk, 'GET', `/v1/fees/sharings/${sharingId}`)).state === 'done',
  );
  await perform('getSharing', desk, ofSharing);
  await perform('listSharings', auditor, { ...inEstate, ...page });
  await perform('listSharingLines', auditor, { ...ofSharing, ...page });

  // A dry run, a cancelled draft, a published run.
  const dueProof = '已作废账单 12 号';
  const body = { period: { from: '2025-11', months: 1 }, feeItemIds: [feeItemId, sharedItemId], dueProof };
  const stands = (runId: string, state: string) =>
    until(`the run to be ${state}`, async () => {
      const run = await must(desk, 'GET', `/v1/fees/billing-runs/${runId}`);
      return run.state === state && run;
    });
  const rehearsed = await perform('createBillingRun', manager, { ...inEstate, query: { dryRun: 'true' }, body });
  await stands(rehearsed.runId, 'drafted');
  const dropped = await perform('createBillingRun', manager, { ...inEstate, body });
  const { version } = await stands(dropped.runId, 'drafted');
  await perform('cancelBillingRun', manager, { params: { runId: dropped.runId }, ifMatch: version });
  const { runId } = await perform('createBillingRun', manager, { ...inEstate, body });
  const ofRun = { params: { runId } };
  const drafted = await stands(runId, 'drafted');
  await perform('getBillingRun', desk, ofRun);
  await perform('listBillingRuns', desk, { ...inEstate, ...page });
  const { items } = await perform('listBillsOfRun', desk, { ...ofRun, ...page });
  await perform('listSkippedUnits', desk, { ...ofRun, ...page });
  await perform('publishBillingRun', manager, { ...ofRun, ifMatch: drafted.version });
  await stands(runId, 'published');
  const ofMonth = { params: { estateId, month: '2025-11' } };
  await perform('listCompleteness', desk, { ...ofMonth, query: { limit: '20' } });

  const mine = items.find((bill: Body) => bill.unitId === unitId);
  if (!mine) throw new Error(`run ${runId} has no bill of ${unitId}`);
  return { feeItemId, sharedItemId, sharingId, runId, droppedRunId: dropped.runId, firstBillId: mine.billId };
};

export const scenario: Scenario = {
  needs: ['owners'],
  run: async (of, ids, perform) => {
    const feeSystems = [{ from: '2000-01-01', system: 'fixed', ground: '前期物业服务合同' }];
    await changeMoneyPolicy('Fees', { dueDays: 45, feeSystems }, of, perform);
    const billed = await feesScenario(of, ids, perform);
    const advanced = await advancesScenario(of, ids, perform);
    const bills = await billsScenario(of, ids, perform);
    return { ...billed, ...advanced, ...bills, ...(await discountsScenario(of, billed, perform)) };
  },
};
