import * as z from 'zod';
import { type HazardClass, hazardClassSchema, hazards } from '../hazard.ts';

/** The triage record of a ticket (R74.1): the findings, the strongest first, with the deciding words. */
export const triageRecordSchema = z
  .object({
    findings: z
      .array(
        z.object({
          hazard: hazardClassSchema,
          /** Whether the hazard is certain or suspected. */
          verdict: z.enum(['certain', 'suspected']),
          /** The words that decided, and what each stands for. */
          words: z.array(
            z.object({
              text: z.string(),
              /** `hazard`, `thing`, or the sign that made the hazard likelier. */
              role: z.string(),
            }),
          ),
        }),
      )
      .min(1),
    /** Whether staff chose a severity with a reason (R74.3); the findings then raise nothing. */
    overruled: z.boolean(),
  })
  .meta({ id: 'TriageRecord' });
export type TriageRecord = z.infer<typeof triageRecordSchema>;

/** Returns the hazard class of a ticket; undefined when there is none or staff overruled it. */
export function hazardOf({ triage, hazard }: Hazardous): HazardClass | undefined {
  // `hazard` comes from answers or time-outs, which are later than triage.
  return hazard ?? (triage?.overruled === false ? triage.findings[0]?.hazard : undefined);
}

export interface Hazardous {
  readonly triage?: TriageRecord | undefined;
  readonly hazard?: HazardClass | undefined;
}

/** Returns the trade for a ticket's hazard (R74.5); undefined when there is none or staff overruled it. */
export function hazardTradeOf(ticket: Hazardous): string | undefined {
  const hazard = hazardOf(ticket);
  return hazard && hazards[hazard].trade;
}
