/*
 * Sentences that name a forbidden means without threatening it: they deny or forbid it, quote the law, report
 * what somebody else said, or tell of a repair. One pressing word (a deadline, an unpaid fee) takes the last
 * two away, because a threat can be dressed as a report.
 */

/** A sentence, and where an act is named in it. */
export interface Mention {
  readonly sentence: string;
  readonly from: number;
  readonly to: number;
}

const negators =
  '不会|不得|不能|不可以?|不应当?|不该|不准|不允许|不许|不以|不采取|不对|绝不|决不|从未|从不|未曾|没有|无权|禁止|严禁|不再|并非|不是|请勿|勿|不';
const deniedAct = new RegExp(
  `(?:${negators})(?:(?:因|以|对|为|采取|采用|使用|用|通过|借|拿)[^将]*|[^就则将便即才交缴付清]{0,12})$`,
);
/** Two negations are a threat again (不得不停水). */
const deniedTwice = /[不][得能会可]不|别怪|逼/;
const conclusion = /[就则将便]|但|而是|改为|否则/;

function isDenied({ sentence, from }: Mention, deniedUpTo: number): boolean {
  const before = sentence.slice(0, from);
  const clause = before.slice(Math.max(...[',', '，', ':', '：'].map((mark) => before.lastIndexOf(mark))) + 1);
  if (deniedTwice.test(clause)) return false;
  if (deniedAct.test(clause)) return true;
  return (
    deniedUpTo >= 0 &&
    !/[,，]/.test(sentence.slice(deniedUpTo, from)) &&
    !conclusion.test(sentence.slice(deniedUpTo, from))
  );
}

const pressure = /欠费|欠缴|不[交缴付]|未[交缴付]|逾期|拖欠|催|如不|再不|若不|拒不|[缴交付]清|否则/;
const against = /^[^,，]{0,8}(?:的|者|是|均?属于?|系)[,，]?.{0,20}(违法|违规|不合法|罚款|处罚|追究|赔偿|拒绝|举报)/;
const refusedAfter =
  /^[^,，]{0,4}(?:行为|做法|方式|措施|手段)[^,，]{0,6}(?:不允许|不可以|不得|不行|禁止|不存在|不合法)/;
const reporter =
  /(?:业主|住户|对方|客户|租户|买受人|先生|女士|家属|邻居|[他她])[^,，。]{0,4}(?:反映|称|说|表示|投诉|报修|抱怨|认为|问|询问|咨询|要求|申请|来电)/;
const ownWord = /我司|我们|我方|本公司|本物业|将|一律|派人|立即|马上|[就则便先]|即行/;
const supplier =
  /检修|抢修|施工|故障|市政|管网|供电公司|供电局|电力公司|电力局|自来水公司|水务|热力公司|燃气公司|台电|台水|爆裂|爆管|漏水|维修|台风|暴雨|年检|保养|外出期间|应.{0,6}(?:要求|申请)/;

function isReported(before: string, after: string): boolean {
  const report = reporter.exec(before);
  if (!report) return false;
  return !ownWord.test(before.slice(report.index + report[0].length)) && !/催|直到/.test(after);
}

function isAgainst(before: string, after: string): boolean {
  const fate = against.exec(after)?.[1];
  return fate !== undefined && (/法|违规/.test(fate) || !pressure.test(before));
}

/**
 * Tells whether a Chinese sentence names the act lawfully. `deniedUpTo` is where an earlier act of the same
 * sentence ended that was denied, or -1: a denial covers the list after it.
 */
export function isLawfulInChinese(mention: Mention, deniedUpTo: number): 'denied' | 'told' | undefined {
  const { sentence, from, to } = mention;
  const before = sentence.slice(0, from);
  const after = sentence.slice(to);
  if (isDenied(mention, deniedUpTo)) return 'denied';
  const isTold =
    isAgainst(before, after) ||
    refusedAfter.test(after) ||
    isReported(before, after) ||
    /谣言|传言|勿信|勿相信/.test(sentence) ||
    (/有人|如遇|遇到|遭遇|发现/.test(before) && /举报|投诉|报警|拨打|联系我们/.test(after)) ||
    (supplier.test(sentence) && !pressure.test(sentence));
  return isTold ? 'told' : undefined;
}

const denies =
  /\b(?:(?:no one|nobody) (?:will|shall|may)|never|not|no|nobody|without|forbid\w*|prohibit\w*|unlawful|illegal|cannot|\w+n't)\b(?<gap>[^.;]*)$/;
const englishConclusion = /\b(?:pa(?:y|id)\w*|settle\w*|or|but|will|shall|going)\b/;
const englishReport =
  /\b(?:owner|resident|tenant|buyer|caller|he|she|they)s?\b[^.;]*\b(?:report\w*|sa(?:ys|id)|complain\w*|ask\w*|told us|claim\w*)\b(?<gap>[^.;]*)$/;
const englishOwnWord = /\b(?:we|will|shall|unless|until)\b/;
const englishSupplier =
  /\b(?:maintenance|repair\w*|works|grid|utility company|supplier|burst|inspection|leak\w*|request)\b/;
const englishPressure = /\b(?:unpaid|arrears|overdue|pay|paid|payment|unless|until)\b/;

/** Tells whether an English sentence names the act lawfully. */
export function isLawfulInEnglish({ sentence, from, to }: Mention): boolean {
  const before = sentence.slice(0, from);
  const act = sentence.slice(from, to);
  if (/^(?!may|cannot|can not|must|no longer).*\b(?:not|never)\b(?! (?:open|work|move))/.test(act)) return true;
  const gap = denies.exec(before)?.groups?.gap;
  if (gap !== undefined && !englishConclusion.test(gap)) return true;
  const told = englishReport.exec(before)?.groups?.gap;
  if (told !== undefined && !englishOwnWord.test(told)) return true;
  return englishSupplier.test(sentence) && !englishPressure.test(sentence);
}
