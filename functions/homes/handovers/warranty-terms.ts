import * as z from 'zod';

/*
 * Warranty (保修) by part of the home: what the contractor owes from the day of acceptance (建设工程质量管理条例 art. 40), and
 * what the developer owes the buyer at least from the day of delivery (建房[1998]102 art. 5). R1.
 */

/** How long a part is covered: a time, or so many heating or cooling seasons. */
export type Term = { readonly years: number } | { readonly months: number } | { readonly seasons: number };

interface Minimum {
  /** From acceptance, the contractor's; `design-life` is what the design document says. */
  readonly contractor: Term | 'design-life' | undefined;
  /** From delivery, to the buyer. */
  readonly buyer: Term | undefined;
}

/** The parts of a home with their statutory minimums. What is not listed is by contract. */
export const minimums = {
  /** 地基基础、主体结构. */
  structure: { contractor: 'design-life', buyer: undefined },
  /** 屋面防水. */
  'roof-waterproofing': { contractor: { years: 5 }, buyer: { years: 3 } },
  /** 卫生间、厨房地面、外墙面、地下室防渗漏. */
  'waterproofed-rooms': { contractor: { years: 5 }, buyer: { years: 1 } },
  /** 供热与供冷系统. */
  'heating-cooling': { contractor: { seasons: 2 }, buyer: { seasons: 1 } },
  /** 给排水管道渗漏. */
  'pipe-leak': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** 管道堵塞. */
  'pipe-blockage': { contractor: { years: 2 }, buyer: { months: 2 } },
  /** 电气管线. */
  'electric-lines': { contractor: { years: 2 }, buyer: undefined },
  /** 灯具、电器开关. */
  'lamps-switches': { contractor: { years: 2 }, buyer: { months: 6 } },
  /** 设备安装. */
  equipment: { contractor: { years: 2 }, buyer: undefined },
  /** 卫生洁具. */
  'sanitary-ware': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** 墙面、顶棚抹灰脱落. */
  plaster: { contractor: { years: 2 }, buyer: { years: 1 } },
  /** 地面空鼓开裂、大面积起砂. */
  floors: { contractor: { years: 2 }, buyer: { years: 1 } },
  /** 门窗翘裂、五金损坏. */
  'doors-windows': { contractor: { years: 2 }, buyer: { years: 1 } },
  /** 其他装修. */
  decoration: { contractor: { years: 2 }, buyer: undefined },
  /** 其他. */
  other: { contractor: undefined, buyer: undefined },
} as const satisfies Record<string, Minimum>;
export type Part = keyof typeof minimums;
export const parts = z.enum(Object.keys(minimums).filter((one): one is Part => Object.hasOwn(minimums, one)));

/** Number of these tables; a decision names it, so that it can be checked after the law has changed. */
export const termsVersion = 'R1/2019-1998';

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

const termSchema = z.union([
  z.strictObject({ years: z.int().min(0).max(100) }),
  z.strictObject({ months: z.int().min(0).max(1_200) }),
  z.strictObject({ seasons: z.int().min(0).max(20) }),
]);

/** What a city and a contract set for the warranty of a phase. */
export const warrantyTermsSchema = z.strictObject({
  /** Years of the design document; dwellings commonly 50. */
  designLifeYears: z.int().min(1).max(200),
  /** The heating season of the city, `MM-DD`; it may go over the new year (R1.3). */
  season: z.strictObject({ from: monthDay, to: monthDay }),
  /** Whether the season in which the home was delivered counts (R1.3). */
  partialSeasonCounts: z.boolean(),
  /** What the quality certificate (住宅质量保证书) promises from delivery, by part; none is shorter than the minimum in effect. */
  promised: z.partialRecord(parts, termSchema),
});
export type WarrantyTerms = z.infer<typeof warrantyTermsSchema>;

/** Where nothing is set: 50 years, the season of Beijing, whole seasons only; promises in practice repeat article 40 (R1.1). */
export const defaultWarrantyTerms: WarrantyTerms = {
  designLifeYears: 50,
  season: { from: '11-15', to: '03-15' },
  partialSeasonCounts: false,
  promised: {},
};
