import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { keyOfChannel, signatureHeader, signBody } from '../../../functions/money/payments/gateway.ts';
import { contexts } from '../../../infra/contexts.ts';
import type { Route } from '../../../shared/http/route.ts';
import { emptyBackend, paramsOf } from '../../hostile/backend.ts';

const all: readonly Route[] = contexts.flatMap(({ routes }) => routes);
const named = all.map((route) => [route.operationId, route] as const);
const closed = named.filter(([, route]) => route.allow !== 'public');
const pages = named.filter(([, route]) => route.path.startsWith('/p/') && route.path.endsWith('{token}'));
const report = all.find(({ operationId }) => operationId === 'recordGatewayPayment');
const backend = emptyBackend();

beforeAll(() => {
  for (const level of ['log', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});
const codeOf = ({ body }: { body: string }) => JSON.parse(body).code;

describe('a caller without permission', () => {
  test.each(closed)('is rejected by %s before the body is read', async (_, route) => {
    for (const body of ['{', '[['.repeat(500), 'x'.repeat(1024 * 1024)]) {
      const unsigned = await backend.ask(route, { body, as: 'nobody' });
      expect({ ...unsigned, body: codeOf(unsigned) }).toEqual({
        status: 401,
        body: 'unauthenticated',
        reads: 0,
        writes: 0,
      });
      const stranger = await backend.ask(route, { body, as: 'gardener' });
      expect({ ...stranger, body: codeOf(stranger) }).toEqual({ status: 403, body: 'forbidden', reads: 0, writes: 0 });
    }
  });
});

describe('a page opened by a link', () => {
  test.each(pages)('%s reads nothing for an unsigned token', async (_, route) => {
    const tokens = ['x', 'a.b', 'WyJzdXJ2ZXkiLCJzcnYiLDk5OTk5OTk5OTld.AAAAAAAAAAAAAAAAAAAAAA', '%00', '.'.repeat(900)];
    for (const token of tokens) {
      const { status, reads, writes } = await backend.ask(route, { body: '' }, paramsOf(route, { token }));
      expect({ status, reads, writes }).toEqual({ status: 404, reads: 0, writes: 0 });
    }
  });
});

describe('a report of a payment channel', () => {
  const body = '{"fen":';
  const key = keyOfChannel('secret of gateways', 'wechat');
  const send = (signature: string | undefined, channel = 'wechat') => {
    if (!report) throw new Error('no operation recordGatewayPayment');
    return backend.ask(
      report,
      { body, ...(signature !== undefined && { headers: { [signatureHeader]: signature } }) },
      { channel },
    );
  };

  test('is not parsed without the signature of its channel over the body as sent', async () => {
    const right = signBody(body, key);
    const wrong = [undefined, '', 'x', right.slice(2), `${right}00`, `${right}zz`, signBody(`${body} `, key)];
    for (const signature of wrong) expect(codeOf(await send(signature)), signature).toBe('signature-wrong');
    expect(codeOf(await send(right, 'alipay'))).toBe('signature-wrong');
    const { reads, ...taken } = await send(right);
    expect([codeOf(taken), reads]).toEqual(['invalid-input', 0]);
    expect(codeOf(await send(right.toUpperCase()))).toBe('invalid-input');
  });
});
