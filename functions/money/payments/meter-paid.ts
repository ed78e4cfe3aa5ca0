import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { type Meter, meterOf, mustBePrepaid } from '../meters/public.ts';

const unknownMeter = problemKind('unknown-meter', 400, {
  'zh-CN': '本小区没有表 {meterId}，请核对表编号。',
  'zh-TW': '本社區沒有表 {meterId}，請核對表編號。',
  en: 'The estate has no meter {meterId}: check its number.',
});

/** What money for a meter is for where nothing may refuse it: the meter, or only its fee item where it takes no money any more. */
export async function meterReported(
  of: { readonly estateId: string; readonly meterId?: string | undefined },
  today: string,
): Promise<{ meter?: Meter; feeItemId?: string }> {
  const meter = of.meterId === undefined ? undefined : await meterOf(of.meterId);
  if (meter?.estateId !== of.estateId) return {};
  const { feeItemId, prepaid, removedOn = today } = meter;
  return prepaid && removedOn >= today ? { meter, feeItemId } : { feeItemId };
}

/** The prepaid meter that money is for; undefined when it is for none. @throws Problem unknown-meter, meter-not-prepaid. */
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
