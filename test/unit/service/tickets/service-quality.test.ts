import { expect, test } from 'vitest';
import { countQuality } from '../../../../functions/service/tickets/service-quality.ts';
import type { SlaTimer } from '../../../../functions/service/tickets/sla-timers.ts';

const timer: SlaTimer = {
  ...{ timer: 'finish', target: 60, counts: 'elapsed', warnAt: 0.8, pauses: true, levels: [], state: 'stopped' },
  ...{ startedAt: '2026-11-01T01:00:00Z', usedMs: 0, fired: [] },
};

test('R34.4 a ticket kept its promises when no promised time was missed; one without a promise is only counted', () => {
  const withTimers = (...timers: Partial<SlaTimer>[]) => ({
    slaTimers: timers.map((one) => ({ ...timer, ...one })),
  });
  const missed = '2026-11-01T04:00:00Z';
  const all = [
    withTimers({}, {}),
    withTimers({}, { breachedAt: missed }),
    withTimers({ breachedBefore: [missed] }),
    withTimers({ breachedAt: missed, unpromised: true }, {}),
    withTimers({ unpromised: true }),
    withTimers(),
  ];
  expect(countQuality(all)).toEqual({ closed: 6, promised: 4, kept: 2 });
});
