import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { staffOf, unknownStaff, worksAt } from '../../register/owners/public.ts';
import { changeOf, happened, ref } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mustAllow } from './ticket.ts';

/** Input of `assignTicket`. A transfer from one assignee to another needs a reason. */
export const assignSchema = z
  .strictObject({
    ...lateEntry,
    assigneeId: z.string().max(64),
    reason: reasonSchema(500).optional(),
  })
  .meta({ id: 'AssignTicketBody' });

const reasonNeeded = problemKind('reason-needed', 400, {
  'zh-CN': '转派工单需要写明原因。请填写 reason。',
  'zh-TW': '轉派工單需要寫明原因。請填寫 reason。',
  en: 'A transfer needs a reason. Enter it in reason.',
});

/**
 * Assigns or transfers a ticket to a staff member of its estate.
 * @throws Problem unknown-staff, reason-needed, illegal-state.
 */
export const assignTicket: Operation<z.output<typeof assignSchema>> = async (
  ticket,
  { assigneeId, reason },
  act,
  rules,
) => {
  mustAllow(ticket, 'assign');
  const assignee = await staffOf(assigneeId);
  if (!assignee || !worksAt(assignee, ticket.estateId))
    throw new Problem(unknownStaff, { staffId: assigneeId, field: 'assigneeId' });
  const from = ticket.assigneeId;
  if (from !== undefined && from !== assigneeId && reason === undefined) throw new Problem(reasonNeeded);
  const status = ticket.status === 'open' ? 'assigned' : ticket.status;
  const after = happened({ ...ticket, assigneeId, status }, ['acknowledged'], act, rules);
  const data = { ...ref(ticket), assigneeId, ...(from && { fromAssigneeId: from }) };
  return { after, transaction: changeOf(ticket, after, 'TicketAssigned', data, { ...act, reason }) };
};
