import { beforeEach, expect, test, vi } from 'vitest';
import { answerTriage } from '../../../../functions/service/tickets/answer-triage.ts';
import { classifyTicket } from '../../../../functions/service/tickets/classify-ticket.ts';
import {
  closeTicket,
  reopenTicket,
  resolveTicket,
  withdrawTicket,
} from '../../../../functions/service/tickets/finish-ticket.ts';
import { hazards } from '../../../../functions/service/tickets/hazard.ts';
import { forRequester } from '../../../../functions/service/tickets/history.ts';
import { isGasUnverified, type outsideResults } from '../../../../functions/service/tickets/outside-call.ts';
import { recordCallBack, recordOutsideCall } from '../../../../functions/service/tickets/record-call.ts';
import { suspicionOf, triageTimesSchema } from '../../../../functions/service/tickets/suspicion.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { ticketsPolicy } from '../../../../functions/service/tickets/tickets.policy.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';

vi.mock('../../../../functions/register/owners/public.ts', async (original) => ({
  ...(await original<typeof import('../../../../functions/register/owners/public.ts')>()),
  staffOfEstate: async () => [{ staffId: 'stf_sun', grants: ['supervisor@e'], absences: [] }],
}));

beforeEach(() => {
  vi.stubEnv('TICKETS_TABLE', 'tickets');
  vi.spyOn(ticketsPolicy, 'of').mockImplementation(async (estateId) => ticketsPolicy.defaultOf(estateId));
});

const receivedAt = '2026-03-04T02:00:00Z';
const ticket = aTicket(receivedAt, {
  severity: 'emergency',
  hazard: 'gas',
  hazardCertain: true,
  title: '厨房煤气泄漏',
  facts: [{ what: 'received', at: receivedAt, rules: [] }],
});
const rules = { calendar: stateCouncilCalendar() };
const act = (minute: number, occurred?: number) => ({
  actor: { kind: 'staff' as const, id: 'stf_1' },
  recordedAt: timeOf(minute),
  occurredAt: occurred === undefined ? undefined : timeOf(occurred),
});
const timeOf = (minute: number) => `2026-03-04T02:${String(minute).padStart(2, '0')}:00Z`;
const gasSays = async (one: Ticket, result: (typeof outsideResults)[number], minute: number, occurred?: number) => {
  const call = { service: 'gas-company', spokeWith: '赵工', result } as const;
  return (await recordOutsideCall(one, call, act(minute, occurred), rules)).after;
};
const ends = {
  resolve: async (one: Ticket) => resolveTicket(one, { resolution: '已关阀' }, act(50), rules),
  close: async (one: Ticket) => closeTicket(one, {}, act(50), rules),
  withdraw: async (one: Ticket) => withdrawTicket(one, { reason: '录错' }, act(50), rules),
};
const refused = { kind: { code: 'gas-not-verified' } };

test.each(Object.entries(ends))(
  'R74.4: a gas ticket ends only after the gas company confirms safety: %s',
  async (_, end) => {
    await expect(end(ticket)).rejects.toMatchObject(refused);
    const coming = await gasSays(ticket, 'coming', 5);
    await expect(end(coming)).rejects.toMatchObject(refused);
    const locked = await gasSays(coming, 'no-access', 20);
    await expect(end(locked)).rejects.toMatchObject(refused);
    const safe = await gasSays(locked, 'source-safe', 40);
    expect((await end(safe)).after.status).not.toBe('open');
  },
);

test('an answer of the gas company from before the ticket was raised again no longer counts', async () => {
  const safe = await gasSays(ticket, 'source-safe', 10);
  const lowered = (await classifyTicket(safe, { severity: 'normal', reason: '气源安全' }, act(12), rules)).after;
  const raised = (await classifyTicket(lowered, { severity: 'emergency' }, act(40), rules)).after;
  const again: Ticket = { ...raised, hazard: 'gas' };
  expect(isGasUnverified(again)).toBe(true);
  expect(isGasUnverified(await gasSays(again, 'source-safe', 45))).toBe(false);
});

test('the latest answer of the gas company counts, whatever the order of entry, and a reopening needs a new one', async () => {
  const safe = await gasSays(ticket, 'source-safe', 30);
  expect(isGasUnverified(await gasSays(safe, 'no-access', 35, 20))).toBe(false);
  expect(isGasUnverified(await gasSays(safe, 'not-safe', 35))).toBe(true);
  const done = (await ends.resolve(safe)).after;
  const again = (await reopenTicket(done, { reason: '又有味道' }, act(55), rules)).after;
  await expect(ends.close(again)).rejects.toMatchObject(refused);
});

test('only the gas company can confirm safety, and only gas emergencies need it', async () => {
  const call = { service: 'fire-brigade', spokeWith: '值班员', result: 'source-safe' } as const;
  expect(isGasUnverified((await recordOutsideCall(ticket, call, act(5), rules)).after)).toBe(true);
  expect(isGasUnverified({ ...ticket, hazard: 'fire' })).toBe(false);
  const lowering = { severity: 'normal' as const, reason: '是下水道气味' };
  expect(isGasUnverified((await classifyTicket(ticket, lowering, act(5), rules)).after)).toBe(false);
});

test('a ticket that staff raise to an emergency while gas is suspected becomes a gas emergency', async () => {
  const found = [{ hazard: 'gas' as const, words: [{ text: '煤气味' }] }];
  const suspicion = suspicionOf(found, { channel: 'hotline', receivedAt, enteredAt: receivedAt }, times);
  const asked: Ticket = { ...ticket, severity: 'normal', hazard: undefined, hazardCertain: undefined, suspicion };
  const { after, transaction } = await classifyTicket(asked, { severity: 'emergency' }, act(1), rules);
  expect(after).toMatchObject({ hazard: 'gas', hazardCertain: true, suspicion: { state: 'confirmed' } });
  expect(transaction.events[0]?.data).toMatchObject({ to: 'emergency', hazard: 'gas', certain: true });
  await expect(ends.close(after)).rejects.toMatchObject(refused);
});

const times = triageTimesSchema.parse({});

test('R74.4: an outside call records caller, person spoken to, time and promise, and residents do not see it', async () => {
  const call = { service: 'lift-company', spokeWith: '钱工', result: 'coming', promisedAt: timeOf(30) } as const;
  const { after, transaction } = await recordOutsideCall(ticket, call, act(6, 4), rules);
  expect(after.outsideCalls).toEqual([{ ...call, at: timeOf(4), by: 'stf_1' }]);
  const { spokeWith: _, ...told } = call;
  expect(transaction.events).toMatchObject([{ name: 'OutsideCallRecorded', occurredAt: timeOf(4), data: told }]);
  expect(JSON.stringify(transaction.events)).not.toContain('钱工');
  expect(forRequester(transaction.events)).toEqual([]);
});

test('R74.2: a call-back attempt is recorded with person and time and decides nothing, also when a message is left', async () => {
  const found = [{ hazard: 'gas' as const, words: [{ text: '煤气味' }] }];
  const suspicion = suspicionOf(found, { channel: 'letter', receivedAt, enteredAt: receivedAt }, times);
  const asked: Ticket = { ...ticket, severity: 'normal', hazard: undefined, suspicion };
  const first = await recordCallBack(asked, { outcome: 'message-left' }, act(2), rules);
  const { after, transaction } = await recordCallBack(first.after, { outcome: 'reached' }, act(4), rules);
  expect(after.suspicion).toMatchObject({
    state: 'open',
    wakeAt: suspicion.wakeAt,
    callBacks: [
      { outcome: 'message-left', at: timeOf(2), by: 'stf_1' },
      { outcome: 'reached', at: timeOf(4), by: 'stf_1' },
    ],
  });
  expect(transaction.events[0]?.data).toMatchObject({ outcome: 'reached', attempt: 2 });
  const answers = hazards.gas.questions.map(({ key }) => ({ hazard: 'gas' as const, question: key, yes: false }));
  const decided = (await answerTriage(after, { answers }, act(5), rules)).after;
  const late = Promise.resolve().then(() => recordCallBack(decided, { outcome: 'reached' }, act(6), rules));
  await expect(late).rejects.toMatchObject({ kind: { code: 'nothing-suspected' } });
});
