import middy from '@middy/core';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { metering } from '../../../../../shared/events/middleware/metering.ts';

const log = vi.spyOn(console, 'log').mockImplementation(() => {});
beforeEach(() => log.mockClear());
afterAll(() => log.mockRestore());
const none = { requests: 0, readUnits: 0, writeUnits: 0 };
const metered = () =>
  middy<string, string>().use(
    metering<string, string>('letter written', ({ event, result }) => ({ about: event, result })),
  );

test('an invocation logs one line with its result and its cost', async () => {
  await metered().handler(async () => 'written')('rent', {});
  expect(log.mock.calls).toEqual([[{ message: 'letter written', about: 'rent', result: 'written', ...none }]]);
});

test('a result that another middleware gave after an error is logged too', async () => {
  const handler = metered().use({
    onError: (request) => {
      request.response = 'refused';
    },
  });
  await handler.handler(() => Promise.reject(new Error('no paper')))('rent', {});
  expect(log.mock.calls).toMatchObject([[{ result: 'refused' }]]);
});

test('an invocation that fails logs no result', async () => {
  await expect(metered().handler(() => Promise.reject(new Error('no paper')))('rent', {})).rejects.toThrow('no paper');
  expect(log).not.toHaveBeenCalled();
});
