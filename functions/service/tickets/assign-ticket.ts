import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { staffOf } from '../../register/owners/public.ts';
import { changeOf, happened, ref } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mustAllow } from './ticket.ts';

/** Who is to take care of it; a reason is asked for when it changes hands. */
export const assignSchema = z.strictObject({
  ...lateEntry,
  assigneeId: z.string().max(64),
  reason: reasonSchema(500).optional(),
});

const notOurs = problemKind('not-of-this-estate', 400, {
  'zh-CN': '「{assigneeId}」不是本小区的工作人员。',
  'zh-TW': '「{assigneeId}」不是本社區的工作人員。',
  en: '{assigneeId} is not a member of staff of this estate.',
});
const reasonNeeded = problemKind('reason-needed', 400, {
  'zh-CN': '转派需要写明原因。',
  'zh-TW': '轉派需要寫明原因。',
  en: 'Say why it is transferred.',
});

/** Assigns or transfers a ticket to somebody of the estate. @throws Problem not-of-this-estate, reason-needed, illegal-state. */
export const assignTicket: Operation<z.output<typeof assignSchema>> = async (
  ticket,
  { assigneeId, reason },
  act,
  book,
) => {
  mustAllow(ticket, 'assign');
  const assignee = await staffOf(assigneeId);
  if (!assignee?.estates.includes(ticket.estateId)) throw new Problem(notOurs, { assigneeId });
  const from = ticket.assigneeId;
  if (from !== undefined && from !== assigneeId && reason === undefined) throw new Problem(reasonNeeded);
  const status = ticket.status === 'open' ? 'assigned' : ticket.status;
  const after = happened({ ...ticket, assigneeId, status }, ['acknowledged'], act, book);
  const data = { ...ref(ticket), assigneeId, ...(from && { fromAssigneeId: from }) };
  return { after, transaction: changeOf(ticket, after, 'TicketAssigned', data, { ...act, reason }) };
};
