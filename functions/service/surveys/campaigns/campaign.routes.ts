import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { operationsOn } from '../../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { taskRoutes } from '../../../../shared/tasks/task-routes.ts';
import { estateInReach } from '../../../register/owners/public.ts';
import { hiddenBelow } from '../statistics.ts';
import { surveysPolicy } from '../surveys.policy.ts';
import { campaignDetailsSchema, campaignSchema } from './campaign.ts';
import { campaignFiguresSchema, figuresOf } from './campaign-figures.ts';
import { ballots, campaignLists, campaigns, invitations, progresses, tallyOf } from './campaigns.store.ts';
import { invitationSchema } from './invitation.ts';
import { approveCampaign, createCampaign, endCampaign } from './run-campaign.ts';
import { completeYearlySurvey, yearlySurveyTasks } from './yearly-survey.ts';

/** Who drafts campaigns, and who approves those of others. */
const draftedBy: readonly Role[] = ['supervisor', 'manager', 'administrator'];
const approvedBy: readonly Role[] = ['manager', 'administrator'];
/** Technicians may not read surveys, because the answers are about them. */
const readers: readonly Role[] = staffRoles.filter((role) => role !== 'technician');

const campaignPath = z.object({ campaignId: z.string().max(64) });
const campaignViewSchema = campaignSchema.omit({ nextDueAt: true }).meta({ id: 'Campaign' });
const withFigures = campaignViewSchema.extend({ figures: campaignFiguresSchema }).meta({ id: 'CampaignWithFigures' });
/** Whom a campaign reached. Who answered is not shown. */
const invitationViewSchema = invitationSchema
  .omit({ status: true, remindedAt: true, nextDueAt: true, updatedAt: true, version: true })
  .meta({ id: 'CampaignInvitation' });
const wordsSchema = z
  .object({
    words: z.array(z.object({ /** Number of the question, from 1 on. */ question: z.int(), text: z.string() })),
  })
  .meta({ id: 'CampaignWords' });

const operation = operationsOn({
  path: '/v1/surveys/campaigns/{campaignId}',
  params: campaignPath,
  response: campaignViewSchema,
  load: async ({ params, caller, act }) => ({ before: visible(await get(campaigns, params), caller), act: act() }),
  change: (decided: ReturnType<typeof approveCampaign>) => decided,
  view: (after) => after,
});

/** Routes of campaigns: surveys of the households of an estate (R14.4). */
export const campaignRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/surveys/estates/{estateId}/campaigns',
    operationId: 'createCampaign',
    summary: 'Draft a survey of the households of an estate',
    description:
      'Each home of the audience, or of a random sample of it, is asked once, by its tenant or else its owner. A survey is a service notice: it must not advertise, and its texts have no web or e-mail address. Another person approves it.',
    allow: draftedBy,
    throws: ['advertising-in-service'],
    params: estatePath,
    body: campaignDetailsSchema,
    status: 201,
    response: campaignViewSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      const campaignId = newId('cmp', call.now);
      const { after, transaction } = createCampaign({ campaignId, estateId }, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/surveys/campaigns/${campaignId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/campaigns',
    operationId: 'listCampaigns',
    summary: 'List the surveys of the households of an estate, the latest draft first',
    description: 'With drafts, ended and withdrawn ones. `getCampaign` has the figures.',
    allow: readers,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64) }),
    response: pageOf(campaignViewSchema),
    handle: async ({ caller, query: { estateId, ...page } }) => {
      enterEstate(caller, estateId);
      const partition = campaignLists.campaigns(estateId);
      return ok(await list(campaigns, { index: 'lists', partition, descending: true, ...page }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/campaigns/{campaignId}',
    operationId: 'getCampaign',
    summary: 'Get a survey of households with its figures',
    description:
      'Response rate, CSAT, NPS and shares with their 95 % intervals. Fewer than 30 answers, and shares of 0 or 100 %, have an interval by Wilson, named in `method`. Figures of fewer than 5 answers are hidden.',
    allow: readers,
    params: campaignPath,
    response: withFigures,
    handle: async ({ caller, params }) => {
      const campaign = visible(await get(campaigns, params), caller);
      const [progress, tally, { satisfactionTarget }] = await Promise.all([
        get(progresses, params),
        tallyOf(campaign.campaignId),
        surveysPolicy.of(campaign.estateId),
      ]);
      return ok({ ...campaign, figures: figuresOf(campaign, progress, tally, satisfactionTarget) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/campaigns/{campaignId}/invitations',
    operationId: 'listCampaignInvitations',
    summary: 'List the invited households of a survey by home',
    description: 'With the time of sending, and why an invitation did not arrive. Who answered is not shown.',
    allow: approvedBy,
    params: campaignPath,
    query: z.strictObject(pageQuery),
    response: pageOf(invitationViewSchema),
    handle: async ({ caller, params, query }) => {
      const { campaignId } = visible(await get(campaigns, params), caller);
      const partition = campaignLists.invitations(campaignId);
      return ok(await list(invitations, { index: 'lists', partition, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/campaigns/{campaignId}/words',
    operationId: 'listCampaignWords',
    summary: 'List what households wrote in a survey',
    description: `Without names, homes or times, in random order. Empty while fewer than ${hiddenBelow} households have answered.`,
    allow: readers,
    params: campaignPath,
    query: z.strictObject(pageQuery),
    response: pageOf(wordsSchema),
    handle: async ({ caller, params, query }) => {
      const { campaignId } = visible(await get(campaigns, params), caller);
      const tally = await tallyOf(campaignId);
      if (tally('answered') < hiddenBelow) return ok({ items: [] });
      const found = await list(ballots, { index: 'lists', partition: campaignLists.words(campaignId), ...query });
      const items = found.items.map(({ answers }) => ({
        words: answers.flatMap((text, nth) => (typeof text === 'string' ? [{ question: nth + 1, text }] : [])),
      }));
      return ok({ ...found, items });
    },
  }),
  operation({
    name: 'approve',
    operationId: 'approveCampaign',
    summary: 'Approve a survey that another person drafted',
    description:
      'Invitations go out at once, or at `opensAt`, outside of quiet hours and within the caps of surveys. `advertises` says whether its texts offer or praise anything for sale; such a survey is refused, because households have not consented to marketing.',
    allow: approvedBy,
    throws: ['another-person-needed', 'campaign-advertises', 'illegal-state'],
    body: z.strictObject({
      /** Whether a text of the survey offers or praises anything for sale, as the approver read it. */
      advertises: z.boolean(),
    }),
    run: ({ before, act }, input) => approveCampaign(before, input, act),
  }),
  operation({
    name: 'end',
    operationId: 'endCampaign',
    summary: 'End a survey, or withdraw one that is not open yet',
    description: 'Nobody else is invited, waiting invitations are not sent, and no answer is taken any more.',
    allow: approvedBy,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, act }, input) => endCampaign(before, input, act),
  }),
  ...taskRoutes(yearlySurveyTasks, {
    path: '/v1/surveys/yearly-survey-tasks',
    name: 'YearlySurveyTask',
    words: 'task of the yearly survey',
    readers,
    doneBy: approvedBy,
    completing: 'how the survey was held without a campaign',
    body: z.strictObject({ outcome: z.string().min(1).max(2_000) }),
    complete: (task, input, { act, now }) => completeYearlySurvey(task, input, act(), now),
  }),
];
