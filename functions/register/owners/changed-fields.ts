/** Names of the fields that the two have otherwise, in the order of `names`; none when nothing changed. */
export function changedFields<K extends string>(
  names: readonly K[],
  before: Partial<Record<K, unknown>>,
  after: Partial<Record<K, unknown>>,
): K[] {
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
