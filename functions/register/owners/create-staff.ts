import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Caller, everyEstate, type Role, reaches } from '../../../shared/http/auth.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { getMany } from '../../../shared/store/table.ts';
import { changedFields } from './changed-fields.ts';
import { chosenIdSchema, idTaken } from './client-id.ts';
import { defaultSkills } from './estate.ts';
import { estates, memberships, staff } from './owners.store.ts';
import { estatesOf, type Staff, staffDetailsSchema, worksAt } from './staff.ts';

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
  'zh-CN': '授权（grants）中没有 {estateId} 的角色，请补上，如 operator@{estateId}。',
  'zh-TW': '授權（grants）中沒有 {estateId} 的角色，請補上，如 operator@{estateId}。',
  en: 'The staff member has no role at {estateId}. Add one to grants, such as operator@{estateId}.',
});

export const registerStaffSchema = z
  .strictObject({
    ...staffDetailsSchema.shape,
    staffId: chosenIdSchema.optional(),
  })
  .meta({ id: 'CreateStaffBody' });

const unknownSkill = problemKind('unknown-skill', 400, {
  'zh-CN': '技能“{skill}”不在小区的技能表中。可选：{known}。请更正 skills，或先在小区的 skills 中添加。',
  'zh-TW': '技能「{skill}」不在社區的技能表中。可選：{known}。請更正 skills，或先在社區的 skills 中新增。',
  en: 'The estate has no skill {skill}. Use one of: {known}. Correct skills, or add it to the skills of the estate first.',
});

/**
 * Rejects a skill that none of the person's estates has: a misspelt one would never get an order.
 * @throws Problem `unknown-skill`.
 */
export async function mustKnowSkills(details: Pick<StaffDetails, 'skills' | 'grants'>): Promise<void> {
  const { skills } = details;
  const at = estatesOf(details);
  // Who works in every estate may have the skills of any.
  if (skills.length === 0 || at.includes(everyEstate)) return;
  const there = await getMany(
    estates,
    at.map((estateId) => ({ estateId })),
  );
  const known = [...new Set(there.flatMap((one) => one.skills ?? defaultSkills))];
  const skill = skills.find((one) => !known.includes(one));
  if (skill !== undefined) throw new Problem(unknownSkill, { skill, known: known.join(', ') }, { more: { skill } });
}

const byHeadOffice = problemKind('grant-by-head-office', 403, {
  'zh-CN': '岗位“{grant}”可以收款或批准他人的申请，只能由公司总部（administrator@*）授予。请联系总部。',
  'zh-TW': '職務「{grant}」可以收款或核准他人的申請，只能由公司總部（administrator@*）授予。請聯絡總部。',
  en: 'The role {grant} takes money or approves requests of others, so only the head office (administrator@*) grants it. Ask the head office.',
});
const ownGrants = problemKind('own-grants', 403, {
  'zh-CN': '任何人不得为自己增加岗位。请由另一位管理员办理。',
  'zh-TW': '任何人不得為自己增加職務。請由另一位管理員辦理。',
  en: 'Nobody adds to their own grants. Ask another administrator.',
});

/** Roles that take money, or approve what others request. */
const trusted: readonly string[] = ['cashier', 'manager', 'administrator'] satisfies Role[];

/**
 * Rejects grants by which an administrator of an estate could be two people (R20.1): a second account of
 * their own would approve what the first requests. Only who administers the whole company gives them, and
 * nobody to themselves.
 * @throws Problem `own-grants`, `grant-by-head-office`.
 */
function mustMayGrant(caller: Caller, staffId: string | undefined, added: readonly string[]): void {
  if (added.length > 0 && staffId === caller.personId) throw new Problem(ownGrants);
  if (reaches(caller, everyEstate)) return;
  const grant = added.find((one) => trusted.includes(one.split('@')[0] ?? ''));
  if (grant !== undefined) throw new Problem(byHeadOffice, { grant });
}

/** Returns a staff member who shares an estate with the caller. @throws Problem not-found. */
export function visibleColleague(one: Staff | undefined, caller: Caller): Staff {
  if (!one) throw new Problem(problems.notFound);
  const shared = [one.estateId, ...estatesOf(one)].find((estateId) => reaches(caller, estateId));
  if (shared === undefined) throw new Problem(problems.notFound);
  caller.enter?.(shared);
  return one;
}

/**
 * Rejects a deputy or supervisor who works in none of the person's estates or is the person themselves (D51).
 * @throws Problem `own-deputy`, `unknown-colleague`.
 */
export async function mustHaveColleagues(
  staffId: string | undefined,
  details: Pick<StaffDetails, 'deputyId' | 'supervisorId' | 'grants'>,
): Promise<void> {
  const named = [details.deputyId, details.supervisorId].filter((id) => id !== undefined);
  if (named.some((id) => id === staffId)) throw new Problem(himself);
  const there = await getMany(
    staff,
    named.map((id) => ({ staffId: id })),
  );
  // A person from other estates could neither deputise nor be notified of the tickets.
  const estates = estatesOf(details);
  const colleagues = there.filter((one) => estates.some((estateId) => worksAt(one, estateId)));
  const absent = named.find((id) => !colleagues.some((one) => one.staffId === id));
  if (absent !== undefined) throw new Problem(unknownColleague, { staffId: absent });
}

/**
 * Rejects estates that the caller does not administer; only who administers the whole company grants it.
 * @throws Problem not-found.
 */
function mustAdminister(caller: Caller, estates: readonly string[]): void {
  if (estates.some((estateId) => !reaches(caller, estateId))) throw new Problem(problems.notFound);
}

/**
 * Creates a staff member and their memberships.
 * @throws Problem not-in-this-estate, not-found, own-grants, grant-by-head-office; at commit `id-taken`.
 */
export function createStaff(
  estateId: string,
  { staffId: chosen, ...said }: z.output<typeof registerStaffSchema>,
  caller: Caller,
  act: ActionContext,
): { after: Staff; transaction: Transaction } {
  const details = once(said);
  const estates = estatesOf(details);
  if (!worksAt(details, estateId)) throw new Problem(elsewhere, { estateId });
  mustAdminister(caller, estates);
  mustMayGrant(caller, chosen, details.grants);
  const staffId = chosen ?? newId('stf', toInstant(act.recordedAt));
  const after = { ...details, staffId, estateId, updatedAt: act.recordedAt, version: 1 };
  const transaction = new Transaction().save(staff, after, undefined, () => idTaken(staffId));
  for (const one of placesOf(estates)) transaction.put(memberships, { staffId, estateId: one });
  return { after, transaction: transaction.record(staff, after, 'StaffRegistered', { staffId }, act) };
}

/**
 * Changes a staff member and their memberships. Returns undefined when nothing changed.
 * @throws Problem not-found for an estate that the caller does not administer; own-grants,
 * grant-by-head-office; illegal-state after the end of the employment.
 */
export function changeStaff(
  before: Staff,
  said: StaffDetails,
  caller: Caller,
  act: ActionContext,
): { after: Staff; transaction: Transaction } | undefined {
  if (before.endedAt !== undefined) throw illegalState('ended', ['employed']);
  const details = once(said);
  const { staffId } = before;
  const [now, then] = [estatesOf(details), estatesOf(before)];
  const changed = estatesOf({ grants: differing(details.grants, before.grants) });
  mustAdminister(caller, changed);
  mustMayGrant(
    caller,
    staffId,
    details.grants.filter((one) => !before.grants.includes(one)),
  );
  const joins = placesOf(now).filter((one) => !then.includes(one));
  const leaves = placesOf(then).filter((one) => !now.includes(one));
  const [estateId = before.estateId] = placesOf(now);
  const after = { ...details, staffId, estateId, updatedAt: act.recordedAt, version: before.version + 1 };
  const fields = changedFields(staffDetailsSchema.keyof().options, before, after);
  if (fields.length === 0) return undefined;
  const transaction = new Transaction().save(staff, after, before);
  for (const one of joins) transaction.put(memberships, { staffId, estateId: one });
  for (const one of leaves) transaction.remove(memberships, { staffId, estateId: one });
  return { after, transaction: transaction.record(staff, after, 'StaffChanged', { staffId, changed: fields }, act) };
}

export const endEmploymentSchema = z
  .strictObject({
    /** Why it ends. */
    reason: reasonSchema(500),
  })
  .meta({ id: 'EndEmploymentBody' });

/**
 * Ends the employment of a staff member: they may do nothing from then on, and no estate lists them. Their
 * entry stays, because records name them.
 * @throws Problem not-found for an estate that the caller does not administer; illegal-state when it ended.
 */
export function endEmployment(
  before: Staff,
  { reason }: z.output<typeof endEmploymentSchema>,
  caller: Caller,
  act: ActionContext,
): { after: Staff; transaction: Transaction } {
  if (before.endedAt !== undefined) throw illegalState('ended', ['employed']);
  const { staffId } = before;
  const estates = estatesOf(before);
  mustAdminister(caller, estates);
  const { recordedAt } = act;
  const after = { ...before, endedAt: recordedAt, updatedAt: recordedAt, version: before.version + 1 };
  const transaction = new Transaction().save(staff, after, before);
  for (const estateId of placesOf(estates)) transaction.remove(memberships, { staffId, estateId });
  const data = { staffId, estates };
  return { after, transaction: transaction.record(staff, after, 'StaffEmploymentEnded', data, { ...act, reason }) };
}

function once(details: StaffDetails): StaffDetails {
  return { ...details, grants: [...new Set(details.grants)] };
}

/** Returns the estates that list a staff member: who works for the whole company is in none of the lists. */
function placesOf(estates: readonly string[]): string[] {
  return estates.filter((one) => one !== everyEstate);
}

/** Returns what only one of two lists has. */
function differing<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))];
}
