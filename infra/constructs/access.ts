/**
 * The permissions on one resource together with the environment settings that name it. A function gets both
 * or neither. Resources offer their kinds of access (`tables.tickets.readWrite`).
 */
export interface Access {
  readonly environment: Readonly<Record<string, string>>;
  readonly allow: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** The cdk-nag findings that this access needs, with reasons. */
  readonly acknowledge?: readonly { readonly id: string; readonly reason: string }[];
}
