import { createHash } from 'node:crypto';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { type Body, must } from './backend.ts';
import { pathOf, routeOf } from './every-route.ts';
import { linkTo, nobody } from './links.ts';
import type { Asking, CreatedIds, Householder, Perform, Stage, TestPerson } from './scenario.ts';
import { billsScenario } from './scenarios/bills.ts';
import { dunningScenario } from './scenarios/dunning.ts';
import { feesScenario } from './scenarios/fees.ts';
import { handoversInspectionScenario } from './scenarios/handovers-inspection.ts';
import { handoversPlanScenario } from './scenarios/handovers-plan.ts';
import { handoversTitleScenario } from './scenarios/handovers-title.ts';
import { ledgerScenario } from './scenarios/ledger.ts';
import { metersScenario } from './scenarios/meters.ts';
import { paymentsScenario } from './scenarios/payments.ts';
import { until } from './until.ts';

async function upload(url: string, contentType: string, bytes: Buffer): Promise<void> {
  const put = await fetch(url, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': contentType },
  });
  if (!put.ok) throw new Error(`upload: ${put.status} ${await put.text()}`);
}

/**
 * Runs every operation of the backend successfully, in the order of a household's life: register, tickets,
 * repair, survey, return visit, handover, money. `serial` (0-675) must be unique for each run in an estate.
 */
export async function runEveryOperation(
  stage: Stage,
  serial: number,
  perform: Perform,
  someone?: TestPerson,
): Promise<CreatedIds> {
  const { estate, crew } = stage;
  const { estateId, staff } = estate;
  const { administrator: admin, operator: desk, supervisor, manager, auditor } = staff;
  const me = `${estateId}-life-${serial}`;
  const person = someone ?? { name: '林女士', email: `${me}@residents.example`, phone: '13800138000' };
  const estatePath = { params: { estateId } };

  // A second estate for the policies, so that they do not affect the tickets.
  const other = `${estateId}-${serial}`;
  const letter = (nth: number) => String.fromCharCode(65 + (nth % 26));
  const details = {
    code: `${estateId.replace('estate-', '').toUpperCase().slice(0, 2)}${letter(Math.floor(serial / 26))}${letter(serial)}`,
    name: '安居二期',
    language: 'zh-CN',
    calendar: stateCouncilCalendar(),
  };
  const otherEstate = { params: { estateId: other } };
  await perform('createEstate', admin, { body: { ...details, estateId: other } });
  const keeper: Caller = { ...admin, sub: other, estates: [other] };
  await perform('listEstates', keeper);
  const found = await perform('getEstate', keeper, otherEstate);
  const renamed = { ...details, name: '安居三期' };
  await perform('changeEstate', keeper, { ...otherEstate, body: renamed, ifMatch: found.version });
  for (const [name, change] of Object.entries(policies)) {
    const policy = await perform(`get${name}Policy`, keeper, otherEstate);
    const { estateId: _, version, ...decided } = policy;
    await perform(`change${name}Policy`, keeper, { ...otherEstate, body: { ...decided, ...change }, ifMatch: version });
    await perform(`get${name}Policy`, keeper, otherEstate);
  }

  // Register: units, persons, tenures, staff, imports.
  const unitDetails = {
    label: `${serial}栋1201`,
    phase: '一期',
    building: `${serial}栋`,
    stair: '一单元',
    area: '89.37',
    use: 'dwelling',
  };
  const unit = await perform('createUnit', admin, { ...estatePath, body: unitDetails });
  const unitPath = { params: { unitId: unit.unitId } };
  await perform('changeUnit', admin, { ...unitPath, body: { ...unitDetails, floor: 12 }, ifMatch: unit.version });
  await perform('getUnit', admin, unitPath);
  await perform('listUnits', desk, { ...estatePath, query: { limit: '20' } });
  const personDetails = { ...person, language: 'zh-CN' };
  const personId = me;
  await perform('createPerson', admin, { ...estatePath, body: { ...personDetails, personId } });
  const personPath = { params: { personId } };
  const household: Caller = { sub: me, personId, roles: ['resident'], estates: [estateId] };
  const consenting = { ...personDetails, marketingConsent: true };
  await perform('changePerson', admin, { ...personPath, body: consenting, ifMatch: 1 });
  await perform('getPerson', household, personPath);
  await perform('listPersons', desk, { ...estatePath, query: { limit: '20' } });
  await perform('listPersons', desk, { ...estatePath, query: { phone: person.phone, limit: '20' } });
  const renting = { personId, role: 'tenant', from: '2024-01-01' };
  const tenancy = await perform('startTenure', admin, { ...unitPath, body: renting });
  const tenurePath = { params: { unitId: unit.unitId, tenureId: tenancy.tenureId } };
  await perform('endTenure', admin, { ...tenurePath, body: { to: '2024-06-29' } });
  await perform('startTenure', admin, { ...unitPath, body: { personId, role: 'owner', from: '2024-06-30' } });
  await perform('listTenuresOfUnit', desk, unitPath);
  await perform('listTenuresOfPerson', household, personPath);
  await perform('getUnit', household, unitPath);
  const staffDetails = {
    name: '王师傅',
    email: `${other}@staff.example`,
    phone: '13900139000',
    language: 'zh-CN',
    roles: ['cashier'],
    estates: [estateId],
    skills: ['water'],
    deputyId: crew[0].personId,
    supervisorId: supervisor.personId,
  };
  const colleague = await perform('createStaff', admin, { ...estatePath, body: staffDetails });
  const staffPath = { params: { staffId: colleague.staffId } };
  const onDuty = { ...staffDetails, shifts: [{ weekday: 1, from: '08:00', to: '17:00' }] };
  await perform('changeStaff', admin, { ...staffPath, body: onDuty, ifMatch: colleague.version });
  await perform('getStaff', desk, staffPath);
  await perform('listStaff', desk, { ...estatePath, query: { limit: '20' } });
  await perform('getMe', household);
  await perform('getMe', desk);
  const importId = await bringIn(stage, serial, perform);

  // A complaint with every ticket operation.
  const complaint = { estateId, type: 'complaint', channel: 'letter', category: 'parking' };
  const told = { title: '车位被占', description: '已经三天了', place: '地下二层' };
  const requester = { personId, name: person.name, phone: person.phone };
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const chosen = { severity: 'normal', severityReason: '已在电话里问清' };
  const opening = { ...complaint, ...told, ...chosen, unitId: unit.unitId, requester, receivedAt };
  const ticket = await perform('openTicket', desk, { body: opening });
  const { ticketId } = ticket;
  const smell = { estateId, type: 'repair', channel: 'app', category: 'other', title: '厨房好像有煤气味' };
  const doubtful = await must(household, 'POST', '/v1/tickets', smell);
  const answers = doubtful.suspicion.questions.map(({ hazard, question }: Body) => ({ hazard, question, yes: false }));
  const atDoubtful = { params: { ticketId: doubtful.ticketId } };
  const gasCompany = { service: 'gas-company', spokeWith: '燃气公司 赵工', result: 'coming' };
  const promisedAt = new Date(Date.now() + 1_800_000).toISOString();
  await perform('recordOutsideCall', desk, { ...atDoubtful, body: { ...gasCompany, promisedAt } });
  await perform('recordCallBack', desk, { ...atDoubtful, body: { outcome: 'reached' } });
  await perform('answerTriage', household, { params: { ticketId: doubtful.ticketId }, body: { answers } });
  const asked = await must(household, 'POST', '/v1/tickets', smell);
  const link = { params: { token: linkTo('tickets', asked.ticketId) } };
  const noDanger = asked.suspicion.questions.map(({ hazard, question }: Body) => [`${hazard}.${question}`, 'no']);
  await perform('showEmergencyQuestions', nobody, link);
  await perform('answerEmergencyQuestions', nobody, { ...link, body: Object.fromEntries(noDanger) });

  const ticketPath = { params: { ticketId } };
  const say = (operationId: string, body: object, as = desk) => perform(operationId, as, { ...ticketPath, body });
  await perform('getTicketByNumber', desk, { params: { number: ticket.number } });
  const grade = { severity: 'urgent', category: 'safety', reason: '消防通道' };
  await perform('classifyTicket', desk, { ...ticketPath, body: grade, ifMatch: ticket.version });
  await say('acknowledgeTicket', {});
  await say('assignTicket', { assigneeId: desk.personId });
  await say('assignTicket', { assigneeId: manager.personId, reason: '转经理' });
  await say('putTicketOnHold', { question: '哪个车位？' });
  await say('resumeTicket', { answer: 'B12' }, household);
  await say('addTicketNote', { text: '记一笔', visibleToRequester: true });
  await say('replyToTicket', { text: '已联系车主', channel: 'hotline' });
  await say('escalateTicket', { reason: '还没挪' }, household);
  await say('changeTicketType', { type: 'inquiry', reason: '其实是咨询' });
  const file = { fileName: '照片.jpg', contentType: 'image/jpeg', size: 3 };
  const attached = await say('attachFile', file, household);
  await upload(attached.uploadUrl, file.contentType, Buffer.from('jpg'));
  await perform('listAttachments', household, ticketPath);
  await perform('explainSlaTimer', desk, { params: { ticketId, timer: 'reply' } });
  await say('resolveTicket', { resolution: '已挪走' });
  await say('reopenTicket', { reason: '又来了' }, household);
  await say('closeTicket', { resolution: '已装地锁' });
  await perform('getRecordForm', auditor, ticketPath);
  await perform('getTicket', household, ticketPath);
  await perform('listTicketEvents', household, { ...ticketPath, query: { limit: '200' } });
  await perform('listTicketEvents', desk, { ...ticketPath, query: { limit: '200' } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listTickets', desk, { query: inEstate });
  await perform('listTickets', desk, { query: since });
  await perform('listTickets', household, { query: { limit: '20' } });

  const repair = await repaired({ stage, household, unitId: unit.unitId }, perform);
  const surveyId = await surveyed({ stage, ticketId }, perform);
  const taskId = await wonBack(stage, surveyId, perform);
  const visitId = await calledBack(stage, perform);
  const noticeId = await writtenTo({ stage, personId, ticketId }, perform);
  const callTaskId = await calledInstead({ stage, serial, name: person.name }, perform);
  const money = await lifeWithMoney({ stage, serial, household, personId, unitId: unit.unitId }, perform);
  return {
    ...repair,
    ...money,
    estateId,
    unitId: unit.unitId,
    tenureId: tenancy.tenureId,
    personId,
    staffId: colleague.staffId,
    importId,
    ticketId,
    number: ticket.number,
    repairTicketId: repair.ticketId,
    surveyId,
    taskId,
    visitId,
    callTaskId,
    noticeId,
    otherEstateId: other,
    token: linkTo('surveys', surveyId),
  };
}

async function lifeWithMoney(of: Householder, perform: Perform): Promise<CreatedIds> {
  let traces: CreatedIds = {};
  for (const life of [
    handoversPlanScenario,
    handoversInspectionScenario,
    handoversTitleScenario,
    feesScenario,
    billsScenario,
    metersScenario,
    paymentsScenario,
    dunningScenario,
    ledgerScenario,
  ]) {
    traces = { ...traces, ...(await life(of, traces, perform)) };
  }
  return traces;
}

/** Policy changes of the second estate, by the names of their operations. */
const inThree = (name: string) => ({ 'zh-CN': name, 'zh-TW': name, en: name });
const policies: Readonly<Record<string, object>> = {
  Tickets: {
    categories: [{ key: 'garden', name: inThree('园林') }],
    emergencyWords: ['高空抛物'],
    triage: { added: [{ kind: 'suspected', hazard: 'gas', words: ['臭鸡蛋味'] }], removed: ['烧烤'], off: ['price'] },
  },
  Repairs: {
    trades: [{ key: 'garden', name: inThree('园林'), categories: ['garden'], words: ['草坪'] }],
    modeOf: { default: 'claim' },
  },
  Surveys: { callBackEveryHours: 0 },
  Notices: { quietFrom: '22:00' },
  Payments: { cashierLimitFen: 10_000 },
  Ledger: { transitMatchDays: 5 },
  Fees: { dueDays: 45 },
  Handovers: {
    acceptanceDueDays: 20,
    fund: [{ version: '市维修资金标准', from: '2020-01-01', rate: { by: 'flat', perM2: { 有电梯: '120' } } }],
  },
  Titles: { vatRate: '0.05' },
  Warranty: { parts: [{ category: 'garden', part: 'other', common: true }] },
  Dunning: { quietFrom: '20:00' },
  Meters: { quietFrom: '20:00' },
};

/** Imports a file with a mistake, then one without. */
async function bringIn({ estate }: Stage, serial: number, perform: Perform): Promise<string> {
  const { estateId, staff } = estate;
  const { administrator: admin, manager } = staff;
  const heading = 'label,building,area,use';
  const brought = async (rows: string) => {
    const bytes = Buffer.from(`${heading}\n${rows}\n`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = { kind: 'units', sha256, size: bytes.length, fileName: '房屋.csv' };
    const { importId, uploadUrl } = await perform('createImport', admin, { params: { estateId }, body });
    await upload(uploadUrl, 'text/csv', bytes);
    const params = { estateId, importId };
    await perform('validateImport', admin, { params });
    const state = () => must(manager, 'GET', `/v1/estates/${estateId}/imports/${importId}`);
    await until('validation', async () => (await state()).state !== 'validating');
    return params;
  };
  const wrong = await brought(`${serial}栋0001,${serial}栋,89.37,castle`);
  await perform('listImportErrors', manager, { params: wrong });
  const params = await brought(`${serial}栋0001,${serial}栋,89.37,dwelling`);
  await perform('commitImport', admin, { params });
  await until(
    'commit',
    async () =>
      (await must(manager, 'GET', `/v1/estates/${estateId}/imports/${params.importId}`)).state === 'committed',
  );
  await perform('getImport', manager, { params });
  return params.importId;
}

/** Runs a repair from its ticket to the finished work, with every operation of a work order. */
async function repaired(
  { stage, household, unitId }: { stage: Stage; household: Caller; unitId: string },
  perform: Perform,
): Promise<
  Readonly<Record<'ticketId' | 'workOrderId' | 'withdrawnTicketId' | 'unwantedOrderId' | 'claimedOrderId', string>>
> {
  const { estate, crew } = stage;
  const { operator: desk } = estate.staff;
  const { estateId } = estate;
  const order = (workOrderId: string) => must(desk, 'GET', `/v1/repairs/work-orders/${workOrderId}`);
  const reported = async (as: Caller) => {
    const leak = { estateId, type: 'repair', channel: 'app', category: 'home/water', title: '厨房水管滴水' };
    const { ticketId } = await perform('openTicket', as, { body: { ...leak, description: '一直滴', unitId } });
    return until('a work order', async () => {
      const { workOrderId } = await must(desk, 'GET', `/v1/tickets/${ticketId}`);
      return workOrderId && { ticketId, workOrderId };
    });
  };
  const { ticketId, workOrderId } = await reported(household);
  const params = { workOrderId };
  const holder = async () => crew.find((one) => one.personId === held.technicianId) ?? desk;
  let held = await order(workOrderId);
  const act = async (operationId: string, body: object, as?: Caller) => {
    held = await perform(operationId, as ?? (await holder()), { params, body });
  };
  await perform('getWorkOrder', household, { params });
  const first = await holder();
  await act('refuseWorkOrder', { reason: '在外地' });
  held = await until('another technician to be assigned', async () => {
    const now = await order(workOrderId);
    return now.status === 'assigned' && now;
  });
  await act('transferWorkOrder', { technicianId: first.personId, reason: '换人' }, desk);
  const second = crew.find((one) => one !== first) ?? first;
  await act('assignWorkOrder', { technicianId: second.personId, reason: '经理安排' }, desk);
  await act('acceptWorkOrder', {});
  const { items: slots } = await perform('listFreeSlots', household, { params });
  const booking = { from: slots[0].from, entryPermission: '可以进', notes: '有狗' };
  await act('bookAppointment', booking, household);
  await act('releaseAppointment', { reason: '改时间' }, household);
  await act('bookAppointment', { ...booking, from: slots[1].from }, desk);
  await act('arriveOnSite', {});
  await act('reportNoAccess', {});
  await act('arriveOnSite', {});
  await act('verifyFault', { verdict: 'confirmed', findings: '角阀老化' });
  await act('recordMaterials', { lines: [{ item: '角阀', quantity: '1', unit: '个' }] });
  const photo = { fileName: '完工.jpg', contentType: 'image/jpeg', size: 3 };
  const { attachment } = await perform('attachFile', second, { params: { ticketId }, body: photo });
  await act('addPhoto', { attachmentId: attachment.attachmentId, when: 'after' });
  await act('completeWorkOrder', { resolution: '已更换角阀' });
  await perform('getWorkOrder', desk, { params });
  await perform('listWorkOrderEvents', desk, { params, query: { limit: '200' } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listWorkOrders', desk, { query: inEstate });
  await perform('listWorkOrders', desk, { query: since });
  await perform('listWorkOrders', second, { query: { assignee: 'me', limit: '20' } });
  await until('the ticket to be resolved', async () => {
    return (await must(desk, 'GET', `/v1/tickets/${ticketId}`)).status === 'resolved';
  });

  // A cancelled work order, a withdrawn ticket, and a work order that is claimed after all technicians
  // refused it.
  const unwanted = await reported(desk);
  await perform('cancelWorkOrder', desk, {
    params: { workOrderId: unwanted.workOrderId },
    body: { reason: '不用来了' },
  });
  const withdrawing = { params: { ticketId: unwanted.ticketId }, body: { reason: '自己修好了' } };
  await perform('withdrawTicket', desk, withdrawing);
  const refused = await reported(desk);
  const refusing = `/v1/repairs/work-orders/${refused.workOrderId}/refuse`;
  await until('the work order to be unassignable', async () => {
    const now = await order(refused.workOrderId);
    if (now.status === 'assigned') await must(desk, 'POST', refusing, { reason: '不在' });
    return now.unassignableSince;
  });
  const claiming = { params: { workOrderId: refused.workOrderId }, body: {} };
  await perform('claimWorkOrder', crew[0], claiming);
  await perform('cancelWorkOrder', desk, {
    params: { workOrderId: refused.workOrderId },
    body: { reason: '不用来了' },
  });
  const { workOrderId: unwantedOrderId, ticketId: withdrawnTicketId } = unwanted;
  return { ticketId, workOrderId, withdrawnTicketId, unwantedOrderId, claimedOrderId: refused.workOrderId };
}

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

/** Sends a service notice and a marketing notice of a manager, and unsubscribes from marketing. */
async function writtenTo(
  { stage, personId, ticketId }: { stage: Stage; personId: string; ticketId: string },
  perform: Perform,
): Promise<string> {
  const { estateId, staff } = stage.estate;
  const { manager, operator: desk } = staff;
  const letter = { personId, subject: '停水通知', text: '周六上午停水。' };
  const { noticeId } = await perform('writeNotice', manager, { body: { ...letter, kind: 'service' } });
  await perform('writeNotice', manager, { body: { ...letter, kind: 'marketing' } });
  await perform('getNotice', desk, { params: { noticeId } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listNotices', desk, { query: inEstate });
  await perform('listNotices', desk, { query: since });
  await perform('listNotices', desk, { query: { ...inEstate, aboutId: ticketId } });
  const params = { token: linkTo('notices', personId) };
  await perform('showUnsubscribePage', nobody, { params });
  await perform('unsubscribe', nobody, { params });
  return noticeId;
}

/** Completes a call task for a person whose mail bounces. */
async function calledInstead(
  { stage, serial, name }: { stage: Stage; serial: number; name: string },
  perform: Perform,
): Promise<string> {
  const { estateId, staff } = stage.estate;
  const { administrator: admin, operator: desk } = staff;
  const personId = `${estateId}-mute-${serial}`;
  const mute = { personId, name, language: 'zh-CN', email: `bounce-${personId}@residents.example` };
  await perform('createPerson', admin, { params: { estateId }, body: mute });
  const opening = { estateId, type: 'suggestion', channel: 'visit', category: 'other', title: '多种花' };
  const { ticketId } = await perform('openTicket', desk, { body: { ...opening, requester: { personId } } });
  const { taskId } = await until('a call task', async () => {
    const { items } = await must(desk, 'GET', `/v1/notices/call-tasks?estateId=${estateId}&status=open&limit=200`);
    return items.find((one: Body) => one.aboutId === ticketId);
  });
  const params = { taskId };
  await perform('listCallTasks', desk, { query: { estateId, limit: '20' } });
  await perform('listCallTasks', desk, { query: { estateId, status: 'open', limit: '20' } });
  await perform('completeCallTask', desk, { params, body: { outcome: '已电话告知', addressIsRight: true } });
  await perform('getCallTask', desk, { params });
  return taskId;
}

/** Returns the route, path, body and headers of a request for an operation. */
export function requestOf(operationId: string, { params = {}, query, body, ifMatch, headers }: Asking) {
  const route = routeOf(operationId);
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const sent = body ?? (route.method === 'POST' ? {} : undefined);
  const more = { ...(route.ifMatch && ifMatch !== undefined && { ifMatch }), ...(headers && { headers }) };
  return { route, path: pathOf(route, params) + search, body: sent, more };
}

/** Performs an operation without further checks. */
export const plainly: Perform = (operationId, as, asking = {}) => {
  const { route, path, body, more } = requestOf(operationId, asking);
  return must(route.allow === 'public' ? undefined : as, route.method, path, body, more);
};
