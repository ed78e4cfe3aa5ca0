import type { Caller } from '../../infra/api-client/api-client.ts';
import { contexts } from '../../infra/contexts.ts';
import { must } from './backend.ts';
import { pathOf, routeOf } from './every-route.ts';
import { type Ran, runScenarios } from './run-scenarios.ts';
import type { Asking, Perform, Scenario, Stage, TestPerson } from './scenario.ts';

/** Loads the scenario of each context. One that cannot be loaded fails when it runs. */
async function scenarios(): Promise<ReadonlyMap<string, Scenario>> {
  const load = async (name: string): Promise<[string, Scenario]> => {
    try {
      const { scenario } = await import(`./scenarios/${name}.ts`);
      return [name, scenario];
    } catch (error) {
      return [name, { needs: [], run: () => Promise.reject(error) }];
    }
  };
  return new Map(await Promise.all(contexts.map(({ name }) => load(name))));
}

/**
 * Runs the scenario of every context, in the order of a household's life: register, tickets, repair, survey,
 * notices, handover, money. Skips scenarios that need one that failed. `serial` (0-675) must be unique for
 * each run in an estate.
 */
export async function runEveryOperation(
  stage: Stage,
  serial: number,
  perform: Perform,
  someone?: TestPerson,
): Promise<Ran> {
  const { estateId, staff } = stage.estate;
  const personId = `${estateId}-life-${serial}`;
  const otherEstateId = `${estateId}-${serial}`;
  const household: Caller = { sub: personId, personId, roles: ['resident'], estates: [estateId] };
  const keeper: Caller = {
    ...staff.administrator,
    sub: otherEstateId,
    personId: otherEstateId,
    estates: [otherEstateId],
  };
  const person = someone ?? { name: '林女士', email: `${personId}@residents.example`, phone: '13800138000' };
  const of = { stage, serial, person, household, personId, keeper, otherEstateId };
  const all = await scenarios();
  return runScenarios(all, async (name, ids) => all.get(name)?.run({ ...of, unitId: ids.unitId ?? '' }, ids, perform));
}

/** Returns the route, path, body and headers of a request for an operation. */
export function requestOf(operationId: string, { params = {}, query, body, ifMatch, headers }: Asking) {
  const route = routeOf(operationId);
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const sent = body ?? (route.method === 'POST' ? {} : undefined);
  const more = { ...(route.ifMatch && ifMatch !== undefined && { ifMatch }), ...(headers && { headers }) };
  return { route, path: pathOf(route, params) + search, body: sent, more };
}

/** Performs an operation without further checks. */
export const plainly: Perform = (operationId, as, asking = {}) => {
  const { route, path, body, more } = requestOf(operationId, asking);
  return must(route.allow === 'public' ? undefined : as, route.method, path, body, more);
};
