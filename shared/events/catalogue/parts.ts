import * as z from 'zod';

/** Id of a record. */
export const id = z.string().min(1);
/** An instant, ISO in UTC. */
export const instant = z.string();
/** A day, `YYYY-MM-DD`, in the zone of the estate. */
export const day = z.iso.date();
/** An amount in fen. */
export const fen = z.int();
/** Who pays for a repair (D15): 施工单位, 开发商, 维修资金, 业主, 第三方. */
export const payers = ['contractor', 'developer', 'maintenance-fund', 'owner', 'third-party'] as const;
/** Organisation that does the work and is responsible for it (D52): 物业公司, 开发商售后, 施工单位. */
export const organisations = ['property-company', 'developer', 'contractor'] as const;
/**
 * Milestones of a complaint (D1): its written acknowledgement, interim answer and final answer, and the
 * letter about one that is still open after eight weeks.
 */
export const milestones = ['acknowledgement', 'interim', 'answer', 'eight-week'] as const;
/** Reference to a ticket in each of its events. */
export const ticketRef = { ticketId: id, number: z.string() };
