/** Returns the names of the fields that differ between `before` and `after`, in the order of `names`. */
export function changedFields<K extends string>(
  names: readonly K[],
  before: Partial<Record<K, unknown>>,
  after: Partial<Record<K, unknown>>,
): K[] {
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
