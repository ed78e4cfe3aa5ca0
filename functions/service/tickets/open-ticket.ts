import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId, spokenNumber } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { instantSchema, toInstant } from '../../../shared/kernel/time.ts';
import { nextOf } from '../../../shared/store/table.ts';
import type { Estate } from '../../register/owners/public.ts';
import { isCategoryOf } from './category.ts';
import { lateEntryMs, recordBreaches, ref, withFacts } from './change-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import { severitySchema } from './severity.ts';
import { rulesFor } from './sla.policy.ts';
import { suspicionOf } from './suspicion.ts';
import { newRequesterSchema, type Ticket } from './ticket.ts';
import { channels, ticketTypes } from './ticket-words.ts';
import type { TicketsPolicy } from './tickets.policy.ts';
import { ticketNumbers, tickets } from './tickets.store.ts';
import { triageWordsOf } from './triage/estate-words.ts';
import { judgedReport } from './triage/judge-report.ts';

/** Input for opening a ticket of any type through any channel (D2). */
export const openTicketSchema = z
  .strictObject({
    estateId: z.string().max(64),
    type: z.enum(ticketTypes),
    channel: z.enum(channels),
    category: z.string().max(120),
    severity: severitySchema.optional(),
    /** The reason for `severity`. With it, triage does not change the severity (R74.3). Staff only. */
    severityReason: reasonSchema(500).optional(),
    title: z.string().min(1).max(200),
    description: z.string().max(10_000).default(''),
    unitId: z.string().max(64).optional(),
    place: z.string().max(500).optional(),
    requester: newRequesterSchema.optional(),
    /** Time of receipt, when earlier than the entry, for example of yesterday's letter (D4). Staff only. */
    receivedAt: instantSchema.optional(),
    /**
     * Says that the report is replayed from another system. Its automatic steps, such as the dispatch, are
     * then placed at the time of their cause instead of now. Managers and administrators only.
     */
    replays: z.literal(true).optional(),
  })
  .meta({ id: 'OpenTicketBody' });
export type OpenTicket = z.output<typeof openTicketSchema>;

const unknownCategory = problemKind('unknown-category', 400, {
  'zh-CN': '本小区没有「{category}」这一分类。请从本小区的分类表中选择 category。',
  'zh-TW': '本社區沒有「{category}」這一分類。請從本社區的分類表選擇 category。',
  en: 'This estate has no category {category}. Choose a category from the tickets policy of the estate.',
});

/** Rejects a category that the estate does not have. @throws Problem unknown-category. */
export function mustBeCategory(policy: TicketsPolicy, category: string): void {
  if (!isCategoryOf(policy.categories, category)) throw new Problem(unknownCategory, { category });
}

/** First serial number of an estate, so that all ticket numbers have at least five digits. */
const firstNumber = 10_000;

/**
 * Opens a ticket with a number, a severity and SLA timers. The severity comes from triage (R2.2, R74) or from
 * staff with a reason. The SLA timers count from the time of receipt (D4, D8).
 * @throws Problem unknown-category, in-the-future.
 */
export async function openTicket(
  input: OpenTicket,
  context: {
    estate: Estate;
    policy: TicketsPolicy;
    unitLabel?: string | undefined;
    act: ActionContext;
    /** Of a ticket of the system before (R30.4): its id here, and what it brought along. */
    carried?: { readonly ticketId: string; readonly from: NonNullable<Ticket['carriedOver']> } | undefined;
  },
): Promise<{ ticket: Ticket; transaction: Transaction }> {
  const { estate, policy, unitLabel, act, carried } = context;
  mustBeCategory(policy, input.category);
  const receivedAt = occurrence({ ...act, occurredAt: input.receivedAt });
  const { estateId } = estate;
  const ticketId = carried?.ticketId ?? newId('tkt', toInstant(act.recordedAt));
  const number = spokenNumber(estate.code, await nextOf('tickets', `TICKET#${estateId}`, firstNumber));
  const { severity, emergencyWord, triage } = judgedReport(input, triageWordsOf(policy));
  const found = triage?.overruled === false ? triage.findings : [];
  const certain = found.find(({ verdict }) => verdict === 'certain')?.hazard;
  const report = { channel: input.channel, receivedAt, enteredAt: act.recordedAt };
  const isAsked = certain === undefined && severity !== 'emergency' && found.length > 0;
  const suspicion = isAsked ? suspicionOf(found, report, policy.triageTimes) : undefined;
  const blank: Ticket = {
    ticketId,
    estateId,
    number,
    type: input.type,
    channel: input.channel,
    category: input.category,
    severity,
    emergencyWord,
    triage,
    ...(certain && { hazard: certain, hazardCertain: true }),
    suspicion,
    status: 'open',
    title: input.title,
    description: input.description,
    unitId: input.unitId,
    place: input.place,
    requester: input.requester ?? {},
    responsible: 'property-company',
    ...(input.replays && { replays: true as const }),
    ...(carried && { carriedOver: carried.from }),
    receivedAt,
    enteredAt: act.recordedAt,
    lastOccurredAt: receivedAt,
    updatedAt: act.recordedAt,
    reopenCount: 0,
    verification: 'none',
    facts: [],
    slaTimers: [],
    version: 0,
  };
  const rules = rulesFor(policy.slaTimers, blank);
  const received = { ...act, occurredAt: receivedAt };
  const ticket = withFacts(blank, [{ what: 'received', rules }], received, estate);
  const transaction = new Transaction()
    .save(tickets, ticket)
    .put(ticketNumbers, { number, ticketId, estateId }, { text: 'attribute_not_exists(pk)' })
    .record(
      tickets,
      ticket,
      'TicketOpened',
      {
        ...summary(ticket),
        channel: ticket.channel,
        receivedAt,
        estateName: estate.name,
        unitLabel,
        place: ticket.place,
        ...(carried && { carriedOver: carried.from }),
        ...(triage && { triage }),
        ...(certain && { hazard: certain, certain: true }),
      },
      { ...received, reason: input.severityReason },
    );
  if (suspicion) {
    const { findings, callBackDueAt, wakeAt } = suspicion;
    const data = { ...ref(ticket), findings, ...(callBackDueAt && { callBackDueAt }), ...(wakeAt && { wakeAt }) };
    transaction.record(tickets, ticket, 'EmergencySuspected', data, act);
  }
  const late = toInstant(act.recordedAt).epochMilliseconds - toInstant(receivedAt).epochMilliseconds > lateEntryMs;
  // A call-back is due after the entry even if the receipt was long before.
  const told = suspicion?.callBackDueAt ? 'suspected' : certain && !late && 'emergency';
  if (told) await recordEscalation(transaction, ticket, told, act, 'supervisor');
  return { ticket, transaction: recordBreaches(transaction, blank, ticket, act) };
}

/** Returns the fields of a ticket that other contexts need when it opens, closes or reopens. */
export function summary(ticket: Ticket) {
  const { ticketId, number, category, severity, title, description, unitId, requester, type } = ticket;
  const { personId } = requester;
  return {
    ticketId,
    number,
    ticketType: type,
    category,
    severity,
    title,
    description,
    unitId,
    requester: { personId },
    ...(ticket.replays && { replays: true as const }),
  };
}
