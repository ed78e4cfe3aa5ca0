/** Laws, decrees and standards that rules cite: the English name and the Chinese one. */
const laws = {
  accounting: ['Accounting Law', '会计法'],
  advertising: ['Advertising Law', '广告法'],
  cash: ['Interim Regulations on Cash Management', '现金管理暂行条例'],
  civilCode: ['Civil Code', '民法典'],
  complaints: ['GB/T 19012-2019 (ISO 10002), complaint handling', '质量管理 顾客满意 组织处理投诉指南'],
  construction: ['Regulations on the Quality Management of Construction Projects', '建设工程质量管理条例'],
  consumers: ['Law on the Protection of Consumer Rights and Interests', '消费者权益保护法'],
  contractInterpretation: [
    'SPC Interpretation of the General Part of Contracts of the Civil Code (2023)',
    '民法典合同编通则司法解释',
  ],
  decoration: ['Measures for the Interior Decoration of Dwellings', '住宅室内装饰装修管理办法'],
  deedTax: ['Deed Tax Law', '契税法'],
  deedTaxNotice: ['Announcement No. 16 of 2024 on deed tax', '财政部 税务总局 住房城乡建设部公告2024年第16号'],
  development: ['Regulations on the Development and Operation of Urban Real Estate', '城市房地产开发经营管理条例'],
  feeMeasures: ['Measures for Property Service Charges', '物业服务收费管理办法'],
  electricity: ['Rules on the Supply of Electricity', '供电营业规则'],
  fund: ['Measures for the Special Maintenance Fund of Dwellings', '住宅专项维修资金管理办法'],
  holidayNotices: [
    'Notices of the State Council on the holidays of each year from 2022 to 2026',
    '国务院办公厅关于部分节假日安排的通知',
  ],
  holidays: ['Measures for Public Holidays', '全国年节及纪念日放假办法'],
  limitationInterpretation: [
    'SPC Interpretation on the limitation period in civil cases (2020)',
    '审理民事案件适用诉讼时效制度若干问题的规定',
  ],
  power: ['Regulations on the Supply and Use of Electric Power', '电力供应与使用条例'],
  privacy: ['Personal Information Protection Law', '个人信息保护法'],
  property: ['Property Management Regulations', '物业管理条例'],
  propertyInterpretation: ['SPC Interpretation on disputes about property services', '审理物业服务纠纷案件司法解释'],
  redInvoice: ['Announcement No. 11 of 2024 on red invoices', '国家税务总局公告2024年第11号'],
  registration: ['Interim Regulations on Real Estate Registration', '不动产登记暂行条例'],
  saleContracts: ['SPC Interpretation on disputes about contracts of sale (2020)', '审理买卖合同纠纷案件司法解释'],
  sale: ['Measures for the Sale of Commercial Housing', '商品房销售管理办法'],
  saleInterpretation: [
    'SPC Interpretation on disputes about the sale of commercial housing (2020)',
    '审理商品房买卖合同纠纷案件司法解释',
  ],
  serviceGrades: [
    'Service Grades of Property Management of Ordinary Housing Estates (2004)',
    '普通住宅小区物业管理服务等级标准（试行）',
  ],
  vat: ['Value-Added Tax Law', '增值税法'],
  vatReduced: ['Announcement No. 10 of 2026 on value added tax', '财政部 税务总局公告2026年第10号'],
  vatWater: ['Announcement No. 54 of 2016 on water fees', '国家税务总局公告2016年第54号'],
  vatAccounts: ['Rules on the Accounting of Value Added Tax (2016)', '增值税会计处理规定（财会〔2016〕22号）'],
  guarantees: [
    'Rules on the Quality Guarantee and the Manual of a Dwelling (1998)',
    '商品住宅实行住宅质量保证书和住宅使用说明书制度的规定',
  ],
} as const satisfies Readonly<Record<string, readonly [english: string, chinese: string]>>;
type Law = keyof typeof laws;

/** How certain a source is. */
export const certainties = {
  'text read': 'the text of the law or standard was read',
  'excerpt seen': 'quoted on a page; the text itself was not read',
  practice: 'how estates, or public software for them, do it',
  memory: 'from memory; nobody has confirmed it',
  choice: 'decided for Anju; no outside authority',
  contract: 'what the parties agreed',
};
export type Certainty = keyof typeof certainties;

/** The ground of a rule: a law with its articles, or where the rule comes from when no law says it. */
export interface Source {
  readonly text: string;
  readonly certainty: Certainty;
}

function cited(certainty: Certainty) {
  return (law: Law, articles?: string): Source => {
    const [english, chinese] = laws[law];
    return { text: `${english} (${chinese})${articles ? `, art. ${articles}` : ''}`, certainty };
  };
}

/** Cites a law whose text was read. */
export const read = cited('text read');
/** Cites a law of which an excerpt was seen. */
export const excerpt = cited('excerpt seen');
/** Cites a law from memory. */
export const memory = cited('memory');

/** Cites what cities and provinces set, such as "Weifang (潍坊) 66". */
export function local(certainty: Certainty, where: string): Source {
  return { text: `local regulations: ${where}`, certainty };
}

/** Practice, named where a source of it is known. */
export function practice(what = 'custom of property companies'): Source {
  return { text: what, certainty: 'practice' };
}

export const contract: Source = { text: 'the contract', certainty: 'contract' };
export const choice: Source = { text: 'design of Anju', certainty: 'choice' };

/** A rule. */
export interface Rule {
  readonly text: string;
  readonly sources: readonly Source[];
  /** What Anju does otherwise, or does not do yet. */
  readonly differs?: string;
  readonly notBuilt?: true;
}

/**
 * Rules of one subject, with the number that they share: `R4` holds R4.1, R4.2 ... A rule under the number
 * itself is about the subject as a whole.
 */
export interface Chapter {
  readonly number: string;
  readonly title: string;
  readonly rules: Readonly<Record<string, Rule>>;
}

/** Returns a rule with its sources. */
export function rule(text: string, ...sources: readonly Source[]): Rule {
  return { text, sources };
}
