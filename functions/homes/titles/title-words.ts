import { type Text, text } from '../../../shared/kernel/language.ts';
import type { DossierStep, TitleDossier } from './title-dossier.ts';
import type { TitleStep } from './title-steps.ts';

/** Names of the steps. */
export const stepWords: Readonly<Record<TitleStep, Text>> = {
  'first-registration': text('首次登记', '首次登記', 'First registration'),
  'area-settled': text('面积实测与房款结算', '面積實測與房款結算', 'Area measured, price settled'),
  'fund-receipt': text('维修资金交存', '維修資金交存', 'Maintenance fund paid'),
  'deed-tax-receipt': text('契税缴纳', '契稅繳納', 'Deed tax paid'),
  application: text('提交登记申请', '提交登記申請', 'Application'),
  acceptance: text('登记机构受理', '登記機構受理', 'Accepted by the registry'),
  certificate: text('领取不动产权证书', '領取不動產權證書', 'Certificate of title'),
};

/** Texts for who owes a step. */
export const owerWords: Readonly<Record<DossierStep['owedBy'], Text>> = {
  developer: text('开发商办理', '開發商辦理', 'By the developer'),
  buyer: text('由您办理', '由您辦理', 'By you'),
  registry: text('登记机构办理', '登記機構辦理', 'By the registry'),
};

/** Texts for the states of a document. */
export const documentStateWords: Readonly<Record<TitleDossier['documents'][number]['state'], Text>> = {
  missing: text('待提交', '待提交', 'To be handed in'),
  submitted: text('已提交，审核中', '已提交，審核中', 'Handed in, being checked'),
  accepted: text('已通过', '已通過', 'Accepted'),
  rejected: text('未通过，请重新提交', '未通過，請重新提交', 'Rejected. Please hand it in again'),
};

/** Texts of the dossier page. */
export const titleWords = {
  title: text('不动产权证办理进度', '不動產權證辦理進度', 'Your certificate of title'),
  due: text('应于 {on} 前（含当日）完成', '應於 {on} 前（含當日）完成', 'Due by the end of {on}'),
  late: text('已超过 {on} 的期限', '已超過 {on} 的期限', 'Overdue: was due on {on}'),
  done: text('已于 {on} 完成', '已於 {on} 完成', 'Done on {on}'),
  open: text('尚未完成', '尚未完成', 'Not done yet'),
  receipt: text('凭证号 {receipt}', '憑證號 {receipt}', 'Receipt {receipt}'),
  steps: text(
    '办理步骤（《城市房地产开发经营管理条例》第三十二条）',
    '辦理步驟（《城市房地產開發經營管理條例》第三十二條）',
    'Steps (Regulations on the Development and Operation of Urban Real Estate, article 32)',
  ),
  documents: text(
    '所需材料（《不动产登记暂行条例》第十六条）',
    '所需材料（《不動產登記暫行條例》第十六條）',
    'Documents (Interim Regulations on Real Estate Registration, article 16)',
  ),
  reason: text('原因：{reason}', '原因：{reason}', 'Reason: {reason}'),
  money: text('费用', '費用', 'Amounts due'),
  fund: text(
    '首期维修资金（《住宅专项维修资金管理办法》第七条）',
    '首期維修資金（《住宅專項維修資金管理辦法》第七條）',
    'First payment into the maintenance fund (Measures for the Special Maintenance Fund of Dwellings, article 7)',
  ),
  tax: text('契税（《契税法》第四条）', '契稅（《契稅法》第四條）', 'Deed tax (Deed Tax Law, article 4)'),
  fundSum: text(
    '{area} m² × {perM2} 元 = {amount} 元',
    '{area} m² × {perM2} 元 = {amount} 元',
    '{area} m² × ¥{perM2} = ¥{amount}',
  ),
  taxSum: text(
    '不含增值税价款 {base} 元 × {rate} = {amount} 元',
    '不含增值稅價款 {base} 元 × {rate} = {amount} 元',
    'Price without VAT ¥{base} × {rate} = ¥{amount}',
  ),
  estimate: text(
    '估算：以申报当日的税率和税务机关查询的住房套数为准',
    '估算：以申報當日的稅率和稅務機關查詢的住房套數為準',
    'Estimate: the rates and the number of homes on the day of declaration decide',
  ),
  balance: text('维修资金余额', '維修資金餘額', 'Maintenance fund balance'),
  balanceSum: text('{amount} 元（{on}）', '{amount} 元（{on}）', '¥{amount} (on {on})'),
  balanceLow: text(
    '低于首期 {first} 元的 30%，请于 {by} 前（含当日）补足（《住宅专项维修资金管理办法》第十七条）',
    '低於首期 {first} 元的 30%，請於 {by} 前（含當日）補足（《住宅專項維修資金管理辦法》第十七條）',
    'Below 30% of the first payment of ¥{first}: please top it up by the end of {by} (Measures for the Special Maintenance Fund of Dwellings, article 17)',
  ),
  byTable: text('标准：{version}', '標準：{version}', 'Rates: {version}'),
  notKnown: text(
    '待录入合同或本市标准后计算',
    '待錄入合約或本市標準後計算',
    "Calculated once the contract and the city's rates are entered",
  ),
  lateness: text(
    '逾期办证违约金（《商品房买卖合同司法解释》第十四条）',
    '逾期辦證違約金（《商品房買賣合同司法解釋》第十四條）',
    'Damages for the late certificate (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 14)',
  ),
  latenessSum: text(
    '已付房款 {paid} 元 × 年利率 {rate} × {days}/365 天 = {amount} 元（{from} 至 {until}）',
    '已付房款 {paid} 元 × 年利率 {rate} × {days}/365 天 = {amount} 元（{from} 至 {until}）',
    'Paid ¥{paid} × {rate} a year × {days}/365 days = ¥{amount} (from {from} to {until})',
  ),
  lateDelivery: text(
    '逾期交付违约金（《商品房买卖合同司法解释》第十三条）',
    '逾期交付違約金（《商品房買賣合同司法解釋》第十三條）',
    'Damages for late delivery (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 13)',
  ),
  lateDeliverySum: text(
    '已付房款 {paid} 元 × 日利率 {rate} × {days} 天 = {amount} 元（{from} 至 {until}）',
    '已付房款 {paid} 元 × 日利率 {rate} × {days} 天 = {amount} 元（{from} 至 {until}）',
    'Paid ¥{paid} × {rate} a day × {days} days = ¥{amount} (from {from} to {until})',
  ),
  lateDeliveryNoRate: text(
    '逾期 {days} 天（{from} 至 {until}）。合同未约定违约金，按同类房屋的租金计算。',
    '逾期 {days} 天（{from} 至 {until}）。合約未約定違約金，按同類房屋的租金計算。',
    '{days} days late (from {from} to {until}). The contract sets no damages; they equal the rent of a similar home.',
  ),
  mayRescind: text(
    '您已书面催告，至 {on} 仍未交付的，您可以解除合同（《商品房买卖合同司法解释》第十一条）。',
    '您已書面催告，至 {on} 仍未交付的，您可以解除合約（《商品房買賣合同司法解釋》第十一條）。',
    'You have demanded delivery in writing. If the home is still not delivered by the end of {on}, you may rescind the contract (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 11).',
  ),
  notes: text('减免、退税与催告', '減免、退稅與催告', 'Reductions, refunds, demands'),
} as const;
