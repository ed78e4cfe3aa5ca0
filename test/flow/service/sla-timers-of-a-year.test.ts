import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSlaPolicy } from '../../../functions/service/tickets/sla.policy.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { slaTimersFrom, slaTimersThatDiffer } from '../../models/sla-timers-model.ts';
import { ask, estateCalled, must } from '../backend.ts';

const calendar = stateCouncilCalendar();
const minute = 60_000;
const yearAgo = Date.parse('2025-11-01T00:00:00Z');

/** A next step of the desk after some minutes; the backend rejects what the state does not allow. */
const step = fc.record({
  minutes: fc.integer({ min: 0, max: 6 * 24 * 60 }),
  what: fc.constantFrom(
    ...([
      'acknowledge',
      'hold',
      'resume',
      'reply',
      'resolve',
      'close',
      'reopen',
      'change-type',
      'severity',
      'notes',
    ] as const),
  ),
});
const story = fc.record({
  type: fc.constantFrom('complaint', 'inquiry', 'repair'),
  severity: fc.constantFrom('emergency', 'urgent', 'normal', 'low'),
  received: fc.integer({ min: 0, max: 330 * 24 * 60 }),
  steps: fc.array(step, { minLength: 3, maxLength: 10 }),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

const bodies: Readonly<Record<string, object>> = {
  acknowledge: {},
  hold: { question: '几时在家？' },
  resume: { answer: '周六' },
  reply: { text: '已处理', channel: 'hotline' },
  resolve: { resolution: '已修好' },
  close: {},
  reopen: { reason: '没好' },
  'change-type': { type: 'complaint', reason: '其实是投诉' },
  notes: { text: '记一笔' },
};

test('in a year of tickets every SLA timer recomputed from the events equals the stored one', async () => {
  const estate = await estateCalled('CY');
  const desk = estate.staff.operator;
  const stories = fc.sample(story, { numRuns: 80, seed: 20_261_124 });
  let steps = 0;
  let slaTimers = 0;

  const live = async ({ type, severity, received, steps: planned }: Story) => {
    let at = yearAgo + received * minute;
    const opening = { estateId: estate.estateId, type, severity, channel: 'hotline', category: 'other', title: '一年' };
    const opened = await must(desk, 'POST', '/v1/tickets', { ...opening, receivedAt: new Date(at).toISOString() });
    const path = `/v1/tickets/${opened.ticketId}`;
    for (const { minutes, what } of planned) {
      at += minutes * minute;
      const occurredAt = new Date(at).toISOString();
      const answer =
        what === 'severity'
          ? await ask(
              desk,
              'PATCH',
              path,
              { severity: 'urgent', reason: '重新评估', occurredAt },
              { ifMatch: (await must(desk, 'GET', path)).version },
            )
          : await ask(desk, 'POST', `${path}/${what}`, { ...bodies[what], occurredAt });
      expect([200, 409, 412]).toContain(answer.status);
      if (answer.status === 200) steps += 1;
    }
    return path;
  };

  const paths: string[] = [];
  for (let from = 0; from < stories.length; from += 8) {
    paths.push(...(await Promise.all(stories.slice(from, from + 8).map(live))));
  }
  for (const path of paths) {
    const [ticket, { items: events }] = [
      await must(desk, 'GET', path),
      await must(desk, 'GET', `${path}/events?limit=200`),
    ];
    expect(slaTimersThatDiffer(ticket, slaTimersFrom(events, defaultSlaPolicy, calendar)), ticket.number).toEqual([]);
    slaTimers += ticket.slaTimers.length;
  }
  expect(steps).toBeGreaterThan(200);
  expect(slaTimers).toBeGreaterThan(200);
});
