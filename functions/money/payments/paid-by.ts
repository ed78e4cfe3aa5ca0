import * as z from 'zod';
import { personOf } from '../../register/owners/public.ts';
import { accountIdSchema } from './amounts.ts';

/**
 * Who brought the money where that is not the payer (代缴, R21.8): a tenant or relative in the register, or
 * anyone else, such as an employer, by name. The payer stays the debtor.
 */
export const paidBySchema = z
  .union([z.strictObject({ personId: accountIdSchema }), z.strictObject({ name: z.string().regex(/\S/).max(100) })])
  .meta({ id: 'PaidBy' });
export type PaidBy = z.output<typeof paidBySchema>;

/** Returns the name of who brought the money; undefined for a person who is no longer in the register. */
export async function nameOfPaidBy(paidBy: PaidBy): Promise<string | undefined> {
  return 'name' in paidBy ? paidBy.name : (await personOf(paidBy.personId))?.name;
}
