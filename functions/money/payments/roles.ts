import type { Role } from '../../../shared/http/auth.ts';

/** The roles that take money. */
export const cashDesk = ['cashier', 'manager'] as const satisfies readonly Role[];
/** The roles that approve what another person requested (R20.1). */
export const approvers: readonly Role[] = ['manager', 'administrator'];
/** The staff roles that may read payments. */
export const moneyReaders: readonly Role[] = [...cashDesk, 'supervisor', 'auditor'];
