import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { getMany } from '../../../shared/store/table.ts';
import { changedFields } from './changed-fields.ts';
import { chosenIdSchema, idTaken } from './client-id.ts';
import { memberships, staff } from './owners.store.ts';
import { type Staff, staffDetailsSchema } from './staff.ts';

type StaffDetails = z.output<typeof staffDetailsSchema>;

const himself = problemKind('own-deputy', 400, {
  'zh-CN': '代班人（deputyId）和上级（supervisorId）不能是本人，请改填其他员工。',
  'zh-TW': '代班人（deputyId）和上級（supervisorId）不能是本人，請改填其他員工。',
  en: 'A staff member cannot be their own deputy or supervisor. Name another person in deputyId or supervisorId.',
});
const unknownColleague = problemKind('unknown-colleague', 400, {
  'zh-CN': '{staffId} 不在该员工的任何一个小区任职。请先在其中一个小区登记该代班人或上级。',
  'zh-TW': '{staffId} 不在該員工的任何一個社區任職。請先在其中一個社區登錄該代班人或上級。',
  en: "{staffId} works in none of this person's estates. Register the deputy or supervisor there first.",
});
const elsewhere = problemKind('not-in-this-estate', 400, {
  'zh-CN': '员工的小区（estates）中没有 {estateId}，请补上。',
  'zh-TW': '員工的社區（estates）中沒有 {estateId}，請補上。',
  en: 'The staff member does not work in {estateId}. Add it to estates.',
});

export const registerStaffSchema = z
  .strictObject({
    ...staffDetailsSchema.shape,
    staffId: chosenIdSchema.optional(),
  })
  .meta({ id: 'CreateStaffBody' });

/** Returns a staff member who shares an estate with the caller. @throws Problem not-found. */
export function visibleColleague(one: Staff | undefined, caller: Caller): Staff {
  if (!one?.estates.some((estateId) => caller.estates.includes(estateId))) throw new Problem(problems.notFound);
  return one;
}

/**
 * Rejects a deputy or supervisor who works in none of the person's estates or is the person themselves (D51).
 * @throws Problem `own-deputy`, `unknown-colleague`.
 */
export async function mustHaveColleagues(
  staffId: string | undefined,
  details: Pick<StaffDetails, 'deputyId' | 'supervisorId' | 'estates'>,
): Promise<void> {
  const named = [details.deputyId, details.supervisorId].filter((id) => id !== undefined);
  if (named.some((id) => id === staffId)) throw new Problem(himself);
  const there = await getMany(
    staff,
    named.map((id) => ({ staffId: id })),
  );
  // A person from other estates could neither deputise nor be notified of the tickets.
  const colleagues = there.filter((one) => one.estates.some((estateId) => details.estates.includes(estateId)));
  const absent = named.find((id) => !colleagues.some((one) => one.staffId === id));
  if (absent !== undefined) throw new Problem(unknownColleague, { staffId: absent });
}

/** Rejects estates that the caller does not administer. @throws Problem not-found. */
function mustAdminister(caller: Caller, estates: readonly string[]): void {
  if (estates.some((estateId) => !caller.estates.includes(estateId))) throw new Problem(problems.notFound);
}

/**
 * Creates a staff member and their memberships. @throws Problem not-in-this-estate, not-found; at commit
 * `id-taken`.
 */
export function createStaff(
  estateId: string,
  { staffId: chosen, ...said }: z.output<typeof registerStaffSchema>,
  caller: Caller,
  act: ActionContext,
): { after: Staff; transaction: Transaction } {
  const details = once(said);
  if (!details.estates.includes(estateId)) throw new Problem(elsewhere, { estateId });
  mustAdminister(caller, details.estates);
  const staffId = chosen ?? newId('stf', toInstant(act.recordedAt));
  const after = { ...details, staffId, estateId, updatedAt: act.recordedAt, version: 1 };
  const transaction = new Transaction().save(staff, after, undefined, () => idTaken(staffId));
  for (const one of details.estates) transaction.put(memberships, { staffId, estateId: one });
  return { after, transaction: transaction.record(staff, after, 'StaffRegistered', { staffId }, act) };
}

/**
 * Changes a staff member and their memberships. Returns undefined when nothing changed.
 * @throws Problem not-found for an estate that the caller does not administer.
 */
export function changeStaff(
  before: Staff,
  said: StaffDetails,
  caller: Caller,
  act: ActionContext,
): { after: Staff; transaction: Transaction } | undefined {
  const details = once(said);
  const { staffId } = before;
  const joins = details.estates.filter((one) => !before.estates.includes(one));
  const leaves = before.estates.filter((one) => !details.estates.includes(one));
  mustAdminister(caller, [...joins, ...leaves]);
  const [estateId = before.estateId] = details.estates;
  const after = { ...details, staffId, estateId, updatedAt: act.recordedAt, version: before.version + 1 };
  const changed = changedFields(staffDetailsSchema.keyof().options, before, after);
  if (changed.length === 0) return undefined;
  const transaction = new Transaction().save(staff, after, before);
  for (const one of joins) transaction.put(memberships, { staffId, estateId: one });
  for (const one of leaves) transaction.remove(memberships, { staffId, estateId: one });
  return { after, transaction: transaction.record(staff, after, 'StaffChanged', { staffId, changed }, act) };
}

function once(details: StaffDetails): StaffDetails {
  return { ...details, estates: [...new Set(details.estates)], roles: [...new Set(details.roles)] };
}
