/**
 * What a function may do with one resource, and the settings by which it finds it: given together, so that neither
 * comes without the other. Resources offer their kinds of access (`tables.tickets.readWrite`).
 */
export interface Access {
  readonly environment: Readonly<Record<string, string>>;
  readonly allow: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** A finding of the checks that this access cannot do without, and why. */
  readonly acknowledge?: { readonly id: string; readonly reason: string };
}
