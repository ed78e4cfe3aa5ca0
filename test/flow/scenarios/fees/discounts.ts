import { addDays } from '../../../../shared/kernel/periods.ts';
import { must } from '../../backend.ts';
import { today } from '../../ledger-fixtures.ts';
import type { ScenarioPart } from '../../scenario.ts';

/** Runs the operations on discounts and vacancies. Their scope has no unit, so no bill changes. */
export const discountsScenario: ScenarioPart = async ({ stage, unitId }, { feeItemId = '' }, perform) => {
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager, auditor, administrator } = staff;
  const inEstate = { params: { estateId } };
  const page = { limit: '20' };
  const days = { from: today(), to: addDays(today(), 400) };
  const of = { feeItemIds: [feeItemId], scope: { buildings: ['没有的楼'] }, ground: '业主大会决定', ...days };
  const asked = (more: object) =>
    perform('requestDiscount', manager, { ...inEstate, body: { ...of, kind: 'standing', percent: '10', ...more } });
  const on = ({ discountId }: { discountId?: string }) => ({ params: { discountId: discountId ?? '' } });

  const refused = await asked({ name: '没有依据的优惠' });
  await perform('refuseDiscount', administrator, { ...on(refused), body: { reason: '没有依据' } });
  const standing = await asked({ name: '老业主优惠' });
  await perform('approveDiscount', administrator, { ...on(standing), body: { reason: '业主大会纪要' } });
  await perform('endDiscount', manager, { ...on(standing), body: { on: today(), reason: '合同到期' } });
  await perform('getDiscount', auditor, on(standing));
  const vacancy = { begins: 'next-day', minMonths: 6, mostUse: [{ feeItemId, perMonth: '1' }] };
  const empty = await asked({ name: '空置优惠', kind: 'vacancy', percent: '30', vacancy });
  await must(administrator, 'POST', `/v1/fees/discounts/${empty.discountId}/approve`, {});
  await perform('listDiscounts', auditor, { ...inEstate, query: page });
  await perform('listDiscounts', auditor, { ...inEstate, query: { ...page, status: 'approved' } });

  const apply = { discountId: empty.discountId, appliedOn: today(), application: '空置申请 17 号' };
  const applied = () => perform('requestVacancy', desk, { params: { unitId }, body: apply });
  const at = ({ vacancyId }: { vacancyId?: string }) => ({ params: { vacancyId: vacancyId ?? '' } });
  const wrong = await applied();
  await perform('refuseVacancy', manager, { ...at(wrong), body: { reason: '有人居住' } });
  const right = await applied();
  await perform('checkVacancy', desk, { ...at(right), body: {} });
  await perform('approveVacancy', manager, { ...at(right), body: {} });
  await perform('getVacancy', auditor, at(right));
  const used = { on: addDays(today(), 30), cause: 'reported', proof: '业主来信' };
  await perform('endVacancy', desk, { ...at(right), body: used });
  await perform('listVacancies', auditor, { query: { ...page, estateId } });
  await perform('listVacancies', auditor, { query: { ...page, estateId, unitId } });
  await perform('listVacancies', auditor, { query: { ...page, estateId, status: 'ended' } });
  return { discountId: standing.discountId, vacancyId: right.vacancyId };
};
