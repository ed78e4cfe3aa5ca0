import { type Body, must, runJob } from '../backend.ts';
import { linkTo, nobody } from '../links.ts';
import { changePolicy, inThree, type Perform, type Scenario, type Stage } from '../scenario.ts';
import { until } from '../until.ts';

async function surveyed({ stage, ticketId }: { stage: Stage; ticketId: string }, perform: Perform): Promise<string> {
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager } = staff;
  const list = `/v1/surveys?estateId=${estateId}`;
  const { surveyId } = await until('a survey', async () => {
    const { items } = await must(desk, 'GET', list);
    return items.find((one: Body) => one.ticketId === ticketId);
  });
  const params = { token: linkTo('surveys', surveyId) };
  await perform('showSurveyPage', nobody, { params });
  await perform('answerSurvey', nobody, { params, body: { satisfaction: '1', recommend: '2', comment: '太慢' } });
  await perform('getSurvey', desk, { params: { surveyId } });
  await perform('listSurveys', desk, { query: { estateId, limit: '20' } });
  const month = new Date().toISOString().slice(0, 7);
  await perform('getSurveyStatistics', manager, { query: { estateId, month } });
  return surveyId;
}

async function wonBack({ estate }: Stage, surveyId: string, perform: Perform): Promise<string> {
  const { estateId, staff } = estate;
  const { operator: desk } = staff;
  const { items } = await must(desk, 'GET', `/v1/surveys/recovery-tasks?estateId=${estateId}&status=open&limit=200`);
  const { taskId, version } = items.find((one: Body) => one.surveyId === surveyId);
  await perform('listRecoveryTasks', desk, { query: { estateId, limit: '20' } });
  await perform('listRecoveryTasks', desk, { query: { estateId, status: 'open', limit: '20' } });
  const body = { outcome: '已登门道歉' };
  await perform('completeRecoveryTask', desk, { params: { taskId }, body, ifMatch: version });
  await perform('getRecoveryTask', desk, { params: { taskId } });
  return taskId;
}

/** Runs a return visit by phone to a requester who is not in the register. */
async function calledBack({ estate }: Stage, perform: Perform): Promise<string> {
  const { estateId, staff } = estate;
  const { operator: desk, supervisor } = staff;
  const asking = { estateId, type: 'inquiry', channel: 'hotline', category: 'charges', title: '物业费怎么算' };
  const requester = { name: '过路人', phone: '13700137000' };
  const { ticketId } = await perform('openTicket', desk, { body: { ...asking, requester } });
  await perform('closeTicket', desk, { params: { ticketId }, body: { resolution: '已解释' } });
  const { visitId } = await until('a return visit', async () => {
    const { items } = await must(desk, 'GET', `/v1/surveys/return-visits?estateId=${estateId}&status=open&limit=200`);
    return items.find((one: Body) => one.ticketId === ticketId);
  });
  const params = { visitId };
  await perform('listReturnVisits', desk, { query: { estateId, limit: '20' } });
  await perform('listReturnVisits', desk, { query: { estateId, status: 'open', limit: '20' } });
  await perform('attemptReturnVisit', supervisor, { params, body: { outcome: 'no-answer', findings: '没人接' } });
  const reached = { outcome: 'confirmed', findings: '满意', satisfaction: 2 };
  await perform('attemptReturnVisit', supervisor, { params, body: reached });
  await perform('getReturnVisit', desk, { params });
  await perform('getReturnVisitForm', desk, { params });
  return visitId;
}

/** Surveys the households of the estate, ends the survey, and settles the survey of the year on paper. */
async function askedAll({ estate }: Stage, perform: Perform): Promise<{ campaignId: string; yearlyTaskId: string }> {
  const { estateId, staff } = estate;
  const { operator: desk, supervisor, manager } = staff;
  // Before the campaign, which would settle the task at once.
  await runJob('yearly-surveys');
  const tasks = { query: { estateId, limit: '20' } };
  const { items } = await perform('listYearlySurveyTasks', desk, tasks);
  const { taskId: yearlyTaskId, status, version } = items[0];
  const task = { params: { taskId: yearlyTaskId } };
  const body = { outcome: '五月入户问卷，见档案' };
  // An estate has one task a year, whichever household's scenario settles it.
  if (status === 'open') await perform('completeYearlySurveyTask', manager, { ...task, body, ifMatch: version });
  await perform('getYearlySurveyTask', desk, task);
  const survey = {
    title: inThree('业主满意度调查'),
    purpose: inThree('改进服务'),
    questions: [
      { kind: 'choice', text: inThree('最应改进什么？'), choices: [inThree('电梯'), inThree('绿化')] },
      { kind: 'satisfaction', text: inThree('您对物业服务满意吗？') },
      { kind: 'words', text: inThree('还想说什么？') },
    ],
    audience: { uses: ['dwelling'] },
    sample: { homes: 5 },
  };
  const { campaignId } = await perform('createCampaign', supervisor, { params: { estateId }, body: survey });
  const params = { campaignId };
  await perform('approveCampaign', manager, { params, body: { advertises: false } });
  await until('the invitations', async () => {
    const { figures } = await must(manager, 'GET', `/v1/surveys/campaigns/${campaignId}`);
    return figures.complete || undefined;
  });
  await perform('getCampaign', desk, { params });
  await perform('listCampaigns', desk, { query: { estateId, limit: '20' } });
  await perform('listCampaignInvitations', manager, { params, query: { limit: '20' } });
  await perform('listCampaignWords', manager, { params, query: { limit: '20' } });
  await perform('endCampaign', manager, { params, body: { reason: '已完成' } });
  return { campaignId, yearlyTaskId };
}

export const scenario: Scenario = {
  needs: ['tickets'],
  run: async (of, { ticketId = '' }, perform) => {
    const { stage } = of;
    await changePolicy('Surveys', { callBackEveryHours: 0 }, of, perform);
    const surveyId = await surveyed({ stage, ticketId }, perform);
    const taskId = await wonBack(stage, surveyId, perform);
    const visitId = await calledBack(stage, perform);
    const asked = await askedAll(stage, perform);
    return { surveyId, taskId, visitId, ...asked, token: linkTo('surveys', surveyId) };
  },
};
