import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { say, text } from '../../../shared/kernel/language.ts';
import { get } from '../../../shared/store/table.ts';
import type { Estate } from '../../register/owners/public.ts';
import { openTicket } from './open-ticket.ts';
import type { Severity } from './severity.ts';
import type { channels, TicketType } from './ticket-words.ts';
import type { TicketsPolicy } from './tickets.policy.ts';
import { oldTicketNumber, ticketNumbers, tickets } from './tickets.store.ts';

/*
 * Open tickets of the system before (R30.4). Each gets a number of here and keeps its own. Its SLA timers
 * begin when it is taken over: the promises of another system are not measured here.
 */

const wasJudged = text('旧系统转入时的紧急程度', '舊系統轉入時的緊急程度', 'The severity in the system before');

/** An open ticket of the system before. */
interface TicketToCarryOver {
  /** Its own number. */
  readonly number: string;
  readonly references: readonly string[];
  readonly receivedOn: string;
  readonly type: TicketType;
  readonly channel: (typeof channels)[number];
  readonly category: string;
  /** Without one, triage decides as for a new report. */
  readonly severity?: Severity | undefined;
  readonly title: string;
  readonly description: string;
  readonly unitId?: string | undefined;
  readonly unitLabel?: string | undefined;
  readonly location?: string | undefined;
  readonly requester: {
    readonly personId?: string | undefined;
    readonly name?: string | undefined;
    readonly phone?: string | undefined;
  };
}

/** Takes over an open ticket, once for each number. @throws Problem unknown-category. */
export async function carryOverTicket(
  row: TicketToCarryOver,
  { estate, policy, openingId, act }: { estate: Estate; policy: TicketsPolicy; openingId: string; act: ActionContext },
): Promise<void> {
  const { number, references, receivedOn, unitLabel, location, ...report } = row;
  const { estateId } = estate;
  const ticketId = derivedId('tkt', estateId, 'carried-over', number);
  if (await get(tickets, { ticketId })) return;
  const severityReason = row.severity && say(wasJudged, estate.language);
  const carried = { ticketId, from: { openingId, number, references: [...references], receivedOn } };
  const { transaction } = await openTicket(
    { ...report, place: location, estateId, severityReason },
    { estate, policy, unitLabel, act, carried },
  );
  transaction.put(ticketNumbers, { number: oldTicketNumber(estateId, number), ticketId, estateId });
  await transaction.commit();
}
