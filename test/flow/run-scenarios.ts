import type { CreatedIds, Scenario } from './scenario.ts';

type Needs = Pick<Scenario, 'needs' | 'after'>;

/** The ids that the scenarios created, and the error of each that failed or was skipped. */
export interface Ran {
  readonly ids: CreatedIds;
  readonly failed: Readonly<Record<string, string>>;
}

/** Returns the names of scenarios, each after those that it names. */
function inOrder(all: ReadonlyMap<string, Needs>): ReadonlySet<string> {
  const order = new Set<string>();
  const add = (name: string) => {
    if (order.has(name)) return;
    const { needs = [], after = [] } = all.get(name) ?? {};
    for (const before of [...needs, ...after]) add(before);
    order.add(name);
  };
  for (const name of all.keys()) add(name);
  return order;
}

/**
 * Runs scenarios one after the other, each with the ids of those before it. Skips those that need one that
 * failed, and runs all others.
 */
export async function runScenarios(
  all: ReadonlyMap<string, Needs>,
  run: (name: string, ids: CreatedIds) => Promise<CreatedIds | undefined>,
): Promise<Ran> {
  const failed: Record<string, string> = {};
  let ids: CreatedIds = {};
  for (const name of inOrder(all)) {
    const missing = all.get(name)?.needs.find((one) => Object.hasOwn(failed, one));
    if (missing) failed[name] = `skipped, because the scenario of ${missing} failed`;
    else {
      try {
        ids = { ...ids, ...(await run(name, ids)) };
      } catch (error) {
        failed[name] = String(error);
      }
    }
  }
  return { ids, failed };
}
