import type { Role } from '../../../shared/http/auth.ts';

/** Those who take money. */
export const cashDesk = ['cashier', 'manager'] as const satisfies readonly Role[];
/** Staff who may read what was paid. */
export const moneyReaders: readonly Role[] = [...cashDesk, 'supervisor', 'auditor'];
