import type { Role } from '../../../shared/http/auth.ts';

/** The roles that prepare and sign an opening. A cashier does neither (R20.1). */
export const signers: readonly Role[] = ['manager', 'administrator'];
/** The roles that read one. */
export const readers: readonly Role[] = [...signers, 'auditor'];
