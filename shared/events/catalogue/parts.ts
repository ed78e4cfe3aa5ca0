import * as z from 'zod';

/** Id of a thing. */
export const id = z.string().min(1);
/** An instant, ISO in UTC. */
export const instant = z.string();
/** A day, `YYYY-MM-DD`, in the zone of the estate. */
export const day = z.iso.date();
/** An amount in fen. */
export const fen = z.int();
/** How every event of a ticket names it. */
export const ticketRef = { ticketId: id, number: z.string() };
