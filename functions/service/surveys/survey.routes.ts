import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { answerSurvey } from './answer-survey.ts';
import { answersTo } from './campaigns/answer-campaign.ts';
import { ballotPage, ballotThanksPage } from './campaigns/ballot.page.ts';
import { readBallot } from './campaigns/ballot.ts';
import type { Campaign } from './campaigns/campaign.ts';
import { campaigns, invitations } from './campaigns/campaigns.store.ts';
import { type Invitation, isInvitationId, takesAnswer as takesBallot } from './campaigns/invitation.ts';
import { statisticsOf, statisticsSchema } from './statistics.ts';
import { closedPage, surveyPage, thanksPage } from './survey.page.ts';
import { type Survey, surveySchema, takesAnswer } from './survey.ts';
import { readForm, type Typed, typedSchema } from './survey-form.ts';
import { countsOf, surveyLists, surveys } from './surveys.store.ts';

/** Roles that may read surveys. Technicians may not, because the answers are about them. */
const readers: readonly Role[] = staffRoles.filter((role) => role !== 'technician');

const surveyViewSchema = surveySchema.omit({ nextDueAt: true, awaitsSending: true }).meta({ id: 'Survey' });
const estateId = z.string().max(64);

/** What a link leads to: the survey about a ticket, or the questions of a campaign. */
type Linked =
  | { readonly kind: 'ticket'; readonly survey: Survey }
  | { readonly kind: 'campaign'; readonly invitation: Invitation; readonly campaign: Campaign };

async function linkedTo(subjectId: string): Promise<Linked | undefined> {
  if (!isInvitationId(subjectId)) {
    const survey = await get(surveys, { surveyId: subjectId });
    return survey && { kind: 'ticket', survey };
  }
  const invitation = await get(invitations, { invitationId: subjectId });
  const campaign = invitation && (await get(campaigns, invitation));
  return campaign && { kind: 'campaign', invitation, campaign };
}

/** Opens the survey behind a link. A survey that takes no answer any more is refused. */
async function openSurveyLink(call: LinkCall) {
  const found = await openLink(call, 'surveys', {
    load: linkedTo,
    language: (linked) => (linked.kind === 'ticket' ? linked.survey.language : linked.invitation.language),
  });
  if ('refusal' in found) return found;
  const { record: linked, language } = found;
  if (linked.kind === 'ticket') {
    const { survey } = linked;
    if (survey.status === 'answered') return { refusal: page(thanksPage(survey, language, 'already')) };
    return takesAnswer(survey, call.now) ? { linked, language } : { refusal: page(closedPage(language), 410) };
  }
  const { invitation, campaign } = linked;
  if (invitation.status === 'answered') return { refusal: page(ballotThanksPage(language, 'already')) };
  return takesBallot(invitation, campaign, call.now)
    ? { linked, language }
    : { refusal: page(closedPage(language), 410) };
}

/** Takes the answers of a form to a campaign. */
async function answerBallot(
  { invitation, campaign }: Extract<Linked, { kind: 'campaign' }>,
  language: Language,
  typed: Typed,
  now: Temporal.Instant,
  act: ActionContext,
): Promise<Reply> {
  const read = readBallot(campaign.questions, typed);
  if ('errors' in read) {
    const { name } = await requireEstate(campaign.estateId);
    return page(ballotPage(campaign, name, language, typed, read.errors), 400);
  }
  const byLink = { ...act, actor: { kind: 'link' as const, id: invitation.personId } };
  await answersTo(invitation, read.answers, byLink, now).commit();
  return page(ballotThanksPage(language, 'taken'));
}

/** Routes of surveys for staff, and of the survey page for residents. */
export const surveyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/surveys',
    operationId: 'listSurveys',
    summary: 'List the surveys of an estate',
    description:
      'Latest first; with `updatedSince` in the order of change. Technicians may not read surveys, because the answers are about them.',
    allow: readers,
    query: z.strictObject({ ...pageQuery, estateId, updatedSince: instantSchema.optional() }),
    response: pageOf(surveyViewSchema),
    handle: async ({ caller, query }) => {
      enterEstate(caller, query.estateId);
      return ok(await latestOrChanged(surveys, surveyLists.surveys(query.estateId), query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/statistics',
    operationId: 'getSurveyStatistics',
    summary: 'Get satisfaction (CSAT), recommendation (NPS) and response rate of the surveys of a month',
    description:
      'An answer counts in the month of its invitation. Figures of fewer than 5 answers are `null`, and those of fewer than 30 are marked as `small`.',
    allow: readers,
    query: z.strictObject({ estateId, month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
    response: statisticsSchema,
    handle: async ({ caller, query }) => {
      enterEstate(caller, query.estateId);
      return ok({ ...query, ...statisticsOf(await countsOf(query.estateId, query.month)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/{surveyId}',
    operationId: 'getSurvey',
    summary: 'Get a survey with its answer',
    description: 'Technicians may not read surveys, because the answers are about them.',
    allow: readers,
    params: z.object({ surveyId: z.string().max(64) }),
    response: surveyViewSchema,
    handle: async ({ caller, params }) => ok(visible(await get(surveys, params), caller)),
  }),
  route({
    method: 'GET',
    path: '/p/surveys/{token}',
    operationId: 'showSurveyPage',
    summary: 'Show the survey page of an e-mail link',
    description:
      'Of a closed ticket, or of a survey of households. Opening the page changes nothing. A survey that is answered or closed says so.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    response: 'html',
    otherStatuses: [410],
    handle: async (call) => {
      const found = await openSurveyLink(call);
      if ('refusal' in found) return found.refusal;
      const { linked, language } = found;
      if (linked.kind === 'ticket') return page(surveyPage(linked.survey, language));
      const { name } = await requireEstate(linked.campaign.estateId);
      return page(ballotPage(linked.campaign, name, language));
    },
  }),
  route({
    method: 'POST',
    path: '/p/surveys/{token}',
    operationId: 'answerSurvey',
    summary: 'Answer the survey of an e-mail link',
    description:
      'Only the first answer counts. The answer that a repair is not fixed reopens the ticket; otherwise a low score about a ticket opens a recovery task. Answers to a survey of households are kept without the household.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    body: typedSchema.optional().catch({}),
    response: 'html',
    otherStatuses: [400, 410],
    handle: async (call) => {
      const found = await openSurveyLink(call);
      if ('refusal' in found) return found.refusal;
      const { linked, language } = found;
      const typed = call.body ?? {};
      if (linked.kind === 'campaign') return answerBallot(linked, language, typed, call.now, call.act());
      const { survey } = linked;
      const read = readForm(typed, survey);
      if ('errors' in read) return page(surveyPage(survey, language, typed, read.errors), 400);
      const byLink = { ...call.act(), actor: { kind: 'link' as const, id: survey.personId } };
      switch (await answerSurvey(survey, read.answer, byLink, call.now)) {
        case 'taken':
          return page(thanksPage(survey, language, read.answer.fixed === false ? 'taken-not-fixed' : 'taken'));
        case 'already-answered':
          return page(thanksPage(survey, language, 'already'));
        case 'closed':
          return page(closedPage(language), 410);
      }
    },
  }),
];
