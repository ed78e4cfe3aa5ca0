import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { type Estate, estateOf, personOf } from '../../register/owners/public.ts';
import type { FeesPolicy } from '../fees/public.ts';

const unknownPayer = problemKind('unknown-payer', 400, {
  'zh-CN': '本小区的业主档案中没有 {payerId}，请核对付款人。',
  'zh-TW': '本社區的業主檔案中沒有 {payerId}，請核對付款人。',
  en: 'The register of this estate has no {payerId}: check who pays.',
});

/** An estate of ours. @throws Problem not-found. */
export async function estateWith(estateId: string): Promise<Estate> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}

/** Returns true for somebody whom the estate knows. The developer pays for homes not delivered (R3.5). */
export async function isPayer(
  payerId: string,
  estateId: string,
  fees: Pick<FeesPolicy, 'developerPayerId'>,
): Promise<boolean> {
  return payerId === fees.developerPayerId || (await personOf(payerId))?.estateId === estateId;
}

/** Stops money in the name of somebody whom the estate does not know. @throws Problem unknown-payer. */
export async function mustBePayer(
  payerId: string,
  estateId: string,
  fees: Pick<FeesPolicy, 'developerPayerId'>,
): Promise<void> {
  if (!(await isPayer(payerId, estateId, fees))) throw new Problem(unknownPayer, { payerId });
}
