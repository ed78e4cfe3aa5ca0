import * as z from 'zod';
import { day, organisations, payers } from '../../../shared/events/catalogue/parts.ts';
import { type Text, text } from '../../../shared/kernel/language.ts';

/*
 * Who does a repair: developer, property company or contractor (责任矩阵, D52). It follows from who pays, which the warranty
 * says (D15); how it goes from one to the other is in `hand-over-ticket.ts`.
 */

export type Organisation = (typeof organisations)[number];
const payerSchema = z.enum(payers);

/** What the warranty says of a ticket. `decision` is the version of the answer: what is older comes too late. */
export const warrantyNoteSchema = z.object({
  part: z.string(),
  payer: payerSchema,
  why: z.string(),
  until: day.optional(),
  rule: z.string(),
  decision: z.int(),
});
export type WarrantyNote = z.infer<typeof warrantyNoteSchema>;

/** An organisation is asked to take it over; `staffId` is who is asked there, when the estate has named somebody. */
export const offerSchema = z.object({
  from: z.enum(organisations),
  to: z.enum(organisations),
  staffId: z.string().optional(),
  offeredAt: z.string(),
});

/** The matrix of an estate, by payer. Where a payer is not named, a repair stays where it is. */
export const responsibilitySchema = z.partialRecord(
  payerSchema,
  z.strictObject({ organisation: z.enum(organisations), staffId: z.string().max(64).optional() }),
);
export type Responsibility = z.infer<typeof responsibilitySchema>;

/** Within its warranty a household deals with the developer, whoever pays him in the end; afterwards with the property company. */
export const defaultResponsibility: Responsibility = {
  contractor: { organisation: 'developer' },
  developer: { organisation: 'developer' },
  'maintenance-fund': { organisation: 'property-company' },
  owner: { organisation: 'property-company' },
  'third-party': { organisation: 'property-company' },
};

/** What follows for a ticket from who pays: another organisation is asked, one that was asked is not any more, or nothing. */
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

/** Words of the codes that the record form shows. */
export const codeWords: Readonly<Record<string, Text>> = {
  'property-company': text('物业公司', '物業公司', 'property company'),
  developer: text('开发商', '開發商', 'developer'),
  contractor: text('施工单位', '施工單位', 'contractor'),
  'maintenance-fund': text('专项维修资金', '專項維修資金', 'maintenance fund'),
  owner: text('业主', '業主', 'owner'),
  'third-party': text('第三方责任人', '第三方責任人', 'third party'),
};
