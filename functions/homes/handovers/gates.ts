import * as z from 'zod';
import { type Text, text } from '../../../shared/kernel/language.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/*
 * What must be settled before the keys are given (交钥匙的前提, D17). Each gate is data with its ground in law; what the law
 * does not let stand between a buyer and his home is refused as one (R3.6).
 */

/** The gates that there are: 身份核验, 资料齐全, 专项维修资金, 面积差价结清, 验房签字. */
export const gateKinds = ['identity', 'documents', 'maintenance-fund', 'area-settlement', 'inspection'] as const;
export type GateKind = (typeof gateKinds)[number];

export const gateSchema = z.strictObject({
  gate: z.enum(gateKinds),
  /** Law, rule or clause of the contract. */
  ground: z.string().min(1).max(500),
});
export type Gate = z.infer<typeof gateSchema>;

/** The gates of an estate that has set none. */
export const defaultGates: readonly Gate[] = [
  { gate: 'identity', ground: '买受人或其代理人身份核验；代理须有授权委托书' },
  { gate: 'documents', ground: '城市房地产开发经营管理条例 30；两书一表' },
  { gate: 'maintenance-fund', ground: '住宅专项维修资金管理办法；交付前交存首期维修资金（R3.3）' },
  { gate: 'area-settlement', ground: '商品房销售管理办法 20；买卖合同面积差异条款（R3.8）' },
  { gate: 'inspection', ground: '交付验收单签署（R3.4）' },
];

const forbidden = problemKind('gate-not-allowed', 422, {
  'zh-CN': '不得以「{what}」作为交付的前提（规则 R3.6：不得以预交物业费、契税或押金等阻碍交付）。请改用：{allowed}。',
  'zh-TW': '不得以「{what}」作為交付的前提（規則 R3.6：不得以預交物業費、契稅或押金等阻礙交付）。請改用：{allowed}。',
  en: 'No home may be held back for {what} (rule R3.6: prepaid fees, deed tax and deposits are no ground). Use one of: {allowed}.',
});

/** What people try to hold keys back for, as they write it. */
const notGrounds: readonly { what: Text; pattern: RegExp }[] = [
  { what: text('物业费', '物業費', 'property fees'), pattern: /物业|物業|管理费|管理費|property fee|service charge/i },
  { what: text('契税', '契稅', 'deed tax'), pattern: /契税|契稅|deed tax/i },
  { what: text('押金或保证金', '押金或保證金', 'deposits'), pattern: /押金|保证金|保證金|deposit/i },
  { what: text('装修', '裝修', 'fit-out'), pattern: /装修|裝修|fit-?out|renovation/i },
  { what: text('水电预存', '水電預存', 'prepaid utilities'), pattern: /预存|預存|prepaid|prepayment/i },
];

/** A gate that somebody sets up. @throws Problem 422 that cites R3.6, when its ground is none that may hold back a home. */
export function mustBeAllowed(gate: Gate): void {
  const found = notGrounds.find(({ pattern }) => pattern.test(gate.ground.replace(/专项维修资金[^，。；]*/g, '')));
  if (!found) return;
  throw new Problem(forbidden, { what: found.what.en, allowed: gateKinds.join(', ') }, { more: { rule: 'R3.6' } });
}

/** What is settled of a handover. */
export interface Settled {
  /** Who was identified, and for an agent his power of attorney. */
  readonly identified?: { readonly as: 'owner' | 'agent'; readonly powerOfAttorney?: string };
  readonly missingDocuments: readonly string[];
  readonly fundPaid: boolean;
  readonly areaSettled: boolean;
  /** The sheet was signed, and no open defect is so grave that the home may be refused. */
  readonly inspection?: { readonly signed: boolean; readonly blockingDefects: number };
}

function isOpen(gate: GateKind, settled: Settled): boolean {
  switch (gate) {
    case 'identity':
      return settled.identified?.as === 'owner' || settled.identified?.powerOfAttorney !== undefined;
    case 'documents':
      return settled.missingDocuments.length === 0;
    case 'maintenance-fund':
      return settled.fundPaid;
    case 'area-settlement':
      return settled.areaSettled;
    case 'inspection':
      return settled.inspection?.signed === true && settled.inspection.blockingDefects === 0;
  }
}

/** The gates that still stand between the buyer and his keys; none when they may be given (D17). */
export function gatesInTheWay(gates: readonly Gate[], settled: Settled): Gate[] {
  return gates.filter(({ gate }) => !isOpen(gate, settled));
}
