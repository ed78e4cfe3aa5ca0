import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { type Caller, headOffice, staffOf } from '../../api-client/api-client.ts';
import type { PatientClient } from './course.ts';

export const estateId = 'chaos';
const staff = (role: string, name = role) => staffOf(estateId, role, name);

export const people = {
  admin: staff('administrator'),
  desk: staff('operator'),
  supervisor: staff('supervisor'),
  manager: staff('manager'),
  auditor: staff('auditor'),
  cashiers: ['cashier-1', 'cashier-2', 'cashier-3'].map((name) => staff('cashier', name)),
  technicians: ['technician-1', 'technician-2', 'technician-3', 'technician-4'].map((name) =>
    staff('technician', name),
  ),
} as const;

const policySchema = z.looseObject({ version: z.number() });
const itemSchema = z.object({ feeItemId: z.string() });

/**
 * A zone where it is about ten in the morning, so that people work and notices need not wait for the morning.
 */
function morningZone(): string {
  const offset = 10 - Temporal.Now.zonedDateTimeISO('UTC').hour;
  const within = offset < -11 ? offset + 24 : offset;
  // The names of these zones have inverted signs.
  return within === 0 ? 'Etc/GMT' : `Etc/GMT${within > 0 ? '-' : '+'}${Math.abs(within)}`;
}

/** Creates the estate of the load with its staff. Returns the fee item of its meters. */
export async function enterEstate(client: PatientClient): Promise<{ meteredItem: string }> {
  const { manager } = people;
  const language = 'zh-CN';
  const calendar = stateCouncilCalendar(morningZone());
  const estate = { estateId, code: 'CH', name: '长河花园', language, calendar };
  await client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, estate);
  for (const one of Object.values(people).flat()) {
    await client.hire(one);
  }
  await changePolicy(client, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  const tariff = { from: '2010-01-01', price: '0.5383', addOn: '0', ground: '电价文件' };
  const body = { name: '电费', kind: 'metered', nature: 'agency', utility: 'electricity', tariff };
  const items = `/v1/fees/estates/${estateId}/fee-items`;
  const { feeItemId } = await client.must(itemSchema, 'POST', items, { as: manager, key: 'metered-item', body });
  return { meteredItem: feeItemId };
}

async function changePolicy(client: PatientClient, context: string, change: object): Promise<void> {
  const path = `/v1/${context}/policies/${estateId}`;
  const as: Caller = people.manager;
  const { version, estateId: _estate, ...policy } = await client.must(policySchema, 'GET', path, { as });
  if (version === 0)
    await client.must(z.unknown(), 'PUT', path, { as, ifMatch: version, body: { ...policy, ...change } });
}
