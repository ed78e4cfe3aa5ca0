import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { yuanText } from '../../../shared/kernel/money.ts';
import { demoPeople } from '../../local/demo-estate.ts';
import { client, estateId, heading, mailAbout, now, post, tell, thing, until } from './output.ts';

/* Electricity is prepaid. The household gets one notice when the balance is low. */

const { limei, wangfang, sunli, zhoujie } = demoPeople;
const readingsSchema = z.object({ results: z.array(z.object({ state: z.string() })) });
const noticesSchema = z.object({
  items: z.array(z.object({ levelFen: z.number(), balanceFen: z.number(), result: z.string() })),
});

/** Tops up a prepaid meter and records its readings day by day. */
export async function demoPrepaidElectricity(unitId: string | undefined): Promise<void> {
  heading('Prepaid electricity: one low-balance notice for each level');
  const began = now().toISOString();
  const { feeItemId } = await post(
    sunli,
    `/v1/fees/estates/${estateId}/fee-items`,
    {
      name: '电费',
      kind: 'metered',
      utility: 'electricity',
      nature: 'agency',
      tariff: { from: '2024-01-01', price: '0.5383', addOn: '0', ground: '居民阶梯电价第一档' },
    },
    z.object({ feeItemId: z.string() }),
  );
  const installing = { unitId, utility: 'electricity', feeItemId, prepaid: true, plate: `DB-${Date.now()}` };
  const meters = `/v1/meters/estates/${estateId}/meters`;
  // The meters context receives the price of a new fee item a moment later.
  const { body } = await until(
    () => client.send('POST', meters, { as: sunli, body: installing, key: randomUUID() }),
    ({ status }) => status === 201,
    'the meters context to receive the price',
  );
  const { meterId } = z.object({ meterId: z.string() }).parse(body);
  const day = (back: number) => new Date(now().getTime() - back * 86_400_000).toISOString();
  const way = { method: 'transfer', moneyAccount: 'icbc' };
  const paying = { payerId: limei.personId, fen: 5_710, ...way, reference: `dian-${Date.now()}`, meterId };
  await post(zhoujie, `/v1/payments/estates/${estateId}/payments`, { ...paying, occurredAt: day(3) }, thing);
  tell(`${yuanText(paying.fen)} yuan topped up by transfer, for electricity only`);
  const uses = [100, 108.91, 117.82, 126.73];
  const readings = uses.map((value, i) => ({
    meterId,
    takenAt: day(uses.length - 1 - i),
    value: value.toFixed(2),
    by: 'device',
  }));
  for (const sent of [readings, readings.toReversed()]) {
    const path = `/v1/meters/estates/${estateId}/readings`;
    const { results } = await post(wangfang, path, { readings: sent }, readingsSchema);
    tell(`${sent.length} readings sent: ${results.map(({ state }) => state).join(', ')}`);
  }
  await mailAbout('limei@residents.example', began, /\d+\.\d/);
  const list = `/v1/meters/${meterId}/low-balance-notices?limit=20`;
  const { items } = await until(
    () => client.must(noticesSchema, 'GET', list, { as: limei }),
    (found) => found.items.every(({ result }) => result !== 'sending'),
    'the mail service to report the delivery',
  );
  for (const { levelFen, balanceFen, result } of items) {
    tell(`recorded notice: below ${yuanText(levelFen)}, ${yuanText(balanceFen)} left, ${result}`);
  }
}
