import * as z from 'zod';
import { dateSchema } from '../../shared/kernel/time.ts';
import { defaultGates, gateSchema } from './gates.ts';
import { defaultWarrantyTerms, warrantyTermsSchema } from './warranty-terms.ts';

/** Where a phase stands: homes are being entered, entered, written to, and done. */
export const phaseStates = ['entering', 'planned', 'announcing', 'announced', 'closed'] as const;

/** Papers that every buyer gets (R3.1): 住宅质量保证书, 住宅使用说明书, 竣工验收备案表. */
export const defaultPapers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'] as const;

/** What is decided about a phase (交付批次) beforehand. */
export const phaseDetailsSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** Buildings of the register whose homes are handed over. */
  buildings: z.array(z.string().min(1).max(60)).min(1).max(200),
  /** Acceptance on completion (竣工验收合格): no home is handed over before (R3.1), and warranties count from it. */
  acceptedOn: dateSchema,
  /** Number under which the acceptance is on file (竣工验收备案). */
  filing: z.string().min(1).max(120),
  /** The first day of handing over, which the written notice names, and the last. */
  from: dateSchema,
  to: dateSchema,
  /** Days between the notice and the first day, commonly 7 to 30. */
  noticeDays: z.int().min(7).max(60).default(10),
  /** Who hears at once of what goes wrong on a day. */
  managerId: z.string().max(64),
  papers: z
    .array(z.string().min(1).max(120))
    .max(40)
    .default([...defaultPapers]),
  gates: z
    .array(gateSchema)
    .max(10)
    .default([...defaultGates]),
  warranty: warrantyTermsSchema.default(defaultWarrantyTerms),
});

export const phaseSchema = z.object({
  ...phaseDetailsSchema.shape,
  phaseId: z.string(),
  estateId: z.string(),
  state: z.enum(phaseStates),
  /** Homes in it, and how many of them were written to. */
  homes: z.int(),
  announced: z.int(),
  updatedAt: z.string(),
  version: z.int(),
});
export type Phase = z.infer<typeof phaseSchema>;
