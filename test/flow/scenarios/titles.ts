import { olderHome } from '../home-fixtures.ts';
import { linkTo, nobody } from '../links.ts';
import { changePolicy, type Scenario, type ScenarioPart } from '../scenario.ts';

/** Runs the title operations from the opened dossier to the certificate of title. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, household, personId } = of;
  await changePolicy('Titles', { vatRate: '0.05' }, of, perform);
  const unitId = await olderHome(of, '02');
  const { estateId, staff } = stage.estate;
  const { operator: desk, supervisor, auditor } = staff;
  const contract = {
    kind: 'presale',
    contractOn: '2025-03-01',
    number: 'SF-2025-0301',
    mortgage: { bank: '工商银行', fen: 60_000_000 },
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
};

export const scenario: Scenario = { needs: ['owners'], run };
