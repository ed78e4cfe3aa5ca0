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
/** Roles that create, follow and close tickets. */
export const deskRoles = ['operator', 'supervisor', 'manager'] as const satisfies readonly Role[];

/** Caller of a request, read from the claims that the gateway has checked. */
export interface Caller {
  /** Subject of the token. */
  id: string;
  /** Person id of a resident or staff id of a staff member in the register. */
  personId: string;
  name: string | undefined;
  roles: readonly Role[];
  estates: readonly string[];
}

/** Returns the words of a claim: an array, words in a string, or `[a b]`, as API Gateway flattens arrays. */
function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string'
    ? value
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/)
        .filter(Boolean)
    : [];
}

const claimsSchema = z.looseObject({
  sub: z.string(),
  // Cognito marks its access tokens, which name no estates and no person. Other issuers need not mark theirs.
  token_use: z.literal('id').optional(),
  name: z.string().optional(),
  'cognito:groups': z.unknown().optional(),
  'custom:personId': z.string().optional(),
  'custom:estates': z.unknown().optional(),
});

/** Returns the caller from JWT claims, or undefined if they are malformed or of an access token. */
export function callerFromClaims(claims: unknown): Caller | undefined {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return undefined;
  const groups = words(parsed.data['cognito:groups']);
  return {
    id: parsed.data.sub,
    personId: parsed.data['custom:personId'] ?? parsed.data.sub,
    name: parsed.data.name,
    roles: roles.filter((role) => groups.includes(role)),
    estates: words(parsed.data['custom:estates']),
  };
}

/** Tells whether the caller has one of the roles. */
export function hasRole(caller: Caller, ...wanted: readonly Role[]): boolean {
  return caller.roles.some((role) => wanted.includes(role));
}

/** Tells whether the caller has a role of staff. */
export function isStaff(caller: Caller): boolean {
  return hasRole(caller, ...staffRoles);
}
