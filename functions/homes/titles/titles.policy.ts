import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { text } from '../../../shared/kernel/language.ts';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { nameSchema, versionsOf } from '../handovers/public.ts';
import { deedTaxVersionSchema, deedTaxVersions } from './deed-tax.ts';

/** Kinds of buyers, each with its own documents: 个人, 单位, 未成年人, 境外人士. */
export const buyerKinds = ['individual', 'company', 'minor', 'foreigner'] as const;
export type BuyerKind = (typeof buyerKinds)[number];

/** A document that the registry requires, and from which buyers (D20). */
const documentRuleSchema = z
  .strictObject({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: nameSchema,
    buyers: z.array(z.enum(buyerKinds)).min(1),
  })
  .meta({ id: 'DocumentRule' });
export type DocumentRule = z.infer<typeof documentRuleSchema>;

function paper(
  key: string,
  zhCN: string,
  zhTW: string,
  en: string,
  buyers: readonly BuyerKind[] = buyerKinds,
): DocumentRule {
  return { key, name: text(zhCN, zhTW, en), buyers: [...buyers] };
}

/** Default documents by kind of buyer (不动产登记暂行条例 16, R9). */
const defaultDocuments: readonly DocumentRule[] = [
  paper('application-form', '不动产登记申请书', '不動產登記申請書', 'Application form for registration'),
  paper('contract', '已备案的商品房买卖合同', '已備案的商品房買賣合約', 'Filed contract of sale'),
  paper('invoice', '购房发票', '購房發票', 'Invoice for the home'),
  paper('area-report', '房屋面积实测报告', '房屋面積實測報告', 'Area survey report'),
  paper('identity', '买受人身份证明', '買受人身分證明', 'Identity of the buyer', ['individual', 'minor']),
  paper('marriage', '婚姻状况证明', '婚姻狀況證明', 'Proof of marital status', ['individual', 'foreigner']),
  paper('family', '家庭成员及住房情况证明', '家庭成員及住房情況證明', 'Proof of family members and homes owned', [
    'individual',
    'minor',
  ]),
  paper(
    'guardian',
    '监护人身份证明及监护关系证明',
    '監護人身分證明及監護關係證明',
    'Guardian’s identity and proof of guardianship',
    ['minor'],
  ),
  paper(
    'interest',
    '为未成年人利益的书面保证',
    '為未成年人利益的書面保證',
    'Written statement that it is in the child’s interest',
    ['minor'],
  ),
  paper('licence', '营业执照', '營業執照', 'Business licence', ['company']),
  paper(
    'representative',
    '法定代表人证明及授权委托书',
    '法定代表人證明及授權委託書',
    'Legal representative and power of attorney',
    ['company'],
  ),
  paper(
    'passport',
    '护照或通行证及公证译本',
    '護照或通行證及公證譯本',
    'Passport or permit with certified translation',
    ['foreigner'],
  ),
  paper(
    'stay',
    '境内学习、工作或居留证明',
    '境內學習、工作或居留證明',
    'Proof of study, work or residence in the country',
    ['foreigner'],
  ),
];

/**
 * What an estate has set about titles: documents, and deed tax tables, each for tax declared from a day on
 * (R29.1).
 * The default has the national deed tax.
 */
export const titlesPolicy = policy({
  context: 'titles',
  table: 'handovers',
  // The tables of the deed tax decide about money.
  remember: false,
  details: z.strictObject({
    /** Documents that the registry requires, by kind of buyer. */
    documents: z
      .array(documentRuleSchema)
      .min(1)
      .max(60)
      .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, { message: 'key must be unique' }),
    /** Tables of the deed tax (契税), each for tax declared from a day on. */
    deedTax: versionsOf(deedTaxVersionSchema).min(1),
    /** VAT rate for contracts that name none. */
    vatRate: decimalSchema,
    /** Handler of dossiers that open automatically. Default: the manager of the phase. */
    handlerId: z.string().max(64).optional(),
  }),
  defaults: { documents: [...defaultDocuments], deedTax: [...deedTaxVersions], vatRate: '0.09' },
});
export type TitlesPolicy = z.infer<typeof titlesPolicy.schema>;
