import type { Stretch } from './table.ts';

/** The stages of a record in the order in which lists show them, each with its states. */
type Stages<S extends string, T extends string> = Readonly<Record<S, readonly T[]>>;

/** Returns the stage of a state. @throws Error when it is in none. */
export function stageIn<S extends string, T extends string>(stages: Stages<S, T>, state: NoInfer<T>): S {
  for (const stage in stages) if (stages[stage].includes(state)) return stage;
  throw new Error(`the state ${state} is in no stage`);
}

/**
 * Returns the stretches of a list by stage, of all stages or of those with the states `wanted`. The first
 * stage is in ascending order, such as by due time; the others have the latest first. A state is filtered
 * only where others of its stage are not wanted.
 */
export function byStage<S extends string, T extends string>(
  stages: Stages<S, T>,
  field: 'state' | 'status',
  wanted: readonly NoInfer<T>[] | undefined,
  listing: (stage: S) => Stretch,
): Stretch[] {
  const stretches: Stretch[] = [];
  let isFirst = true;
  for (const stage in stages) {
    const chosen = stages[stage].filter((state) => wanted?.includes(state) ?? true);
    const of = listing(stage);
    const where = chosen.length < stages[stage].length && { [field]: chosen };
    if (chosen.length > 0) stretches.push({ ...of, descending: !isFirst, where: { ...of.where, ...where } });
    isFirst = false;
  }
  return stretches;
}

/**
 * Returns the stretches of a list whose sort key begins with the state: one for each state wanted in their
 * order, or the whole list.
 */
export function inStates(listing: Stretch, wanted: readonly string[] | undefined): Stretch[] {
  if (!wanted) return [listing];
  return [...new Set(wanted)].map((state) => ({ ...listing, sort: { beginsWith: `${state}#` } }));
}
