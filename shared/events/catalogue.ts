import * as z from 'zod';
import type { TableName } from '../store/entity.ts';
import { dunningEvents } from './catalogue/dunning.ts';
import { feesEvents } from './catalogue/fees.ts';
import { handoversEvents } from './catalogue/handovers.ts';
import { ledgerEvents } from './catalogue/ledger.ts';
import { metersEvents } from './catalogue/meters.ts';
import { noticesEvents } from './catalogue/notices.ts';
import { ownersEvents } from './catalogue/owners.ts';
import { instant } from './catalogue/parts.ts';
import { paymentsEvents } from './catalogue/payments.ts';
import { repairsEvents } from './catalogue/repairs.ts';
import { surveysEvents } from './catalogue/surveys.ts';
import { ticketsEvents } from './catalogue/tickets.ts';

/*
 * Every event, once. Names are past tense; the data says what a consumer in another context needs.
 * An event is a permanent record: fields may be added, never removed or given another meaning.
 */

/** What an estate decides about a context (shared/http/policy.ts), recorded in the table of that context. */
const inEveryTable = { PolicyChanged: z.object({ context: z.string() }) } as const;

/** The events that each table records: its relay knows who listens to these, and to no others. */
const byTable = {
  owners: ownersEvents,
  tickets: { ...ticketsEvents, ...repairsEvents, ...surveysEvents, ...noticesEvents },
  handovers: handoversEvents,
  ledger: { ...ledgerEvents, ...feesEvents, ...paymentsEvents, ...metersEvents, ...dunningEvents },
} as const satisfies Record<TableName, object>;

const catalogue = {
  ...inEveryTable,
  ...byTable.owners,
  ...byTable.tickets,
  ...byTable.handovers,
  ...byTable.ledger,
} as const;

/** Whether an event of that name is recorded in a table. */
export function isRecordedIn(table: TableName, name: string): boolean {
  return Object.hasOwn(byTable[table], name) || Object.hasOwn(inEveryTable, name);
}

/** Name of an event. */
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
export interface ActionContext {
  actor: z.infer<typeof actorSchema>;
  /** When it was recorded. */
  recordedAt: string;
  /** When it happened, if it was entered later. */
  occurredAt?: string | undefined;
  reason?: string | undefined;
  traceId?: string | undefined;
}

export const eventSchema = z.object({
  /** `<kind>#<subject>:<version>.<nth>`: the same change gives the same id, and no other one does. */
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
    actor: of.act.actor,
    reason: of.act.reason,
    traceId: of.act.traceId,
    data: dataSchema(of.name).parse(of.data),
  });
}
