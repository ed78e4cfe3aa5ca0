import type { IConstruct } from 'constructs';

/**
 * Returns every construct of a class in the whole tree, so that dashboards need no list that could miss one.
 */
export function constructsOfType<T extends IConstruct>(
  from: IConstruct,
  kind: abstract new (...args: never[]) => T,
): readonly T[] {
  return from.node.root.node.findAll().filter((one): one is T => one instanceof kind);
}
