import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { changedFields } from './changed-fields.ts';
import { chosenIdSchema, idTaken } from './client-id.ts';
import { persons } from './owners.store.ts';
import { type Person, personDetailsSchema } from './person.ts';

type PersonDetails = z.output<typeof personDetailsSchema>;

export const registerPersonSchema = z
  .strictObject({
    ...personDetailsSchema.shape,
    personId: chosenIdSchema.optional(),
  })
  .meta({ id: 'CreatePersonBody' });

/** Creates an owner or occupant (业主、使用人). @throws at commit Problem `id-taken`. */
export function createPerson(
  of: { personId: string; estateId: string },
  details: PersonDetails,
  act: ActionContext,
): { after: Person; transaction: Transaction } {
  const { personId, estateId } = of;
  const after = { ...details, personId, estateId, updatedAt: act.recordedAt, version: 1 };
  const transaction = new Transaction()
    .save(persons, after, undefined, () => idTaken(personId))
    .record(persons, after, 'PersonRegistered', { personId }, act);
  return { after, transaction };
}

/** Changes the details of a person. Returns undefined when nothing changed. */
export function changePerson(
  before: Person,
  details: PersonDetails,
  act: ActionContext,
): { after: Person; transaction: Transaction } | undefined {
  const { personId, estateId, version } = before;
  const formerEmail = before.email === details.email ? before.formerEmail : before.email;
  const after = {
    ...details,
    personId,
    estateId,
    ...(formerEmail !== undefined && { formerEmail }),
    updatedAt: act.recordedAt,
    version: version + 1,
  };
  const changed = changedFields(personDetailsSchema.keyof().options, before, after);
  if (changed.length === 0) return undefined;
  const transaction = new Transaction()
    .save(persons, after, before)
    .record(persons, after, 'PersonChanged', { personId, changed }, act);
  return { after, transaction };
}
