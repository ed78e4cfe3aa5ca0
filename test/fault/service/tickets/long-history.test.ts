import { beforeEach, expect, test } from 'vitest';
import { tickets } from '../../../../functions/service/tickets/tickets.store.ts';
import { wholeTimeline } from '../../../../shared/events/timeline.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';
import { emptyTables } from '../../real-table.ts';

const at = '2026-03-04T02:00:00Z';
const act = { actor: { kind: 'staff', id: 'stf_sun' }, recordedAt: at } as const;

beforeEach(() => emptyTables('tickets'));

test('the history of a ticket is read to its end, also after more than 1,000 notes', async () => {
  const ticket = aTicket(at, {});
  const about = { ticketId: ticket.ticketId, number: ticket.number };
  for (let version = 1; version <= 1_100; version += 90) {
    const transaction = new Transaction();
    for (let nth = version; nth < version + 90; nth += 1) {
      const data = { ...about, text: `note ${nth}`, visibleToRequester: false };
      transaction.record(tickets, { ...ticket, version: nth }, 'TicketNoted', data, act);
    }
    await transaction.commit();
  }
  const last = { ...about, text: '已换管，不再漏水', channel: 'hotline' };
  await new Transaction().record(tickets, { ...ticket, version: 2_000 }, 'TicketReplied', last, act).commit();
  const events = await wholeTimeline('tickets', tickets.key(ticket).pk);
  expect(events).toHaveLength(1_171);
  expect(events.at(-1)).toMatchObject({ name: 'TicketReplied', data: { text: '已换管，不再漏水' } });
});
