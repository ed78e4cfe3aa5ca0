import * as z from 'zod';

/**
 * Severities of a defect: 一般, 较重, 影响结构安全或严重影响居住 (SPC 9, 10). Only `blocking` lets the buyer refuse the home.
 */
export const severities = ['minor', 'major', 'blocking'] as const;
export type DefectSeverity = (typeof severities)[number];

/** Parties who rectify a defect (R1.4): contractor, developer, property company. */
export const liables = ['contractor', 'developer', 'property'] as const;

const days = z.int().min(1).max(180);

/** Days to rectify a defect, by severity; commonly 15 to 30. */
export const dueDaysSchema = z.strictObject({ minor: days, major: days, blocking: days }).meta({ id: 'DueDays' });
export type DueDays = z.infer<typeof dueDaysSchema>;
export const defaultDueDays: DueDays = { minor: 30, major: 20, blocking: 15 };

/** Compares two severities. Positive when `a` is graver. */
export function graver(a: DefectSeverity, b: DefectSeverity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
