import { entity } from '../../../shared/store/entity.ts';
import { get } from '../../../shared/store/table.ts';
import { deliveredHome, type WarrantyTerms } from '../handovers/public.ts';
import { type HomeWarranty, homeWarrantySchema } from './home-warranty.ts';
import { type TicketWarranty, ticketWarrantySchema } from './ticket-warranty.ts';
import type { Home } from './warranty.ts';

const table = 'handovers';

export const homeWarranties = entity<HomeWarranty, { unitId: string }>({
  table,
  type: 'home-warranty',
  schema: homeWarrantySchema,
  key: ({ unitId }) => ({ pk: `HOMEWARRANTY#${unitId}`, sk: 'HOMEWARRANTY' }),
});

export const ticketWarranties = entity<TicketWarranty, { ticketId: string }>({
  table,
  type: 'ticket-warranty',
  schema: ticketWarrantySchema,
  key: ({ ticketId }) => ({ pk: `TICKETWARRANTY#${ticketId}`, sk: 'TICKETWARRANTY' }),
});

/** Warranty days and terms of a home, and their source. */
export interface HomeTerms {
  readonly home: Home;
  readonly terms: WarrantyTerms;
  readonly from: 'handover' | 'entered';
}

/**
 * Returns the warranty days and terms of a home: from its handover and phase, otherwise as entered by staff.
 * Undefined while the home is not delivered or its days are unknown.
 */
export async function termsOfHome(unitId: string): Promise<HomeTerms | undefined> {
  const delivered = await deliveredHome(unitId);
  if (delivered) {
    const { terms, ...home } = delivered;
    return { home, terms, from: 'handover' };
  }
  const entered = await get(homeWarranties, { unitId });
  return entered && { home: entered, terms: entered.terms, from: 'entered' };
}
