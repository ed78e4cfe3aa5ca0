import * as z from 'zod';
import { id, instant } from './parts.ts';

const surveyRef = { surveyId: id, ticketId: id };

/** Events of surveys and return visits. */
export const surveysEvents = {
  SurveyInvited: z.object({
    ...surveyRef,
    number: z.string(),
    personId: id,
    expiresAt: instant,
    /** Title of the ticket, for the invitation's text. */
    title: z.string(),
  }),
  SurveyReminded: z.object({ ...surveyRef, number: z.string(), personId: id, expiresAt: instant, title: z.string() }),
  SurveySkipped: z.object({ ...surveyRef, why: z.string() }),
  SurveyAnswered: z.object({
    ...surveyRef,
    satisfaction: z.number().optional(),
    recommend: z.number().optional(),
    fixed: z.boolean().optional(),
  }),
  SurveyExpired: z.object(surveyRef),
  NotFixedReported: z.object({ ...surveyRef, comment: z.string().optional() }),
  /** The ticket was reopened before the survey was answered. */
  SurveyWithdrawn: z.object(surveyRef),
  /** A low score from a survey or a return visit opened the task. */
  RecoveryTaskOpened: z.object({
    ticketId: id,
    surveyId: id.optional(),
    visitId: id.optional(),
    taskId: id,
    satisfaction: z.number(),
  }),
  RecoveryTaskDone: z.object({ ticketId: id, surveyId: id.optional(), visitId: id.optional(), taskId: id }),
  ReturnVisitOpened: z.object({ visitId: id, ticketId: id, number: z.string(), notBy: id.optional() }),
  ReturnVisitAttempted: z.object({ visitId: id, ticketId: id, attempt: z.number(), reached: z.boolean() }),
  ReturnVisitConfirmed: z.object({ visitId: id, ticketId: id }),
  ReturnVisitUnverified: z.object({ visitId: id, ticketId: id }),
  ReturnVisitNotFixed: z.object({ visitId: id, ticketId: id, findings: z.string() }),
  /** The ticket was reopened before the resident was reached. */
  ReturnVisitCancelled: z.object({ visitId: id, ticketId: id }),
} as const;
