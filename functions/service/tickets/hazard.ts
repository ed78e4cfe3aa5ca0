import * as z from 'zod';
import { type Text, text } from '../../../shared/kernel/language.ts';

export const hazardClasses = [
  ...(['gas', 'carbon-monoxide', 'fire', 'electricity', 'trapped', 'structure', 'falling'] as const),
  ...(['person', 'drowning', 'violence', 'locked-in', 'water', 'sewage', 'safety-systems', 'other'] as const),
] as const;
export const hazardClassSchema = z.enum(hazardClasses).meta({ id: 'HazardClass' });
export type HazardClass = z.infer<typeof hazardClassSchema>;

/** What an answer makes of a suspicion: `certain` danger or `none`. */
export type AnswerMeaning = 'certain' | 'none';

/** A question that decides a suspicion (R74.2). */
export interface HazardQuestion {
  /** Unique within its class. */
  readonly key: string;
  readonly ask: Text;
  readonly yes: AnswerMeaning;
  readonly no: AnswerMeaning;
}

export interface Hazard {
  readonly key: HazardClass;
  readonly name: Text;
  /**
   * Whether people may die. If so, an unanswered suspicion becomes an emergency (R74.2), and core words stay
   * (R74.1).
   */
  readonly life: boolean;
  /** The trade that is sent (R74.5). Undefined: the category and the words of the report decide. */
  readonly trade: string | undefined;
  /**
   * Whether a certain verdict sends the "leave the building" text (R74.3). Carbon monoxide is in the gas row
   * of R74.
   */
  readonly evacuate: boolean;
  readonly questions: readonly HazardQuestion[];
}

function ask(key: string, zhCN: string, zhTW: string, en: string): HazardQuestion {
  return { key, ask: text(zhCN, zhTW, en), yes: 'certain', no: 'none' };
}

/** The hazard classes, in the order of their urgency. */
export const hazards: Readonly<Record<HazardClass, Hazard>> = {
  gas: {
    key: 'gas',
    name: text('燃气泄漏', '瓦斯外洩', 'Gas leak'),
    life: true,
    trade: 'gas',
    evacuate: true,
    questions: [
      ask('now', '现在还闻得到燃气味吗？', '現在還聞得到瓦斯味嗎？', 'Can you smell the gas now?'),
      ask('hiss', '听得到漏气的嘶嘶声吗？', '聽得到漏氣的嘶嘶聲嗎？', 'Do you hear gas hissing?'),
      ask(
        'unwell',
        '有人头晕、恶心或不舒服吗？',
        '有人頭暈、噁心或不舒服嗎？',
        'Is anybody dizzy, sick or otherwise unwell?',
      ),
    ],
  },
  'carbon-monoxide': {
    key: 'carbon-monoxide',
    name: text('一氧化碳中毒', '一氧化碳中毒', 'Carbon monoxide'),
    life: true,
    trade: 'gas',
    evacuate: true,
    questions: [
      ask(
        'unwell',
        '有人头晕、头痛、恶心或没有力气吗？',
        '有人頭暈、頭痛、噁心或沒有力氣嗎？',
        'Does anybody have a headache, feel dizzy, sick or weak?',
      ),
      ask(
        'alarm',
        '一氧化碳报警器正在连续响吗？',
        '一氧化碳警報器正在連續響嗎？',
        'Is a carbon monoxide alarm sounding without a pause?',
      ),
    ],
  },
  fire: {
    key: 'fire',
    name: text('火情、烟雾', '火警、濃煙', 'Fire or smoke'),
    life: true,
    trade: undefined,
    evacuate: true,
    questions: [
      ask('now', '现在看得到火或烟吗？', '現在看得到火或煙嗎？', 'Do you see flames or smoke now?'),
      ask(
        'smell',
        '闻得到烧焦味，或者摸到什么东西发烫吗？',
        '聞得到燒焦味，或者摸到什麼東西發燙嗎？',
        'Is there a smell of burning, or is anything hot to the touch?',
      ),
    ],
  },
  electricity: {
    key: 'electricity',
    name: text('触电、电火花', '觸電、電線火花', 'Electric shock or sparks'),
    life: true,
    trade: 'electric',
    evacuate: false,
    questions: [
      ask('hurt', '有人被电到了吗？', '有人被電到了嗎？', 'Has anybody had a shock?'),
      ask(
        'now',
        '现在有火花、冒烟或焦味吗？',
        '現在有火花、冒煙或焦味嗎？',
        'Are there sparks, smoke or a burnt smell now?',
      ),
      ask('water', '旁边有水吗？', '旁邊有水嗎？', 'Is there water nearby?'),
    ],
  },
  trapped: {
    key: 'trapped',
    name: text('电梯困人、电梯险情', '電梯困人、電梯險情', 'Trapped in a lift, or a dangerous lift'),
    life: true,
    trade: 'lift',
    evacuate: false,
    questions: [
      ask('inside', '电梯里现在有人吗？', '電梯裡現在有人嗎？', 'Is anybody inside the lift now?'),
      ask(
        'open',
        '电梯门开着而轿厢不在，或者电梯突然下坠过吗？',
        '電梯門開著而車廂不在，或者電梯突然下墜過嗎？',
        'Is the door open on an empty shaft, or did the lift drop?',
      ),
    ],
  },
  structure: {
    key: 'structure',
    name: text('房屋结构险情', '建築結構險情', 'Danger to the structure'),
    life: true,
    trade: 'structure',
    evacuate: false,
    questions: [
      ask('growing', '裂缝或变形还在变大吗？', '裂縫或變形還在變大嗎？', 'Is the crack or the bulge growing?'),
      ask(
        'noise',
        '有异响、掉块、下沉，或者门突然卡住吗？',
        '有異響、掉塊、下沉，或者門突然卡住嗎？',
        'Are there noises, falling pieces, sinking, or a door that suddenly jams?',
      ),
    ],
  },
  falling: {
    key: 'falling',
    name: text('高空坠物', '高空墜物', 'Falling objects'),
    life: true,
    trade: 'structure',
    evacuate: false,
    questions: [
      ask('fallen', '已经有东西掉下来了吗？', '已經有東西掉下來了嗎？', 'Has anything fallen already?'),
      ask(
        'over',
        '下面是有人走的地方，或者有人被砸到吗？',
        '下面是有人走的地方，或者有人被砸到嗎？',
        'Do people pass below, or has anybody been hit?',
      ),
    ],
  },
  person: {
    key: 'person',
    name: text('有人受伤或昏倒', '有人受傷或昏倒', 'Somebody hurt or collapsed'),
    life: true,
    trade: undefined,
    evacuate: false,
    questions: [
      ask(
        'unwell',
        '他现在叫不醒、呼吸困难、流血不止，或者起不来吗？',
        '他現在叫不醒、呼吸困難、流血不止，或者起不來嗎？',
        'Is the person unconscious, short of breath, bleeding heavily or unable to get up now?',
      ),
      ask(
        'unheard',
        '联系不上他，而且担心他在屋里出事吗？',
        '聯絡不上他，而且擔心他在屋裡出事嗎？',
        'Are you unable to reach the person and afraid that something happened to them inside?',
      ),
    ],
  },
  drowning: {
    key: 'drowning',
    name: text('溺水', '溺水', 'Drowning'),
    life: true,
    trade: undefined,
    evacuate: false,
    questions: [
      ask(
        'water',
        '有人在水里上不来，或者看不见了吗？',
        '有人在水裡上不來，或者看不見了嗎？',
        'Is anybody in the water who cannot get out or cannot be seen?',
      ),
    ],
  },
  violence: {
    key: 'violence',
    name: text('暴力或闯入', '暴力或闖入', 'Violence or an intruder'),
    life: true,
    trade: undefined,
    evacuate: false,
    questions: [
      ask(
        'now',
        '那个人现在还在吗，或者还在打、还在撬门吗？',
        '那個人現在還在嗎，或者還在打、還在撬門嗎？',
        'Is the person still there, or still fighting or forcing the door?',
      ),
      ask(
        'hurt',
        '有人受伤、被威胁，或者有刀吗？',
        '有人受傷、被威脅，或者有刀嗎？',
        'Is anybody hurt or threatened, or is there a weapon?',
      ),
    ],
  },
  'locked-in': {
    key: 'locked-in',
    name: text('有人被锁在里面', '有人被鎖在裡面', 'Somebody locked in'),
    life: true,
    trade: 'doors-windows',
    evacuate: false,
    questions: [
      ask(
        'inside',
        '里面有孩子、老人、病人，或者开着火吗？',
        '裡面有孩子、老人、病人，或者開著火嗎？',
        'Is a child, an old or a sick person inside, or is the stove on?',
      ),
      ask('unable', '里面的人自己出不来吗？', '裡面的人自己出不來嗎？', 'Is the person inside unable to get out?'),
    ],
  },
  water: {
    key: 'water',
    name: text('爆管、大量漏水', '爆管、大量漏水', 'Burst pipe or flood'),
    life: false,
    trade: 'water',
    evacuate: false,
    questions: [
      ask('shut', '水在流，而且关不住吗？', '水在流，而且關不住嗎？', 'Is water running that you cannot turn off?'),
      ask(
        'electric',
        '水流到插座、电箱、灯或电梯附近了吗？',
        '水流到插座、電箱、燈或電梯附近了嗎？',
        'Does the water reach sockets, a fuse box, lamps or the lift?',
      ),
      ask(
        'others',
        '水流到别人家或楼下了吗？',
        '水流到別人家或樓下了嗎？',
        'Is the water running into other homes or downstairs?',
      ),
    ],
  },
  sewage: {
    key: 'sewage',
    name: text('污水倒灌', '汙水倒灌', 'Sewage backing up'),
    life: false,
    trade: 'water',
    evacuate: false,
    questions: [
      ask('spreading', '污水还在往外冒吗？', '汙水還在往外冒嗎？', 'Is sewage still coming up?'),
      ask('rooms', '已经流到房间或走廊了吗？', '已經流到房間或走廊了嗎？', 'Has it reached rooms or the corridor?'),
    ],
  },
  'safety-systems': {
    key: 'safety-systems',
    name: text('消防或门禁失效', '消防或門禁失效', 'Fire or access system out'),
    life: false,
    trade: undefined,
    evacuate: false,
    questions: [
      ask(
        'exit',
        '有人因为门打不开出不去吗？',
        '有人因為門打不開出不去嗎？',
        'Is an exit shut so that people cannot get out?',
      ),
      ask(
        'whole',
        '整栋楼的消防设备或门禁都不能用吗？',
        '整棟樓的消防設備或門禁都不能用嗎？',
        "Is the whole building's fire or access system dead?",
      ),
    ],
  },
  other: {
    key: 'other',
    name: text('其他紧急情况', '其他緊急情況', 'Another emergency'),
    life: false,
    trade: undefined,
    evacuate: false,
    questions: [
      ask('danger', '现在有人有危险吗？', '現在有人有危險嗎？', 'Is anybody in danger now?'),
      ask(
        'damage',
        '等到上班时间会造成更大的损失吗？',
        '等到上班時間會造成更大的損失嗎？',
        'Will waiting until office hours do more damage?',
      ),
    ],
  },
};

/**
 * Returns the verdict that the answers give a suspicion (R74.2). One answer of danger makes it certain.
 * Answers to all questions without danger make it none. Otherwise it stays suspected. Ignores keys that the
 * class does not have.
 */
export function verdictOfAnswers(
  hazard: HazardClass,
  answers: Readonly<Record<string, boolean>>,
): 'certain' | 'suspected' | 'none' {
  const meanings = hazards[hazard].questions.map(({ key, yes, no }) =>
    Object.hasOwn(answers, key) ? (answers[key] ? yes : no) : undefined,
  );
  if (meanings.includes('certain')) return 'certain';
  return meanings.every((meaning) => meaning === 'none') ? 'none' : 'suspected';
}

/**
 * Returns whether certain danger of a class sends people out of the building (R74.3). False for an unknown
 * class.
 */
export function isEvacuated(hazard: string | undefined): boolean {
  const known = hazardClassSchema.safeParse(hazard);
  return known.success && hazards[known.data].evacuate;
}

/** The key of a question of any class. */
export const questionKeySchema = z
  .enum([...new Set(hazardClasses.flatMap((hazard) => hazards[hazard].questions.map(({ key }) => key)))])
  .meta({ id: 'QuestionKey' });
