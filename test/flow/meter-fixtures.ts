import { ask, type Body, must, type TestEstate } from './backend.ts';
import { until } from './until.ts';

/** Creates a metered fee item for electricity at `price` yuan per kWh, and returns its id. */
export async function meteredItem(
  { estateId, staff }: TestEstate,
  price = '0.5383',
  more: object = {},
): Promise<string> {
  const tariff = { from: '2010-01-01', price, addOn: '0', ground: '电价文件' };
  const item = { name: '电费', kind: 'metered', nature: 'agency', utility: 'electricity', tariff, ...more };
  return (await must(staff.manager, 'POST', `/v1/fees/estates/${estateId}/fee-items`, item)).feeItemId;
}

/** Registers a meter, prepaid by default. Waits until the context meters knows the price of its fee item. */
export function meterAt(
  { estateId, staff }: TestEstate,
  unitId: string,
  feeItemId: string,
  more: object = {},
): Promise<Body> {
  const body = { unitId, utility: 'electricity', feeItemId, prepaid: true, plate: '0001', ...more };
  return until('the price of a meter', async () => {
    const answer = await ask(staff.manager, 'POST', `/v1/meters/estates/${estateId}/meters`, body);
    if (answer.status === 201) return answer.body;
    if (answer.body.code !== 'fee-item-without-price') throw new Error(JSON.stringify(answer.body));
    return undefined;
  });
}

/** Records meter readings and returns the response. */
export function readingsOf({ estateId, staff }: TestEstate, readings: readonly object[]): Promise<Body> {
  return must(staff.operator, 'POST', `/v1/meters/estates/${estateId}/readings`, { readings });
}

/**
 * Records a top-up of `fen` fen for a meter and waits until the balance has it: in cash now, or by transfer
 * at `at`.
 */
export async function toppedUp(
  { estateId, staff }: TestEstate,
  {
    meterId,
    payerId,
    fen,
    at,
    reference,
  }: { meterId: string; payerId: string; fen: number; at?: string; reference: string },
): Promise<Body> {
  const way = at ? { method: 'transfer', moneyAccount: 'icbc', occurredAt: at } : { method: 'cash' };
  const body = { payerId, fen, ...way, reference, meterId };
  const payment = await must(staff.cashier, 'POST', `/v1/payments/estates/${estateId}/payments`, body);
  await until('the top-up on the balance', async () => {
    const { items } = await must(staff.auditor, 'GET', `/v1/meters/${meterId}/balance/history?limit=200`);
    return items.some((one: Body) => one.id === payment.paymentId);
  });
  return payment;
}
