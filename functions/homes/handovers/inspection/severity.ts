import * as z from 'zod';

/** How grave a defect is: 一般, 较重, 影响结构安全或严重影响居住 (SPC 9, 10). Only the last lets the buyer refuse the home. */
export const severities = ['minor', 'major', 'blocking'] as const;
export type DefectSeverity = (typeof severities)[number];

/** Who has to put a defect right (R1.4): the contractor, the developer, or the property company. */
export const liables = ['contractor', 'developer', 'property'] as const;

const days = z.int().min(1).max(180);

/** Days within which a defect is put right, by its severity; commonly 15 to 30. */
export const dueDaysSchema = z.strictObject({ minor: days, major: days, blocking: days });
export type DueDays = z.infer<typeof dueDaysSchema>;
export const defaultDueDays: DueDays = { minor: 30, major: 20, blocking: 15 };

/** Which of two is graver: positive when `a` is. */
export function graver(a: DefectSeverity, b: DefectSeverity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
