import { beforeEach, expect, test, vi } from 'vitest';
import { ageSuspicion } from '../../../../functions/service/tickets/answer-triage.ts';
import { classifySchema, classifyTicket } from '../../../../functions/service/tickets/classify-ticket.ts';
import { closeTicket, resolveTicket, withdrawTicket } from '../../../../functions/service/tickets/finish-ticket.ts';
import type { Operation } from '../../../../functions/service/tickets/operation.ts';
import { silent, suspicionOf, triageTimesSchema } from '../../../../functions/service/tickets/suspicion.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';

vi.mock('../../../../functions/register/owners/public.ts', async (original) => ({
  ...(await original<typeof import('../../../../functions/register/owners/public.ts')>()),
  staffOfEstate: async () => [{ staffId: 'stf_sun', grants: ['supervisor@e'], absences: [] }],
}));

beforeEach(() => {
  vi.stubEnv('TICKETS_TABLE', 'tickets');
});

const at = '2026-03-04T02:00:00Z';
const times = triageTimesSchema.parse({});
const gas = [{ hazard: 'gas' as const, words: [{ text: '煤气味' }] }];
const suspicion = suspicionOf(gas, { channel: 'hotline', receivedAt: at, enteredAt: at }, times);
const ticket = aTicket(at, { title: '厨房好像有煤气味', suspicion });
const rules = { calendar: stateCouncilCalendar() };
const act = (kind: 'staff' | 'resident' = 'staff', occurredAt?: string) => ({
  actor: { kind, id: kind },
  recordedAt: '2026-03-04T02:00:30Z',
  occurredAt,
});
const withdraw: Operation = (one, _, by, rules) => withdrawTicket(one, { reason: '没事了' }, by, rules);
const resolve: Operation = (one, _, by, rules) => resolveTicket(one, { resolution: '已处理' }, by, rules);
const close: Operation = (one, _, by, rules) => closeTicket(one, {}, by, rules);
const ends = { withdraw, resolve, close };
const tried = async (end: Operation, one: Ticket, by: ReturnType<typeof act>) => end(one, undefined, by, rules);

test.each(Object.entries(ends))('R74.2: nobody ends a ticket while its emergency is suspected: %s', async (_, end) => {
  await expect(tried(end, ticket, act('staff'))).rejects.toMatchObject({ kind: { code: 'emergency-suspected' } });
  await expect(tried(end, ticket, act('resident'))).rejects.toMatchObject({ kind: { code: 'emergency-suspected' } });
  const longAgo = act('resident', '2026-03-04T01:59:00Z');
  await expect(tried(end, ticket, longAgo)).rejects.toMatchObject({ kind: { code: 'emergency-suspected' } });
});

test.each(Object.entries(ends))('a ticket may end after staff set its severity with a reason: %s', async (_, end) => {
  const grading = { severity: 'normal' as const, reason: '问过，没有煤气味' };
  const { after } = await classifyTicket(ticket, grading, act(), rules);
  expect(after.suspicion).toMatchObject({ state: 'dismissed', decided: { by: 'staff', at: act().recordedAt } });
  expect((await tried(end, after, act())).after.status).not.toBe('open');
});

test.each(Object.entries(ends))(
  'staff may enter an end from before the report was entered, and decide the suspicion in their name: %s',
  async (_, end) => {
    const old = { ...ticket, receivedAt: '2026-03-01T02:00:00Z' };
    const { after } = await tried(end, old, act('staff', '2026-03-01T04:00:00Z'));
    expect(after.suspicion).toMatchObject({ state: 'dismissed', decided: { by: 'staff' } });
    expect(after.suspicion?.wakeAt).toBeUndefined();
  },
);

test('a blank reason neither dismisses a suspicion nor lowers an emergency', () => {
  expect(classifySchema.safeParse({ severity: 'normal', reason: '  ' }).success).toBe(false);
  expect(classifySchema.safeParse({ severity: 'normal', reason: '' }).success).toBe(false);
  expect(classifySchema.safeParse({ severity: 'normal', reason: '已核实' }).success).toBe(true);
});

test('a technician who finishes the work on site decides the suspicion in their name', async () => {
  const done = { resolution: '已关阀', workOrderId: 'wo_1', technicianId: 'stf_li' };
  const { after } = await resolveTicket(ticket, done, act(), rules);
  expect(after.suspicion).toMatchObject({ state: 'dismissed', decided: { by: 'stf_li' } });
});

test.each(['resolved', 'closed', 'withdrawn'] as const)(
  'the time-out of a ticket that ended undecided (%s) escalates to the supervisor and sends nobody',
  async (status) => {
    const ended = { ...ticket, status };
    const change = await ageSuspicion(ended, suspicion.wakeAt ?? '', times, act(), rules);
    expect(change?.after).toMatchObject({ status, severity: 'normal', suspicion: { state: 'aged' } });
    expect(change?.transaction.events.map(({ name }) => name)).toEqual(['SuspicionAged', 'TicketEscalated']);
  },
);

test('a report received more than a day ago gets a call-back and becomes urgent at its time-out', () => {
  const old = suspicionOf(gas, { channel: 'hotline', receivedAt: '2026-03-02T02:00:00Z', enteredAt: at }, times);
  expect(old).toMatchObject({ callBackDueAt: '2026-03-04T02:05:00Z', wakeAt: '2026-03-04T02:10:00Z', next: 'raise' });
  expect(silent(old, at, times).raise).toEqual({ severity: 'urgent', hazard: 'gas', certain: false });
});
