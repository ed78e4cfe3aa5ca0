import * as z from 'zod';
import { organisations } from '../../../shared/events/catalogue/parts.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import { type Caller, everyEstate, isStaff, reaches, worksSomewhere } from '../../../shared/http/auth.ts';
import { changedSince, pageQuery, severalOf } from '../../../shared/http/listing.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { byStage } from '../../../shared/store/stages.ts';
import { listThrough, type Page, type Stretch } from '../../../shared/store/table.ts';
import { estateNeeded } from '../../register/owners/public.ts';
import { type Ticket, ticketStages } from './ticket.ts';
import { statuses, ticketTypes } from './ticket-words.ts';
import { ticketLists, tickets } from './tickets.store.ts';

const id = z.string().max(64).optional();
const oneOnly = ['assigneeId', 'unitId', 'requesterId', 'updatedSince'] as const;

/** Query parameters of a list of tickets. */
export const ticketQuery = z
  .strictObject({
    ...pageQuery,
    estateId: id,
    /** Only tickets in one of these states, separated by commas: `open,assigned`. */
    status: severalOf(statuses).optional(),
    type: z.enum(ticketTypes).optional(),
    /** The organisation that has the ticket (D52). */
    responsible: z.enum(organisations).optional(),
    /** Only tickets that this staff member has; `me` is the caller. */
    assigneeId: id,
    unitId: id,
    /** Only tickets that this person reported. */
    requesterId: id,
    /** Only tickets changed after this instant, in the order of change. */
    updatedSince: instantSchema.optional(),
  })
  .refine((query) => oneOnly.filter((name) => query[name] !== undefined).length <= 1, {
    message: 'assigneeId, unitId, requesterId and updatedSince exclude each other: give one of them',
    path: ['assigneeId'],
  });
type Wanted = z.output<typeof ticketQuery>;

/** Returns the stretches of a resident's list: their own tickets in each of their estates. */
function ofResident(wanted: Wanted, { estates, personId }: Caller): Stretch[] {
  const { estateId, status, type, responsible, assigneeId, unitId, requesterId = personId } = wanted;
  if (assigneeId !== undefined || requesterId !== personId) throw new Problem(problems.notFound);
  const where = { status, type, responsible, unitId };
  return estates
    .filter((one) => estateId === undefined || estateId === one)
    .map((one) => ({ index: 'rows', partition: ticketLists.ofPerson(one, personId), descending: true, where }));
}

function ofStaff(wanted: Wanted, caller: Caller): Stretch[] {
  const { estateId, status, type, responsible, assigneeId, unitId, requesterId, updatedSince } = wanted;
  const filter = { type, responsible };
  if (estateId !== undefined) enterEstate(caller, estateId);
  if (assigneeId !== undefined) {
    const staffId = assigneeId === 'me' ? caller.personId : assigneeId;
    const where = { ...filter, estateId: estateId ?? (reaches(caller, everyEstate) ? undefined : caller.estates) };
    return byStage(ticketStages, 'status', status, (stage) => {
      return { index: 'mine', partition: ticketLists.ofAssignee(staffId, stage), where };
    });
  }
  if (estateId === undefined) throw new Problem(estateNeeded);
  const where = { ...filter, status };
  if (unitId !== undefined)
    return [{ index: 'rows', partition: ticketLists.ofUnit(estateId, unitId), descending: true, where }];
  if (requesterId !== undefined)
    return [{ index: 'rows', partition: ticketLists.ofPerson(estateId, requesterId), descending: true, where }];
  if (updatedSince !== undefined) {
    const partition = ticketLists.changesOf(estateId);
    return [{ index: 'updates', partition, sort: changedSince(updatedSince), where }];
  }
  return byStage(ticketStages, 'status', status, (stage) => {
    return { index: 'lists', partition: ticketLists.ofEstate(estateId, stage), where: filter };
  });
}

/**
 * Returns a page of tickets: of an estate, an assignee, a unit or a requester, or in the order of change.
 * A resident gets only their own.
 * @throws Problem `estate-needed`, and `not-found` for another estate or another person's tickets.
 */
export function listTickets(wanted: Wanted, caller: Caller): Promise<Page<Ticket>> {
  const { estateId, assigneeId } = wanted;
  if (estateId !== undefined && reaches(caller, estateId)) enterEstate(caller, estateId);
  // Who works in one estate and lives in another gets their own tickets, unless they ask for those they have.
  const isAtWork = isStaff(caller) || (assigneeId !== undefined && estateId === undefined && worksSomewhere(caller));
  const stretches = isAtWork ? ofStaff(wanted, caller) : ofResident(wanted, caller);
  return listThrough(tickets, stretches, wanted);
}
