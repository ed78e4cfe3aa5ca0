import { type Body, must, type TestEstate } from './backend.ts';
import { until } from './until.ts';

/** Creates a fee item of `price` yuan a month for every unit of a building, and returns its id. */
export async function feeFor(estate: TestEstate, building: string, price: string, more: object = {}): Promise<string> {
  const { estateId, staff } = estate;
  const tariff = { from: '2020-01-01', price, addOn: '0', ground: '物业服务合同第八条' };
  const item = { name: `服务费 ${building}`, kind: 'fixed', scope: { buildings: [building] }, tariff, ...more };
  return (await must(staff.manager, 'POST', `/v1/fees/estates/${estateId}/fee-items`, item)).feeItemId;
}

/** Bills fee items for a month, publishes the bills and returns them. */
export async function billsOut(
  { estateId, staff: { manager, administrator } }: TestEstate,
  feeItemIds: readonly string[],
  month: string,
  dueOn?: string,
): Promise<Body[]> {
  const body = { period: { from: month, months: 1 }, feeItemIds, ...(dueOn && { dueOn, dueProof: '原账单' }) };
  const { runId } = await must(manager, 'POST', `/v1/fees/estates/${estateId}/billing-runs`, body);
  const path = `/v1/fees/billing-runs/${runId}`;
  const state = (wanted: string) =>
    until(`the run to be ${wanted}`, async () => (await must(manager, 'GET', path)).state === wanted);
  await state('drafted');
  // Credit notes are published by another person.
  await must(administrator, 'POST', `${path}/publish`);
  await state('published');
  return (await must(manager, 'GET', `${path}/bills?limit=200`)).items;
}
