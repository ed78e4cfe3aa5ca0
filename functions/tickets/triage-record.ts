import * as z from 'zod';
import { type HazardClass, hazardClassSchema, hazards } from './hazard.ts';
import type { Severity } from './severity.ts';
import { triage } from './triage.ts';
import type { TriageWords } from './triage-words.ts';

/** Words kept of a finding: enough to see why. */
const mostWords = 12;

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

interface Report {
  readonly title: string;
  readonly description: string;
  readonly severity?: Severity | undefined;
  /** The desk's reason for its choice. */
  readonly severityReason?: string | undefined;
}

interface JudgedReport {
  readonly severity: Severity;
  readonly emergencyWord?: string | undefined;
  readonly triage?: TriageRecord | undefined;
}

/**
 * Judges a report: what is certain makes it an emergency, whatever was chosen without a reason; a choice with a reason
 * stands (R74.3); what is only suspected raises nothing by itself.
 */
export function judgedReport(report: Report, words?: TriageWords): JudgedReport {
  const chosen = report.severity ?? 'normal';
  const found = triage(`${report.title}\n${report.description}`, words);
  const [first] = found.findings;
  if (!first) return { severity: chosen };
  const overruled = report.severity !== undefined && report.severityReason !== undefined;
  const findings = found.findings.map((one) => ({ ...one, words: one.words.slice(0, mostWords) }));
  const record: TriageRecord = { findings, overruled };
  if (overruled || first.verdict !== 'certain') return { severity: chosen, triage: record };
  const word = first.words.find(({ role }) => role === 'hazard') ?? first.words[0];
  return { severity: 'emergency', emergencyWord: word?.text, triage: record };
}

/** Returns the trade that a ticket's hazard wants (R74.5); undefined when there is none, or the desk overruled it. */
export function hazardTradeOf(ticket: {
  readonly triage?: TriageRecord | undefined;
  readonly hazard?: HazardClass | undefined;
}): string | undefined {
  const { triage, hazard } = ticket;
  // What answers or silence made of it is later than what the words said.
  if (hazard !== undefined) return hazards[hazard].trade;
  const first = triage?.overruled === false ? triage.findings[0] : undefined;
  return first && hazards[first.hazard].trade;
}
