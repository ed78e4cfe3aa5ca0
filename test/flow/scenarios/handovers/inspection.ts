import { type Body, must } from '../../backend.ts';
import { inThree, type ScenarioPart, upload } from '../../scenario.ts';
import { until } from '../../until.ts';

/**
 * Runs the handover operations from inspection to keys: defects, rectification, signature; and the common
 * areas.
 */
export const handoversInspectionScenario: ScenarioPart = async ({ stage, serial, household }, traces, perform) => {
  const { estateId, staff } = stage.estate;
  const { operator: desk, supervisor, manager, cashier, technician } = staff;
  const { phaseId = '', handoverId = '' } = traces;
  const inspector = await stage.estate.technician(`inspector-${serial}`, { skills: ['inspection'] });
  const ofPhase = { params: { phaseId } };
  const home = { params: { handoverId } };
  const page = { query: { limit: '20' } };
  const inEstate = { query: { estateId, limit: '20' } };
  const now = () => new Date().toISOString();
  const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };

  const { items, dueDays, version } = await perform('getChecklist', inspector, ofPhase);
  await perform('changeChecklist', manager, { ...ofPhase, body: { items, dueDays }, ifMatch: version });
  await perform('getChecklist', inspector, { ...ofPhase, query: { version: '1' } });

  // Inspection, with a second batch of a technician who is not the inspector.
  const floor = { ...place, itemId: 'kitchen/floor', note: '地砖空鼓', severity: 'minor', liable: 'contractor' };
  const record = (recordId: string, said: object) => ({ recordId, at: now(), photos: ['p1'], ...said });
  const batch = (batchId: string, records: object[]) => ({ ...home, body: { batchId, checklistVersion: 1, records } });
  const { recordId: _, photos, ...present } = record('r3', { kind: 'present', name: '林女士', as: 'owner' });
  const walk = [
    record('r1', { kind: 'failed', ...floor, contractor: '城建一公司' }),
    record('r2', { kind: 'passed', ...place, itemId: 'kitchen/walls' }),
    { ...present, recordId: 'r3' },
  ];
  await perform('sendInspectionBatch', inspector, batch('b1', walk));
  const strangers = record('r4', { kind: 'passed', ...place, itemId: 'kitchen/drain' });
  await perform('sendInspectionBatch', technician, batch('b2', [strangers]));
  const file = { fileId: 'p1', fileName: '厨房.jpg', contentType: 'image/jpeg', size: 3 };
  const photo = await perform('attachHandoverFile', inspector, { ...home, body: file });
  await upload(photo.uploadUrl, file.contentType, Buffer.from('ffd8ff', 'hex'));
  const ofFile = { params: { ...home.params, fileId: file.fileId } };
  await perform('confirmHandoverUpload', inspector, ofFile);
  await perform('listHandoverFiles', desk, { ...home, ...page });
  await perform('withholdHandoverFile', supervisor, { ...ofFile, body: { reason: '扫描发现病毒' } });
  await perform('listInspectionRecords', desk, { ...home, ...page });
  const ofHome = (one: Body) => one.handoverId === handoverId;
  const review = await until('a review', async () => {
    const path = `/v1/handovers/inspection-reviews?estateId=${estateId}&state=open&limit=200`;
    return (await must(desk, 'GET', path)).items.find(ofHome);
  });
  const { reviewId } = review;
  await perform('listInspectionReviews', desk, { query: { estateId, state: 'open', limit: '20' } });
  await perform('getInspectionReview', supervisor, { params: { reviewId } });
  const decided = { counts: [review.records[0].key], setAside: [], reason: '主管复核' };
  await perform('settleInspectionReview', supervisor, { params: { reviewId }, body: decided });
  await perform('listInspectionReviews', desk, inEstate);

  // Rectification and closing of the defects.
  const { defectId } = await until('a defect', async () => {
    return (await must(desk, 'GET', `/v1/handovers/${handoverId}/defects`)).items[0];
  });
  await perform('listDefectsOfHome', household, { ...home, ...page });
  await perform('listDefects', desk, { query: { estateId, phaseId, state: 'open', limit: '20' } });
  await perform('listDefects', desk, { query: { estateId, trade: 'masonry', updatedSince: now(), limit: '20' } });
  await perform('rectifyDefect', technician, {
    params: { defectId },
    body: { what: '重新铺贴', proof: ['p1'], doneBy: '城建一公司' },
  });
  const look = record('r5', { kind: 'reinspected', itemId: 'kitchen/floor', result: 'closed', findings: '已修好' });
  await perform('sendInspectionBatch', inspector, batch('b3', [look]));
  await perform('getDefect', desk, { params: { defectId } });
  await perform('getDefect', household, { params: { defectId } });

  // Gates, confirmation sheet, keys.
  const { gates } = await perform('getHandoverGates', household, home);
  const { missing: papers } = gates.find(({ gate }: Body) => gate === 'documents');
  await perform('handOverDocuments', desk, { ...home, body: { papers } });
  const fund = { receipt: `WX-${serial}`, fen: 1_072_400, paidOn: '2026-01-05', building: 'lift' };
  await perform('enterFundReceipt', cashier, { ...home, body: fund });
  const areas = { contract: '89.00', registered: '89.37', price: '20000' };
  await perform('assessAreaDifference', desk, { ...home, body: areas });
  await perform('payAreaDifference', cashier, { ...home, body: { paidOn: '2026-01-05', receipt: `MJ-${serial}` } });
  await perform('getHandoverSheet', household, home);
  const { identified, version: seen } = await must(desk, 'GET', `/v1/handovers/${handoverId}`);
  const readings = { electricity: '12.5', water: '3' };
  const signing = { as: identified.as, version: seen, readings, signature: 'p1' };
  await perform('signHandoverSheet', desk, { ...home, body: signing });
  await perform('getHandoverSheet', household, { ...home, query: { language: 'en' } });
  const keys = { takenBy: identified.name, items: [{ what: '入户门钥匙', count: 5 }], readings };
  await perform('giveHandoverKeys', desk, { ...home, body: keys });
  await perform('getHandoverGates', desk, home);

  // Common areas.
  const signatories = { developer: supervisor.personId, 'property-company': manager.personId };
  const list = ['lifts', 'roof'].map((one) => ({ itemId: `part/${one}`, kind: 'part', name: inThree(one) }));
  const opening = { phaseId, signatories, items: list };
  const { acceptanceId } = await perform('openAcceptance', manager, { body: opening });
  const acceptance = { params: { acceptanceId } };
  const failed = { result: 'failed', note: '渗水', ownerId: supervisor.personId, dueOn: '2099-12-31' };
  const judgements = [
    { itemId: 'part/lifts', result: 'passed' },
    { itemId: 'part/roof', ...failed },
  ];
  await perform('judgeAcceptanceItems', technician, { ...acceptance, body: { judgements } });
  await perform('signAcceptance', supervisor, { ...acceptance, body: { as: 'developer', version: 2 } });
  await perform('signAcceptance', manager, { ...acceptance, body: { as: 'property-company', version: 3 } });
  await perform('closeAcceptanceItem', desk, { ...acceptance, body: { itemId: 'part/roof', method: '重做防水' } });
  await perform('listAcceptances', desk, inEstate);
  await perform('getAcceptance', desk, acceptance);
  await perform('listAcceptanceItems', desk, { ...acceptance, query: { state: 'closed', limit: '20' } });
  await perform('getAcceptanceDocument', desk, acceptance);
  return { defectId, reviewId, acceptanceId };
};
