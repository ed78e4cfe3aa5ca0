import { type Meter, meterOf, mustBePrepaid, noSuchMeter } from '../meters/public.ts';

/**
 * Returns the use of reported money, which cannot be rejected: the meter, or only its fee item when the meter
 * takes no more money.
 */
export async function meterReported(
  of: { readonly estateId: string; readonly meterId?: string | undefined },
  today: string,
): Promise<{ meter?: Meter; feeItemId?: string }> {
  const meter = of.meterId === undefined ? undefined : await meterOf(of.meterId);
  if (meter?.estateId !== of.estateId) return {};
  const { feeItemId, prepaid, removedOn = today } = meter;
  return prepaid && removedOn >= today ? { meter, feeItemId } : { feeItemId };
}

/**
 * Returns the prepaid meter that the money tops up, if any.
 * @throws Problem unknown-meter, meter-not-prepaid.
 */
export async function meterPaid(of: {
  readonly estateId: string;
  readonly meterId?: string | undefined;
}): Promise<Meter | undefined> {
  const { estateId, meterId } = of;
  if (meterId === undefined) return undefined;
  const meter = await meterOf(meterId);
  if (meter?.estateId !== estateId) throw noSuchMeter(meterId);
  mustBePrepaid(meter);
  return meter;
}
