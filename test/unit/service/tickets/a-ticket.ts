import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';

/** Returns an open repair ticket of estate `e`, reported by phone, with the given differences. */
export function aTicket(receivedAt: string, given: Partial<Ticket> = {}): Ticket {
  return {
    ticketId: 'tkt_1',
    estateId: 'e',
    number: 'YG-10001-7',
    type: 'repair',
    channel: 'hotline',
    category: 'other',
    severity: 'normal',
    status: 'open',
    title: '水管滴水',
    description: '',
    requester: {},
    responsible: 'property-company',
    receivedAt,
    enteredAt: receivedAt,
    lastOccurredAt: receivedAt,
    updatedAt: receivedAt,
    reopenCount: 0,
    verification: 'none',
    facts: [],
    slaTimers: [],
    version: 1,
    ...given,
  };
}
