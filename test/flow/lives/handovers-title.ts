import { must } from '../house.ts';
import { type MoneyLife, until } from '../whole-life.ts';

/** A household's life after its home was handed over: what the warranty says of a repair, and who does it. */
export const handoversTitleLife: MoneyLife = async ({ stage, household, unitId }, _traces, perform) => {
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager } = staff;
  const home = { params: { unitId } };
  await perform('getWarranty', household, { ...home, query: { part: 'pipe-leak' } });
  const days = { acceptedOn: '2026-01-10', deliveredOn: '2026-06-30', ground: '交付验收单' };
  await perform('putHomeWarranty', manager, { ...home, body: days, ifMatch: 0 });
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
  await perform('offerTicket', desk, { ...ticket, body: { to: 'developer', reason: '已查看' } });
  await perform('takeOverTicket', desk, { ...ticket, body: {} });
  await perform('getWarrantyDecision', desk, ticket);
  const misuse = { part: 'doors-windows', common: false, exclusion: 'misuse', reason: '外力撞击' };
  await perform('decideWarranty', desk, { ...ticket, body: misuse });
  return { inWarrantyTicketId: ticketId };
};
