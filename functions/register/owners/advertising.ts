import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toSimplified } from '../../../shared/kernel/simplified.ts';

/*
 * Advertising in service notices (R15.5). Marketing needs consent, names its sender and may be refused, so a
 * service notice (服务通知), which needs no consent, must not carry it. A word is judged in its sentence: a
 * warning against a swindle is no advertising, nor is the price of a charge of the estate.
 */

const advertises = problemKind('advertising-in-service', 422, {
  'zh-CN': '服务通知不能夹带推广内容（{words}）。请删去，或另发 kind 为 marketing 的通知，只发给同意接收推广信息的人。',
  'zh-TW': '服務通知不能夾帶推廣內容（{words}）。請刪去，或另發 kind 為 marketing 的通知，只發給同意接收推廣資訊的人。',
  en: 'A service notice cannot carry advertising ({words}). Take it out, or send it as a notice of kind marketing to people who consented.',
});

/** Words of one language, in simplified Chinese without blanks or in small English letters. */
interface Words {
  /** Offers and calls to buy. */
  readonly offers: readonly RegExp[];
  /** Reduced prices, which a charge of the estate may have. */
  readonly prices: readonly RegExp[];
  /** Warnings and bans: their sentence tells of the offers of others. */
  readonly warnings: RegExp;
  readonly charges: RegExp;
}

const chinese: Words = {
  offers: [
    /促销|特惠|特价|特卖|秒杀|抢购|团购|拼团|[钜巨]惠|大酬宾|清仓|买[一二三\d]+送[一二三\d]+|代金券|抵用券|红包|抽奖/g,
    /限时(?:优惠|折扣|特|抢|免费)|限量(?:发售|抢|优惠)|火爆(?:招商|认购|销售|预[订约])|会员招募|诚招加盟|盛大开[盘业]/g,
    /(?:新盘|楼盘|新房|商铺|车位|房源)(?:火热|盛大|热销|开盘|认购|在售|热售|招商|发售)|样板[间房](?:开放|品鉴|参观)/g,
    /诚邀(?:品鉴|参观|购)|(?:欢迎|敬请|快来|立即|马上|赶快|扫码|从速)(?:选购|订购|购买|下单|抢|认购|品鉴|预订)/g,
    /装修套餐|理财产品|投资机会|稳赚|高收益/g,
  ],
  prices: [
    /(?:[\d.]+|[一二三四五六七八九])折(?!叠|旧|断|弯|角|返|线|射|损|页)/g,
    /优惠[价券码]|立减|让利|满\d{1,7}元?减\d/g,
  ],
  warnings:
    /谨防|警惕|防范|当心|小心|诈骗|骗局|骗子|冒充|假冒|(?:请勿|不要|切勿)(?!错过)|禁止|严禁|不得|杜绝|未授权|举报|投诉|违规|小广告/,
  charges: /物业费|服务费|水费|电费|燃气费|停车费|预缴|预存|缴费|账单|违约金|滞纳金/,
};

const english: Words = {
  offers: [
    /\b(?:special|limited[- ]time|exclusive|unbeatable) (?:offers?|deals?|prices?)\b|\bflash sale\b|\bon sale now\b|\bsale ends\b/g,
    /\bbuy (?:now|one|today)\b|\border (?:now|today)\b|\bcoupons?\b|\bvouchers?\b|\blucky draw\b|\bdo(?: not|n['’]t) miss\b/g,
    /\bsign up (?:now|today)\b|\bbook a viewing\b|\bshow (?:flat|home)s? open\b|\binvestment opportunit(?:y|ies)\b|\bnow selling\b/g,
  ],
  prices: [/\b\d{1,3} ?(?:%|percent|per cent) off\b/g],
  warnings:
    /\b(?:beware|scams?|frauds?|fraudulent|swindlers?|do(?: not|n['’]t) (?:buy|trust|click|open|pay)|not ours|forbidden|prohibited)\b/,
  charges: /\b(?:property fee|service fee|bills?|invoices?|late charge)\b/,
};

const sentencesOf = (text: string) =>
  text.split(/[。！？!?；;\n]|\.(?=\s|$)/).filter((sentence) => sentence.trim() !== '');

function foundIn(text: string, { offers, prices, warnings, charges }: Words): string[] {
  return sentencesOf(text)
    .filter((sentence) => !warnings.test(sentence))
    .flatMap((sentence) => {
      const asked = charges.test(sentence) ? offers : [...offers, ...prices];
      return asked.flatMap((offer) => sentence.match(offer) ?? []);
    });
}

/** Returns the words with which a text advertises, each once, in simplified Chinese or English (R15.5). */
export function advertisingIn(text: string): string[] {
  const plain = toSimplified(text.normalize('NFKC').toLowerCase());
  const han = foundIn(plain.replace(/[^\S\n]/g, ''), chinese);
  return [...new Set([...han, ...foundIn(plain.replace(/[^\S\n]+/g, ' '), english)])];
}

/** Rejects texts of a service notice that advertise (R15.5). @throws Problem 422 `advertising-in-service`. */
export function mustNotAdvertise(...texts: readonly string[]): void {
  const words = texts.flatMap(advertisingIn);
  if (words.length > 0) throw new Problem(advertises, { words: words.slice(0, 5).join('、') }, { more: { words } });
}
