import type { ProcessorTime } from './backend.ts';
import { HttpClient, tokenOf } from './http-client.ts';
import { type LoggedCost, loggedCosts, spentBetween } from './logged-costs.ts';
import { nextRequest } from './measured-operation.ts';
import { operations } from './operations.ts';
import { processorBetween } from './processor-time.ts';
import type { World } from './world.ts';

/** What an operation and all that follows from it have cost, until everything rested. */
export interface Flow {
  readonly name: string;
  readonly operationId: string;
  readonly count: number;
  readonly spent: ReadonlyMap<string, LoggedCost>;
  /** Processor time in milliseconds. */
  readonly cpu: ProcessorTime;
}

const followed = [
  { name: 'open a ticket', operationId: 'openTicket', as: 'operator' },
  { name: 'reply to a ticket', operationId: 'replyToTicket', as: 'operator' },
  { name: 'take a payment', operationId: 'recordPayment', as: 'cashier' },
] as const;

const measured = new WeakMap<World, Flow[]>();

/** Measures the main flows to their end, once for each world. Billing was measured when it was entered. */
export async function flowsOf(world: World): Promise<Flow[]> {
  const known = measured.get(world);
  if (known) return known;
  const flows: Flow[] = [];
  for (const one of followed) flows.push(await follow(world, one));
  const { bills, spent, cpu } = world.seed.billing;
  flows.push({ name: 'bill a household', operationId: '', count: bills.length, spent, cpu });
  measured.set(world, flows);
  return flows;
}

async function follow(world: World, { name, operationId, as }: (typeof followed)[number]): Promise<Flow> {
  const backend = await world.backend();
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  const client = new HttpClient(backend.urls.apiUrl);
  const token = await tokenOf(backend.urls.issuerUrl, world.seed.callers[as]);
  const warm = 5;
  const count = world.effort.followed;
  const send = () => client.send(operation.ask(world.seed, nextRequest(operation)), token);
  for (let n = 0; n < warm; n += 1) await send();
  await backend.idle();
  world.say(`to its end: ${name}, ${count} times`);
  const [cpuBefore, before] = [await backend.cpu(), loggedCosts(world.stateDir)];
  for (let n = 0; n < count; n += 1) await send();
  await backend.idle();
  const [cpu, spent] = [await backend.cpu(), spentBetween(before, loggedCosts(world.stateDir))];
  client.close();
  return { name, operationId, count, spent, cpu: processorBetween(cpuBefore, cpu) };
}
