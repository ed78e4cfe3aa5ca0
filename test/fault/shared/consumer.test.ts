import { describe, expect, test } from 'vitest';
import { eventOf } from '../../../shared/events/catalogue.ts';
import { consumer, consumerHandler } from '../../../shared/events/consumer.ts';
import { AlreadyHandled } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';

const event = (id: string) =>
  eventOf({
    name: 'TicketAcknowledged',
    data: { ticketId: id, number: 'YG-10001-4' },
    act: { actor: { kind: 'staff', id: 'op' }, recordedAt: '2026-01-01T00:00:00Z' },
    estateId: 'e',
    subject: { kind: 'ticket', id },
    version: 1,
    nth: 0,
  });
const batch = (...ids: string[]) => ({
  Records: ids.map((id) => ({ messageId: id, body: JSON.stringify(event(id)) })),
});

/** Returns a handler whose calls for a ticket follow a script, one word a call. */
function scripted(script: Record<string, ('done' | 'had' | 'outdated' | 'broken')[]>) {
  const done: string[] = [];
  const handler = consumerHandler(
    consumer({
      name: 'test',
      on: {
        TicketAcknowledged: async ({ data }) => {
          const word = script[data.ticketId]?.shift() ?? 'done';
          if (word === 'had') throw new AlreadyHandled('had');
          if (word === 'outdated') throw new VersionConflict('changed');
          if (word === 'broken') throw new Error('broken');
          done.push(data.ticketId);
        },
      },
    }),
  );
  return { handler, done };
}

describe('a batch of messages', () => {
  test('repeats only its failed messages', async () => {
    const { handler, done } = scripted({ b: ['broken'] });
    expect(await handler(batch('a', 'b', 'c'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    expect(done.sort()).toEqual(['a', 'c']);
  });

  test('with an event that was handled before succeeds', async () => {
    const { handler } = scripted({ a: ['had'] });
    expect(await handler(batch('a'))).toEqual({ batchItemFailures: [] });
  });

  test('is decided again when another request was first', async () => {
    const { handler, done } = scripted({ a: ['outdated', 'outdated', 'done'] });
    expect(await handler(batch('a'))).toEqual({ batchItemFailures: [] });
    expect(done).toEqual(['a']);
  });

  test('with an unreadable message still handles the others', async () => {
    const { handler, done } = scripted({});
    const { Records } = batch('a');
    const answer = await handler({ Records: [{ messageId: 'poison', body: '{"half":' }, ...Records] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'poison' }] });
    expect(done).toEqual(['a']);
  });

  test('with an unknown event succeeds', async () => {
    const { handler } = scripted({});
    const body = JSON.stringify({ ...event('a'), name: 'SomethingNew' });
    expect(await handler({ Records: [{ messageId: 'a', body }] })).toEqual({ batchItemFailures: [] });
  });
});
