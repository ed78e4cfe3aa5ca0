import * as z from 'zod';

/** Roles of staff. */
export const staffRoles = [
  'operator',
  'technician',
  'supervisor',
  'manager',
  'cashier',
  'administrator',
  'auditor',
] as const;
/** Roles of callers. A caller may have several. */
export const roles = ['resident', ...staffRoles] as const;
export type Role = (typeof roles)[number];

/** Roles of residents and staff, for operations whose handler decides who may see a record. */
export const everybody: readonly Role[] = [...roles];
/** The staff roles that change something. An auditor only reads. */
export const actingStaff: readonly Role[] = staffRoles.filter((role) => role !== 'auditor');
/** Roles that create, follow and close tickets. */
export const deskRoles = ['operator', 'supervisor', 'manager'] as const satisfies readonly Role[];

/** Stands for every estate of the company in a grant. */
export const everyEstate = '*';

/** A role at an estate, or at every estate. */
export interface Grant {
  readonly role: Role;
  readonly estateId: string;
}

/** Who sends a request, by the token. What they may do is in the register. */
export interface Identity {
  /** Subject of the token. */
  readonly id: string;
  /** Person id of a resident, or staff id of a staff member, in the register. */
  readonly personId: string;
}

/** What the register has about a person or staff member. */
export interface Registered {
  readonly name?: string | undefined;
  readonly grants: readonly Grant[];
}

/** Looks a person up in the register. Undefined for an id that it does not have. */
export type FindRegistered = (personId: string) => Promise<Registered | undefined>;

/** The caller of a request, with what the register grants them. */
export interface Caller extends Identity {
  readonly name: string | undefined;
  /**
   * Their roles at the estate that the request has entered. Before that, only roles that they have at each of
   * their estates: what is decided too early is decided against them.
   */
  readonly roles: readonly Role[];
  /** Everything that the register grants them. */
  readonly grants?: readonly Grant[];
  /** The estates in which they have a role that the operation allows; `*` stands for all. */
  readonly estates: readonly string[];
  /** Leaves the caller only the roles that they have at this estate, too. */
  readonly enter?: (estateId: string) => void;
  /** Returns true when they have any role at the estate. */
  readonly knows?: (estateId: string) => boolean;
}

/** A caller whose roles depend on the estate that the request is about. */
class GrantedCaller implements Caller {
  readonly id: string;
  readonly personId: string;
  readonly name: string | undefined;
  readonly estates: readonly string[];
  readonly grants: readonly Grant[];
  readonly #entered: string[] = [];

  constructor({ id, personId }: Identity, { name, grants }: Registered, allow: readonly Role[]) {
    this.id = id;
    this.personId = personId;
    this.name = name;
    this.grants = grants;
    this.estates = [...new Set(grants.filter(({ role }) => allow.includes(role)).map(({ estateId }) => estateId))];
  }

  get roles(): readonly Role[] {
    const estates = this.#entered.length > 0 ? this.#entered : this.grants.map(({ estateId }) => estateId);
    return roles.filter(
      (role) => estates.length > 0 && estates.every((estateId) => isGranted(this.grants, role, estateId)),
    );
  }

  enter(estateId: string): void {
    if (!this.#entered.includes(estateId)) this.#entered.push(estateId);
  }

  knows(estateId: string): boolean {
    return this.grants.some((grant) => grant.estateId === estateId);
  }
}

/** Returns true when one of the grants is the role at the estate. */
export function isGranted(grants: readonly Grant[], role: Role, estateId: string): boolean {
  return grants.some((one) => one.role === role && (one.estateId === estateId || one.estateId === everyEstate));
}

/** Returns the caller of an operation that allows some roles. */
export function callerOf(identity: Identity, registered: Registered, allow: readonly Role[] = everybody): Caller {
  return new GrantedCaller(identity, registered, allow);
}

const claimsSchema = z.looseObject({
  sub: z.string(),
  // Cognito marks its access tokens, which name no person. Other issuers need not mark theirs.
  token_use: z.literal('id').optional(),
  'custom:personId': z.string().optional(),
});

/** Returns whom JWT claims name, or undefined if they are malformed or of an access token. */
export function identityFromClaims(claims: unknown): Identity | undefined {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub: id, 'custom:personId': personId = id } = parsed.data;
  return { id, personId };
}

/** Tells whether the caller has one of the roles. */
export function hasRole(caller: Pick<Caller, 'roles'>, ...wanted: readonly Role[]): boolean {
  return caller.roles.some((role) => wanted.includes(role));
}

/** Tells whether the caller has a role of staff. */
export function isStaff(caller: Pick<Caller, 'roles'>): boolean {
  return hasRole(caller, ...staffRoles);
}

/** Tells whether the caller works anywhere: for lists that name no estate. */
export function worksSomewhere(caller: Pick<Caller, 'roles' | 'grants'>): boolean {
  return isStaff(caller) || (caller.grants ?? []).some(({ role }) => role !== 'resident');
}

/** Tells whether the operation may reach an estate for the caller. */
export function reaches(caller: Pick<Caller, 'estates'>, estateId: string): boolean {
  return caller.estates.includes(estateId) || caller.estates.includes(everyEstate);
}
