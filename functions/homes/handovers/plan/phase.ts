import * as z from 'zod';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { placeSchema } from '../../../../shared/kernel/plain-text.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { defaultGates, gateSchema, mustBeAllowed } from '../gates.ts';
import { defaultWarrantyTerms, warrantyTermsSchema } from '../statutory-warranty.ts';

/** States of a phase: homes being entered, entered, notices being sent, sent, closed. */
const phaseStates = ['entering', 'planned', 'announcing', 'announced', 'closed'] as const;

/** Documents that every buyer gets (R3.1): 住宅质量保证书, 住宅使用说明书, 竣工验收备案表. */
const defaultPapers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'] as const;

/** Details of a phase (交付批次), set in advance. */
const phaseDetailsSchema = z
  .strictObject({
    name: z.string().min(1).max(120),
    /** Registered buildings whose homes are handed over. */
    buildings: z.array(placeSchema(60)).min(1).max(200),
    /**
     * Day of completion acceptance (竣工验收合格). No home is handed over before it (R3.1). Warranties run from it.
     */
    acceptedOn: dateSchema,
    /** Filing number of the acceptance (竣工验收备案). */
    filing: z.string().min(1).max(120),
    /** First handover day, which the notice names. */
    from: dateSchema,
    /** Last handover day. */
    to: dateSchema,
    /** Days between the notice and the first handover day, commonly 7 to 30. */
    noticeDays: z.int().min(7).max(60).default(10),
    /** Staff member who is notified of incidents at once. */
    managerId: z.string().max(64),
    papers: z
      .array(z.string().min(1).max(120))
      .max(40)
      .default([...defaultPapers]),
    /** Conditions that must be met before the keys of a home are given. */
    gates: z
      .array(gateSchema)
      .max(10)
      .default([...defaultGates]),
    /** Warranty periods by part of the building. */
    warranty: warrantyTermsSchema.default(defaultWarrantyTerms),
  })
  .meta({ id: 'PhaseDetails' });

export const phaseSchema = z
  .object({
    ...phaseDetailsSchema.shape,
    phaseId: z.string(),
    estateId: z.string(),
    state: z.enum(phaseStates),
    /** Number of homes entered. */
    homes: z.int(),
    /** Number of homes that were left out. */
    leftOut: z.int(),
    /** Number of homes whose handover was announced. */
    announced: z.int(),
    /** Number of processed slices. */
    slice: z.int(),
    cursor: z.string().optional(),
    /** Day on which the notices were written, and how they were sent. */
    announcing: z.object({ writtenOn: dateSchema, method: z.enum(['mail', 'post']) }).optional(),
    /** Closing: time, person, previous state, homes left without keys, reason. */
    closed: z
      .object({
        at: z.string(),
        by: z.string(),
        from: z.enum(phaseStates),
        /** Number of homes that were not handed over when the phase was closed. */
        leftOpen: z.int(),
        reason: z.string().optional(),
      })
      .optional(),
    plannedAt: z.string(),
    plannedBy: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'PhaseRecord' });
export type Phase = z.infer<typeof phaseSchema>;

/** The phase as the API returns it. */
export const phaseViewSchema = phaseSchema.omit({ cursor: true }).meta({ id: 'Phase' });

export const newPhaseSchema = phaseDetailsSchema.refine(({ from, to }) => from <= to, {
  path: ['to'],
  message: 'from must not be after to',
});
export type PhaseDetails = z.output<typeof newPhaseSchema>;

const notAccepted = problemKind('not-accepted-yet', 422, {
  'zh-CN':
    '竣工验收合格日期 {acceptedOn} 晚于 {day}：未经竣工验收合格的房屋不得交付（《城市房地产开发经营管理条例》第十七条）。请核对 acceptedOn 和 from。',
  'zh-TW':
    '竣工驗收合格日期 {acceptedOn} 晚於 {day}：未經竣工驗收合格的房屋不得交付（《城市房地產開發經營管理條例》第十七條）。請核對 acceptedOn 和 from。',
  en: 'The completion acceptance on {acceptedOn} is after {day}; no home is handed over before it (Regulations on the Development and Operation of Urban Real Estate, article 17). Check acceptedOn and from.',
});
const papersMissing = problemKind('papers-missing', 422, {
  'zh-CN':
    '交付资料缺少《{paper}》，该资料必须随房交付（《城市房地产开发经营管理条例》第三十条）。请在 papers 中补上。',
  'zh-TW':
    '交付資料缺少《{paper}》，該資料必須隨房交付（《城市房地產開發經營管理條例》第三十條）。請在 papers 中補上。',
  en: 'papers lacks {paper}, which every buyer must get (Regulations on the Development and Operation of Urban Real Estate, article 30). Add it.',
});
const noticeTooShort = problemKind('notice-too-short', 409, {
  'zh-CN': '{writtenOn} 发出的通知不能约定 {day} 交付，须至少提前 {days} 天。请约定 {earliest} 或以后的日期。',
  'zh-TW': '{writtenOn} 發出的通知不能約定 {day} 交付，須至少提前 {days} 天。請約定 {earliest} 或以後的日期。',
  en: 'A notice written on {writtenOn} cannot name {day}: it needs {days} days. Choose {earliest} or later.',
});

const r31 = { more: { rule: 'R3.1' } };

/**
 * Rejects a phase that the law forbids: before the completion acceptance, without the two mandatory
 * documents, or with a forbidden gate.
 * @throws Problem 422 `not-accepted-yet`, `papers-missing` (R3.1), `gate-not-allowed` (R3.6).
 */
export function mustMeetHandoverLaw(details: PhaseDetails, today: string): void {
  const { acceptedOn, from, papers, gates } = details;
  const tooEarly = [today, from].find((day) => day < acceptedOn);
  if (tooEarly !== undefined) throw new Problem(notAccepted, { acceptedOn, day: tooEarly }, r31);
  const missing = defaultPapers.slice(0, 2).find((paper) => !papers.includes(paper));
  if (missing !== undefined) throw new Problem(papersMissing, { paper: missing }, r31);
  for (const gate of gates) mustBeAllowed(gate);
}

/** Returns the earliest day that a notice may name. Days in the estate's zone. */
export function earliestDay({ noticeDays }: Pick<Phase, 'noticeDays'>, writtenOn: string): string {
  return addDays(writtenOn, noticeDays);
}

/** Rejects a notice that is too short. @throws Problem 409 `notice-too-short`. */
export function mustLeaveTime(phase: Pick<Phase, 'noticeDays'>, writtenOn: string, day: string): void {
  const earliest = earliestDay(phase, writtenOn);
  if (day >= earliest) return;
  throw new Problem(noticeTooShort, { writtenOn, earliest, days: phase.noticeDays, day }, { more: { earliest } });
}
