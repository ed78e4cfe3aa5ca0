import * as z from 'zod';
import { day, organisations, payers } from '../../../shared/events/catalogue/parts.ts';
import { type Text, text } from '../../../shared/kernel/language.ts';

/*
 * Which organisation does a repair: developer, property company or contractor (责任矩阵, D52). It follows
 * from who pays, which the warranty decides (D15). `hand-over-ticket.ts` hands a ticket from one organisation
 * to another.
 */

export type Organisation = (typeof organisations)[number];
const payerSchema = z.enum(payers).meta({ id: 'Payer' });

/** The warranty's decision about a ticket. `decision` is its version; older versions are ignored. */
export const warrantyNoteSchema = z
  .object({
    part: z.string(),
    /** Who pays for the repair. */
    payer: payerSchema,
    why: z.string(),
    until: day.optional(),
    /** The rule that decided. */
    rule: z.string(),
    /** Version of the warranty decision that the note repeats. */
    decision: z.int(),
  })
  .meta({ id: 'WarrantyNote' });
export type WarrantyNote = z.infer<typeof warrantyNoteSchema>;

/**
 * A request to an organisation to take a ticket over. `staffId` is the staff member who is asked, if named.
 */
export const offerSchema = z
  .object({
    from: z.enum(organisations),
    to: z.enum(organisations),
    staffId: z.string().optional(),
    offeredAt: z.string(),
  })
  .meta({ id: 'Offer' });

/**
 * The responsibility matrix of an estate, by payer. For a payer that it does not name, the repair stays where
 * it is.
 */
export const responsibilitySchema = z.partialRecord(
  payerSchema,
  z.strictObject({ organisation: z.enum(organisations), staffId: z.string().max(64).optional() }),
);
export type Responsibility = z.infer<typeof responsibilitySchema>;

/** The default matrix: within the warranty the developer does the repair, otherwise the property company. */
export const defaultResponsibility: Responsibility = {
  contractor: { organisation: 'developer' },
  developer: { organisation: 'developer' },
  'maintenance-fund': { organisation: 'property-company' },
  owner: { organisation: 'property-company' },
  'third-party': { organisation: 'property-company' },
};

/**
 * Returns whether to offer a ticket to another organisation, to withdraw an offer, or undefined for neither.
 */
export function routeOf(
  ticket: { responsible: Organisation; offer?: z.infer<typeof offerSchema> | undefined },
  payer: WarrantyNote['payer'],
  matrix: Responsibility,
): { offerTo: Organisation; staffId: string | undefined } | 'take-back' | undefined {
  const rule = matrix[payer];
  const asked = ticket.offer?.to;
  if (!rule || asked === rule.organisation) return undefined;
  if (rule.organisation === ticket.responsible) return asked === undefined ? undefined : 'take-back';
  return { offerTo: rule.organisation, staffId: rule.staffId };
}

/** Words for the codes that the record form shows. */
export const codeWords: Readonly<Record<string, Text>> = {
  'property-company': text('物业公司', '物業公司', 'property company'),
  developer: text('开发商', '開發商', 'developer'),
  contractor: text('施工单位', '施工單位', 'contractor'),
  'maintenance-fund': text('专项维修资金', '專項維修資金', 'maintenance fund'),
  owner: text('业主', '業主', 'owner'),
  'third-party': text('第三方责任人', '第三方責任人', 'third party'),
};
