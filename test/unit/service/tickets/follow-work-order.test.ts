import { describe, expect, test } from 'vitest';
import { type FollowedOrder, factsOfOrder } from '../../../../functions/service/tickets/follow-work-order.ts';

const appointment = { to: '2026-03-06T03:00:00Z' };
const order: FollowedOrder = {
  workOrderId: 'wo_1',
  status: 'accepted',
  technicianId: 'plumber',
  holderId: 'plumber',
  lastOccurredAt: '2026-03-04T02:00:00Z',
};
const open: FollowedOrder = { ...order, status: 'open', technicianId: undefined, holderId: undefined };
const completed: FollowedOrder = { ...order, status: 'completed', holderId: undefined, resolution: '已修好' };
const cancelled: FollowedOrder = { ...order, status: 'cancelled', holderId: undefined };
const dispatched = { what: 'dispatched' };
const released = { what: 'appointed', until: undefined };

describe('what the change of a work order is to its ticket', () => {
  test('a technician who gets the order is dispatched: the first, another, and the same one after a refusal', () => {
    const assigned = { ...order, status: 'assigned' };
    expect(factsOfOrder(undefined, assigned)).toEqual([dispatched]);
    expect(factsOfOrder(open, order)).toEqual([dispatched]);
    expect(factsOfOrder(order, { ...assigned, technicianId: 'colleague', holderId: 'colleague' })).toEqual([
      dispatched,
    ]);
    expect(factsOfOrder(cancelled, assigned)).toEqual([dispatched]);
  });

  test('nothing: an order that waits for a technician, a refusal, and what is recorded on site', () => {
    expect(factsOfOrder(undefined, open)).toEqual([]);
    expect(factsOfOrder(order, open)).toEqual([]);
    expect(factsOfOrder({ ...order, status: 'assigned' }, order)).toEqual([]);
    expect(factsOfOrder({ ...order, status: 'arrived' }, { ...order, status: 'arrived' })).toEqual([]);
    expect(factsOfOrder(completed, completed)).toEqual([]);
    expect(factsOfOrder(order, cancelled)).toEqual([]);
  });

  test('an appointment is agreed, moved and released; with another technician at the same time it stays', () => {
    const booked = { ...order, appointment };
    const moved = { ...order, appointment: { to: '2026-03-07T03:00:00Z' } };
    expect(factsOfOrder(order, booked)).toEqual([{ what: 'appointed', until: appointment.to }]);
    expect(factsOfOrder(booked, moved)).toEqual([{ what: 'appointed', until: moved.appointment.to }]);
    expect(factsOfOrder(booked, order)).toEqual([released]);
    expect(factsOfOrder(booked, cancelled)).toEqual([released]);
    expect(factsOfOrder(booked, { ...booked, technicianId: 'colleague', holderId: 'colleague' })).toEqual([dispatched]);
  });

  test('a change of technician that releases the appointment is both', () => {
    const handedOver = { ...order, technicianId: 'colleague', holderId: 'colleague' };
    expect(factsOfOrder({ ...order, appointment }, handedOver)).toEqual([dispatched, released]);
  });

  test('each arrival counts, also the one after a visit without access', () => {
    const arrived = { ...order, status: 'arrived' };
    expect(factsOfOrder(order, arrived)).toEqual([{ what: 'arrived' }]);
    expect(factsOfOrder(arrived, order)).toEqual([]);
  });

  test('the finished work ends the ticket, and an appointment still ahead was not cancelled', () => {
    expect(factsOfOrder({ ...order, status: 'arrived', appointment }, completed)).toEqual([{ what: 'resolved' }]);
  });
});
