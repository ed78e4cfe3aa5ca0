import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { type Meter, meterOf, mustBePrepaid } from '../meters/public.ts';

const unknownMeter = problemKind('unknown-meter', 400, {
  'zh-CN': '本小区没有表 {meterId}。请核对 meterId。',
  'zh-TW': '本社區沒有表 {meterId}。請核對 meterId。',
  en: 'The estate has no meter {meterId}. Check meterId.',
});

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
  if (meter?.estateId !== estateId) throw new Problem(unknownMeter, { meterId });
  mustBePrepaid(meter);
  return meter;
}
