import * as z from 'zod';
import { id, instant } from './parts.ts';

const surveyRef = { surveyId: id, ticketId: id };

const campaignRef = { campaignId: id };
const invitationRef = { invitationId: id, campaignId: id, personId: id };

/** Events of surveys, return visits and campaigns. */
export const surveysEvents = {
  SurveyInvited: z.object({
    ...surveyRef,
    number: z.string(),
    personId: id,
    expiresAt: instant,
    /** Title of the ticket, for the invitation's text. */
    title: z.string(),
    /** Days in which it can be answered, from its sending; absent from older events. */
    windowDays: z.number().optional(),
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
  CampaignDrafted: z.object(campaignRef),
  CampaignApproved: z.object(campaignRef),
  CampaignOpened: z.object(campaignRef),
  /** Requests the first slice of a campaign: it counts the homes of its audience or invites some of them. */
  CampaignSlicesBegun: z.object(campaignRef),
  /** Requests the next slice. */
  CampaignSlicesContinued: z.object(campaignRef),
  /** Every home was decided about. */
  CampaignInvitationsWritten: z.object({ ...campaignRef, homes: z.number(), chosen: z.number(), invited: z.number() }),
  CampaignEnded: z.object(campaignRef),
  /** It ended before it opened. */
  CampaignWithdrawn: z.object(campaignRef),
  HouseholdInvited: z.object(invitationRef),
  HouseholdReminded: z.object({ ...invitationRef, expiresAt: instant }),
  /** A household answered. Its answers are kept without the household, so the event has none of them. */
  HouseholdAnswered: z.object(invitationRef),
  YearlySurveyTaskOpened: z.object({ taskId: id, year: z.number() }),
  YearlySurveyTaskDone: z.object({ taskId: id, year: z.number(), campaignId: id.optional() }),
} as const;
