import type { Caller } from '../../../infra/api-client/api-client.ts';
import { must } from '../backend.ts';
import { linkTo, nobody } from '../links.ts';
import { changePolicy, inThree, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

const policy = {
  trades: [{ key: 'garden', name: inThree('园林'), categories: ['garden'], words: ['草坪'] }],
  modeOf: { default: 'claim' },
};

/** Runs a repair from its ticket to the finished work, with every operation of a work order. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, household, unitId } = of;
  const { estate, crew } = stage;
  const { operator: desk } = estate.staff;
  const { estateId } = estate;
  await changePolicy('Repairs', policy, of, perform);
  const order = (workOrderId: string) => must(desk, 'GET', `/v1/repairs/work-orders/${workOrderId}`);
  const reported = async (as: Caller) => {
    const leak = { estateId, type: 'repair', channel: 'app', category: 'home/water', title: '厨房水管滴水' };
    const { ticketId } = await perform('openTicket', as, { body: { ...leak, description: '一直滴', unitId } });
    return until('a work order', async () => {
      const { workOrderId } = await must(desk, 'GET', `/v1/tickets/${ticketId}`);
      return workOrderId && { ticketId, workOrderId };
    });
  };
  const { ticketId: repairTicketId, workOrderId } = await reported(household);
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
  await perform('showVisitPage', nobody, { params: { token: linkTo('repairs', workOrderId) } });
  await act('arriveOnSite', {});
  await act('reportNoAccess', {});
  await act('arriveOnSite', {});
  await act('verifyFault', { verdict: 'confirmed', findings: '角阀老化' });
  await act('recordMaterials', { lines: [{ item: '角阀', quantity: '1', unit: '个' }] });
  const photo = { fileName: '完工.jpg', contentType: 'image/jpeg', size: 3 };
  const { attachment } = await perform('attachFile', second, { params: { ticketId: repairTicketId }, body: photo });
  await act('addPhoto', { attachmentId: attachment.attachmentId, when: 'after' });
  await act('completeWorkOrder', { resolution: '已更换角阀' });
  await perform('getWorkOrder', desk, { params });
  await perform('listWorkOrderEvents', desk, { params, query: { limit: '200' } });
  const inEstate = { estateId, limit: '20' };
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listWorkOrders', desk, { query: inEstate });
  await perform('listWorkOrders', desk, { query: since });
  await perform('listWorkOrders', second, { query: { assignee: 'me', limit: '20' } });

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
  return { repairTicketId, workOrderId, withdrawnTicketId, unwantedOrderId, claimedOrderId: refused.workOrderId };
};

export const scenario: Scenario = { needs: ['owners'], run };
