import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ApiClient, type Caller, staffOf } from '../../api-client/api-client.ts';
import { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { demoEstateId, demoPeople, enterDemoEstate } from '../../local/demo-estate.ts';
import { flat } from '../../local/gateway.ts';
import { Month } from '../simulate/billing-month.ts';
import { HandoverPhase } from '../simulate/handover-phase.ts';
import type { Flat } from '../simulate/register-of-blocks.ts';
import type { Backend, ProcessorTime } from './backend.ts';
import type { Claims } from './handlers.ts';
import { type LoggedCost, loggedCosts, spentBetween } from './logged-costs.ts';
import { processorBetween } from './processor-time.ts';

const ticketSchema = z.object({ ticketId: z.string() });
const billSchema = z.object({ billId: z.string(), payerId: z.string(), unitId: z.string(), fen: z.number() });
export type SeededBill = z.infer<typeof billSchema>;

/** Ids of the records that the measured operations need. */
export interface Seed {
  readonly estateId: string;
  readonly ticketIds: readonly string[];
  readonly billing: {
    readonly estateId: string;
    readonly feeItemIds: readonly string[];
    readonly bills: readonly SeededBill[];
    /** What billing the month has cost, with all that followed. */
    readonly spent: ReadonlyMap<string, LoggedCost>;
    readonly cpu: ProcessorTime;
  };
  readonly handovers: {
    readonly estateId: string;
    readonly phaseId: string;
    readonly handoverIds: readonly string[];
    readonly slotIds: readonly string[];
  };
  readonly callers: Readonly<Record<'operator' | 'cashier' | 'desk', Caller>>;
  readonly claims: Readonly<Record<'operator' | 'cashier' | 'desk', Claims>>;
}

/** The size of the estates. */
export interface Sizes {
  readonly tickets: number;
  readonly units: number;
  readonly homes: number;
}

/**
 * A complaint about parking that the desk enters, whose requester is told by e-mail that it arrived.
 * Residents could not enter as many (`shared/http/call-limits.ts`).
 */
export function complaint(nth: number): object {
  return {
    estateId: demoEstateId,
    type: 'complaint',
    channel: 'hotline',
    category: 'parking',
    title: `车位被占 ${nth}`,
    description: '昨晚八点回来，我的车位上停着一辆不认识的白色轿车，保安说不知道是谁的。请帮忙联系车主挪车，谢谢。',
    requester: { personId: 'limei' },
  };
}

/** Returns flats of a made-up block. Every second owner has an e-mail address: those whose key ends in 50. */
function flatsOf(count: number): Flat[] {
  return Array.from({ length: count }, (_, nth) => {
    const floor = 1 + Math.floor(nth / 12);
    const label = `Block 1 #${String(floor).padStart(3, '0')}-${String(1 + (nth % 12)).padStart(2, '0')}`;
    const owners = [{ key: nth % 2 === 0 ? `O${nth}50` : `O${nth}1`, from: '2024-06-30' }];
    return { label, building: 'Block 1', floor, area: (60 + (nth % 60)).toFixed(2), owners };
  });
}

const tokenSchema = z.object({ id_token: z.string() });

/** Returns the claims of a caller, from a token of the local issuer. */
async function claimsOf(issuerUrl: string, caller: Caller): Promise<Claims> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${issuerUrl}/token`, { method: 'POST', headers, body: JSON.stringify(caller) });
  const [, payload = ''] = tokenSchema.parse(await reply.json()).id_token.split('.');
  return flat(z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))));
}

/** Bills a month of an estate and publishes it. */
async function billMonth(
  client: ApiClient,
  backend: Backend,
  stateDir: string,
  units: number,
): Promise<Seed['billing']> {
  const month = new Month(client, 'BM');
  const feeItemIds = await month.setUp(flatsOf(units));
  await backend.idle();
  const [cpuBefore, before] = [await backend.cpu(), loggedCosts(stateDir)];
  const opened = await month.open(feeItemIds, false, '2030-12-31');
  await month.follow('Billing', opened, 'drafting', units);
  await month.publish(opened.runId);
  await month.follow('Publishing', opened, 'publishing', units);
  await backend.idle();
  const [cpu, spent] = [processorBetween(cpuBefore, await backend.cpu()), spentBetween(before, loggedCosts(stateDir))];
  const { estateId } = month;
  const path = `/v1/fees/billing-runs/${opened.runId}/bills`;
  const bills = await client.whole(billSchema, path, staffOf(estateId, 'administrator'));
  return { estateId, feeItemIds, bills, spent, cpu };
}

/** Plans a handover phase and announces it. */
async function announcePhase(client: ApiClient, backend: Backend, homes: number): Promise<Seed['handovers']> {
  const clock = new LocalClockClient(backend.urls);
  const phase = new HandoverPhase(client, clock, { code: 'BH', homes });
  const flats = flatsOf(homes);
  await phase.register(flats);
  await phase.plan(flats);
  await phase.announce(homes);
  await backend.idle();
  const handoverIds = (await phase.handovers()).map(({ handoverId }) => handoverId);
  const slotIds = (await phase.slots()).map(({ slotId }) => slotId);
  for (const [nth, handoverId] of handoverIds.entries()) {
    const slotId = slotIds[nth % slotIds.length];
    await phase.post(z.unknown(), `/v1/handovers/${handoverId}/book`, `book-${nth}`, { slotId }, phase.desk);
  }
  await backend.idle();
  return { estateId: phase.estateId, phaseId: phase.phaseId, handoverIds, slotIds };
}

/** Enters the records that the measured operations need, through the API. */
export async function seedRecords(backend: Backend, stateDir: string, sizes: Sizes): Promise<Seed> {
  const client = new ApiClient(backend.urls);
  await enterDemoEstate(client);
  const ticketIds: string[] = [];
  for (let nth = 0; nth < sizes.tickets; nth += 1) {
    const send = { as: demoPeople.wangfang, key: randomUUID(), body: complaint(nth) };
    ticketIds.push((await client.must(ticketSchema, 'POST', '/v1/tickets', send)).ticketId);
  }
  const billing = await billMonth(client, backend, stateDir, sizes.units);
  const handovers = await announcePhase(client, backend, sizes.homes);
  await backend.idle();
  const callers = {
    operator: demoPeople.wangfang,
    cashier: staffOf(billing.estateId, 'cashier'),
    desk: staffOf(handovers.estateId, 'operator'),
  };
  await client.openDrawer(callers.cashier, billing.estateId);
  const claims = (who: keyof typeof callers) => claimsOf(backend.urls.issuerUrl, callers[who]);
  return {
    estateId: demoEstateId,
    ticketIds,
    billing,
    handovers,
    callers,
    claims: {
      operator: await claims('operator'),
      cashier: await claims('cashier'),
      desk: await claims('desk'),
    },
  };
}
