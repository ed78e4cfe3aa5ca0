import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { changedFields } from './changed-fields.ts';
import { chosenIdSchema, idTaken } from './client-id.ts';
import { type Estate, estateDetailsSchema } from './estate.ts';
import { estates, nameOf, takeName } from './owners.store.ts';

const codeTaken = problemKind('code-taken', 409, {
  'zh-CN': '小区代码 {code} 已被使用过，请换一个。',
  'zh-TW': '社區代碼 {code} 已被使用過，請換一個。',
  en: 'The code {code} is or was used by another estate. Choose another code.',
});

export const registerEstateSchema = z
  .strictObject({
    ...estateDetailsSchema.shape,
    estateId: chosenIdSchema.optional(),
  })
  .meta({ id: 'CreateEstateBody' });

/** Creates an estate (小区). @throws at commit Problem `code-taken` or `id-taken`. */
export function createEstate(
  { estateId: chosen, ...details }: z.output<typeof registerEstateSchema>,
  act: ActionContext,
): { after: Estate; transaction: Transaction } {
  const estateId = chosen ?? newId('est', toInstant(act.recordedAt));
  const after = { ...details, estateId, updatedAt: act.recordedAt, version: 1 };
  const { code, name } = details;
  const transaction = new Transaction().save(estates, after, undefined, () => idTaken(estateId));
  takeName(transaction, nameOf.estateCode(code), estateId, () => new Problem(codeTaken, { code }));
  return { after, transaction: transaction.record(estates, after, 'EstateRegistered', { code, name }, act) };
}

/**
 * Changes an estate. Returns undefined when nothing changed.
 * An old code is never free again, because printed ticket numbers begin with it.
 * @throws at commit Problem `code-taken`.
 */
export function changeEstate(
  before: Estate,
  details: z.output<typeof estateDetailsSchema>,
  act: ActionContext,
): { after: Estate; transaction: Transaction } | undefined {
  const { estateId, version } = before;
  const after = { ...details, estateId, updatedAt: act.recordedAt, version: version + 1 };
  const changed = changedFields(estateDetailsSchema.keyof().options, before, after);
  if (changed.length === 0) return undefined;
  const transaction = new Transaction().save(estates, after, before);
  if (after.code !== before.code) {
    const { code } = after;
    takeName(transaction, nameOf.estateCode(code), estateId, () => new Problem(codeTaken, { code }));
  }
  return { after, transaction: transaction.record(estates, after, 'EstateChanged', { changed }, act) };
}
