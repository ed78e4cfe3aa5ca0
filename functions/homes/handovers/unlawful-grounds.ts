import { type Text, text } from '../../../shared/kernel/language.ts';
import { toSimplified } from '../../../shared/kernel/simplified.ts';

/*
 * Grounds that may not hold back the keys of a home (R3.6): fees and prepayments, deed tax, deposits,
 * fit-out, things to be bought, claims to be given up, a signature before the inspection. The name of a law
 * is no such ground, and neither is a sentence that says that something is not asked for.
 */

const fees = text('物业费或其他收费', '物業費或其他收費', 'property fees or other charges');

/** Forbidden grounds in simplified characters or lower case, with the words that people use for them. */
const unlawful: readonly { what: Text; pattern: RegExp }[] = [
  { what: text('契税', '契稅', 'deed tax'), pattern: /契税|完税|deed tax/ },
  {
    what: text('押金或保证金', '押金或保證金', 'deposits'),
    pattern: /押金|押[一二三]付|保证金|(?:诚意|履约|周转|意向|风险|认筹)金|\bdeposits?\b/,
  },
  { what: text('装修', '裝修', 'fit-out'), pattern: /装修|装潢|fit-?out|renovation/ },
  {
    what: text('预交款项', '預繳款項', 'prepayments'),
    pattern: /预[付交缴存收]|提前[付交缴]|先[付交缴][^,，。;；]{0,8}(?:再|后|才|年|月)|prepa(?:id|y)/,
  },
  { what: fees, pattern: /费(?!用?由)|物业款|初装|物业管理(?!条例|规约)|\b(?:fees?|charges?)\b/ },
  {
    what: text('购买车位或服务', '購買車位或服務', 'things to be bought'),
    pattern: /购买|认购|车位|指定[^,，。;；]{0,6}(?:公司|单位|商家)|代办|must buy|parking space/,
  },
  {
    what: text('放弃权利', '放棄權利', 'claims to be given up'),
    pattern: /放弃|不再?(?:追究|起诉|索赔|投诉|主张)|不予追究|免除[^,，。;；]{0,8}(?:责任|违约)|\bwaiv/,
  },
  {
    what: text('先签字后验房', '先簽字後驗房', 'a signature before the inspection'),
    pattern: /签[^。;；]{0,10}[后再才][^。;；]{0,6}(?:验|查看|看房)|sign[^.;]{0,30} before[^.;]{0,20}inspect/,
  },
];

const notAsked = /不得|不收取|不以|不是|并非|无须|无需|不需|毋需|不必|不再收|禁止|严禁|\b(?:no|not|without)\b/;
/** A threat in the form of a denial: nothing is handed over before. */
const noHandover = /不[予得]?(?:交房|交付|点交|发放|发钥匙|办理|领取)/;
/** Says of the whole sentence that it is no condition, or that the developer pays. */
const noCondition = /不(?:得)?(?:作|视)为|不构成|不影响|由(?:建设单位|开发商|开发企业|开发公司)(?:承担|负担|支付)/;

/** Returns what the ground unlawfully demands; undefined if it may hold back a home (R3.6). */
export function heldBackFor(ground: string): Text | undefined {
  const clauses = toSimplified(ground.normalize('NFKC').toLowerCase())
    .replace(/《[^》]*》/g, '')
    .replace(/(?:住宅)?专项维修资金|物业服务合同/g, '')
    .split(/[。;；.]/)
    .filter((sentence) => !noCondition.test(sentence))
    .flatMap((sentence) => sentence.split(/[,，]/))
    .filter((clause) => !notAsked.test(clause) || noHandover.test(clause));
  return unlawful.find(({ pattern }) => clauses.some((clause) => pattern.test(clause)))?.what;
}
