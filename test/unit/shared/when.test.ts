import { expect, test } from 'vitest';
import { consumer } from '../../../shared/events/consumer.ts';
import { isWanted } from '../../../shared/events/when.ts';

const opened = (data: Record<string, unknown>) => ({ name: 'TicketOpened', data });
const repairs = { TicketOpened: { ticketType: ['repair', 'inspection'] } };

test('a consumer gets the events whose data hold a value that it wants, and all others of which it names none', () => {
  expect(isWanted(opened({ ticketType: 'repair' }), repairs)).toBe(true);
  expect(isWanted(opened({ ticketType: 'inspection' }), repairs)).toBe(true);
  expect(isWanted(opened({ ticketType: 'complaint' }), repairs)).toBe(false);
  expect(isWanted({ name: 'TicketClosed', data: { ticketType: 'complaint' } }, repairs)).toBe(true);
  expect(isWanted(opened({}), {})).toBe(true);
});

test('an event without the field that a consumer names is not for it', () => {
  expect(isWanted(opened({}), repairs)).toBe(false);
  expect(isWanted(opened({ ticketType: ['repair'] }), repairs)).toBe(false);
});

test('a consumer that names values of an event without a handler is refused at synth', () => {
  const declare = () => consumer({ name: 'odd', when: { TicketOpened: { ticketType: ['repair'] } }, on: {} });
  expect(declare).toThrow('odd has no handler for TicketOpened');
});
