import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { type Caller, hasRole, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import {
  type Estate,
  estateInReach,
  holdsUnit,
  personOf,
  type Unit,
  unitOf,
  unknownPerson,
  unknownUnit,
} from '../../register/owners/public.ts';
import { type OpenTicket, openTicket } from './open-ticket.ts';
import type { requesterSchema, Ticket } from './ticket.ts';
import { ticketsPolicy } from './tickets.policy.ts';

const receivedByUs = problemKind('received-by-staff-only', 400, {
  'zh-CN': '接到时间只能由工作人员填写。请去掉 receivedAt。',
  'zh-TW': '接到時間只能由工作人員填寫。請去掉 receivedAt。',
  en: 'Only staff may enter a time of receipt. Leave out receivedAt.',
});
const chosenByUs = problemKind('severity-reason-staff-only', 400, {
  'zh-CN': '只有工作人员可以说明理由并自行定级。请去掉 severityReason。',
  'zh-TW': '只有工作人員可以說明理由並自行定級。請去掉 severityReason。',
  en: 'Only staff may give a reason for a severity. Leave out severityReason.',
});
const replaysForbidden = problemKind('replay-by-manager-only', 403, {
  'zh-CN': '只有经理或管理员可以重放历史记录。请去掉 replays，或由经理提交。',
  'zh-TW': '只有經理或管理員可以重放歷史紀錄。請去掉 replays，或由經理提交。',
  en: 'Only a manager or an administrator may replay history. Leave out replays, or let a manager send it.',
});
const reasonAlone = problemKind('severity-reason-alone', 400, {
  'zh-CN': '填写了 severityReason，但没有填写 severity。请填写 severity，或去掉 severityReason。',
  'zh-TW': '填寫了 severityReason，但沒有填寫 severity。請填寫 severity，或去掉 severityReason。',
  en: 'severityReason was given without a severity. Add severity, or leave out severityReason.',
});

/**
 * Opens a ticket from a caller's report, after checking the estate, unit and person that it names. Residents
 * report in their own name, through the app, and only for a unit that they hold.
 * @throws Problem not-found, unknown-unit, unknown-person, received-by-staff-only, replay-by-manager-only,
 * severity-reason-staff-only, severity-reason-alone and those of `openTicket`.
 */
export async function takeTicket(
  input: OpenTicket,
  caller: Caller,
  act: ActionContext,
): Promise<{ ticket: Ticket; transaction: Transaction }> {
  const estate = await estateInReach(caller, input.estateId);
  if (input.replays && !hasRole(caller, 'manager', 'administrator')) throw new Problem(replaysForbidden);
  if (isStaff(caller) && input.severityReason !== undefined && input.severity === undefined) {
    throw new Problem(reasonAlone);
  }
  const [unit, policy] = await Promise.all([unitIn(estate, input.unitId), ticketsPolicy.of(estate.estateId)]);
  const context = { estate, policy, unitLabel: unit?.label, act };
  if (isStaff(caller)) {
    return openTicket({ ...input, requester: await registered(estate, input.requester) }, context);
  }
  if (input.receivedAt !== undefined) throw new Problem(receivedByUs);
  if (input.severityReason !== undefined) throw new Problem(chosenByUs);
  if (unit && !(await holdsToday(caller.personId, unit, estate, act))) {
    throw new Problem(unknownUnit, { unitId: unit.unitId });
  }
  const me = await personOf(caller.personId);
  const requester = { personId: caller.personId, name: me?.name ?? caller.name, phone: me?.phone };
  return openTicket({ ...input, channel: 'app', requester }, context);
}

async function unitIn(estate: Estate, unitId: string | undefined): Promise<Unit | undefined> {
  if (unitId === undefined) return undefined;
  const unit = await unitOf(unitId);
  if (unit?.estateId !== estate.estateId) throw new Problem(unknownUnit, { unitId });
  return unit;
}

/**
 * Returns the requester that staff entered, completed from the register if it has the `personId`.
 * @throws Problem unknown-person.
 */
async function registered(estate: Estate, requester: z.output<typeof requesterSchema> | undefined) {
  if (requester?.personId === undefined) return requester;
  const person = await personOf(requester.personId);
  if (person?.estateId !== estate.estateId) throw new Problem(unknownPerson, { personId: requester.personId });
  return { name: person.name, phone: person.phone, ...requester };
}

function holdsToday(personId: string, unit: Unit, estate: Estate, act: ActionContext): Promise<boolean> {
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  return holdsUnit(personId, unit.unitId, today);
}
