import { createHash } from 'node:crypto';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { must } from '../backend.ts';
import { announced, comparedBy, doneWith, type Files, uploadAll } from '../opening-fixtures.ts';
import { type Scenario, type ScenarioPart, upload } from '../scenario.ts';

/** Runs the operations of openings in the second estate, which has no ledger. */
const run: ScenarioPart = async ({ keeper, otherEstateId: estateId }, _, perform) => {
  const second = { ...keeper, sub: `${estateId}-signer`, personId: `${estateId}-signer` };
  const inEstate = { params: { estateId } };
  const today = dayIn('Asia/Shanghai', new Date().toISOString());
  // A month lies between the cut-over and today, so that it can be compared.
  const month = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
  const cutOverOn = addDays(`${month}-01`, -1);
  const proof = { proof: '对账单', provedOn: cutOverOn };
  const opened = async (files: Files) => {
    const body = announced(cutOverOn, files);
    const opening = await perform('createOpening', keeper, { ...inEstate, body });
    await uploadAll(opening, files);
    const ofOpening = { params: { openingId: opening.openingId } };
    await perform('validateOpening', keeper, ofOpening);
    await doneWith(keeper, opening.openingId);
    return ofOpening;
  };
  const wrong = await opened({ balances: [{ account: 'bank:icbc', debit: '10.00', credit: '' }] });
  await perform('listOpeningErrors', keeper, { ...wrong, query: { limit: '20' } });
  const right = await opened({ balances: [{ account: 'bank:icbc', debit: '10.00', credit: '', ...proof }] });
  const { openingId } = right.params;
  const { digest } = await must(keeper, 'GET', `/v1/opening/openings/${openingId}`);
  await perform('signOpening', keeper, { ...right, body: { digest } });
  await perform('signOpening', second, { ...right, body: { digest } });
  await doneWith(keeper, openingId);
  await perform('getOpening', keeper, right);
  await perform('getOpeningDocument', keeper, { ...right, query: { language: 'en' } });
  const old = Buffer.from('unit,billed,received,open\n');
  const sha256 = createHash('sha256').update(old).digest('hex');
  const file = { month, sha256, size: old.length, fileName: 'month.csv' };
  const comparison = await perform('createMonthComparison', keeper, { ...inEstate, body: file });
  await upload(comparison.uploadUrl, 'text/csv', old);
  const ofMonth = { params: { comparisonId: comparison.comparisonId } };
  await perform('runMonthComparison', keeper, { ...ofMonth, body: {} });
  await comparedBy(keeper, comparison.comparisonId);
  await perform('getMonthComparison', keeper, ofMonth);
  await perform('listMonthDifferences', keeper, { ...ofMonth, query: { limit: '20' } });
  await perform('listMonthComparisons', keeper, { ...inEstate, query: { limit: '20' } });
  await perform('listOpenings', keeper, { ...inEstate, query: { limit: '20' } });
  return { openingId };
};

export const scenario: Scenario = { needs: ['owners'], run };
