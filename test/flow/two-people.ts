import { type Body, must, type TestEstate } from './backend.ts';

type Staff = Pick<TestEstate, 'staff'>;

/** Cancels or writes off a bill by two people (R20.1): the manager requests, the administrator approves. */
export async function endBill(
  { staff: { manager, administrator } }: Staff,
  billId: string,
  as: 'cancelled' | 'written-off',
  reason = '重复出账',
): Promise<Body> {
  const path = `/v1/fees/bills/${billId}`;
  await must(manager, 'POST', `${path}/${as === 'cancelled' ? 'cancel' : 'write-off'}`, { reason });
  return must(administrator, 'POST', `${path}/approve-end`, { as });
}

/** Waives a part of a bill as two people do (D32): the manager requests, the administrator approves. */
export async function waive(
  { staff: { manager, administrator } }: Staff,
  billId: string,
  waiver: { part: string; fen: number; reason: string; feeItemId?: string },
): Promise<Body> {
  const { waiverId } = await must(manager, 'POST', `/v1/fees/bills/${billId}/waivers`, waiver);
  return must(administrator, 'POST', `/v1/fees/waivers/${waiverId}/approve`, { reason: '情况属实' });
}
