import * as z from 'zod';

/*
 * Warranty (保修) by part of the home (R1).
 * The contractor's term runs from acceptance (建设工程质量管理条例 art. 40).
 * The developer's minimum term to the buyer runs from delivery (建房[1998]102 art. 5).
 */

/** Length of a warranty: a period, or a number of heating or cooling seasons. */
export type Term = { readonly years: number } | { readonly months: number } | { readonly seasons: number };

interface Minimum {
  /** The contractor's term from acceptance. `design-life` is the term in the design document. */
  readonly contractor: Term | 'design-life' | undefined;
  /** The developer's term to the buyer, from delivery. */
  readonly buyer: Term | undefined;
}

/** Parts of a home with their statutory minimum terms. Unlisted terms follow the contract. */
export const minimums = {
  /** Foundations and load-bearing structure (地基基础、主体结构). */
  structure: { contractor: 'design-life', buyer: undefined },
  /** Waterproofing of the roof (屋面防水). */
  'roof-waterproofing': { contractor: { years: 5 }, buyer: { years: 3 } },
  /** Waterproofing of bathrooms, kitchens, outer walls and basements (卫生间、厨房地面、外墙面、地下室防渗漏). */
  'waterproofed-rooms': { contractor: { years: 5 }, buyer: { years: 1 } },
  /** Heating (供热系统). The key is older than that of cooling. */
  'heating-cooling': { contractor: { seasons: 2 }, buyer: { seasons: 1 } },
  /** Cooling (供冷系统). Its seasons are those of cooling (R1.3). */
  cooling: { contractor: { seasons: 2 }, buyer: { seasons: 1 } },
  /** Leaks of water and waste pipes (给排水管道渗漏). */
  'pipe-leak': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** Blocked pipes (管道堵塞). */
  'pipe-blockage': { contractor: { years: 2 }, buyer: { months: 2 } },
  /** Electric lines (电气管线). */
  'electric-lines': { contractor: { years: 2 }, buyer: undefined },
  /** Lamps and switches (灯具、电器开关). */
  'lamps-switches': { contractor: { years: 2 }, buyer: { months: 6 } },
  /** Installed equipment (设备安装). */
  equipment: { contractor: { years: 2 }, buyer: undefined },
  /** Sanitary ware (卫生洁具). */
  'sanitary-ware': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** Plaster that falls off walls and ceilings (墙面、顶棚抹灰脱落). */
  plaster: { contractor: { years: 2 }, buyer: { years: 1 } },
  /** Hollow, cracked or sanding floors (地面空鼓开裂、大面积起砂). */
  floors: { contractor: { years: 2 }, buyer: { years: 1 } },
  /** Warped doors and windows, broken fittings (门窗翘裂、五金损坏). */
  'doors-windows': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** Other decoration (其他装修). */
  decoration: { contractor: { years: 2 }, buyer: undefined },
  /** Any other part (其他). */
  other: { contractor: undefined, buyer: undefined },
} as const satisfies Record<string, Minimum>;
export type Part = keyof typeof minimums;
export const parts = z.enum(Object.keys(minimums).filter((one): one is Part => Object.hasOwn(minimums, one)));

/**
 * Version of these tables. Warranty decisions record it, so that they can be checked after a change of law.
 */
export const termsVersion = '建设工程质量管理条例（2019）第四十条；建房〔1998〕102号第五条';

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

const termSchema = z
  .union([
    z.strictObject({ years: z.int().min(0).max(100) }),
    z.strictObject({ months: z.int().min(0).max(1_200) }),
    z.strictObject({ seasons: z.int().min(0).max(20) }),
  ])
  .meta({ id: 'Term' });

const seasonSchema = z.strictObject({ from: monthDay, to: monthDay });
/** From memory; a city or a contract sets its own. */
const defaultCoolingSeason = { from: '06-15', to: '09-15' };

/** Warranty terms of a phase, set by city and contract. */
export const warrantyTermsSchema = z
  .strictObject({
    /** Design life in years; commonly 50 for dwellings. */
    designLifeYears: z.int().min(1).max(200),
    /** The city's heating season, `MM-DD`. It may cross the new year (R1.3). */
    season: seasonSchema,
    /** The city's cooling season, `MM-DD`. By default that of Beijing. */
    coolingSeason: seasonSchema.default(defaultCoolingSeason),
    /** Whether the season in which the home was delivered counts (R1.3). */
    partialSeasonCounts: z.boolean(),
    /**
     * Terms promised from delivery in the quality certificate (住宅质量保证书), by part. A term never falls below
     * the statutory minimum.
     */
    promised: z.partialRecord(parts, termSchema),
  })
  .meta({ id: 'WarrantyTerms' });
export type WarrantyTerms = z.infer<typeof warrantyTermsSchema>;

/**
 * Defaults: 50 years, Beijing's seasons, whole seasons only. Promises in practice repeat article 40 (R1.1).
 */
export const defaultWarrantyTerms: WarrantyTerms = {
  designLifeYears: 50,
  season: { from: '11-15', to: '03-15' },
  coolingSeason: defaultCoolingSeason,
  partialSeasonCounts: false,
  promised: {},
};
