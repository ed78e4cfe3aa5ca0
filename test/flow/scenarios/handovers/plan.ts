import { Temporal } from 'temporal-polyfill';
import { type Body, must } from '../../backend.ts';
import { linkTo, nobody } from '../../links.ts';
import type { ScenarioPart } from '../../scenario.ts';
import { until } from '../../until.ts';

/**
 * Runs the operations of a handover phase: planning, notices, bookings, waiting list, check-in, incidents.
 */
export const handoversPlanScenario: ScenarioPart = async ({ stage, serial, household, personId }, _traces, perform) => {
  const { estateId, staff } = stage.estate;
  const { administrator: admin, manager, operator: desk, technician, supervisor } = staff;
  const inEstate = { params: { estateId } };
  const page = { query: { limit: '20' } };
  const { calendar } = await must(desk, 'GET', `/v1/estates/${estateId}`);
  const day = (days: number) => Temporal.Now.plainDateISO(calendar.zone).add({ days }).toString();

  // A separate building: three homes with a buyer, one without.
  const building = `${serial}座`;
  const other = `${estateId}-buyer-${serial}`;
  await must(admin, 'POST', `/v1/estates/${estateId}/persons`, { personId: other, name: '赵先生', language: 'zh-CN' });
  const entered = async (label: string, owner?: string): Promise<string> => {
    const unit = { label: `${building}${label}`, building, area: '89.37', use: 'dwelling' };
    const { unitId } = await must(admin, 'POST', `/v1/estates/${estateId}/units`, unit);
    const tenure = { personId: owner, role: 'owner', from: '2024-06-30' };
    if (owner) await must(admin, 'POST', `/v1/units/${unitId}/tenures`, tenure);
    return unitId;
  };
  const mine = await entered('101', personId);
  const [second, third] = [await entered('102', other), await entered('103', other)];
  await entered('104');

  // Planning.
  const details = {
    name: `${building}交付`,
    buildings: [building],
    acceptedOn: '2024-01-10',
    filing: '备字2024-001',
    from: day(0),
    to: day(3),
    managerId: manager.personId,
  };
  const withItsHomes = async (phaseId: string): Promise<Body> =>
    until('homes to be entered', async () => {
      const now = await must(desk, 'GET', `/v1/handovers/phases/${phaseId}`);
      return now.state === 'planned' && now;
    });
  const decided = {
    papers: ['物业承接查验记录', '住宅质量保证书', '住宅使用说明书'],
    gates: [{ gate: 'identity', ground: '身份核验' }],
  };
  // First a phase without sold homes, so that the name of its building does not matter.
  const empty = await perform('createPhase', manager, {
    ...inEstate,
    body: { ...details, ...decided, buildings: [`${serial}号地`] },
  });
  const {
    from,
    to: _,
    name,
    buildings,
    acceptedOn,
    filing,
    managerId,
    papers,
    gates,
    version,
  } = await withItsHomes(empty.phaseId);
  const longer = { from, to: day(4), name, buildings, acceptedOn, filing, managerId, papers, gates };
  await perform('changePhase', manager, { params: { phaseId: empty.phaseId }, body: longer, ifMatch: version });
  const ofEmpty = { params: { phaseId: empty.phaseId } };
  await perform('closePhase', manager, { ...ofEmpty, body: { reason: '本期无人购房', leaving: true } });
  await perform('reopenPhase', manager, { ...ofEmpty, body: { reason: '另有安排' } });
  const { phaseId } = await must(manager, 'POST', `/v1/handovers/estates/${estateId}/phases`, details);
  await withItsHomes(phaseId);
  const ofPhase = { params: { phaseId } };
  await perform('getPhase', desk, ofPhase);
  await perform('listPhases', desk, { ...inEstate, ...page });
  await perform('listExcludedHomes', desk, { ...ofPhase, ...page });
  const listed = { estateId, phaseId, limit: '20' };
  const { items } = await perform('listHandovers', desk, { query: listed });
  const idOf = (unitId: string): string => items.find((one: Body) => one.unitId === unitId).handoverId;
  const [handoverId, secondId, thirdId] = [idOf(mine), idOf(second), idOf(third)];
  const handover = { params: { handoverId } };
  await perform('excludeHome', manager, { params: { handoverId: thirdId }, body: { reason: '退房' } });
  await perform('addHomeToPhase', manager, { ...ofPhase, body: { unitId: third } });
  const station = (name: string, who: string | undefined) => ({ name, staff: [who], capacity: 1 });
  const today = { day: day(0), hours: [{ from: '00:29', to: '23:59' }], minutes: 30 };
  const later = { hours: [{ from: '10:00', to: '11:00' }], minutes: 60 };
  const days = [
    { ...today, stations: [station('1号台', technician.personId)] },
    { ...later, day: day(1), stations: [station('1号台', technician.personId)] },
    { ...later, day: day(2), stations: [station('1号台', technician.personId)] },
  ];
  await perform('planHandoverDays', manager, { ...ofPhase, body: { days } });
  const added = { days: [{ ...later, day: day(3), stations: [station('2号台', supervisor.personId)] }] };
  const { items: more } = await perform('planHandoverDays', manager, { ...ofPhase, body: added });
  await perform('listHandoverDays', desk, { ...ofPhase, ...page });
  const { items: slots } = await perform('listHandoverSlots', desk, { ...ofPhase, query: { limit: '200' } });
  const slotOf = (on: string): string => slots.find((one: Body) => one.day === on).slotId;

  // Notices.
  const occurredAt = new Date(Date.now() - 20 * 86_400_000).toISOString();
  const byPost = { method: 'post', occurredAt };
  await perform('announcePhase', manager, { ...ofPhase, query: { dryRun: 'true' }, body: byPost });
  await perform('announcePhase', manager, { ...ofPhase, body: byPost });
  await until('notices to be written', async () => {
    return (await must(desk, 'GET', `/v1/handovers/phases/${phaseId}`)).state === 'announced';
  });
  await perform('getHandoverNotice', household, handover);
  await perform('announceHome', manager, { params: { handoverId: thirdId }, body: { ...byPost, noticedFor: day(2) } });
  await perform('listUnprovenNotices', desk, { ...ofPhase, ...page });
  const receipt = { method: 'courier', on: day(-15), proof: 'SF1020304050' };
  await perform('recordNoticeProof', desk, { params: { handoverId: secondId }, body: receipt });
  await perform('listHandovers', desk, { query: { ...listed, state: 'notified' } });
  await perform('listHandovers', household, { query: { estateId, unitId: mine } });
  await perform('listHandovers', desk, { query: { estateId, updatedSince: occurredAt, limit: '20' } });

  // Bookings.
  await perform('listFreeHandoverSlots', household, { ...handover, query: { day: day(1), limit: '20' } });
  await perform('bookHandover', household, { ...handover, body: { slotId: slotOf(day(1)) } });
  await perform('bookHandover', household, {
    ...handover,
    body: { slotId: slotOf(day(2)), powerOfAttorney: '沪公证字2025-87' },
  });
  await perform('releaseHandoverSlot', household, { ...handover, body: { reason: '出差' } });
  await must(desk, 'POST', `/v1/handovers/${secondId}/book`, { slotId: slotOf(day(1)) });
  await perform('joinHandoverWaitingList', household, { ...handover, body: { day: day(1) } });
  await perform('listWaitingForSlots', desk, { ...ofPhase, ...page });
  await perform('leaveHandoverWaitingList', household, { ...handover, body: {} });
  const link = { params: { token: linkTo('handovers', handoverId) } };
  await perform('showHandoverPage', nobody, link);
  await perform('changeHandoverPage', nobody, { ...link, body: { action: 'book', slot: slotOf(day(2)) } });

  const typhoon = { day: day(3), station: more[0].name, reason: '台风停工' };
  await perform('cancelHandoverDay', manager, { ...ofPhase, query: { dryRun: 'true' }, body: typhoon });
  await perform('cancelHandoverDay', manager, { ...ofPhase, body: typhoon });
  await perform('listCancelledHandoverDays', desk, { ...ofPhase, ...page });

  // The handover day: the buyer comes early and gets the last slot, which ends a minute before midnight.
  const running = slots.findLast((one: Body) => one.day === day(0) && Date.parse(one.to) > Date.now());
  const { booking } = await must(desk, 'POST', `/v1/handovers/${handoverId}/book`, { slotId: running.slotId });
  const agent = { as: 'agent', name: '周律师', powerOfAttorney: '沪公证字2025-88' };
  await perform('checkInHandover', desk, { ...ofPhase, body: { code: booking.code, identity: agent } });
  const refusal = { reason: '嫌楼层不好', ground: 'other' };
  await perform('refuseHome', desk, { params: { handoverId: secondId }, body: refusal });
  const deeming = { reason: '无正当理由拒收，通知已送达' };
  await perform('deemHomeDelivered', manager, { params: { handoverId: secondId }, body: deeming });
  const conflict = { what: '业主之间发生冲突', severity: 'urgent', handoverId, place: '大厅' };
  const { incidentId } = await perform('reportHandoverIncident', technician, { ...ofPhase, body: conflict });
  const incident = { params: { incidentId } };
  await perform('listHandoverIncidents', desk, { ...ofPhase, ...page });
  await perform('listHandoverIncidents', desk, { ...ofPhase, query: { state: 'open', limit: '20' } });
  await perform('getHandoverIncident', desk, incident);
  await perform('closeHandoverIncident', desk, { ...incident, body: { outcome: '已劝离' } });
  await perform('getHandover', household, handover);
  await perform('listHandoverEvents', desk, { ...handover, ...page });
  await perform('getPhaseFigures', desk, ofPhase);
  return { phaseId, handoverId, handedUnitId: mine, refusedHandoverId: secondId, incidentId };
};
