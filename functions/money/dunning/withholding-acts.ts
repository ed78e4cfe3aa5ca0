/*
 * What a sentence says that somebody does: withhold power, water, heat or gas, limit access, lifts or
 * parking, or show debtors in public. Whether the sentence threatens it, or forbids or reports it, is decided
 * in `lawful-mentions.ts`.
 */

/** What a forbidden means takes away: a utility, access, or the privacy of who owes (R12.2). */
export type Withheld = 'utility' | 'access' | 'privacy';

type Acts = readonly (readonly [Withheld, RegExp])[];

const fee = '(?![水电暖热气、和及]{0,4}费)';
const utility = `(?:水|电(?![话梯子视动])|暖|热(?![线心情])|气(?![候氛温])|煤气|燃气|天然气|能源)${fee}`;
const fixture =
  '(?:电闸|水闸|总闸|自来水(?:总?表)?|总表|(?<!道)闸|水阀|气阀|暖阀|总阀|阀门|电表|水表|气表|电源|水源|暖气|水管|电线|空开|电箱|供电线路|[水电气]卡)(?!费)';
const supply = `(?:${fixture}|${utility})`;
/** Whose supply it is: words that may stand between a verb and its object. */
const whose =
  '(?:您|你|他|她|它|其|贵|该|这|们|业主|住户|用户|租户|欠费|户|家|里|房|屋|室|单元|号|楼|栋|\\d|的|了|掉|上|全部|所有|总|入户|再|先|下|向|对|给|为|供|送|用|通|[一二两三几半\\d]+[天日月]|[一二两三几半\\d]+小时){0,14}';
const within = '[^,，。；！？.;!?]{0,10}';

const singleVerb = '(?:(?<!报)停|(?<![不判诊果])断|(?<![有无相开机海])关|掐|拧|切(?!实)|封|锁|拉|拔|拆|剪|限(?!期))';
const verb = '(?:停止|中止|终止|中断|切断|掐断|限制|暂停|减少|关闭|关停|关掉|停掉|停用|锁闭|封停|拆除|剪断|不予)';
const soon = '(?:[已经将被给会要就都也先予以]|全部|一律|即行|立即|马上|直接|我们|我司|由?物业|由?保安){0,8}';

const index =
  '(?:门禁|门卡|磁扣|磁卡|电梯|梯控|停车|车位|车库|车辆|车牌|道闸|进出|出入|入内|通行|进入小区|进小区)(?!.{0,4}费)';
const denial =
  '(?:停用|停止|禁用|禁止|注销|冻结|限制|取消|关闭|锁定|拒绝|阻止|不准|不让|不予|不得|收回|消磁|暂停|失效|作废)';
const passing =
  '(?:刷卡|进(?:地下)?(?:车库|地库|电梯|大门)|乘梯|(?:乘坐?|坐|用|使用|开通?)电?梯|进小区|进门|进出|出入|入内|通行|停车|驶入|抬[杆起]|开门|开闸|放行)';

/**
 * Acts in simplified characters without blanks. A fee for one of these things is no threat to take it away.
 */
export const actsInChinese: Acts = [
  ['utility', new RegExp(`${singleVerb}(?:止|掉|了|住|断)?${whose}${supply}`, 'g')],
  ['utility', new RegExp(`${verb}${within}?${supply}`, 'g')],
  [
    'utility',
    new RegExp(
      `${supply}(?:力|源)?(?:供应|供给|供)?的?${soon}(?:停|断|掐|拧|关|拉|锁|拆|切|剪|封|限)[供用送售止掉了闭上住断走下电死紧停]`,
      'g',
    ),
  ],
  [
    'utility',
    new RegExp(
      `${supply}(?:力|源)?(?:供应|供给|供)?的?${soon}(?:中止|中断|切断)|(?:供|用)${utility}${within}(?:停止|终止|中止|中断|切断)|(?:拆|锁|封|停)表`,
      'g',
    ),
  ],
  ['utility', new RegExp(`把${within}${supply}[^,，。费]{0,4}(?:停|断|掐|关|拉|锁|拆|切|剪|封)`, 'g')],
  [
    'utility',
    new RegExp(
      `(?:不予|不给|不再|不准|不让|不许|不得|不能|不可以?|拒绝|[别甭休](?:想|指望))${whose}(?:供|送|通|售|卖|用|开|使用|充值?|购|买|恢复|续)[供用您你家的]{0,4}${supply}`,
      'g',
    ),
  ],
  [
    'utility',
    new RegExp(`(?:只|仅|限时|减压|降压|间断|间歇|分时|轮流|限量|限额|错峰)[供送给]${within}${utility}`, 'g'),
  ],
  ['utility', new RegExp(`[让叫使]${within}[没无]${utility}`, 'g')],
  ['access', new RegExp(`${denial}${within}${index}`, 'g')],
  ['access', new RegExp(`${index}${within}${denial}`, 'g')],
  [
    'access',
    new RegExp(
      `(?:不(?:能|得|准|许|让|给|可以?|再|予|会)|勿)${whose}(?:自动|正常|继续)?${passing}|不(?:放行|抬[杆起]|开门|开闸|识别)`,
      'g',
    ),
  ],
  [
    'access',
    new RegExp(
      `(?:无法|[别甭休](?:想|指望))${within}(?:驶入|抬杆|刷|${passing}|回家)|不放[^,，。]{0,6}(?:车|人)[^,，。]{0,4}进|[刷打]不(?:开|了|上)`,
      'g',
    ),
  ],
  ['access', new RegExp(`(?:车牌|车辆|门禁|卡|您|你|户|业主|欠费)${within}(?:黑名单|拉黑)`, 'g')],
  [
    'access',
    new RegExp(`(?:车位锁|地锁)${within}升|(?:堵|焊|锁|封)[住死了上]?${whose}(?:大门|房门|门(?!禁)|车)|封条`, 'g'),
  ],
  [
    'privacy',
    /(?:张贴|贴出|公布|公示|曝光|公开|通报|发到|播出|滚动|展示|晒出)[^,，。；]{0,14}(?:欠费|欠款|名单|姓名|房号)/g,
  ],
  [
    'privacy',
    /(?:欠费|欠款|欠缴)[^,，。；]{0,12}(?:张贴|贴在|贴到|公布|公示|曝光|公开|通报|发到|发在|播出|滚动|展示|晒)/g,
  ],
];

const verbs = [
  ...['cut', 'cutting', 'shut', 'shutting', 'switch\\w*', 'turn(?:ed|ing)?', 'disconnect\\w*', 'stop\\w*'],
  ...[
    'suspend\\w*',
    'limit\\w*',
    'restrict\\w*',
    '(?<!the )block(?! ?\\d)\\w*',
    'disabl\\w*',
    'deactivat\\w*',
    'lock\\w*',
  ],
  ...['deny\\w*', 'denied', 'withh[eo]ld\\w*', 'revok\\w*', 'refus\\w*'],
];
const stops = `\\b(?:${verbs.join('|')})\\b`;
const noFee = '\\b(?! (?:bill|fee|charge|account)s?\\b)';
const utilities = `\\b(?:power|electric\\w*|water|heat|heating|gas)${noFee}`;
const indexes = `\\b(?:access|entry|entrance|gates?|barriers?|lifts?|elevators?|parking|cars?|vehicles?|doors?)${noFee}`;
const upTo = (words: number) => `(?: \\w+){0,${words}}`;

/** Acts in English, in lower case with single blanks. */
export const actsInEnglish: Acts = [
  ['utility', new RegExp(`${stops}${upTo(4)} ${utilities}`, 'g')],
  ['utility', new RegExp(`${utilities}${upTo(6)} (?:${stops}|off\\b)`, 'g')],
  ['access', new RegExp(`${stops}${upTo(4)} ${indexes}`, 'g')],
  ['access', new RegExp(`${indexes}${upTo(4)} (?:${stops}|off\\b)`, 'g')],
  [
    'access',
    new RegExp(
      `\\b(?:may not|cannot|can not|must not|no longer) (?:use|enter|ride|park|take)\\b${upTo(3)}|${indexes}${upTo(3)} (?:not (?:open|work|move)|(?:stops?|no longer) work\\w*)`,
      'g',
    ),
  ],
  ['privacy', new RegExp(`\\b(?:post|publish|display|expose)\\w*${upTo(2)} (?:names?|debts?)\\b`, 'g')],
];
