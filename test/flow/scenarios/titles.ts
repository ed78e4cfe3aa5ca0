import { must } from '../backend.ts';
import { linkTo, nobody } from '../links.ts';
import type { CreatedIds, Householder, Perform, ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/** Registers a home that was handed over before the use of Anju. */
async function olderHome({ stage, serial, personId }: Householder): Promise<string> {
  const { estateId, staff } = stage.estate;
  const home = { label: `旧楼${serial}01`, building: `旧楼${serial}`, area: '89.37', use: 'dwelling' };
  const { unitId } = await must(staff.administrator, 'POST', `/v1/estates/${estateId}/units`, home);
  const owner = { personId, role: 'owner', from: '2026-06-30' };
  await must(staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, owner);
  return unitId;
}

/**
 * Runs the warranty and title operations after a handover: responsibility for a repair, its offer, the title.
 */
export const handoversTitleScenario: ScenarioPart = async (of, _traces, perform) => {
  const { stage, household } = of;
  const { estateId, staff } = stage.estate;
  const { operator: desk, manager } = staff;
  const unitId = await olderHome(of);
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

  return { olderUnitId: unitId, inWarrantyTicketId: ticketId, ...(await titled({ ...of, unitId }, perform)) };
};

/** Runs the title operations from the opened dossier to the certificate of title. */
async function titled({ stage, household, personId, unitId }: Householder, perform: Perform): Promise<CreatedIds> {
  const { estateId, staff } = stage.estate;
  const { operator: desk, supervisor, auditor } = staff;
  const contract = {
    kind: 'presale',
    contractOn: '2025-03-01',
    priceFen: 218_000_000,
    area: '89.37',
    rank: 'only',
    building: 'lift',
  };
  const opening = {
    unitId,
    buyerId: personId,
    deliveredOn: '2026-06-30',
    contract: { ...contract, buyerKind: 'minor' },
  };
  const { dossierId, version } = await perform('openTitleDossier', desk, { body: opening });
  const dossier = { params: { dossierId } };
  const say = (operationId: string, body: object, as = desk) => perform(operationId, as, { ...dossier, body });
  const entered = { ...dossier, body: { ...contract, buyerKind: 'company' }, ifMatch: version };
  const { documents } = await perform('changeTitleContract', desk, entered);
  for (const { key: document } of documents) {
    await say('submitTitleDocument', { document }, household);
    await say('judgeTitleDocument', { document, accepted: false, reason: '看不清' });
    await say('submitTitleDocument', { document }, household);
    await say('judgeTitleDocument', { document, accepted: true });
  }
  const receipt = (what: string) => ({ receipt: `${what}-${unitId}`, fen: 100_000_000 });
  await say('completeTitleStep', { step: 'first-registration' });
  await say('withdrawTitleStep', { step: 'first-registration', reason: '录错' }, supervisor);
  await say('addTitleNote', { kind: 'refund', about: 'tax', text: '退税决定书' }, supervisor);
  await say('decideTitleFault', { sellers: true, yearlyRate: '0.0465', reason: '首次登记迟延' }, supervisor);
  for (const step of ['first-registration', 'area-settled', 'application']) {
    if (step === 'application') {
      await say('completeTitleStep', { step: 'fund-receipt', ...receipt('WX') });
      await say('completeTitleStep', { step: 'deed-tax-receipt', ...receipt('QS') });
    }
    await say('completeTitleStep', { step });
  }
  await say('completeTitleStep', { step: 'acceptance', ...receipt('SL') });
  await say('completeTitleStep', { step: 'certificate', ...receipt('ZS') });
  await say('enterFundBalance', { fen: 29_999_999, on: '2026-07-01' });
  await perform('getTitleDossier', household, dossier);
  await perform('listTitleEvents', auditor, { ...dossier, query: { limit: '200' } });
  const inEstate = { estateId, limit: '20' };
  await perform('listTitleDossiers', household, { query: inEstate });
  await perform('listTitleDossiers', desk, { query: inEstate });
  const since = { ...inEstate, updatedSince: new Date(Date.now() - 60_000).toISOString() };
  await perform('listTitleDossiers', desk, { query: since });
  await perform('showTitlePage', nobody, { params: { token: linkTo('titles', dossierId) } });
  return { dossierId };
}
