import * as z from 'zod';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { type HazardClass, hazardClassSchema, hazards, verdictOfAnswers } from './hazard.ts';
import type { channels } from './ticket-words.ts';

/*
 * An emergency that is suspected (R74.2): questions decide it, both ways; silence ages it upwards, never down. Pure: the
 * time is passed in.
 */

/** The time-outs of a suspicion, in seconds; a delayed message waits for each of them. */
export const triageTimesSchema = z.strictObject({
  /** Phone and desk: no answer for so long, and it is treated as what it may be. */
  desk: z.int().min(1).max(900).default(60),
  /** App: no answer for so long, and the person is called back. */
  online: z.int().min(1).max(900).default(180),
  /** How soon the call-back is due. */
  callBack: z.int().min(1).max(900).default(300),
  /** Not reached so long after the reception, and it is treated as what it may be. */
  unreached: z.int().min(1).max(900).default(600),
});
export type TriageTimes = z.infer<typeof triageTimesSchema>;

const answerSchema = z.object({
  hazard: hazardClassSchema,
  question: z.string(),
  yes: z.boolean(),
  by: z.string(),
  at: z.string(),
});

/** Of an attempt to call back. A message left is no contact (R74.4). */
export const callBackOutcomes = ['reached', 'not-reached', 'message-left'] as const;

export const suspicionSchema = z.object({
  /** Each suspected class with the words that decided. */
  findings: z.array(z.object({ hazard: hazardClassSchema, words: z.array(z.string()) })).min(1),
  /** `aged`: nobody answered in time, and it is treated as what it may be. */
  state: z.enum(['open', 'confirmed', 'dismissed', 'aged']),
  since: z.string(),
  /** When silence has its next consequence, and which; absent when nothing waits for it. */
  wakeAt: z.string().optional(),
  next: z.enum(['call-back', 'raise']).optional(),
  /** The report was entered so long after its receipt that silence makes it urgent and no emergency. */
  old: z.boolean().optional(),
  /** When the call-back on the emergency line is due. */
  callBackDueAt: z.string().optional(),
  /** The attempts to call back, with who tried and when. */
  callBacks: z.array(z.object({ outcome: z.enum(callBackOutcomes), at: z.string(), by: z.string() })).optional(),
  answers: z.array(answerSchema),
  /** Who decided it, and when; absent while it is open and where only silence decided. */
  decided: z.object({ by: z.string(), at: z.string() }).optional(),
});
export type Suspicion = z.infer<typeof suspicionSchema>;

/** A report that is entered longer after its receipt than this is made urgent by silence, and no emergency. */
const tooOldMs = 24 * 3_600_000;

const after = (at: string, seconds: number): string => toInstant(at).add({ seconds }).toString();

/**
 * Returns the suspicion of a report that is being entered. The time-outs run from the entry: before it nobody could ask.
 * What was received more than a day before is called back and is made urgent by silence: nobody is sent out at night for
 * what is a day old, and nothing is left lying.
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

/** Returns the classes that an aged or confirmed suspicion may be: those that no answers have ruled out. */
function standing({ findings, answers }: Suspicion): HazardClass[] {
  return findings.map(({ hazard }) => hazard).filter((hazard) => verdictOf(hazard, answers) !== 'none');
}

/** Returns the class that is taken for what it is: one of life first; undefined when answers have ruled out all. */
export function mostDangerous(suspicion: Suspicion): HazardClass | undefined {
  const may = standing(suspicion);
  return may.find((one) => hazards[one].life) ?? may[0];
}

function verdictOf(hazard: HazardClass, answers: Suspicion['answers']) {
  const mine = answers.filter((answer) => answer.hazard === hazard);
  return verdictOfAnswers(hazard, Object.fromEntries(mine.map(({ question, yes }) => [question, yes])));
}

/** What became of a suspicion, and what follows for the ticket. */
export interface Outcome {
  suspicion: Suspicion;
  /** Emergency at once, urgent, or nothing. `certain` is false when only silence says so. */
  raise?: { severity: 'emergency' | 'urgent'; hazard: HazardClass; certain: boolean } | undefined;
}

/** Returns the suspicion after answers: one that means danger confirms it, every class ruled out dismisses it (R74.2). */
export function answered(suspicion: Suspicion, answers: Suspicion['answers']): Outcome {
  const isAnew = (one: Suspicion['answers'][number]) =>
    answers.some(({ hazard, question }) => one.hazard === hazard && one.question === question);
  const all = [...suspicion.answers.filter((one) => !isAnew(one)), ...answers];
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

/** Returns the suspicion as a person has decided it: it waits for nothing more. */
export function decided(
  suspicion: Suspicion,
  state: 'confirmed' | 'dismissed',
  { by, at }: { by: string; at: string },
): Suspicion {
  return { ...suspicion, state, wakeAt: undefined, next: undefined, decided: { by, at } };
}

/** Returns the suspicion after its time-out: a call-back first where there is time for one, then it is raised (R74.2). */
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

/** A question as it is shown: the class, its key, and its words in the language of the caller. */
export const askedSchema = z.object({ hazard: hazardClassSchema, question: z.string(), ask: z.string() });

/** Returns the questions that are still to be answered; none of a suspicion that was decided. */
export function openQuestions(suspicion: Suspicion, language: Language): z.output<typeof askedSchema>[] {
  if (suspicion.state !== 'open') return [];
  return suspicion.findings.flatMap(({ hazard }) =>
    hazards[hazard].questions
      .filter(({ key }) => !suspicion.answers.some((one) => one.hazard === hazard && one.question === key))
      .map(({ key, ask }) => ({ hazard, question: key, ask: say(ask, language) })),
  );
}
