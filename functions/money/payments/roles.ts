import type { Role } from '../../../shared/http/auth.ts';

/** The roles that take money. */
export const cashDesk = ['cashier', 'manager'] as const satisfies readonly Role[];
/** The staff roles that may read payments. */
export const moneyReaders: readonly Role[] = [...cashDesk, 'supervisor', 'auditor'];
