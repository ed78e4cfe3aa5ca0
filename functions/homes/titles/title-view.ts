import * as z from 'zod';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { isProvisional } from '../../../shared/kernel/statutory-calendar.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { registrationDueOf, type TitleDossier, titleDossierSchema, withDueDays } from './title-dossier.ts';
import { lateDeliveryOf, latenessOf } from './title-money.ts';

/**
 * The dossier as the API returns it, with the registration day and damages for late delivery or title (R3.7,
 * R9.1).
 */
export const titleViewSchema = titleDossierSchema
  .omit({ nextDueAt: true })
  .extend({
    registrationDue: dateSchema.optional(),
    /** Delay of the title that the seller answers for. */
    lateness: z
      .object({
        dueOn: dateSchema,
        until: dateSchema,
        days: z.int(),
        paidFen: fenSchema,
        yearlyRate: z.string(),
        fen: fenSchema,
        mayRescindAfter: dateSchema,
      })
      .optional(),
    /** Delay of the delivery that the seller answers for. */
    lateDelivery: z
      .object({
        dueOn: dateSchema,
        until: dateSchema,
        days: z.int(),
        paidFen: fenSchema,
        dailyRate: z.string().optional(),
        fen: fenSchema.optional(),
        mayRescindAfter: dateSchema.optional(),
      })
      .optional(),
    /**
     * Those of the legal days above whose year has no notice of the State Council on its holidays yet. They
     * are provisional and may still move.
     */
    provisionalDays: z.array(dateSchema),
  })
  .meta({ id: 'Title' });

/** Returns what the caller may read of a dossier. Buyers do not see the names of staff. */
export function titleViewOf(dossier: TitleDossier, caller: Caller, today: string): z.input<typeof titleViewSchema> {
  const current = withDueDays(dossier);
  const registrationDue = registrationDueOf(dossier);
  const lateness = latenessOf(dossier, today);
  const lateDelivery = lateDeliveryOf(dossier, today);
  const legalDays = [
    registrationDue,
    lateness?.mayRescindAfter,
    lateDelivery?.mayRescindAfter,
    ...current.steps.map(({ dueOn }) => dueOn),
  ].filter((day) => day !== undefined);
  const provisionalDays = [...new Set(legalDays)].filter(isProvisional).sort();
  const view = { ...current, registrationDue, lateness, lateDelivery, provisionalDays };
  if (isStaff(caller)) return view;
  const { handlerId, ...mine } = view;
  return {
    ...mine,
    documents: view.documents.map(({ by, ...document }) => document),
    steps: view.steps.map(({ by, warnedOn, ...step }) => step),
    notes: view.notes.map((note) => ({ ...note, by: 'staff' })),
    ...(view.fundBalance && { fundBalance: { ...view.fundBalance, by: 'staff' } }),
    ...(view.fault && { fault: { ...view.fault, by: 'staff' } }),
  };
}
