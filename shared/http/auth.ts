import * as z from 'zod';

/** Roles of the people who call (duties, "Who does them"). A caller may have several. */
export const roles = [
  'resident',
  'operator',
  'technician',
  'supervisor',
  'manager',
  'cashier',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** Roles of staff. */
export const staffRoles = [
  'operator',
  'technician',
  'supervisor',
  'manager',
  'cashier',
  'administrator',
  'auditor',
] as const satisfies readonly Role[];
/** Residents and staff: whoever may see a thing at all; which of them, the thing decides. */
export const everybody: readonly Role[] = ['resident', ...staffRoles];
/** Those who take, follow and close tickets. */
export const deskRoles = ['operator', 'supervisor', 'manager'] as const satisfies readonly Role[];

/** Who calls, read from the claims that the gateway has checked. */
export interface Caller {
  /** Subject of the token. */
  id: string;
  /** The resident's person id or the staff member's staff id in the register. */
  personId: string;
  name: string | undefined;
  roles: readonly Role[];
  estates: readonly string[];
}

/** API Gateway flattens array claims to `[a b]`; OIDC issuers send arrays or words: all three are read. */
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
  name: z.string().optional(),
  'cognito:groups': z.unknown().optional(),
  'custom:personId': z.string().optional(),
  'custom:estates': z.unknown().optional(),
});

/** Caller of the request from the JWT claims, or undefined when they are not those of a token of ours. */
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

/** True when the caller has one of the roles. */
export function hasRole(caller: Caller, ...wanted: readonly Role[]): boolean {
  return caller.roles.some((role) => wanted.includes(role));
}

/** A member of staff, as against somebody who only is a resident. */
export function isStaff(caller: Caller): boolean {
  return hasRole(caller, ...staffRoles);
}
