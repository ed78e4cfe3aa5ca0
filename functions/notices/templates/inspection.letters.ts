import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import {
  type Defect,
  liableWords,
  partWords,
  type Review,
  reviewWords,
  roomWords,
} from '../../homes/handovers/public.ts';
import type { Letter } from './letter.ts';
import { labels, listed, oneLine } from './listed.ts';

const words = {
  late: text('整改逾期：{phase} {count} 处', '整改逾期：{phase} {count} 處', 'Overdue at {phase}: {count} defects'),
  lateBody: text(
    '以下质量问题未在期限内整改完成，请督促责任方并安排复验。',
    '以下品質問題未在期限內整改完成，請督促責任方並安排複驗。',
    'These defects were not rectified by their due day. Please urge the liable parties, and arrange reinspections.',
  ),
  lateLine: text(
    '{part}：{note}（责任方 {liable}，应于 {dueOn} 前整改）',
    '{part}：{note}（責任方 {liable}，應於 {dueOn} 前整改）',
    '{part}: {note} (liable: {liable}; due on {dueOn})',
  ),
  lateBuyer: text('整改延期告知：{unit}', '整改延期告知：{unit}', 'Delayed rectification of {unit}'),
  lateBuyerBody: text(
    '{unit} 验房中发现的以下问题未能按期整改完成，谨此致歉。问题仍记录在案，整改义务不变（《商品房买卖合同司法解释》第十条），整改并复验合格后才会销项；我们正在督促责任方。',
    '{unit} 驗房中發現的以下問題未能按期整改完成，謹此致歉。問題仍記錄在案，整改義務不變（《商品房買賣合同司法解釋》第十條），整改並複驗合格後才會銷項；我們正在督促責任方。',
    'We are sorry that the following defects found in {unit} were not rectified on time. They stay on record and must still be rectified (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 10). Each is closed only after it was rectified and an inspector has approved it. We are urging the liable parties.',
  ),
  buyerLine: text(
    '{part}：{note}（原定 {dueOn} 前整改）',
    '{part}：{note}（原定 {dueOn} 前整改）',
    '{part}: {note} (was due on {dueOn})',
  ),
  rejected: text(
    '复验不合格：{unit} {count} 处',
    '複驗不合格：{unit} {count} 處',
    'Reinspection failed in {unit}: {count} defects',
  ),
  rejectedBody: text(
    '{unit} 的以下问题经复验不合格，须重新整改。',
    '{unit} 的以下問題經複驗不合格，須重新整改。',
    'These defects of {unit} did not pass the reinspection. They have to be rectified again.',
  ),
  rejectedLine: text(
    '{part}：{note}；复验：{findings}（责任方 {liable}，应于 {dueOn} 前整改）',
    '{part}：{note}；複驗：{findings}（責任方 {liable}，應於 {dueOn} 前整改）',
    '{part}: {note}; reinspection: {findings} (liable: {liable}; due on {dueOn})',
  ),
  right: text('整改完成：{unit}', '整改完成：{unit}', 'All defects in {unit} are rectified'),
  rightBody: text(
    '{unit} 验房中发现的问题已全部整改，并经验房员复验合格。',
    '{unit} 驗房中發現的問題已全部整改，並經驗房員複驗合格。',
    'All defects found in {unit} have been rectified, and an inspector has approved them.',
  ),
  rightNext: text(
    '请点开链接选定复看房屋、签署验收单和领取钥匙的时间，无需登录；也可致电客服热线。',
    '請點開連結選定複看房屋、簽署驗收單和領取鑰匙的時間，無需登入；也可致電客服專線。',
    'Please choose a time to view the home again, sign the acceptance sheet and receive the keys. Use the link below (no login is needed), or call our hotline.',
  ),
  choose: text('选定时间', '選定時間', 'Choose a time'),
  review: text('验房记录待复核：{unit}', '驗房紀錄待複核：{unit}', 'Records of {unit} wait for your decision'),
  reviewBody: text(
    '{unit} 的以下验房记录不能直接计入，请复核后决定哪些计入。未复核前不能签署验收单。',
    '{unit} 的以下驗房紀錄不能直接計入，請複核後決定哪些計入。未複核前不能簽署驗收單。',
    'These inspection records of {unit} do not count automatically. Please decide which of them count. The acceptance sheet cannot be signed before.',
  ),
  comma: text('；', '；', '; '),
} as const;

/** What a letter shows of a defect. */
export type AboutDefect = Pick<Defect, 'unitLabel' | 'room' | 'part' | 'note' | 'liable' | 'dueOn'> &
  Partial<Pick<Defect, 'contractor' | 'findings'>>;

function line(defect: AboutDefect, wording: Text, language: Language): string {
  const { part, note, liable, contractor, dueOn, findings = '' } = defect;
  return say(wording, language, {
    part: say(partWords[part], language),
    note: oneLine(note),
    findings: oneLine(findings),
    liable: [say(liableWords[liable], language), contractor].filter(Boolean).join(' '),
    dueOn,
  });
}

function roomOf({ room }: AboutDefect, language: Language): string {
  const known = Object.hasOwn(roomWords, room) ? roomWords[room] : undefined;
  return known ? say(known, language) : oneLine(room);
}

/**
 * Returns the letter to a phase manager about overdue defects, with home, room, part, note, liable party and
 * due day (D18).
 */
export function defectsLate(about: { phase: string; defects: readonly AboutDefect[] }, language: Language): Letter {
  const { defects } = about;
  const phase = oneLine(about.phase);
  return {
    subject: say(words.late, language, { phase, count: defects.length }),
    paragraphs: [say(words.lateBody, language)],
    ...listed(
      [{ label: say(labels.phase, language), value: phase }],
      defects.map((one) => ({
        label: `${one.unitLabel} ${roomOf(one, language)}`,
        value: line(one, words.lateLine, language),
      })),
      language,
    ),
  };
}

/** Returns the letter to the buyer about overdue defects of their home, which stay on record (D18). */
export function defectsLateForBuyer(
  { unit, defects }: { unit: string; defects: readonly AboutDefect[] },
  language: Language,
): Letter {
  return {
    subject: say(words.lateBuyer, language, { unit }),
    paragraphs: [say(words.lateBuyerBody, language, { unit })],
    ...listed(
      [],
      defects.map((one) => ({ label: roomOf(one, language), value: line(one, words.buyerLine, language) })),
      language,
    ),
  };
}

/** Returns the letter to a phase manager about rejected work on defects of a home. */
export function defectsRejected(
  { phase, unit, defects }: { phase: string; unit: string; defects: readonly AboutDefect[] },
  language: Language,
): Letter {
  return {
    subject: say(words.rejected, language, { unit, count: defects.length }),
    paragraphs: [say(words.rejectedBody, language, { unit })],
    ...listed(
      [{ label: say(labels.phase, language), value: oneLine(phase) }],
      defects.map((one) => ({ label: roomOf(one, language), value: line(one, words.rejectedLine, language) })),
      language,
    ),
  };
}

/**
 * Returns the letter to the buyer when no defect is open any more. Before the sheet is signed it has a link
 * (`url`) to choose a time.
 */
export function everythingRight({ unit, url }: { unit: string; url: string | undefined }, language: Language): Letter {
  const done = say(words.rightBody, language, { unit });
  return {
    subject: say(words.right, language, { unit }),
    paragraphs: url === undefined ? [done] : [done, say(words.rightNext, language)],
    ...(url !== undefined && { button: { label: say(words.choose, language), url } }),
  };
}

/** Returns the letter about inspection records that wait for a decision, with the reasons. */
export function recordsWait(
  about: { phase: string; unit: string; reviews: readonly Pick<Review, 'itemId' | 'records'>[] },
  language: Language,
): Letter {
  const { unit, phase } = about;
  const reasonsOf = ({ records }: Pick<Review, 'records'>) =>
    [...new Set(records.flatMap(({ why }) => why))].map((why) => say(reviewWords[why], language));
  return {
    subject: say(words.review, language, { unit }),
    paragraphs: [say(words.reviewBody, language, { unit })],
    ...listed(
      [{ label: say(labels.phase, language), value: oneLine(phase) }],
      about.reviews.map((one) => ({ label: one.itemId, value: reasonsOf(one).join(say(words.comma, language)) })),
      language,
    ),
  };
}
