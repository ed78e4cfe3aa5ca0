import * as z from 'zod';
import type { TableName } from '../store/entity.ts';
import { commonIncomeEvents } from './catalogue/common-income.ts';
import { dunningEvents } from './catalogue/dunning.ts';
import { feesEvents } from './catalogue/fees.ts';
import { financeReportsEvents } from './catalogue/finance-reports.ts';
import { handoversEvents } from './catalogue/handovers.ts';
import { invoicesEvents } from './catalogue/invoices.ts';
import { ledgerEvents } from './catalogue/ledger.ts';
import { metersEvents } from './catalogue/meters.ts';
import { noticesEvents } from './catalogue/notices.ts';
import { openingEvents } from './catalogue/opening.ts';
import { ownersEvents } from './catalogue/owners.ts';
import { instant } from './catalogue/parts.ts';
import { paymentsEvents } from './catalogue/payments.ts';
import { repairsEvents } from './catalogue/repairs.ts';
import { surveysEvents } from './catalogue/surveys.ts';
import { ticketsEvents } from './catalogue/tickets.ts';

/*
 * All events. Names are in the past tense. The data holds what consumers in other contexts need.
 * An event is a permanent record: fields may be added, but never removed or given another meaning.
 */

const policyChange = z.object({ context: z.string(), changeId: z.string(), fields: z.array(z.string()) });

/**
 * Changes of an estate's policy for a context (shared/http/policy.ts), recorded in the table of that context.
 * `PolicyChanged` says that one is in force; the others are about changes that two people make.
 */
const inEveryTable = {
  PolicyChanged: z.object({ context: z.string() }),
  PolicyChangeAsked: policyChange,
  PolicyChangeApproved: policyChange,
  PolicyChangeRefused: policyChange,
} as const;

/** Events that each table records. The relay of a table knows the subscribers of these events only. */
const byTable = {
  owners: ownersEvents,
  tickets: { ...ticketsEvents, ...repairsEvents, ...surveysEvents, ...noticesEvents },
  handovers: handoversEvents,
  ledger: {
    ...ledgerEvents,
    ...feesEvents,
    ...paymentsEvents,
    ...invoicesEvents,
    ...commonIncomeEvents,
    ...metersEvents,
    ...dunningEvents,
    ...openingEvents,
    ...financeReportsEvents,
  },
} as const satisfies Record<TableName, object>;

const catalogue = {
  ...inEveryTable,
  ...byTable.owners,
  ...byTable.tickets,
  ...byTable.handovers,
  ...byTable.ledger,
} as const;

/** Tells whether a table records events of this name. */
export function isRecordedIn(table: TableName, name: string): boolean {
  return Object.hasOwn(byTable[table], name) || Object.hasOwn(inEveryTable, name);
}

export type EventName = keyof typeof catalogue;
type Data = { [N in EventName]: z.infer<(typeof catalogue)[N]> };
/** Data of the event with the name `N`. */
export type EventData<N extends EventName> = Data[N];

const actorSchema = z.object({
  kind: z.enum(['staff', 'resident', 'system', 'link']),
  id: z.string(),
  /** Only of older events, which kept it. Answers show the name that the register has. */
  name: z.string().optional(),
});

/** The actor of a change, when it happened and was recorded (instants, UTC), and its reason. */
export interface ActionContext {
  actor: z.infer<typeof actorSchema>;
  recordedAt: string;
  /** When the change happened, if that was earlier than its entry. */
  occurredAt?: string | undefined;
  reason?: string | undefined;
  traceId?: string | undefined;
}

export const eventSchema = z
  .object({
    /**
     * `<kind>#<subject>:<version>.<nth>`: the same change always gives the same id, another change never
     * does.
     */
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
  })
  .meta({ id: 'Event' });

/**
 * An event as stored and sent. Its data is checked against the catalogue when it is written and when handled.
 */
export type AnyEvent = z.infer<typeof eventSchema>;

/** An event with the name `N` and its typed data. */
export type EventOf<N extends EventName> = Omit<AnyEvent, 'name' | 'data'> & { name: N; data: EventData<N> };

/** Parses an envelope from a stream, queue or table. @throws ZodError when it is no event. */
export function parseEvent(raw: unknown): AnyEvent {
  return eventSchema.parse(raw);
}

/**
 * Narrows an event to one name and checks its data.
 * @throws ZodError when the data does not fit the catalogue.
 */
export function eventNamed<N extends EventName>(name: N, event: AnyEvent): EventOf<N> {
  const data: EventData<N> = dataSchema(name).parse(event.data);
  return { ...event, name, data };
}

const schemas: { [N in EventName]: z.ZodType<Data[N]> } = catalogue;

function dataSchema<N extends EventName>(name: N): z.ZodType<Data[N]> {
  return schemas[name];
}

/**
 * Creates an event. Its id follows from subject and version, so the same change cannot be recorded twice. It
 * keeps the id of the actor, not the name, which only the register has (R15.2).
 */
export function eventOf<N extends EventName>(of: {
  name: N;
  data: EventData<N>;
  act: ActionContext;
  estateId: string;
  subject: { kind: string; id: string };
  version: number;
  nth: number;
}): AnyEvent {
  return eventSchema.parse({
    id: `${of.subject.kind}#${of.subject.id}:${of.version}.${of.nth}`,
    name: of.name,
    estateId: of.estateId,
    subject: of.subject,
    version: of.version,
    recordedAt: of.act.recordedAt,
    occurredAt: of.act.occurredAt ?? of.act.recordedAt,
    actor: { kind: of.act.actor.kind, id: of.act.actor.id },
    reason: of.act.reason,
    traceId: of.act.traceId,
    data: dataSchema(of.name).parse(of.data),
  });
}
