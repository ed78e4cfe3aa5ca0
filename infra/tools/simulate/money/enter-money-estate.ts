import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { type ApiClient, type Caller, headOffice, staffOf } from '../../../api-client/api-client.ts';
import type { MoneyEstate, Payer } from './money-desk.ts';

const itemSchema = z.object({ feeItemId: z.string() });
const unitSchema = z.object({ unitId: z.string() });
const meterSchema = z.object({ meterId: z.string() });
const runSchema = z.object({ runId: z.string(), state: z.string() });

/** Creates an estate with its staff, households, prepaid meters and fee items, and bills some months. */
export async function enterMoneyEstate(
  client: ApiClient,
  code: string,
  of: { payers: number; months: readonly string[]; dueOn: string },
): Promise<MoneyEstate> {
  const estateId = `money-${code.toLowerCase()}`;
  const staff = (role: string, name = role) => staffOf(estateId, role, name);
  const administrator = staff('administrator');
  const cashiers = ['cashier-1', 'cashier-2', 'cashier-3'].map((name) => staff('cashier', name));
  const [manager, approver] = [staff('manager', 'manager-1'), staff('manager', 'manager-2')];
  const [desk, auditor] = [staff('operator'), staff('auditor')];
  let nth = 0;
  const post = <S extends z.ZodType>(schema: S, as: Caller, path: string, body: object): Promise<z.output<S>> => {
    nth += 1;
    return client.must(schema, 'POST', path, { as, body, key: `${estateId}-enter-${nth}` });
  };
  const calendar = stateCouncilCalendar('Asia/Shanghai');
  const name = `${code}花园`;
  await post(z.unknown(), headOffice, '/v1/estates', { estateId, code, name, language: 'zh-CN', calendar });
  for (const one of [administrator, ...cashiers, manager, approver, desk, auditor]) await client.hire(one);
  for (const one of cashiers) await client.openDrawer(one, estateId);
  const items = `/v1/fees/estates/${estateId}/fee-items`;
  const tariff = { from: '2020-01-01', price: '2.68', addOn: '0', ground: '物业服务合同' };
  const fee = await post(itemSchema, manager, items, { name: '物业费', kind: 'building-area', tariff });
  const power = { ...tariff, price: '0.5383', ground: '电价文件' };
  const metered = { name: '电费', kind: 'metered', nature: 'agency', utility: 'electricity', tariff: power };
  const { feeItemId: meteredId } = await post(itemSchema, manager, items, metered);
  const payers: Payer[] = [];
  for (let one = 1; one <= of.payers; one += 1) {
    const payerId = `${estateId}-payer-${one}`;
    const person = { personId: payerId, name: `业主${one}`, language: 'zh-CN' };
    await post(z.unknown(), administrator, `/v1/estates/${estateId}/persons`, person);
    const unit = { label: `1-${one}`, building: '1栋', area: (60 + one * 1.37).toFixed(2), use: 'dwelling' };
    const { unitId } = await post(unitSchema, administrator, `/v1/estates/${estateId}/units`, unit);
    const tenure = { personId: payerId, role: 'owner', from: '2024-06-30' };
    await post(z.unknown(), administrator, `/v1/units/${unitId}/tenures`, tenure);
    const meter = { unitId, utility: 'electricity', feeItemId: meteredId, prepaid: true, plate: `${one}` };
    const { meterId } = one % 3 === 0 ? await meterAt(client, estateId, manager, meter) : { meterId: undefined };
    payers.push({ payerId, unitId, meterId });
  }
  const { feeItemId } = fee;
  const { months } = of;
  const entered = { estateId, cashiers, manager, approver, administrator, desk, auditor, payers, feeItemId, months };
  for (const month of months) await billMonth(client, entered, month, of.dueOn, `first-${month}`);
  return entered;
}

/** Registers a meter as soon as the context meters knows the price of its fee item. */
async function meterAt(client: ApiClient, estateId: string, as: Caller, body: { unitId: string }) {
  for (let left = 100; ; left -= 1) {
    const send = { as, body, key: `${body.unitId}-meter-${left}` };
    const answer = await client.send('POST', `/v1/meters/estates/${estateId}/meters`, send);
    if (answer.status < 300) return meterSchema.parse(answer.body);
    if (left === 0) throw new Error(`The meter of ${body.unitId} is refused: ${JSON.stringify(answer.body)}`);
    await wait(200);
  }
}

/** Bills a month and publishes the bills, or what is missing of a month that was billed before. */
export async function billMonth(
  client: ApiClient,
  { estateId, manager, feeItemId }: Pick<MoneyEstate, 'estateId' | 'manager' | 'feeItemId'>,
  month: string,
  dueOn: string,
  name: string,
): Promise<void> {
  const as = manager;
  const body = { period: { from: month, months: 1 }, feeItemIds: [feeItemId], dueOn };
  const key = `${estateId}-${name}`;
  const runs = `/v1/fees/estates/${estateId}/billing-runs`;
  const { runId } = await client.must(runSchema, 'POST', runs, { as, body, key });
  const path = `/v1/fees/billing-runs/${runId}`;
  const reaches = async (state: string) => {
    for (let left = 1_500; ; left -= 1) {
      const run = await client.must(runSchema, 'GET', path, { as });
      if (run.state === state) return;
      if (left === 0) throw new Error(`The billing run ${runId} stays ${run.state}.`);
      await wait(200);
    }
  };
  await reaches('drafted');
  await client.must(z.unknown(), 'POST', `${path}/publish`, { as, body: {}, key: `${key}-publish` });
  await reaches('published');
}
