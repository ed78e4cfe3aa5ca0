import * as z from 'zod';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';

const severities = ['emergency', 'urgent', 'normal', 'low'] as const;
export const severitySchema = z.enum(severities).meta({ id: 'Severity' });
export type Severity = z.infer<typeof severitySchema>;

const severityWords: Readonly<Record<Severity, Text>> = {
  emergency: text('紧急', '緊急', 'Emergency'),
  urgent: text('加急', '加急', 'Urgent'),
  normal: text('一般', '一般', 'Normal'),
  low: text('低', '低', 'Low'),
};

/** Returns the name of a severity in a language, or the code itself when it is unknown. */
export function severityWord(severity: string, language: Language): string {
  const known = severities.find((one) => one === severity);
  return known ? say(severityWords[known], language) : severity;
}
