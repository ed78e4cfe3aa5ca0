import { format } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { log } from '../../../shared/observability/log.ts';

/** Returns what Lambda writes for a console call when the log format is JSON. */
function lambdaLine(...given: unknown[]): unknown {
  const message = given.length === 1 ? given[0] : format(...given);
  return JSON.parse(JSON.stringify({ timestamp: '2026-03-01T00:00:00Z', level: 'INFO', requestId: 'r', message }));
}

afterEach(() => void vi.restoreAllMocks());

test('a log line has its fields where the dashboard expects them', () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  log.info('request', { operation: 'openTicket', status: 201 });
  expect(lambdaLine(...(said.mock.calls[0] ?? []))).toMatchObject({
    message: { message: 'request', operation: 'openTicket', status: 201 },
  });
});

test('an error is logged with its message, stack and cause', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  log.error('request failed', { traceId: 't', error: new Error('lost', { cause: new TypeError('socket') }) });
  expect(lambdaLine(...(said.mock.calls[0] ?? []))).toMatchObject({
    message: {
      traceId: 't',
      error: { name: 'Error', message: 'lost', cause: { name: 'TypeError', message: 'socket' } },
    },
  });
});
