import { ask, type Body, must, runJob } from '../backend.ts';
import { meterAt, meteredItem, toppedUp } from '../meter-fixtures.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/** Runs the meter operations: meters, readings, top-ups. */
const run: ScenarioPart = async (of, ids, perform) => {
  const { stage, serial, household, personId, unitId } = of;
  await changeMoneyPolicy('Meters', { quietFrom: '20:00' }, of, perform);
  const { estate } = stage;
  const { estateId, staff } = estate;
  const { operator: desk, supervisor, manager, auditor } = staff;
  const inEstate = { params: { estateId } };
  const feeItemId = await meteredItem(estate);
  // Another meter comes first, so that the price is known.
  await meterAt(estate, unitId, feeItemId);
  const installing = { unitId, utility: 'electricity', feeItemId, prepaid: true, plate: `DB-${serial}` };
  const { meterId, version } = await perform('createMeter', manager, { ...inEstate, body: installing });
  const on = { params: { meterId } };
  await perform('changeMeter', manager, {
    ...on,
    body: { plate: `DB-${serial}`, levels: [3_000, 1_000] },
    ifMatch: version,
  });
  await perform('getMeter', household, on);
  const list = { estateId, limit: '20' };
  await perform('listMeters', desk, { query: list });
  await perform('listMeters', household, { query: { ...list, unitId } });
  await perform('listMeters', desk, { query: { ...list, updatedSince: new Date(Date.now() - 60_000).toISOString() } });

  await toppedUp(estate, {
    meterId,
    payerId: personId,
    fen: 4_000,
    at: '2025-03-01T00:00:00Z',
    reference: `cz-${meterId}`,
  });
  const read = (day: string, value: string) => ({ meterId, takenAt: `2025-03-${day}T12:00:00Z`, value, by: 'person' });
  const values = ['100', '110', '120', '400', '150', '100'];
  const readings = values.map((value, i) => read(String(i + 1).padStart(2, '0'), value));
  const { results } = await perform('recordReadings', desk, { ...inEstate, body: { readings } });
  const states = results.map(({ state }: Body) => state).join();
  if (states !== 'accepted,accepted,accepted,held,accepted,held') throw new Error(`readings were ${states}`);
  const [, , , high, , low] = results;
  await perform('listHeldReadings', desk, { query: { ...list, limit: '200' } });
  const reading = (readingId: string) => ({ params: { meterId, readingId } });
  const right = { takenAt: read('06', '160').takenAt, value: '160', by: 'person', reason: '看错' };
  await perform('correctReading', supervisor, { ...reading(low.readingId), body: right });
  await perform('listReadings', household, { ...on, query: { limit: '20' } });
  const { items } = await must(desk, 'GET', `/v1/meters/${meterId}/readings`);
  const fifth = items.find((one: Body) => one.value === '150');
  await perform('reverseReading', supervisor, { ...reading(fifth.readingId), body: { reason: '抄错表' } });
  await perform('confirmReading', supervisor, reading(high.readingId));

  await perform('getMeterBalance', household, on);
  await perform('getMeterBalance', desk, { ...on, query: { at: '2025-03-02T12:00:00Z' } });
  await perform('listBalanceHistory', household, { ...on, query: { limit: '20' } });
  await perform('listLowBalanceNotices', household, { ...on, query: { limit: '20' } });
  await runJob('meter-settlement');
  await perform('listMeterSettlements', desk, { ...on, query: { limit: '20' } });
  await perform('listMeterSettlements', household, { ...on, query: { limit: '20' } });
  await perform('listMeterEvents', auditor, { ...on, query: { limit: '200' } });
  // Readings at the key handover of a home that had no registered meters yet.
  const { handedUnitId = '' } = ids;
  const atKeys: Body[] = await until('the unmatched readings', async () => {
    const path = `/v1/meters/unmatched-readings?estateId=${estateId}&state=open&limit=200`;
    const { items: all } = await must(desk, 'GET', path);
    const found = all.filter((one: Body) => one.unitId === handedUnitId);
    return found.length === 2 && found;
  });
  await perform('listUnmatchedReadings', desk, { query: { ...list, state: 'open' } });
  const later = await meterAt(estate, handedUnitId, feeItemId, { prepaid: false });
  for (const { unmatchedId, utility } of atKeys) {
    const of = utility === 'electricity' ? { meterId: later.meterId } : {};
    await perform('settleUnmatchedReading', supervisor, {
      params: { unmatchedId },
      body: { ...of, reason: '交房后装表' },
    });
  }
  await perform('listUnmatchedReadings', desk, { query: list });
  const unknown = await ask(desk, 'GET', '/v1/meters/no-such-meter');
  if (unknown.status !== 404) throw new Error('an unknown meter was found');
  const { balanceFen } = await must(desk, 'GET', `/v1/meters/${meterId}/balance`);
  if (balanceFen >= 0) throw new Error(`balance is ${balanceFen}`);
  return { meterId, readingId: high.readingId, unmatchedId: atKeys[0]?.unmatchedId };
};

export const scenario: Scenario = { needs: ['handovers', 'fees'], run };
