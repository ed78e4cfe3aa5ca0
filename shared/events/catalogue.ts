import * as z from 'zod';

/*
 * Every event of the house, once. Names are past tense; the data says what a consumer in another context needs.
 * An event is a permanent record: fields may be added, never removed or given another meaning.
 */

const id = z.string().min(1);
const instant = z.string();
const ticketRef = { ticketId: id, number: z.string() };
const person = z.object({ personId: id.optional(), name: z.string().optional() });
const workOrderRef = { workOrderId: id, ticketId: id };
const surveyRef = { surveyId: id, ticketId: id };

const catalogue = {
  /** What an estate decides about a room (shared/http/policy.ts). */
  PolicyChanged: z.object({ context: z.string() }),

  // owners (register)
  EstateRegistered: z.object({ code: z.string(), name: z.string() }),
  EstateChanged: z.object({ changed: z.array(z.string()) }),
  UnitRegistered: z.object({ unitId: id }),
  UnitChanged: z.object({ unitId: id, changed: z.array(z.string()) }),
  PersonRegistered: z.object({ personId: id }),
  PersonChanged: z.object({ personId: id, changed: z.array(z.string()) }),
  TenureStarted: z.object({ unitId: id, personId: id, role: z.string(), from: z.string() }),
  TenureEnded: z.object({ unitId: id, personId: id, role: z.string(), to: z.string() }),
  StaffRegistered: z.object({ staffId: id }),
  StaffChanged: z.object({ staffId: id, changed: z.array(z.string()) }),
  ImportOpened: z.object({ importId: id, kind: z.string() }),
  ImportValidationRequested: z.object({ importId: id }),
  ImportSliceDone: z.object({ importId: id, processed: z.number() }),
  ImportValidated: z.object({ importId: id, rows: z.number(), errors: z.number() }),
  ImportCommitRequested: z.object({ importId: id }),
  ImportCommitted: z.object({ importId: id, rows: z.number() }),

  // tickets
  TicketOpened: z.object({
    ...ticketRef,
    ticketType: z.string(),
    channel: z.string(),
    category: z.string(),
    severity: z.string(),
    title: z.string(),
    description: z.string(),
    unitId: id.optional(),
    /** As the register called them then: the record form must not change when they do. */
    estateName: z.string(),
    unitLabel: z.string().optional(),
    place: z.string().optional(),
    requester: person,
    receivedAt: instant,
  }),
  TicketAcknowledged: z.object(ticketRef),
  TicketAssigned: z.object({ ...ticketRef, assigneeId: id, fromAssigneeId: id.optional() }),
  TicketRetyped: z.object({ ...ticketRef, from: z.string(), to: z.string() }),
  TicketRecategorised: z.object({ ...ticketRef, from: z.string(), to: z.string() }),
  TicketSeverityChanged: z.object({ ...ticketRef, from: z.string(), to: z.string() }),
  TicketNoted: z.object({ ...ticketRef, text: z.string(), visibleToRequester: z.boolean() }),
  TicketReplied: z.object({ ...ticketRef, text: z.string(), channel: z.string() }),
  TicketWaitingForCustomer: z.object({ ...ticketRef, question: z.string() }),
  TicketResumed: z.object({ ...ticketRef, answer: z.string().optional() }),
  TicketDispatched: z.object({ ...ticketRef, workOrderId: id }),
  TicketVisited: z.object({ ...ticketRef, workOrderId: id }),
  /** The household and the technician agreed on a time, or (no `until`) gave it up. */
  TicketAppointed: z.object({ ...ticketRef, workOrderId: id, until: instant.optional() }),
  /** Somebody asked the household afterwards, or it was settled that nobody needs to. */
  TicketFollowedUp: z.object({ ...ticketRef, how: z.string() }),
  TicketResolved: z.object({ ...ticketRef, resolution: z.string(), workOrderId: id.optional() }),
  TicketClosed: z.object({
    ...ticketRef,
    ticketType: z.string(),
    category: z.string(),
    title: z.string(),
    requester: person,
    unitId: id.optional(),
    /** Who did the work: the return visit is made by somebody else. */
    handlerId: id.optional(),
    reopenCount: z.number(),
    /** What was said to be the result at the closing itself; otherwise it is that of `TicketResolved`. */
    resolution: z.string().optional(),
  }),
  TicketReopened: z.object({
    ...ticketRef,
    ticketType: z.string(),
    category: z.string(),
    severity: z.string(),
    title: z.string(),
    description: z.string(),
    unitId: id.optional(),
    requester: person,
    reopenCount: z.number(),
  }),
  TicketWithdrawn: z.object(ticketRef),
  TicketVerified: z.object({ ...ticketRef, outcome: z.enum(['confirmed', 'unverified']) }),
  AttachmentAdded: z.object({ ...ticketRef, attachmentId: id, fileName: z.string() }),
  ClockWarned: z.object({ ...ticketRef, clock: z.string(), dueAt: instant }),
  ClockBreached: z.object({ ...ticketRef, clock: z.string(), dueAt: instant }),
  TicketEscalated: z.object({
    ...ticketRef,
    clock: z.string(),
    level: z.number(),
    cause: z.string(),
    staffId: id,
    insteadOfStaffId: id.optional(),
    dueAt: instant.optional(),
  }),

  // repairs
  WorkOrderOpened: z.object({
    ...workOrderRef,
    trade: z.string(),
    mode: z.enum(['assign', 'grab']),
    unitId: id.optional(),
  }),
  WorkOrderAssigned: z.object({
    ...workOrderRef,
    technicianId: id,
    how: z.enum(['dispatched', 'grabbed', 'transferred', 'supervisor']),
  }),
  WorkOrderUnassignable: z.object({ ...workOrderRef, trade: z.string(), why: z.string() }),
  /** The ticket is more or less urgent than it was, and so is the order. */
  WorkOrderRegraded: z.object({ ...workOrderRef, from: z.string(), to: z.string() }),
  WorkOrderAccepted: z.object({ ...workOrderRef, technicianId: id }),
  WorkOrderRefused: z.object({ ...workOrderRef, technicianId: id, reason: z.string() }),
  WorkOrderTransferred: z.object({ ...workOrderRef, from: id, to: id, reason: z.string() }),
  AppointmentBooked: z.object({ ...workOrderRef, from: instant, to: instant, technicianId: id.optional() }),
  AppointmentReleased: z.object({ ...workOrderRef, from: instant, to: instant }),
  CustomerNotAtHome: z.object({ ...workOrderRef, technicianId: id, count: z.number() }),
  TechnicianArrived: z.object({ ...workOrderRef, technicianId: id }),
  FaultVerified: z.object({
    ...workOrderRef,
    verdict: z.enum(['confirmed', 'not-confirmed', 'other-cause']),
    findings: z.string(),
  }),
  MaterialsUsed: z.object({
    ...workOrderRef,
    lines: z.array(z.object({ item: z.string(), quantity: z.string(), unit: z.string() })),
  }),
  PhotoAdded: z.object({ ...workOrderRef, attachmentId: id, when: z.enum(['before', 'after']) }),
  WorkOrderCompleted: z.object({ ...workOrderRef, technicianId: id.optional(), resolution: z.string() }),
  WorkOrderCancelled: z.object({ ...workOrderRef, reason: z.string() }),

  // surveys
  SurveyInvited: z.object({
    ...surveyRef,
    number: z.string(),
    personId: id,
    expiresAt: instant,
    /** Title of the ticket, for the invitation's text. */
    title: z.string(),
  }),
  SurveyReminded: z.object({ ...surveyRef, number: z.string(), personId: id, expiresAt: instant, title: z.string() }),
  SurveySkipped: z.object({ ...surveyRef, why: z.string() }),
  SurveyAnswered: z.object({
    ...surveyRef,
    satisfaction: z.number().optional(),
    recommend: z.number().optional(),
    fixed: z.boolean().optional(),
  }),
  SurveyExpired: z.object(surveyRef),
  NotFixedReported: z.object({ ...surveyRef, comment: z.string().optional() }),
  /** The ticket was taken up again before anybody answered. */
  SurveyWithdrawn: z.object(surveyRef),
  /** The score came from a survey or from a return visit. */
  RecoveryTaskOpened: z.object({
    ticketId: id,
    surveyId: id.optional(),
    visitId: id.optional(),
    taskId: id,
    satisfaction: z.number(),
  }),
  RecoveryTaskDone: z.object({ ticketId: id, surveyId: id.optional(), visitId: id.optional(), taskId: id }),
  ReturnVisitOpened: z.object({ visitId: id, ticketId: id, number: z.string(), notBy: id.optional() }),
  ReturnVisitAttempted: z.object({ visitId: id, ticketId: id, attempt: z.number(), reached: z.boolean() }),
  ReturnVisitConfirmed: z.object({ visitId: id, ticketId: id }),
  ReturnVisitUnverified: z.object({ visitId: id, ticketId: id }),
  ReturnVisitNotFixed: z.object({ visitId: id, ticketId: id, findings: z.string() }),
  /** The ticket was taken up again before anybody was reached. */
  ReturnVisitCancelled: z.object({ visitId: id, ticketId: id }),

  // notices
  NoticeWritten: z.object({ noticeId: id, template: z.string(), recipientId: id.optional(), aboutId: id.optional() }),
  NoticeSent: z.object({ noticeId: id, messageId: z.string() }),
  NoticeDelivered: z.object({ noticeId: id }),
  NoticeBounced: z.object({ noticeId: id, why: z.string() }),
  NoticeComplained: z.object({ noticeId: id }),
  NoticeFailed: z.object({ noticeId: id, why: z.string() }),
  CallTaskOpened: z.object({ taskId: id, noticeId: id, why: z.string() }),
  CallTaskDone: z.object({ taskId: id, noticeId: id, outcome: z.string() }),
} as const;

/** Name of an event of the house. */
export type EventName = keyof typeof catalogue;
type Data = { [N in EventName]: z.infer<(typeof catalogue)[N]> };
/** Data of the event with that name. */
export type EventData<N extends EventName> = Data[N];

const actorSchema = z.object({
  kind: z.enum(['staff', 'resident', 'system', 'link']),
  id: z.string(),
  name: z.string().optional(),
});

/** Who does something, when it happened and when it was entered (both instants, UTC), and why. */
export interface Act {
  actor: z.infer<typeof actorSchema>;
  /** When it was recorded. */
  recordedAt: string;
  /** When it happened, if it was entered later. */
  occurredAt?: string | undefined;
  reason?: string | undefined;
  traceId?: string | undefined;
}

export const eventSchema = z.object({
  /** `<subject>:<version>.<nth>`: the same change gives the same id. */
  id: z.string(),
  name: z.string(),
  estateId: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  version: z.number(),
  recordedAt: instant,
  occurredAt: instant,
  actor: actorSchema,
  reason: z.string().optional(),
  traceId: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** An event as stored and sent; its data is checked against the catalogue when it is written and when it is handled. */
export type AnyEvent = z.infer<typeof eventSchema>;

/** An event of a known name with its typed data. */
export type EventOf<N extends EventName> = Omit<AnyEvent, 'name' | 'data'> & { name: N; data: EventData<N> };

/** Reads an envelope from outside (stream, queue, table). @throws ZodError when it is none. */
export function parseEvent(raw: unknown): AnyEvent {
  return eventSchema.parse(raw);
}

/** Narrows an envelope to one name and checks its data. @throws ZodError when the data is not the catalogue's. */
export function eventNamed<N extends EventName>(name: N, event: AnyEvent): EventOf<N> {
  const data: EventData<N> = dataSchema(name).parse(event.data);
  return { ...event, name, data };
}

const schemas: { [N in EventName]: z.ZodType<Data[N]> } = catalogue;

function dataSchema<N extends EventName>(name: N): z.ZodType<Data[N]> {
  return schemas[name];
}

/** Makes an event; the id follows from the subject and its version, so the same change cannot be recorded twice. */
export function eventOf<N extends EventName>(of: {
  name: N;
  data: EventData<N>;
  act: Act;
  estateId: string;
  subject: { kind: string; id: string };
  version: number;
  nth: number;
}): AnyEvent {
  return eventSchema.parse({
    id: `${of.subject.id}:${of.version}.${of.nth}`,
    name: of.name,
    estateId: of.estateId,
    subject: of.subject,
    version: of.version,
    recordedAt: of.act.recordedAt,
    occurredAt: of.act.occurredAt ?? of.act.recordedAt,
    actor: of.act.actor,
    reason: of.act.reason,
    traceId: of.act.traceId,
    data: dataSchema(of.name).parse(of.data),
  });
}
