import * as z from 'zod';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { type HazardClass, hazardClassSchema, hazards, verdictOfAnswers } from './hazard.ts';
import type { channels } from './ticket-words.ts';

/*
 * A suspected emergency (R74.2). Answers confirm or dismiss it. Without answers it is raised at its time-out,
 * never dismissed. Pure: the time is passed in.
 */

/** The time-outs of a suspicion, in seconds. A delayed message carries each of them. */
export const triageTimesSchema = z
  .strictObject({
    /** Phone, visit and patrol: seconds without an answer until the suspicion is raised. */
    desk: z.int().min(1).max(900).default(60),
    /** App: seconds without an answer until a call-back is due. */
    online: z.int().min(1).max(900).default(180),
    /** Seconds within which the call-back must happen. */
    callBack: z.int().min(1).max(900).default(300),
    /**
     * Seconds after the entry until a suspicion without an answer is raised, when a call-back comes first.
     */
    unreached: z.int().min(1).max(900).default(600),
  })
  .meta({ id: 'TriageTimes' });
export type TriageTimes = z.infer<typeof triageTimesSchema>;

const answerSchema = z
  .object({
    hazard: hazardClassSchema,
    question: z.string(),
    /** Whether the answer is yes. */
    yes: z.boolean(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'TicketAnswer' });

/** Outcomes of a call-back attempt. A message left is no contact (R74.4). */
export const callBackOutcomes = ['reached', 'not-reached', 'message-left'] as const;

export const suspicionSchema = z
  .object({
    /** Each suspected class with the words that decided. */
    findings: z
      .array(
        z.object({
          hazard: hazardClassSchema,
          /** Words of the report that name the hazard, as written. */
          words: z.array(z.string()),
        }),
      )
      .min(1),
    /** `aged`: nobody answered before the last time-out. */
    state: z.enum(['open', 'confirmed', 'dismissed', 'aged']),
    since: z.string(),
    /** The next time-out; absent when there is none. */
    wakeAt: z.string().optional(),
    /** What happens if nobody answers. */
    next: z.enum(['call-back', 'raise']).optional(),
    /**
     * True when the report was entered more than a day after its receipt. A time-out then makes the ticket
     * urgent, not an emergency.
     */
    old: z.boolean().optional(),
    /** When the call-back on the emergency line is due. */
    callBackDueAt: z.string().optional(),
    /** The call-back attempts, with who tried and when. */
    callBacks: z.array(z.object({ outcome: z.enum(callBackOutcomes), at: z.string(), by: z.string() })).optional(),
    /** Answers so far. */
    answers: z.array(answerSchema),
    /** Who decided the suspicion, and when; absent while it is open and when only a time-out decided. */
    decided: z.object({ by: z.string(), at: z.string() }).optional(),
  })
  .meta({ id: 'Suspicion' });
export type Suspicion = z.infer<typeof suspicionSchema>;

/** Age in milliseconds at entry above which an unanswered report becomes urgent instead of an emergency. */
const tooOldMs = 24 * 3_600_000;

const after = (at: string, seconds: number): string => toInstant(at).add({ seconds }).toString();

/**
 * Returns the suspicion of a report that is being entered. The time-outs run from the entry, because nobody
 * could ask earlier. A report received more than a day before gets a call-back and becomes urgent without an
 * answer. Reason: nobody goes out at night for something a day old, but it must not be forgotten.
 */
export function suspicionOf(
  found: readonly { hazard: HazardClass; words: readonly { text: string }[] }[],
  report: { channel: (typeof channels)[number]; receivedAt: string; enteredAt: string },
  times: TriageTimes,
): Suspicion {
  const { channel, receivedAt, enteredAt: since } = report;
  const findings = found.map(({ hazard, words }) => ({ hazard, words: words.map(({ text }) => text) }));
  const open: Suspicion = { findings, state: 'open', since, answers: [] };
  const callBackDueAt = after(since, times.callBack);
  const age = toInstant(since).epochMilliseconds - toInstant(receivedAt).epochMilliseconds;
  if (age > tooOldMs)
    return { ...open, callBackDueAt, wakeAt: after(since, times.unreached), next: 'raise', old: true };
  switch (channel) {
    case 'hotline':
    case 'visit':
    case 'patrol':
      return { ...open, wakeAt: after(since, times.desk), next: 'raise' };
    case 'app':
      return { ...open, wakeAt: after(since, Math.min(times.online, times.unreached)), next: 'call-back' };
    case 'letter':
    case 'email':
    case 'forum':
      return { ...open, callBackDueAt, wakeAt: after(since, times.unreached), next: 'raise' };
  }
}

/** Returns the classes of a suspicion that answers have not ruled out. */
function standing({ findings, answers }: Suspicion): HazardClass[] {
  return findings.map(({ hazard }) => hazard).filter((hazard) => verdictOf(hazard, answers) !== 'none');
}

/** Returns the most dangerous class left, danger to life first; undefined when answers have ruled out all. */
export function mostDangerous(suspicion: Suspicion): HazardClass | undefined {
  const may = standing(suspicion);
  return may.find((one) => hazards[one].life) ?? may[0];
}

function verdictOf(hazard: HazardClass, answers: Suspicion['answers']) {
  const mine = answers.filter((answer) => answer.hazard === hazard);
  return verdictOfAnswers(hazard, Object.fromEntries(mine.map(({ question, yes }) => [question, yes])));
}

/** A suspicion after answers or a time-out, and what follows for its ticket. */
export interface Outcome {
  suspicion: Suspicion;
  /**
   * The new severity and hazard of the ticket, if it is raised. `certain` is false when only a time-out
   * raised it.
   */
  raise?: { severity: 'emergency' | 'urgent'; hazard: HazardClass; certain: boolean } | undefined;
}

/**
 * Returns the suspicion after answers. One of danger confirms it; ruling out every class dismisses it
 * (R74.2).
 */
export function answered(suspicion: Suspicion, answers: Suspicion['answers']): Outcome {
  const isReplaced = (one: Suspicion['answers'][number]) =>
    answers.some(({ hazard, question }) => one.hazard === hazard && one.question === question);
  const all = [...suspicion.answers.filter((one) => !isReplaced(one)), ...answers];
  const known = { ...suspicion, answers: all };
  const certain = suspicion.findings.find(({ hazard }) => verdictOf(hazard, all) === 'certain')?.hazard;
  const last = answers.at(-1);
  if (last === undefined) return { suspicion };
  if (certain !== undefined) {
    const raise = { severity: 'emergency' as const, hazard: certain, certain: true };
    return { suspicion: decided(known, 'confirmed', last), raise };
  }
  return { suspicion: standing(known).length === 0 ? decided(known, 'dismissed', last) : known };
}

/** Returns the suspicion as decided by a person, without further time-outs. */
export function decided(
  suspicion: Suspicion,
  state: 'confirmed' | 'dismissed',
  { by, at }: { by: string; at: string },
): Suspicion {
  return { ...suspicion, state, wakeAt: undefined, next: undefined, decided: { by, at } };
}

/**
 * Returns the suspicion after a time-out. In the app a call-back comes first; then the suspicion is raised
 * (R74.2).
 */
export function silent(suspicion: Suspicion, now: string, times: TriageTimes): Outcome {
  if (suspicion.next === 'call-back') {
    const callBackDueAt = after(now, times.callBack);
    return {
      suspicion: { ...suspicion, callBackDueAt, wakeAt: after(suspicion.since, times.unreached), next: 'raise' },
    };
  }
  const hazard = mostDangerous(suspicion);
  const aged: Suspicion = { ...suspicion, state: 'aged', wakeAt: undefined, next: undefined };
  if (hazard === undefined) return { suspicion: aged };
  const severity = hazards[hazard].life && suspicion.old !== true ? 'emergency' : 'urgent';
  return { suspicion: aged, raise: { severity, hazard, certain: false } };
}

/** A question as shown to the caller: its class, key, and text in their language. */
export const askedSchema = z
  .object({
    hazard: hazardClassSchema,
    /** Key of the question, as in an answer. */
    question: z.string(),
    /** The question in the language of the caller. */
    ask: z.string(),
  })
  .meta({ id: 'EmergencyQuestions' });

/** Returns the unanswered questions of an open suspicion; none of a decided one. */
export function openQuestions(suspicion: Suspicion, language: Language): z.output<typeof askedSchema>[] {
  if (suspicion.state !== 'open') return [];
  return suspicion.findings.flatMap(({ hazard }) =>
    hazards[hazard].questions
      .filter(({ key }) => !suspicion.answers.some((one) => one.hazard === hazard && one.question === key))
      .map(({ key, ask }) => ({ hazard, question: key, ask: say(ask, language) })),
  );
}
