import type { Severity } from '../severity.ts';
import type { TriageWords } from './estate-words.ts';
import { triage } from './triage.ts';
import type { TriageRecord } from './triage-record.ts';

/** Maximum number of words kept of a finding. */
const mostWords = 12;

interface Report {
  readonly title: string;
  readonly description: string;
  readonly severity?: Severity | undefined;
  /** The staff's reason for the chosen severity. */
  readonly severityReason?: string | undefined;
}

interface JudgedReport {
  readonly severity: Severity;
  readonly emergencyWord?: string | undefined;
  readonly triage?: TriageRecord | undefined;
}

/**
 * Returns the severity and triage record of a report. A certain finding makes it an emergency, unless a
 * severity was chosen with a reason (R74.3). A suspected finding alone raises nothing.
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
