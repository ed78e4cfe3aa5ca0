import * as z from 'zod';
import { type Text, text } from '../../../shared/kernel/language.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/*
 * Gates: conditions before the keys are given (交钥匙的前提, D17). Each gate names its legal ground.
 * A ground that may not hold back a home is rejected (R3.6).
 */

/** Kinds of gates: 身份核验, 资料齐全, 专项维修资金, 面积差价结清, 验房签字. */
export const gateKinds = ['identity', 'documents', 'maintenance-fund', 'area-settlement', 'inspection'] as const;
export type GateKind = (typeof gateKinds)[number];

export const gateSchema = z
  .strictObject({
    gate: z.enum(gateKinds),
    /** Law, rule or contract clause. */
    ground: z.string().min(1).max(500),
  })
  .meta({ id: 'GateRecord' });
export type Gate = z.infer<typeof gateSchema>;

/** Gates of a phase that sets none. */
export const defaultGates: readonly Gate[] = [
  { gate: 'identity', ground: '买受人或其代理人身份核验；代理须有授权委托书' },
  { gate: 'documents', ground: '《城市房地产开发经营管理条例》第三十条：两书一表' },
  { gate: 'maintenance-fund', ground: '《住宅专项维修资金管理办法》第十三条：交付前交存首期维修资金' },
  { gate: 'area-settlement', ground: '《商品房销售管理办法》第二十条；买卖合同面积差异条款' },
  { gate: 'inspection', ground: '《商品房买卖合同司法解释》第八条：签署交付验收单' },
];

const forbidden = problemKind('gate-not-allowed', 422, {
  'zh-CN': '不得以「{what}」作为交付的前提（不得以预交物业费、契税或押金等阻碍交付）。请改用：{allowed}。',
  'zh-TW': '不得以「{what}」作為交付的前提（不得以預交物業費、契稅或押金等阻礙交付）。請改用：{allowed}。',
  en: 'Keys may not be held back for {what} (prepaid fees, deed tax and deposits are no ground). Use one of: {allowed}.',
});

/** Forbidden grounds, with the words that people use for them. */
const notGrounds: readonly { what: Text; pattern: RegExp }[] = [
  { what: text('物业费', '物業費', 'property fees'), pattern: /物业|物業|管理费|管理費|property fee|service charge/i },
  { what: text('契税', '契稅', 'deed tax'), pattern: /契税|契稅|deed tax/i },
  { what: text('押金或保证金', '押金或保證金', 'deposits'), pattern: /押金|保证金|保證金|deposit/i },
  { what: text('装修', '裝修', 'fit-out'), pattern: /装修|裝修|fit-?out|renovation/i },
  { what: text('水电预存', '水電預存', 'prepaid utilities'), pattern: /预存|預存|prepaid|prepayment/i },
];

/** Rejects a gate whose ground may not hold back a home. @throws Problem 422 that cites R3.6. */
export function mustBeAllowed(gate: Gate): void {
  const found = notGrounds.find(({ pattern }) => pattern.test(gate.ground.replace(/专项维修资金[^，。；]*/g, '')));
  if (!found) return;
  throw new Problem(forbidden, { what: found.what, allowed: gateKinds.join(', ') }, { more: { rule: 'R3.6' } });
}

/** The gate conditions that a handover meets. */
export interface Settled {
  /** The identified person; an agent with the power of attorney. */
  readonly identified?: { readonly as: 'owner' | 'agent'; readonly powerOfAttorney?: string };
  readonly missingDocuments: readonly string[];
  readonly fundPaid: boolean;
  readonly areaSettled: boolean;
  /** Whether the sheet is signed, and the number of open blocking defects. */
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

/** Returns the gates that are not passed; none when the keys may be given (D17). */
export function gatesInTheWay(gates: readonly Gate[], settled: Settled): Gate[] {
  return gates.filter(({ gate }) => !isOpen(gate, settled));
}
