import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { must } from '../backend.ts';
import { announced, doneWith, type Files, uploadAll } from '../opening-fixtures.ts';
import type { Scenario, ScenarioPart } from '../scenario.ts';

/** Runs the operations of openings in the second estate, which has no ledger. */
const run: ScenarioPart = async ({ keeper, otherEstateId: estateId }, _, perform) => {
  const second = { ...keeper, sub: `${estateId}-signer`, personId: `${estateId}-signer` };
  const inEstate = { params: { estateId } };
  const today = dayIn('Asia/Shanghai', new Date().toISOString());
  const cutOverOn = addDays(`${today.slice(0, 7)}-01`, -1);
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
  await perform('listOpenings', keeper, { ...inEstate, query: { limit: '20' } });
  return { openingId };
};

export const scenario: Scenario = { needs: ['owners'], run };
