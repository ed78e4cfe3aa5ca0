import * as z from 'zod';
import { payers } from '../../../shared/events/catalogue/parts.ts';
import type { EventData } from '../../../shared/events/catalogue.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { parts, type WarrantyTerms } from '../handovers/public.ts';
import type { WarrantyPolicy } from './warranty.policy.ts';
import { exclusions, type Finding, type Home, liabilityOf } from './warranty.ts';

/**
 * Warranty decision for a repair ticket: derived from its category, or made by staff after a look on site
 * (D15).
 */
export const ticketWarrantySchema = z
  .object({
    ticketId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    part: parts,
    foundOn: dateSchema,
    /** Whether the part belongs to all owners. */
    common: z.boolean(),
    exclusion: z.enum(exclusions).optional(),
    payer: z.enum(payers),
    /** Who answers to the owner. */
    answersToOwner: z.enum(['developer', 'property-company']),
    why: z.enum(['contractors-warranty', 'buyers-warranty', 'warranty-over', ...exclusions]),
    until: dateSchema.optional(),
    /** The rule that decided. */
    rule: z.string(),
    /** Who decided, and why. Absent when derived from the category. */
    decidedBy: z.string().optional(),
    reason: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'TicketWarranty' });
export type TicketWarranty = z.infer<typeof ticketWarrantySchema>;

/** Returns the part that a category concerns. Undefined when the estate leaves the category to staff. */
export function partOf(
  category: string,
  policy: Pick<WarrantyPolicy, 'parts'>,
): Pick<Finding, 'part' | 'common'> | undefined {
  const found = policy.parts.find((one) => one.category === category);
  return found && { part: found.part, common: found.common };
}

/** A repair to decide on. */
interface Asked {
  readonly ticketId: string;
  readonly estateId: string;
  readonly unitId: string;
}

/** Returns the warranty decision for a finding, with the next version. */
export function answered(
  asked: Asked,
  finding: Finding,
  of: { home: Home; terms: WarrantyTerms },
  decided: { by?: string; reason?: string; at: string },
  before: TicketWarranty | undefined,
): TicketWarranty {
  const { ticketId, estateId, unitId } = asked;
  return {
    ticketId,
    estateId,
    unitId,
    ...finding,
    ...liabilityOf(finding, of.home, of.terms),
    ...(decided.by !== undefined && { decidedBy: decided.by }),
    ...(decided.reason !== undefined && { reason: decided.reason }),
    updatedAt: decided.at,
    version: (before?.version ?? 0) + 1,
  };
}

/** Returns whether a decision differs from the one before. */
export function differs(after: TicketWarranty, before: TicketWarranty | undefined): boolean {
  const said = ({ part, common, payer, why, until, rule }: TicketWarranty) =>
    JSON.stringify([part, common, payer, why, until, rule]);
  return before === undefined || said(after) !== said(before);
}

/** Returns the event data of a decision. */
export function saidOf(answer: TicketWarranty): EventData<'WarrantyDecided'> {
  const { ticketId, unitId, part, payer, answersToOwner, why, until, rule } = answer;
  return { ticketId, unitId, part, payer, answersToOwner, why, until, rule };
}
