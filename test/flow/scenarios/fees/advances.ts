import { monthsAhead } from '../../advance-fixtures.ts';
import { must } from '../../backend.ts';
import { feeFor } from '../../bill-fixtures.ts';
import type { ScenarioPart } from '../../scenario.ts';

/** Runs the operations on months in advance: charged at once, or by two people, or refused. */
export const advancesScenario: ScenarioPart = async ({ stage, serial, household, unitId }, _traces, perform) => {
  const { estate } = stage;
  const { estateId, staff } = estate;
  const { operator: desk, manager, auditor } = staff;
  const { building } = await must(desk, 'GET', `/v1/units/${unitId}`);
  const [feeItemId, yearly] = [
    await feeFor(estate, building, '180', { name: `按月预收 ${serial}` }),
    await feeFor(estate, building, '90', { name: `按年预收 ${serial}` }),
  ];
  const charged = await perform('chargeAdvance', household, { body: { unitId, feeItemId, ...monthsAhead(1) } });
  const on = (advanceId: string) => ({ params: { advanceId } });
  await perform('getAdvance', household, on(charged.advanceId));
  const year = { body: { unitId, feeItemId: yearly, ...monthsAhead(12) } };
  const refused = await perform('chargeAdvance', desk, year);
  await perform('refuseAdvance', manager, { ...on(refused.advanceId), body: { reason: '合同期限不明' } });
  const asked = await perform('chargeAdvance', desk, year);
  await perform('approveAdvance', manager, { ...on(asked.advanceId), body: { reason: '业主申请' } });
  const { to } = year.body;
  const end = { through: `${to.slice(0, 8)}15`, back: 'refund', reason: '业主搬离' };
  await perform('requestAdvanceEnd', desk, { ...on(asked.advanceId), body: end });
  await perform('refuseAdvanceEnd', manager, { ...on(asked.advanceId), body: { reason: '日期有误' } });
  const arrears = { ...end, back: 'arrears', consent: '业主签字的抵扣同意书' };
  await perform('requestAdvanceEnd', desk, { ...on(asked.advanceId), body: arrears });
  await perform('approveAdvanceEnd', manager, { ...on(asked.advanceId), body: { reason: '情况属实' } });
  await perform('listAdvances', auditor, { query: { estateId, limit: '20' } });
  await perform('listAdvances', auditor, { query: { estateId, status: 'charged', limit: '20' } });
  await perform('listAdvances', auditor, { query: { estateId, unitId, limit: '20' } });
  return { advanceId: charged.advanceId };
};
