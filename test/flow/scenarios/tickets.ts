import { type Body, must } from '../backend.ts';
import { linkTo, nobody } from '../links.ts';
import { changePolicy, inThree, type Scenario, type ScenarioPart, upload } from '../scenario.ts';

const policy = {
  categories: [{ key: 'garden', name: inThree('园林') }],
  emergencyWords: ['高空抛物'],
  slaTimers: { rules: [{ type: 'complaint', severities: ['normal'], categories: ['garden'], slaTimers: [] }] },
  triage: { added: [{ kind: 'suspected', hazard: 'gas', words: ['臭鸡蛋味'] }], removed: ['烧烤'], off: ['price'] },
};

/** Runs the ticket operations: a complaint from its opening to its record form, and suspected emergencies. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, person, household, personId, unitId } = of;
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager, auditor } = staff;
  await changePolicy('Tickets', policy, of, perform);

  const complaint = { estateId, type: 'complaint', channel: 'letter', category: 'parking' };
  const told = { title: '车位被占', description: '已经三天了', place: '地下二层' };
  const requester = { personId, name: person.name, phone: person.phone };
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const chosen = { severity: 'normal', severityReason: '已在电话里问清' };
  const opening = { ...complaint, ...told, ...chosen, unitId, requester, receivedAt };
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
  const within = { timer: 'reply', counts: 'working-days', target: 3, pauses: true, levels: [] };
  await say('agreeTicketTargets', { clause: '物业服务合同第八条', slaTimers: [within] }, manager);
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
  await upload(attached.uploadUrl, file.contentType, Buffer.from('ffd8ff', 'hex'));
  const ofFile = { params: { ticketId, attachmentId: attached.attachment.attachmentId } };
  await perform('confirmUpload', household, ofFile);
  await perform('listAttachments', household, ticketPath);
  await perform('withholdAttachment', manager, { ...ofFile, body: { reason: '扫描发现病毒' } });
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
  return { ticketId, number: ticket.number };
};

export const scenario: Scenario = { needs: ['owners'], run };
