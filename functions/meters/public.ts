import type { Span } from '../../shared/kernel/periods.ts';
import type { Utility } from '../../shared/kernel/utilities.ts';

/** What was used between two readings that count; days in the estate's zone, both included; units of the meter, exact. */
export interface MeteredUse extends Span {
  readonly quantity: string;
}

/** The uses of a unit whose last reading lies in a period. No meter is read yet. */
export async function usesOf(_unitId: string, _utility: Utility, _period: Span): Promise<MeteredUse[]> {
  return [];
}
