import * as z from 'zod';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { answerSurvey } from './answer-survey.ts';
import { statisticsOf, statisticsSchema } from './statistics.ts';
import { closedPage, surveyPage, thanksPage } from './survey.page.ts';
import { surveySchema, takesAnswer } from './survey.ts';
import { readForm, typedSchema } from './survey-form.ts';
import { countsOf, surveyLists, surveys } from './surveys.store.ts';

/** Roles that may read surveys. Technicians may not, because the answers are about them. */
const readers: readonly Role[] = staffRoles.filter((role) => role !== 'technician');

const surveyViewSchema = surveySchema.omit({ nextDueAt: true }).meta({ id: 'Survey' });
const estateId = z.string().max(64);

/** Opens the survey behind a link. A survey that takes no answer any more is refused. */
async function openSurveyLink(call: LinkCall) {
  const found = await openLink(call, 'surveys', {
    load: (surveyId) => get(surveys, { surveyId }),
    language: (survey) => survey.language,
  });
  if ('refusal' in found) return found;
  const { record: survey, language } = found;
  if (survey.status === 'answered') return { refusal: page(thanksPage(survey, language, 'already')) };
  return takesAnswer(survey, call.now) ? { survey, language } : { refusal: page(closedPage(language), 410) };
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
    description: 'Opening the page changes nothing. A survey that is answered or closed says so.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    response: 'html',
    otherStatuses: [410],
    handle: async (call) => {
      const found = await openSurveyLink(call);
      return 'refusal' in found ? found.refusal : page(surveyPage(found.survey, found.language));
    },
  }),
  route({
    method: 'POST',
    path: '/p/surveys/{token}',
    operationId: 'answerSurvey',
    summary: 'Answer the survey of an e-mail link',
    description:
      'Only the first answer counts. The answer that a repair is not fixed reopens the ticket; otherwise a low score opens a recovery task.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    body: typedSchema.optional().catch({}),
    response: 'html',
    otherStatuses: [400, 410],
    handle: async (call) => {
      const found = await openSurveyLink(call);
      if ('refusal' in found) return found.refusal;
      const { survey, language } = found;
      const typed = call.body ?? {};
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
