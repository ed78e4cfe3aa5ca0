import { must } from '../backend.ts';
import { olderHome } from '../home-fixtures.ts';
import { changePolicy, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/** Runs the warranty operations after a handover: responsibility for a repair and its offer. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, household } = of;
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager } = staff;
  await changePolicy('Warranty', { parts: [{ category: 'garden', part: 'other', common: true }] }, of, perform);
  const unitId = await olderHome(of, '01');
  const home = { params: { unitId } };
  await perform('getWarranty', household, { ...home, query: { part: 'pipe-leak' } });
  const days = { acceptedOn: '2026-01-10', deliveredOn: '2026-06-30', ground: '交付验收单' };
  await perform('changeHomeWarranty', manager, { ...home, body: days, ifMatch: 0 });
  await perform('getWarranty', household, {
    ...home,
    query: { part: 'pipe-leak', foundOn: '2026-07-01', common: 'false' },
  });

  const crack = { estateId, type: 'repair', channel: 'app', category: 'home/doors-windows', title: '窗框变形' };
  const { ticketId } = await must(household, 'POST', '/v1/tickets', { ...crack, unitId });
  const ticket = { params: { ticketId } };
  const seen = () => must(desk, 'GET', `/v1/tickets/${ticketId}`);
  await until('the developer to be asked', async () => (await seen()).offer);
  await perform('handBackTicket', desk, { ...ticket, body: { reason: '请先查看' } });
  await perform('offerTicket', desk, {
    ...ticket,
    body: { to: 'developer', staffId: desk.personId, reason: '已查看' },
  });
  await perform('takeOverTicket', desk, { ...ticket, body: {} });
  await perform('getWarrantyDecision', desk, ticket);
  const misuse = { part: 'doors-windows', common: false, exclusion: 'misuse', reason: '外力撞击' };
  await perform('decideWarranty', desk, { ...ticket, body: misuse });

  return { olderUnitId: unitId, inWarrantyTicketId: ticketId };
};

export const scenario: Scenario = { needs: ['owners'], run };
