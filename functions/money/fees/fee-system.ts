import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { usualVatClass } from '../ledger/public.ts';
import { isHeld, type StoredFeeItem } from './fee-item.ts';
import { versionOn } from './tariff.ts';

/*
 * The two systems of service fees (R34.5; 物业服务收费管理办法 9 to 13, from memory). Fixed fee (包干制): what owners
 * pay is revenue of the company, and so are surplus and loss. Remuneration (酬金制): it is held for the owners,
 * the company draws a rate or a sum, and surplus and loss are the owners'.
 */

export const feeSystems = ['fixed', 'remuneration'] as const;
export type FeeSystem = (typeof feeSystems)[number];

/** A system of service fees, with the day on which it begins. */
export const feeSystemSchema = z
  .strictObject({
    /** Service that begins on this day or later is under the system. */
    from: dateSchema,
    system: z.enum(feeSystems),
    /** The contract, or the decision of the owners. */
    ground: z.string().min(1).max(500),
  })
  .meta({ id: 'FeeSystemVersion' });

/** Returns the system on a day: the latest that had begun, a fixed fee before all of them. */
export function feeSystemOn(
  { feeSystems: versions }: { readonly feeSystems: readonly z.output<typeof feeSystemSchema>[] },
  day: string,
): FeeSystem {
  const [latest] = versions.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  return latest?.system ?? 'fixed';
}

/**
 * Returns true when a fee item is a service fee on a day: the company's own, not metered, and service for
 * value added tax. Rent of parking spaces and resold water are none.
 */
export function isServiceFee(item: StoredFeeItem, day: string): boolean {
  const held = isHeld(item);
  if (held || item.kind === 'metered' || item.nature !== 'own') return false;
  const vatClass = versionOn(item.tariff, day)?.vatClass ?? usualVatClass({ held, utility: item.utility });
  return vatClass === 'service';
}

/**
 * Returns true when a fee item's line for service that begins on a day is held for the owners (2241.06,
 * R34.5).
 */
export function isHeldForOwners(
  policy: Parameters<typeof feeSystemOn>[0],
  item: StoredFeeItem | undefined,
  day: string,
): boolean {
  return item !== undefined && feeSystemOn(policy, day) === 'remuneration' && isServiceFee(item, day);
}
