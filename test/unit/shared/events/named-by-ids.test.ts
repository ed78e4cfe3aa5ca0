import { expect, test } from 'vitest';
import { eventNamed, eventOf, parseEvent } from '../../../../shared/events/catalogue.ts';

const subject = { kind: 'ticket', id: 'tkt_1' };
const data = { ticketId: 'tkt_1', number: 'YG-10042-7' };
const act = { actor: { kind: 'staff' as const, id: 'wangfang', name: '王芳' }, recordedAt: '2026-03-01T02:00:00Z' };

test('R15.2: an event keeps the id of who acted, and no name', () => {
  const event = eventOf({ name: 'TicketAcknowledged', data, act, estateId: 'e', subject, version: 2, nth: 0 });
  expect(event.actor).toEqual({ kind: 'staff', id: 'wangfang' });
  expect(JSON.stringify(event)).not.toContain('王芳');
});

test('an older event with names is still read', () => {
  const event = eventOf({ name: 'TicketAcknowledged', data, act, estateId: 'e', subject, version: 2, nth: 0 });
  const older = { ...event, actor: act.actor };
  expect(parseEvent(older).actor.name).toBe('王芳');
  const call = { ...data, service: 'gas-company', spokeWith: '赵工', result: 'coming' };
  expect(eventNamed('OutsideCallRecorded', { ...older, data: call }).data.spokeWith).toBe('赵工');
});
