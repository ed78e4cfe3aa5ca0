import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { yuanText } from '../../../shared/kernel/money.ts';
import { demoPeople } from '../../local/demo-estate.ts';
import { apiUrl, client, estateId, heading, linkMailedTo, now, post, tell, thing, until } from './output.ts';

/* Handover of new homes: the letter and its page, the day, the keys, and a warranty decision afterwards. */

const { limei, wangfang, zhangqiang, zhoujie, sunli, wuhao, hejing } = demoPeople;
const zone = 'Asia/Shanghai';
const day = (days: number) =>
  Temporal.Instant.fromEpochMilliseconds(now().getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days })
    .toString();
const handoverSchema = z.object({
  handoverId: z.string(),
  state: z.string(),
  version: z.number(),
  booking: z.object({ code: z.string() }).optional(),
});
const gatesSchema = z.object({
  gates: z.array(
    z.object({ gate: z.string(), ground: z.string(), passed: z.boolean(), missing: z.array(z.string()).optional() }),
  ),
});
const slotsSchema = z.object({ items: z.array(z.object({ slotId: z.string(), to: z.string() })) });
const ticketSchema = z.object({
  number: z.string(),
  responsible: z.string().optional(),
  offer: z.object({ to: z.string() }).optional(),
  warranty: z.object({ payer: z.string(), why: z.string(), until: z.string().optional() }).optional(),
});

/** Creates a building with one home that Li Mei has bought. Returns the unit's id. */
async function bought(building: string): Promise<string> {
  const unit = { label: `${building}0801`, building, area: '89.37', use: 'dwelling' };
  const { unitId } = await post(wuhao, `/v1/estates/${estateId}/units`, unit, z.object({ unitId: z.string() }));
  const tenure = { personId: limei.personId, role: 'owner', from: day(-30) };
  await post(wuhao, `/v1/units/${unitId}/tenures`, tenure, thing);
  return unitId;
}

/** Creates a handover phase of one building and plans its day. Returns the phase's id. */
async function phaseOf(building: string, from: string, hours: { from: string; to: string }): Promise<string> {
  const details = {
    name: `${building}交付`,
    buildings: [building],
    acceptedOn: day(-90),
    filing: '备字2026-018',
    from,
    to: from,
    managerId: sunli.personId,
  };
  const phases = `/v1/handovers/estates/${estateId}/phases`;
  const { phaseId } = await post(sunli, phases, details, z.object({ phaseId: z.string() }));
  await reaches(phaseId, 'planned');
  const stations = [{ name: '1号台', staff: [hejing.personId], capacity: 1 }];
  const days = [{ day: from, hours: [hours], minutes: 30, stations }];
  await post(sunli, `/v1/handovers/phases/${phaseId}/days`, { days }, thing);
  return phaseId;
}

function reaches(phaseId: string, state: string) {
  const schema = z.object({ state: z.string() });
  const read = () => client.must(schema, 'GET', `/v1/handovers/phases/${phaseId}`, { as: sunli });
  return until(read, (phase) => phase.state === state, `the phase to be ${state}`);
}

async function homeOf(phaseId: string) {
  const path = `/v1/handovers?estateId=${estateId}&phaseId=${phaseId}`;
  const [home] = (await client.must(z.object({ items: z.array(handoverSchema) }), 'GET', path, { as: sunli })).items;
  if (!home) throw new Error('The phase has no home.');
  return home;
}

/** Sends the letter, and books a time on the page behind its link. */
async function demoNotice(building: string): Promise<void> {
  heading('A handover is announced: the buyer gets a letter and books a time on a page');
  const began = now().toISOString();
  await bought(building);
  const phaseId = await phaseOf(building, day(14), { from: '09:00', to: '11:00' });
  await post(sunli, `/v1/handovers/phases/${phaseId}/announce`, {}, thing);
  await reaches(phaseId, 'announced');
  const link = await linkMailedTo('limei@residents.example', 'handovers', began);
  const slots = await client.must(slotsSchema, 'GET', `/v1/handovers/phases/${phaseId}/slots?limit=20`, { as: sunli });
  const slot = slots.items[1]?.slotId ?? '';
  const reply = await fetch(link, { method: 'POST', body: new URLSearchParams({ action: 'book', slot }) });
  const home = await homeOf(phaseId);
  tell(`the page behind the link accepts the booking (${reply.status}): ${home.state}, code ${home.booking?.code}`);
}

/**
 * Hands over a home: check-in, inspection, rectification, reinspection, signature, keys.
 * Returns the unit's id.
 */
async function demoKeys(building: string): Promise<string> {
  heading('The handover day: no keys before every gate is passed, each with its legal ground');
  const unitId = await bought(building);
  // The last slot ends with the day, so that the demo finds one at any hour.
  const phaseId = await phaseOf(building, day(0), { from: '00:29', to: '23:59' });
  const posted = new Date(now().getTime() - 20 * 86_400_000).toISOString();
  await post(sunli, `/v1/handovers/phases/${phaseId}/announce`, { method: 'post', occurredAt: posted }, thing);
  await reaches(phaseId, 'announced');
  const { handoverId } = await homeOf(phaseId);
  const path = `/v1/handovers/${handoverId}`;
  const slots = await client.must(slotsSchema, 'GET', `/v1/handovers/phases/${phaseId}/slots?limit=200`, { as: sunli });
  const running = slots.items.find(({ to }) => Date.parse(to) > now().getTime())?.slotId;
  const { booking } = await post(wangfang, `${path}/book`, { slotId: running }, handoverSchema);
  const identity = { as: 'owner' };
  await post(wangfang, `/v1/handovers/phases/${phaseId}/check-in`, { code: booking?.code, identity }, thing);
  const keys = { takenBy: limei.name, items: [{ what: '入户门钥匙', count: 5 }], readings: { electricity: '3.2' } };
  const early = await client.send('POST', `${path}/give-keys`, {
    as: wangfang,
    body: keys,
    key: `early-${handoverId}`,
  });
  const { gates } = await client.must(gatesSchema, 'GET', `${path}/gates`, { as: limei });
  tell(`keys before the gates are refused: ${early.status}`);
  for (const { gate, ground, passed } of gates) tell(`  ${passed ? 'passed' : 'open  '} ${gate.padEnd(17)} ${ground}`);

  const at = () => now().toISOString();
  const floor = { itemId: 'kitchen/floor', room: 'kitchen', part: 'floors', trade: 'masonry' };
  const found = { ...floor, kind: 'failed', note: '地砖空鼓', severity: 'minor', liable: 'contractor' };
  const send = (batchId: string, record: object) => {
    const body = { batchId, checklistVersion: 1, records: [{ recordId: batchId, at: at(), photos: [], ...record }] };
    return post(hejing, `${path}/inspection-batches`, body, thing);
  };
  const seen = { ...found, contractor: '城建一公司', at: at() };
  await send('walk', seen);
  await send('walk', seen);
  const defects = z.object({ items: z.array(z.object({ defectId: z.string(), dueOn: z.string() })) });
  const { items } = await client.must(defects, 'GET', `${path}/defects`, { as: wangfang });
  tell(`the phone sent the inspection twice: ${items.length} defect, due ${items[0]?.dueOn}`);
  const proof = { what: '重新铺贴', proof: ['before-and-after'] };
  await post(zhangqiang, `/v1/handovers/defects/${items[0]?.defectId}/rectify`, proof, thing);
  await send('again', { kind: 'reinspected', itemId: floor.itemId, result: 'closed', findings: '已修好' });
  const papers = gates.find(({ gate }) => gate === 'documents')?.missing ?? [];
  await post(wangfang, `${path}/hand-over-documents`, { papers }, thing);
  const fund = { receipt: `WX-${handoverId}`, fen: 1_286_928, paidOn: day(-10) };
  await post(zhoujie, `${path}/fund-receipt`, fund, thing);
  const areas = { contract: '89.00', registered: '89.37', price: '20000' };
  const settled = z.object({ area: z.object({ buyerPaysFen: z.number() }) });
  const { area } = await post(wangfang, `${path}/assess-area`, areas, settled);
  await post(zhoujie, `${path}/pay-area`, { paidOn: day(-1), receipt: `MJ-${handoverId}` }, thing);
  tell(`the home is 0.37 m² larger than in the contract: the buyer paid ${yuanText(area.buyerPaysFen)} yuan`);
  const { version } = await client.must(handoverSchema, 'GET', path, { as: wangfang });
  const signing = { as: 'owner', version, readings: keys.readings, signature: 'on-paper' };
  await post(wangfang, `${path}/sign`, signing, thing);
  const { state } = await post(wangfang, `${path}/give-keys`, keys, handoverSchema);
  tell(`signed, then keys given: ${state}; sheet to print: GET ${apiUrl}${path}/sheet`);
  return unitId;
}

/** Hands over homes of two buildings, and reports a leak afterwards. */
export async function demoHandover(): Promise<void> {
  const tag = Date.now().toString(36);
  await demoNotice(`新${tag}A座`);
  const unitId = await demoKeys(`新${tag}B座`);

  heading('A pipe leaks afterwards: the warranty decides who pays');
  const leak = { estateId, unitId, type: 'repair', channel: 'app', category: 'home/water', title: '厨房水管渗水' };
  const { ticketId } = await post(limei, '/v1/tickets', leak, z.object({ ticketId: z.string() }));
  const ticket = await until(
    () => client.must(ticketSchema, 'GET', `/v1/tickets/${ticketId}`, { as: wangfang }),
    (now) => now.warranty !== undefined,
    'the warranty decision',
  );
  const { payer, why, until: last } = ticket.warranty ?? { payer: 'nobody', why: '' };
  tell(
    `${ticket.number}: ${payer} pays (${why}, until ${last}); responsible: ${ticket.responsible}, until the ${ticket.offer?.to} takes it over`,
  );
}
