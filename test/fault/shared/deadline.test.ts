import middy from '@middy/core';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { messageHandler, mostMessages } from '../../../shared/events/consumer.ts';
import { jobsHandler, processDue } from '../../../shared/events/job.ts';
import { deadline } from '../../../shared/events/middleware/deadline.ts';
import { handleEach } from '../../../shared/events/middleware/partial-batch.ts';
import { beforeDeadline, isTimeUp, timeLeft } from '../../../shared/kernel/deadline.ts';
import { retryOnConflict, VersionConflict } from '../../../shared/store/retry.ts';

const quiet = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level).mockImplementation(() => {}));
afterAll(() => {
  for (const spy of quiet) spy.mockRestore();
});

const forever = new Promise<never>(() => {});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Runs work in a function that Lambda stops in `ms`, of which it keeps 1,000 for its answer. */
const within = <T>(ms: number, work: () => Promise<T>) =>
  middy<undefined, T>().use(deadline(1_000)).handler(work)(undefined, { getRemainingTimeInMillis: () => ms });

describe('a function near its time limit', () => {
  test('keeps time for its answer', async () => {
    expect(await within(5_000, async () => timeLeft())).toBe(4_000);
    expect(await within(999, async () => isTimeUp())).toBe(true);
  });

  test('keeps its own time when another invocation runs in the same process', async () => {
    const both = Promise.withResolvers<void>();
    const timeWhenBothRun = async () => {
      await both.promise;
      return timeLeft();
    };
    const [early, late] = [within(5_000, timeWhenBothRun), within(60_000, timeWhenBothRun)];
    both.resolve();
    expect(await Promise.all([early, late])).toEqual([4_000, 59_000]);
  });

  test('does not wait longer for its work', async () => {
    const late = () => new Error('late');
    await expect(within(1_005, () => beforeDeadline(forever, late))).rejects.toThrow('late');
    expect(await within(60_000, () => beforeDeadline(Promise.resolve('done'), late))).toBe('done');
  });

  test('gives back only the messages of a batch that it has not handled', async () => {
    const messages = ['a', 'b', 'c'].map((messageId) => ({ messageId, body: `"${messageId}"` }));
    const answer = await within(1_005, () =>
      handleEach(messages, 'test', (body) => (body === 'b' ? forever : Promise.resolve())),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  });

  test('ends a full batch whose messages need a second of the processor each, and answers in time if one hangs', async () => {
    vi.useFakeTimers();
    let running = 0;
    const handle = async (body: unknown) => {
      running += 1;
      for (let part = 0; part < 10; part += 1) await pause(100 * running);
      running -= 1;
      if (body === 'hangs') await forever;
    };
    const begun = Date.now();
    const remaining = () => begun + 10_000 - Date.now();
    const messages = ['1', '2', '"hangs"'].map((body, id) => ({ messageId: `${id}`, body }));
    expect(messages).toHaveLength(mostMessages);
    const answer = messageHandler('test', handle)({ Records: messages }, { getRemainingTimeInMillis: remaining });
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    vi.useRealTimers();
  });

  test('does not decide again after a conflict', async () => {
    let decisions = 0;
    const conflict = () => {
      decisions += 1;
      return Promise.reject(new VersionConflict('changed'));
    };
    await expect(within(1_000, () => retryOnConflict(conflict))).rejects.toThrow(VersionConflict);
    expect(decisions).toBe(1);
  });

  test('leaves the due items that a job has not begun to its next run', async () => {
    const done: string[] = [];
    let remaining = 30_000;
    const run = async () => {
      await processDue(['a', 'b', 'c'], { what: 'letters' }, async (id) => {
        done.push(id);
        remaining -= 6_000;
      });
      return { due: 3 };
    };
    const handler = jobsHandler([{ name: 'letters', every: 'rate(1 minute)', run }]);
    expect(await handler({ job: 'letters' }, { getRemainingTimeInMillis: () => remaining })).toEqual({ due: 3 });
    expect(done).toEqual(['a', 'b']);
  });
});

test('work outside a function has no time limit', async () => {
  expect(timeLeft()).toBe(Number.POSITIVE_INFINITY);
  expect(await beforeDeadline(Promise.resolve('done'), () => new Error('late'))).toBe('done');
});
