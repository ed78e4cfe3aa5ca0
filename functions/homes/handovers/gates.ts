import * as z from 'zod';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { heldBackFor } from './unlawful-grounds.ts';

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

const builtInGrounds: Readonly<Record<GateKind, Text>> = {
  identity: text(
    '买受人或其代理人身份核验；代理须有授权委托书',
    '買受人或其代理人身分核驗；代理須有授權委託書',
    'identity of the buyer or their agent; an agent needs a power of attorney',
  ),
  documents: text(
    '《城市房地产开发经营管理条例》第三十条：两书一表',
    '《城市房地產開發經營管理條例》第三十條：兩書一表',
    'Regulations on the Development and Operation of Urban Real Estate, article 30: two books and a form',
  ),
  'maintenance-fund': text(
    '《住宅专项维修资金管理办法》第十三条：交付前交存首期维修资金',
    '《住宅專項維修資金管理辦法》第十三條：交付前交存首期維修資金',
    'Measures for the Special Maintenance Fund of Dwellings, article 13: the first payment comes before the handover',
  ),
  'area-settlement': text(
    '《商品房销售管理办法》第二十条；买卖合同面积差异条款',
    '《商品房銷售管理辦法》第二十條；買賣合約面積差異條款',
    'Measures for the Sale of Commercial Housing, article 20; the clause on area differences of the contract',
  ),
  inspection: text(
    '《商品房买卖合同司法解释》第八条：签署交付验收单',
    '《商品房買賣合約司法解釋》第八條：簽署交付驗收單',
    'Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8: signed acceptance sheet',
  ),
};

/** Gates of a phase that sets none. */
export const defaultGates: readonly Gate[] = gateKinds.map((gate) => ({
  gate,
  ground: say(builtInGrounds[gate], 'zh-CN'),
}));

/** Ground on which the keys wait while a blocking defect is open: the buyer may refuse the home. */
export const notHabitable = text(
  '《商品房买卖合同司法解释》第九条、第十条：影响主体结构或严重影响居住使用的问题未整改',
  '《商品房買賣合約司法解釋》第九條、第十條：影響主體結構或嚴重影響居住使用的問題未整改',
  'Supreme People’s Court, Interpretation on the Sale of Commercial Housing, articles 9 and 10: a defect of the structure, or one that seriously affects living in the home, is not rectified',
);

/** Returns the ground of a gate in the reader's language; one that an estate wrote itself as it wrote it. */
export function groundIn({ ground }: Pick<Gate, 'ground'>, language: Language): string {
  const builtIn = [...Object.values(builtInGrounds), notHabitable].find((one) => say(one, 'zh-CN') === ground);
  return builtIn ? say(builtIn, language) : ground;
}

const forbidden = problemKind('gate-not-allowed', 422, {
  'zh-CN': '不得以「{what}」作为交付的前提（不得以预交物业费、契税或押金等阻碍交付）。请改用：{allowed}。',
  'zh-TW': '不得以「{what}」作為交付的前提（不得以預交物業費、契稅或押金等阻礙交付）。請改用：{allowed}。',
  en: 'Keys may not be held back for {what} (prepaid fees, deed tax and deposits are no ground). Use one of: {allowed}.',
});

/** Rejects a gate whose ground may not hold back a home (R3.6). @throws Problem 422 `gate-not-allowed`. */
export function mustBeAllowed(gate: Gate): void {
  const what = heldBackFor(gate.ground);
  if (what) throw new Problem(forbidden, { what, allowed: gateKinds.join(', ') }, { more: { rule: 'R3.6' } });
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
