import { beforeEach, expect, test, vi } from 'vitest';
import {
  acknowledgeTicket,
  addTicketNote,
  putTicketOnHold,
  replyToTicket,
  resumeTicket,
} from '../../../../functions/service/tickets/answer-ticket.ts';
import { ageSuspicion, answerTriage } from '../../../../functions/service/tickets/answer-triage.ts';
import { assignTicket } from '../../../../functions/service/tickets/assign-ticket.ts';
import {
  agreeTargets,
  changeTicketType,
  classifyTicket,
} from '../../../../functions/service/tickets/classify-ticket.ts';
import { escalateTicket } from '../../../../functions/service/tickets/escalate-ticket.ts';
import {
  closeTicket,
  reopenTicket,
  resolveTicket,
  withdrawTicket,
} from '../../../../functions/service/tickets/finish-ticket.ts';
import {
  handBackTicket,
  noteWarranty,
  offerTicket,
  takeOverTicket,
} from '../../../../functions/service/tickets/hand-over-ticket.ts';
import { type HazardClass, hazards } from '../../../../functions/service/tickets/hazard.ts';
import { operationRoutes } from '../../../../functions/service/tickets/operation.routes.ts';
import type { Change, Operation } from '../../../../functions/service/tickets/operation.ts';
import { recordCallBack, recordOutsideCall } from '../../../../functions/service/tickets/record-call.ts';
import { defaultResponsibility } from '../../../../functions/service/tickets/responsibility.ts';
import type { Severity } from '../../../../functions/service/tickets/severity.ts';
import { defaultSlaPolicy, rulesFor } from '../../../../functions/service/tickets/sla.policy.ts';
import { silent, suspicionOf, triageTimesSchema } from '../../../../functions/service/tickets/suspicion.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { statuses } from '../../../../functions/service/tickets/ticket-words.ts';
import { ticketsPolicy } from '../../../../functions/service/tickets/tickets.policy.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';

const sun = { staffId: 'stf_sun', grants: ['supervisor@e'], absences: [] };
vi.mock('../../../../functions/register/owners/public.ts', async (original) => ({
  ...(await original<typeof import('../../../../functions/register/owners/public.ts')>()),
  staffOfEstate: async () => [sun],
  staffOf: async () => sun,
}));

beforeEach(() => {
  vi.stubEnv('TICKETS_TABLE', 'tickets');
  vi.spyOn(ticketsPolicy, 'of').mockImplementation(async (estateId) => ticketsPolicy.defaultOf(estateId));
});

const receivedAt = '2026-03-04T02:00:00Z';
const nextWeek = '2026-03-11T02:00:00Z';
const times = triageTimesSchema.parse({});
const rules = { calendar: stateCouncilCalendar() };
const reason = '原因';
const offer = { from: 'property-company', to: 'developer', offeredAt: receivedAt } as const;

/** Every operation of the route table by its operationId; `others` has the further changes of a ticket. */
const operations: Readonly<Record<string, Operation>> = {
  acknowledgeTicket: (one, _, act) => acknowledgeTicket(one, {}, act, rules),
  assignTicket: (one, _, act) => assignTicket(one, { assigneeId: 'stf_sun', reason }, act, rules),
  putTicketOnHold: (one, _, act) => putTicketOnHold(one, { question: '几点在家？' }, act, rules),
  resumeTicket: (one, _, act) => resumeTicket(one, {}, act, rules),
  replyToTicket: (one, _, act) => replyToTicket(one, { text: '收到', channel: 'email' }, act, rules),
  addTicketNote: (one, _, act) => addTicketNote(one, { text: '备注', visibleToRequester: false }, act, rules),
  resolveTicket: (one, _, act) => resolveTicket(one, { resolution: '已处理' }, act, rules),
  closeTicket: (one, _, act) => closeTicket(one, {}, act, rules),
  reopenTicket: (one, _, act) => reopenTicket(one, { reason }, act, rules),
  withdrawTicket: (one, _, act) => withdrawTicket(one, { reason }, act, rules),
  changeTicketType: (one, _, act) => changeTicketType(one, { type: 'inquiry', reason }, act, rules),
  agreeTicketTargets: (one, _, act) => {
    const [slaTimer] = rulesFor(defaultSlaPolicy, one);
    if (!slaTimer) throw new Error('a target is promised');
    return agreeTargets(one, { clause: '合同第八条', slaTimers: [slaTimer] }, act, rules);
  },
  offerTicket: (one, _, act) => offerTicket(one, { to: 'developer', reason }, act, rules),
  takeOverTicket: (one, _, act) => takeOverTicket({ ...one, offer }, {}, act, rules),
  handBackTicket: (one, _, act) => handBackTicket({ ...one, offer }, { reason }, act, rules),
  recordOutsideCall: (one, _, act) =>
    recordOutsideCall(one, { service: 'gas-company', spokeWith: '赵工', result: 'source-safe' }, act, rules),
  recordCallBack: (one, _, act) => recordCallBack(one, { outcome: 'reached' }, act, rules),
  escalateTicket: (one, _, act) => escalateTicket(one, { reason }, act, rules),
  answerTriage: (one, _, act) => answerTriage(one, { answers: answersTo(one, false, 1) }, act, rules),
};
const others: Readonly<Record<string, Operation>> = {
  'another severity': (one, _, act) => classifyTicket(one, { severity: 'low' }, act, rules),
  'another severity with a reason': (one, _, act) => classifyTicket(one, { severity: 'low', reason }, act, rules),
  'an emergency': (one, _, act) => classifyTicket(one, { severity: 'emergency' }, act, rules),
  'all answers without danger': (one, _, act) => answerTriage(one, { answers: answersTo(one, false) }, act, rules),
  'an answer of danger': (one, _, act) => answerTriage(one, { answers: answersTo(one, true, 1) }, act, rules),
  'work finished': (one, _, act) =>
    resolveTicket(one, { resolution: '已关阀', workOrderId: 'wo_1', technicianId: 'stf_li' }, act, rules),
  'who pays': (one, _, act) => {
    const note = { part: 'gas-pipe', payer: 'developer', why: 'x', rule: 'x', decision: 2 } as const;
    const change = noteWarranty(one, note, defaultResponsibility, act, rules);
    if (!change) throw new Error('the note is new');
    return change;
  },
};
const answersTo = ({ suspicion }: Ticket, yes: boolean, most?: number) =>
  (suspicion?.findings ?? []).flatMap(({ hazard }) =>
    hazards[hazard].questions.slice(0, most).map(({ key }) => ({ hazard, question: key, yes })),
  );

function ticketOf(given: Pick<Ticket, 'channel' | 'severity' | 'status'>, hazard: HazardClass, enteredAt: string) {
  const found = [{ hazard, words: [{ text: '怀疑' }] }];
  const suspicion = suspicionOf(found, { channel: given.channel, receivedAt, enteredAt }, times);
  const facts: Ticket['facts'] = [{ what: 'received', at: receivedAt, rules: [] }];
  return aTicket(receivedAt, {
    ...given,
    enteredAt,
    updatedAt: enteredAt,
    title: '厨房好像有煤气味',
    facts,
    suspicion,
  });
}

/** Runs every time-out of a ticket's suspicion and returns the names of the events that follow. */
async function silenceAbout(ticket: Ticket): Promise<string[]> {
  const names: string[] = [];
  for (let one = ticket, change: Change | undefined; one.suspicion?.wakeAt; one = change?.after ?? one) {
    const act = { actor: { kind: 'system' as const, id: 'suspicion-timeouts' }, recordedAt: one.suspicion.wakeAt };
    change = await ageSuspicion(one, one.suspicion.wakeAt, times, act, rules);
    if (!change) return names;
    names.push(...change.transaction.events.map(({ name }) => name));
  }
  return names;
}

test('R74.2: after every operation an open suspicion still escalates at its time-out, or a named person decided it', async () => {
  expect(Object.keys(operations).toSorted()).toEqual(operationRoutes.map(({ operationId }) => operationId).toSorted());
  const seen = { refused: 0, decided: 0, open: 0 };
  const severities: readonly Severity[] = ['urgent', 'normal'];
  for (const [name, run] of Object.entries({ ...operations, ...others }))
    for (const kind of ['staff', 'resident', 'link'] as const)
      for (const channel of ['hotline', 'app', 'letter'] as const)
        for (const status of statuses)
          for (const severity of severities)
            for (const hazard of ['gas', 'water'] as const)
              for (const enteredAt of [receivedAt, nextWeek]) {
                const ticket = ticketOf({ channel, severity, status }, hazard, enteredAt);
                const act = { actor: { kind, id: `${kind}_1` }, recordedAt: enteredAt };
                const change = await Promise.resolve()
                  .then(() => run(ticket, undefined, act, rules))
                  .catch((error: unknown) => {
                    if (!(error instanceof Problem)) throw error;
                    return undefined;
                  });
                const { suspicion } = change?.after ?? ticket;
                const of = `${name} by ${kind}: ${status} ${severity} ${hazard} ${channel}`;
                if (!change) seen.refused += 1;
                if (suspicion?.state === 'open') {
                  seen.open += 1;
                  const told = await silenceAbout(change?.after ?? ticket);
                  expect(told, of).toContain('SuspicionAged');
                  expect(told, of).toContain('TicketEscalated');
                } else {
                  seen.decided += 1;
                  expect(suspicion?.decided?.by, of).toMatch(/_/);
                }
              }
  expect(seen.refused).toBeGreaterThan(1_000);
  expect(seen.decided).toBeGreaterThan(1_000);
  expect(seen.open).toBeGreaterThan(1_000);
});

test('R74.3: only staff withdraw an emergency, also one that was raised by a time-out', async () => {
  const open = ticketOf({ channel: 'hotline', severity: 'emergency', status: 'open' }, 'gas', receivedAt);
  const aged = { ...open, suspicion: open.suspicion && silent(open.suspicion, receivedAt, times).suspicion };
  const act = (kind: 'staff' | 'resident') => ({ actor: { kind, id: `${kind}_1` }, recordedAt: nextWeek });
  const withdraw = async (one: Ticket, kind: 'staff' | 'resident') =>
    (await withdrawTicket(one, { reason }, act(kind), rules)).after.status;
  await expect(withdraw(aged, 'resident')).rejects.toMatchObject({ kind: { code: 'emergency-not-withdrawn' } });
  expect(await withdraw(aged, 'staff')).toBe('withdrawn');
  expect(await withdraw({ ...aged, status: 'resolved' }, 'resident')).toBe('withdrawn');
});
