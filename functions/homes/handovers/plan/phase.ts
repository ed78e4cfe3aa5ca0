import * as z from 'zod';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { defaultGates, gateSchema, mustBeAllowed } from '../gates.ts';
import { defaultWarrantyTerms, warrantyTermsSchema } from '../warranty-terms.ts';

/** Where a phase stands: homes are being entered, entered, written to, and done. */
const phaseStates = ['entering', 'planned', 'announcing', 'announced', 'closed'] as const;

/** SourceDocuments that every buyer gets (R3.1): 住宅质量保证书, 住宅使用说明书, 竣工验收备案表. */
const defaultPapers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'] as const;

/** What is decided about a phase (交付批次) beforehand. */
const phaseDetailsSchema = z.strictObject({
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
  /** Homes that were entered and units that were left out of it, and how many homes were written to. */
  homes: z.int(),
  leftOut: z.int(),
  announced: z.int(),
  /** Slices that were worked off since the phase was planned, and where the next one begins. */
  slice: z.int(),
  cursor: z.string().optional(),
  /** The day on which the notices were written, and how they went. */
  announcing: z.object({ writtenOn: dateSchema, how: z.enum(['mail', 'post']) }).optional(),
  /** When it was closed, by whom, in what state, and how many homes were left without their keys and why. */
  closed: z
    .object({
      at: z.string(),
      by: z.string(),
      from: z.enum(phaseStates),
      leftOpen: z.int(),
      reason: z.string().optional(),
    })
    .optional(),
  plannedAt: z.string(),
  plannedBy: z.string(),
  updatedAt: z.string(),
  version: z.int(),
});
export type Phase = z.infer<typeof phaseSchema>;

/** What the API shows of a phase. */
export const phaseViewSchema = phaseSchema.omit({ cursor: true });

export const newPhaseSchema = phaseDetailsSchema.refine(({ from, to }) => from <= to, {
  path: ['to'],
  message: 'from must not be after to',
});
export type PhaseDetails = z.output<typeof newPhaseSchema>;

const notAccepted = problemKind('not-accepted-yet', 422, {
  'zh-CN': '竣工验收合格日期 {acceptedOn} 晚于 {day}：未经竣工验收合格的房屋不得交付（规则 R3.1）。请核对日期。',
  'zh-TW': '竣工驗收合格日期 {acceptedOn} 晚於 {day}：未經竣工驗收合格的房屋不得交付（規則 R3.1）。請核對日期。',
  en: 'The completion acceptance of {acceptedOn} is after {day}: no home is handed over before it (rule R3.1). Check the days.',
});
const papersMissing = problemKind('papers-missing', 422, {
  'zh-CN': '交付资料缺少《{paper}》，必须随房交付（规则 R3.1）。',
  'zh-TW': '交付資料缺少《{paper}》，必須隨房交付（規則 R3.1）。',
  en: 'The papers lack {paper}, which every buyer must get (rule R3.1).',
});
const noticeTooShort = problemKind('notice-too-short', 409, {
  'zh-CN': '{writtenOn} 发出的通知最早可约定 {earliest} 交付（至少提前 {days} 天），不能约定 {day}。',
  'zh-TW': '{writtenOn} 發出的通知最早可約定 {earliest} 交付（至少提前 {days} 天），不能約定 {day}。',
  en: 'A notice of {writtenOn} may name {earliest} at the earliest ({days} days ahead), and not {day}.',
});

const r31 = { more: { rule: 'R3.1' } };

/**
 * Stops a phase that the law does not allow: before the completion acceptance, without the two books, or with a gate that
 * is none. @throws Problem 422 with the rule's number (R3.1, R3.6).
 */
export function mustBeLawful(details: PhaseDetails, today: string): void {
  const { acceptedOn, from, papers, gates } = details;
  const tooEarly = [today, from].find((day) => day < acceptedOn);
  if (tooEarly !== undefined) throw new Problem(notAccepted, { acceptedOn, day: tooEarly }, r31);
  const missing = defaultPapers.slice(0, 2).find((paper) => !papers.includes(paper));
  if (missing !== undefined) throw new Problem(papersMissing, { paper: missing }, r31);
  for (const gate of gates) mustBeAllowed(gate);
}

/** The earliest day that a notice may name. Days in the estate's zone. */
export function earliestDay({ noticeDays }: Pick<Phase, 'noticeDays'>, writtenOn: string): string {
  return addDays(writtenOn, noticeDays);
}

/** Stops a notice that leaves too few days. @throws Problem 409 `notice-too-short`. */
export function mustLeaveTime(phase: Pick<Phase, 'noticeDays'>, writtenOn: string, day: string): void {
  const earliest = earliestDay(phase, writtenOn);
  if (day >= earliest) return;
  throw new Problem(noticeTooShort, { writtenOn, earliest, days: phase.noticeDays, day }, { more: { earliest } });
}
