import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { estateCalled, idle, must } from '../backend.ts';

test('the first request of the README opens an emergency, and the ticket gets a technician', async () => {
  const estate = await estateCalled('RM');
  const [, example = ''] = /-d '(\{"estateId":"sunshine".*\})'/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const body = z.looseObject({ estateId: z.string() }).parse(JSON.parse(example));
  const desk = estate.staff.operator;
  const ticket = await must(desk, 'POST', '/v1/tickets', { ...body, estateId: estate.estateId });
  expect(ticket).toMatchObject({
    number: expect.stringMatching(/^RM-10001-\d$/),
    severity: 'emergency',
    emergencyWord: '水管爆了',
    status: 'open',
    slaTimers: [
      { timer: 'dispatch', target: 5 },
      { timer: 'arrive', target: 30 },
    ],
  });
  await idle();
  const found = await must(desk, 'GET', `/v1/tickets/numbers/${ticket.number}`);
  expect(found).toMatchObject({ status: 'assigned', assigneeId: expect.any(String), workOrderId: expect.any(String) });
});
