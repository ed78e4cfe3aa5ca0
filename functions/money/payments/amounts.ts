import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';

/** The largest amount, fen. Sums of many such amounts stay safe integers. */
export const mostFen = 1_000_000_000_000;
/** A positive amount, fen. */
export const someFenSchema = fenSchema.min(1).max(mostFen);

/** An id that may be part of an account code. */
export const accountIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
