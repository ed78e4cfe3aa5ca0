import * as z from 'zod';
import { day, id } from './parts.ts';

/** Events of openings: an estate that comes from another system (R30). */
export const openingEvents = {
  OpeningCreated: z.object({ openingId: id, cutOverOn: day }),
  OpeningValidationRequested: z.object({ openingId: id }),
  OpeningValidated: z.object({ openingId: id, errors: z.int() }),
  /** The first person signed; the digest is that of the trial balance. */
  OpeningSigned: z.object({ openingId: id, digest: z.string() }),
  /** The second person signed. The rows are being posted. */
  OpeningApproved: z.object({ openingId: id, digest: z.string() }),
  /** A part is posted; `loaded` counts rows. */
  OpeningContinued: z.object({ openingId: id, loaded: z.int() }),
  /** A month of the system before is to be compared; its file can be uploaded. */
  MonthComparisonCreated: z.object({ comparisonId: id, month: z.string() }),
  MonthComparisonRequested: z.object({ comparisonId: id }),
  /** Some units are compared; `units` counts them. */
  MonthComparisonContinued: z.object({ comparisonId: id, units: z.int() }),
  /** Every unit is compared, or the file is refused. */
  MonthCompared: z.object({ comparisonId: id, isRefused: z.boolean(), unitsThatDiffer: z.int() }),
  OpeningLoaded: z.object({ openingId: id, cutOverOn: day, loaded: z.int() }),
} as const;
