import * as z from 'zod';
import { type HazardClass, hazardClassSchema, hazards } from './hazard.ts';

/** What a ticket keeps of triage (R74.1): the findings, the strongest first, with the words that decided. */
export const triageRecordSchema = z.object({
  findings: z
    .array(
      z.object({
        hazard: hazardClassSchema,
        verdict: z.enum(['certain', 'suspected']),
        words: z.array(z.object({ text: z.string(), role: z.string() })),
      }),
    )
    .min(1),
  /** The desk chose another severity and said why (R74.3): the findings raise nothing. */
  overruled: z.boolean(),
});
export type TriageRecord = z.infer<typeof triageRecordSchema>;

/** Returns the hazard that a ticket is treated for; undefined when there is none, or the desk overruled it. */
export function hazardOf({ triage, hazard }: Hazardous): HazardClass | undefined {
  // What answers or silence made of it is later than what the words said.
  return hazard ?? (triage?.overruled === false ? triage.findings[0]?.hazard : undefined);
}

export interface Hazardous {
  readonly triage?: TriageRecord | undefined;
  readonly hazard?: HazardClass | undefined;
}

/** Returns the trade that a ticket's hazard wants (R74.5); undefined when there is none, or the desk overruled it. */
export function hazardTradeOf(ticket: Hazardous): string | undefined {
  const hazard = hazardOf(ticket);
  return hazard && hazards[hazard].trade;
}
