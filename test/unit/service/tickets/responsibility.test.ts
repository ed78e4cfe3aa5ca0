import { describe, expect, test } from 'vitest';
import { defaultResponsibility, routeOf } from '../../../../functions/service/tickets/responsibility.ts';

const ours = { responsible: 'property-company' } as const;
const theirs = { responsible: 'developer' } as const;
const asked = {
  ...ours,
  offer: { from: 'property-company', to: 'developer', offeredAt: '2026-01-01T00:00:00Z' },
} as const;

describe('the organisation that does a repair follows from who pays (D52)', () => {
  test.each([
    [ours, 'contractor', { offerTo: 'developer', staffId: undefined }],
    [ours, 'developer', { offerTo: 'developer', staffId: undefined }],
    [ours, 'owner', undefined],
    [ours, 'maintenance-fund', undefined],
    [theirs, 'developer', undefined],
    [theirs, 'owner', { offerTo: 'property-company', staffId: undefined }],
    [asked, 'developer', undefined],
    [asked, 'owner', 'take-back'],
  ] as const)('%j, paid by the %s: %j', (ticket, payer, route) => {
    expect(routeOf(ticket, payer, defaultResponsibility)).toEqual(route);
  });

  test('the named staff member is asked, and a payer that the matrix leaves out moves nothing', () => {
    const named = { contractor: { organisation: 'contractor', staffId: 'zhang' } } as const;
    expect(routeOf(ours, 'contractor', named)).toEqual({ offerTo: 'contractor', staffId: 'zhang' });
    expect(routeOf(ours, 'developer', named)).toBeUndefined();
  });
});
