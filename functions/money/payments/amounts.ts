import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';

/** More than anybody pays at once, fen: sums of many stay whole. */
export const mostFen = 1_000_000_000_000;
/** An amount that moves. */
export const someFenSchema = fenSchema.min(1).max(mostFen);

/** An id that may stand in the name of an account. */
export const accountIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
