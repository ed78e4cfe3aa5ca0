import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { type ApiClient, type Caller, headOffice, staffOf } from '../../../api-client/api-client.ts';
import { seeded } from '../../simulate/seeded.ts';
import { billFen, covers, type Move, preparations, thefts } from './thefts.ts';
import { type Scene, Trial } from './trial.ts';
import { readRecords, whatShows } from './what-shows.ts';

/** A sequence that was tried: what it took, and what shows of it. */
export interface Tried {
  readonly take: string;
  readonly takenFen: number;
  readonly steps: readonly string[];
  readonly shows: readonly string[];
}

const idSchema = z.looseObject({});
const itemSchema = z.object({ feeItemId: z.string() });
const unitSchema = z.object({ unitId: z.string() });
const runSchema = z.object({ runId: z.string(), state: z.string() });
const billSchema = z.looseObject({ billId: z.string(), payerId: z.string() });

interface Plan {
  readonly moves: readonly Move[];
  readonly take: Move;
}

/**
 * Returns the sequences to try, each way of taking once before any twice: preparation, situation, taking,
 * covering; two coverings one after the other.
 */
function plansOf(seed: number, most: number): Plan[] {
  const plans = preparations.flatMap((before) =>
    thefts.flatMap(({ situation, takes, isCoverable }) =>
      takes.flatMap((take) => {
        const after = isCoverable
          ? covers.flatMap((one) => (one === covers[0] ? [[one]] : [[one], [covers[2] ?? one, one]]))
          : [[]];
        return after.map((covering) => ({ take, moves: [situation, before, take, ...covering] }));
      }),
    ),
  );
  const random = seeded(seed);
  const shuffled = plans
    .map((plan) => ({ plan, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ plan }) => plan);
  const firsts = new Set(new Map(shuffled.toReversed().map((plan) => [plan.take, plan])).values());
  return [...firsts, ...shuffled.filter((plan) => !firsts.has(plan))].slice(0, most);
}

/**
 * Creates an estate with honest people, and one or two dishonest ones for each plan. Each payer has a bill.
 */
async function enterScene(
  client: ApiClient,
  of: { code: string; roles: readonly string[]; plans: number; seed: number },
) {
  const estateId = `theft-${of.code.toLowerCase()}`;
  const staff = (role: string, name = role) => staffOf(estateId, role, name);
  const administrator = staff('administrator');
  let nth = 0;
  const post = <S extends z.ZodType>(schema: S, as: Caller, path: string, body: object): Promise<z.output<S>> => {
    nth += 1;
    return client.must(schema, 'POST', path, { as, body, key: `${estateId}-enter-${nth}` });
  };
  const estate = {
    estateId,
    code: of.code,
    name: `${of.code}花园`,
    language: 'zh-CN',
    calendar: stateCouncilCalendar('Asia/Shanghai'),
  };
  await post(idSchema, headOffice, '/v1/estates', estate);
  const hire = async (one: Caller): Promise<Caller> => {
    await client.hire(one);
    if (one.roles.some((role) => ['cashier', 'manager'].includes(role))) await client.openDrawer(one, estateId);
    return one;
  };
  await hire(administrator);
  const manager = await hire(staff('manager'));
  const honestCashier = await hire(staff('cashier'));
  const auditor = await hire(staff('auditor'));
  const tariff = { from: '2020-01-01', price: (billFen / 100).toFixed(2), addOn: '0', ground: '物业服务合同' };
  const item = { name: '物业费', kind: 'fixed', tariff };
  const { feeItemId } = await post(itemSchema, manager, `/v1/fees/estates/${estateId}/fee-items`, item);
  const scene: Scene = { client, estateId, honestCashier, manager, auditor, administrator, feeItemId };
  const [role = 'cashier', helper] = of.roles;
  const resident = async (payerId: string) => {
    const person = { personId: payerId, name: '业主', language: 'zh-CN', email: `${payerId}@residents.example` };
    await post(idSchema, administrator, `/v1/estates/${estateId}/persons`, person);
    const unit = { label: payerId.slice(estateId.length + 1), building: '1栋', area: '89.37', use: 'dwelling' };
    const { unitId } = await post(unitSchema, administrator, `/v1/estates/${estateId}/units`, unit);
    const tenure = { personId: payerId, role: 'owner', from: '2024-06-30' };
    await post(idSchema, administrator, `/v1/units/${unitId}/tenures`, tenure);
  };
  const trials: Trial[] = [];
  for (let one = 0; one < of.plans; one += 1) {
    const name = `${of.code}${one}`;
    const [payerId, friendId] = [`${estateId}-payer-${one}`, `${estateId}-friend-${one}`];
    const [thief, second] = [staff(role, `thief-${one}`), helper ? staff(helper, `helper-${one}`) : undefined];
    await Promise.all([resident(payerId), resident(friendId), hire(thief), ...(second ? [hire(second)] : [])]);
    trials.push(new Trial({ scene, name, thief, second: second ?? thief, payerId, friendId }));
  }
  const dueOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const run = { period: { from: '2026-09', months: 1 }, feeItemIds: [feeItemId], dueOn };
  const { runId } = await post(runSchema, manager, `/v1/fees/estates/${estateId}/billing-runs`, run);
  const reaches = async (state: string) => {
    while ((await client.must(runSchema, 'GET', `/v1/fees/billing-runs/${runId}`, { as: manager })).state !== state)
      await wait(100);
  };
  await reaches('drafted');
  await post(idSchema, manager, `/v1/fees/billing-runs/${runId}/publish`, {});
  await reaches('published');
  const bills = await client.whole(billSchema, `/v1/fees/bills?estateId=${estateId}`, auditor);
  const billOf = new Map(bills.map(({ payerId, billId }) => [payerId, billId]));
  for (const trial of trials) {
    trial.billId = billOf.get(trial.payerId) ?? '';
    trial.friendBillId = billOf.get(trial.friendId) ?? '';
  }
  return { scene, trials };
}

/**
 * Tries the sequences of one role, or of two people (`cashier+manager`), each with people and bills of its
 * own.
 */
export async function searchThefts(
  client: ApiClient,
  of: { who: string; nth: number; seed: number; most: number; idle: (about: readonly string[]) => Promise<void> },
): Promise<Tried[]> {
  const plans = plansOf(of.seed, of.most);
  const code = `T${String.fromCharCode(65 + of.nth)}${String.fromCharCode(65 + (of.seed % 26))}`;
  const { scene, trials } = await enterScene(client, {
    code,
    roles: of.who.split('+'),
    plans: plans.length,
    seed: of.seed,
  });
  await of.idle([scene.estateId]);
  const policies = await keptPolicies(scene);
  for (const [nth, trial] of trials.entries()) {
    for (const one of plans[nth]?.moves ?? []) await one.run(trial);
    // A raised limit is for this trial only.
    if (trial.steps.some((step) => step === 'approves the limits')) await restorePolicies(scene, policies);
  }
  await of.idle([scene.estateId]);
  const records = await readRecords({ scene });
  const tried: Tried[] = [];
  for (const [nth, trial] of trials.entries()) {
    const shows = await whatShows(trial, records);
    const take = plans[nth]?.take.name ?? '';
    tried.push({ take, takenFen: trial.inHandFen, steps: [take, ...trial.steps], shows });
  }
  return tried;
}

const policySchema = z.looseObject({ version: z.number(), estateId: z.string() });
const contexts = ['payments', 'fees'];

async function keptPolicies({ client, estateId, manager: as }: Scene): Promise<Map<string, object>> {
  const kept = new Map<string, object>();
  for (const context of contexts) {
    const {
      version: _version,
      estateId: _,
      ...policy
    } = await client.must(policySchema, 'GET', `/v1/${context}/policies/${estateId}`, { as });
    kept.set(context, policy);
  }
  return kept;
}

async function restorePolicies(
  { client, estateId, manager: as }: Scene,
  kept: ReadonlyMap<string, object>,
): Promise<void> {
  for (const [context, body] of kept) {
    const path = `/v1/${context}/policies/${estateId}`;
    const { version } = await client.must(policySchema, 'GET', path, { as });
    // What was raised is lowered again, which one person may do.
    await client.must(z.unknown(), 'PUT', path, { as, ifMatch: version, body: { ...body, reason: '恢复限额' } });
  }
}
