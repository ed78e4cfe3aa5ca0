import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { personOf } from '../../register/owners/public.ts';
import type { FeesPolicy } from '../fees/public.ts';

const unknownPayer = problemKind('unknown-payer', 400, {
  'zh-CN': '本小区的业主档案中没有 {payerId}。请核对 payerId。',
  'zh-TW': '本社區的業主檔案中沒有 {payerId}。請核對 payerId。',
  en: 'The register of this estate has no {payerId}. Check payerId.',
});

/**
 * Returns true for a person in the register of the estate, and for the developer, who pays for homes not
 * delivered (R3.5).
 */
export async function isPayer(
  payerId: string,
  estateId: string,
  fees: Pick<FeesPolicy, 'developerPayerId'>,
): Promise<boolean> {
  return payerId === fees.developerPayerId || (await personOf(payerId))?.estateId === estateId;
}

/**
 * Rejects a payer who is neither in the register of the estate nor its developer. @throws Problem
 * unknown-payer.
 */
export async function mustBePayer(
  payerId: string,
  estateId: string,
  fees: Pick<FeesPolicy, 'developerPayerId'>,
): Promise<void> {
  if (!(await isPayer(payerId, estateId, fees))) throw new Problem(unknownPayer, { payerId });
}
