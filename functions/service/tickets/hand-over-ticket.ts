import * as z from 'zod';
import { organisations } from '../../../shared/events/catalogue/parts.ts';
import type { ActionContext, EventData } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { hasGrant, staffOf, unknownStaff, worksAt } from '../../register/owners/public.ts';
import { changeOf, happened, occurredAtOf, ref, type TicketRules } from './change-ticket.ts';
import type { Change, Operation } from './operation.ts';
import { type Responsibility, routeOf, type WarrantyNote } from './responsibility.ts';
import type { Happening } from './sla.policy.ts';
import { isUnderWay, mustAllow, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';

/*
 * Handing a ticket over between organisations (工作界面, D52). One organisation asks; the other takes the
 * ticket over or hands it back with a reason. Until then the ticket stays where it is. The customer's SLA
 * timers keep running, and the timer `handOver` counts from the request to the answer.
 */

const alreadyTheirs = problemKind('already-with-them', 409, {
  'zh-CN': '此单已由该单位负责，无需移交。',
  'zh-TW': '此單已由該單位負責，無需移交。',
  en: 'This organisation already has the ticket. There is nothing to hand over.',
});
const underOffer = problemKind('already-offered', 409, {
  'zh-CN': '此单已提请另一单位接收。请等待其接收或退回。',
  'zh-TW': '此單已提請另一單位接收。請等待其接收或退回。',
  en: 'Another organisation has already been asked to take this ticket over. Wait until it takes the ticket over or hands it back.',
});
const notOffered = problemKind('not-offered', 409, {
  'zh-CN': '此单没有待接收的移交。请先提请移交。',
  'zh-TW': '此單沒有待接收的移交。請先提請移交。',
  en: 'No organisation has been asked to take this ticket over. Offer it to one first.',
});

export const offerTicketSchema = z
  .strictObject({
    ...lateEntry,
    to: z.enum(organisations),
    /** The staff member who is asked; without it anyone at the desk may answer. */
    staffId: z.string().max(64).optional(),
    reason: reasonSchema(500),
  })
  .meta({ id: 'OfferTicketBody' });

/**
 * Asks another organisation to take a ticket over.
 * @throws Problem already-with-them, already-offered, unknown-staff, illegal-state.
 */
export const offerTicket: Operation<z.output<typeof offerTicketSchema>> = async (
  ticket,
  { to, staffId, reason },
  act,
  rules,
) => {
  mustAllow(ticket, 'offer');
  if (ticket.offer) throw new Problem(underOffer);
  if (to === ticket.responsible) throw new Problem(alreadyTheirs);
  const named = staffId === undefined ? undefined : await staffOf(staffId);
  if (staffId !== undefined && !(named && worksAt(named, ticket.estateId))) {
    throw new Problem(unknownStaff, { staffId, field: 'staffId' });
  }
  const after = happened(offered(ticket, to, staffId, act), ['offered'], act, rules);
  return { after, transaction: changeOf(ticket, after, 'TicketOffered', offerOf(after), { ...act, reason }) };
};

function offered(ticket: Ticket, to: Ticket['responsible'], staffId: string | undefined, act: ActionContext): Ticket {
  const { responsible: from } = ticket;
  return { ...ticket, offer: { from, to, staffId, offeredAt: act.occurredAt ?? act.recordedAt } };
}

function offerOf(ticket: Ticket): EventData<'TicketOffered'> {
  const { offer } = ticket;
  if (!offer) throw new Problem(notOffered);
  return { ...ref(ticket), from: offer.from, to: offer.to, staffId: offer.staffId };
}

export const takeOverSchema = z.strictObject({ ...lateEntry }).meta({ id: 'TakeOverTicketBody' });

/**
 * Takes a ticket over for the organisation that was asked. Only the staff member named in the offer or a
 * manager may do so. The technician of a work order stays the assignee.
 * @throws Problem not-offered, forbidden, illegal-state.
 */
export const takeOverTicket: Operation<z.output<typeof takeOverSchema>> = async (ticket, _input, act, rules) => {
  mustAllow(ticket, 'take-over');
  const { from, to } = await offerFor(ticket, act);
  const staffId = act.actor.id;
  const status = ticket.status === 'open' ? 'assigned' : ticket.status;
  const assigned = ticket.workOrderId === undefined ? { assigneeId: staffId, status } : {};
  const theirs: Ticket = { ...ticket, ...assigned, responsible: to, responsibleStaffId: staffId, offer: undefined };
  const after = happened(theirs, ['acknowledged', 'taken-over'], act, rules);
  const data = { ...ref(ticket), from, to, staffId };
  return { after, transaction: changeOf(ticket, after, 'TicketTakenOver', data, act) };
};

export const handBackSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(500) })
  .meta({ id: 'HandBackTicketBody' });

/**
 * Declines an offer with a reason: the ticket stays where it was.
 * @throws Problem not-offered, forbidden, illegal-state.
 */
export const handBackTicket: Operation<z.output<typeof handBackSchema>> = async (ticket, { reason }, act, rules) => {
  mustAllow(ticket, 'hand-back');
  const { from, to } = await offerFor(ticket, act);
  const after = happened({ ...ticket, offer: undefined }, ['handed-back'], act, rules);
  const data = { ...ref(ticket), from: to, to: from };
  return { after, transaction: changeOf(ticket, after, 'TicketHandedBack', data, { ...act, reason }) };
};

async function offerFor(ticket: Ticket, act: ActionContext): Promise<NonNullable<Ticket['offer']>> {
  const { offer } = ticket;
  if (!offer) throw new Problem(notOffered);
  if (offer.staffId === undefined || offer.staffId === act.actor.id) return offer;
  const me = await staffOf(act.actor.id);
  if (!me || !hasGrant(me, 'manager', ticket.estateId)) throw new Problem(problems.forbidden);
  return offer;
}

/**
 * Enters who pays for a repair by the warranty (D15). While the repair is open, offers it to the organisation
 * that the matrix names, or withdraws the offer. Returns undefined when a later answer of the warranty was
 * entered before.
 */
export function noteWarranty(
  ticket: Ticket,
  warranty: WarrantyNote,
  matrix: Responsibility,
  act: ActionContext,
  rules: TicketRules,
): Change | undefined {
  if ((ticket.warranty?.decision ?? 0) >= warranty.decision) return undefined;
  const { decision: _, ...said } = warranty;
  const noted: Ticket = { ...ticket, warranty };
  const route = isUnderWay(ticket) && ticket.type === 'repair' ? routeOf(ticket, warranty.payer, matrix) : undefined;
  const asked = route === undefined ? ticket.offer : undefined;
  const theirs = { ...noted, offer: asked };
  const routed =
    route === undefined || route === 'take-back' ? theirs : offered(theirs, route.offerTo, route.staffId, act);
  const happenings: readonly Happening[] = [
    ...(ticket.offer && !asked ? (['handed-back'] as const) : []),
    ...(routed.offer && !asked ? (['offered'] as const) : []),
  ];
  const after = happened(routed, happenings, act, rules);
  const transaction = changeOf(ticket, after, 'TicketWarrantyNoted', { ...ref(ticket), ...said }, act);
  const then: ActionContext = { ...act, reason: undefined, occurredAt: occurredAtOf(ticket, after, act) };
  if (ticket.offer && happenings.includes('handed-back')) {
    const back = { ...ref(ticket), from: ticket.offer.to, to: ticket.offer.from };
    transaction.record(tickets, after, 'TicketHandedBack', back, then);
  }
  if (happenings.includes('offered')) transaction.record(tickets, after, 'TicketOffered', offerOf(after), then);
  return { after, transaction };
}
