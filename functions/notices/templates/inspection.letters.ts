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
    'These defects were not put right by their day. Please press who answers for them, and have them looked at again.',
  ),
  lateLine: text(
    '{part}：{note}（责任方 {liable}，应于 {dueOn} 前整改）',
    '{part}：{note}（責任方 {liable}，應於 {dueOn} 前整改）',
    '{part}: {note} (answers for it: {liable}; due on {dueOn})',
  ),
  lateBuyer: text('整改延期告知：{unit}', '整改延期告知：{unit}', 'Work on {unit} is late'),
  lateBuyerBody: text(
    '{unit} 验房中发现的以下问题未能按期整改完成，谨此致歉。问题仍记录在案，整改义务不变，整改并复验合格后才会销项；我们正在督促责任方。',
    '{unit} 驗房中發現的以下問題未能按期整改完成，謹此致歉。問題仍記錄在案，整改義務不變，整改並複驗合格後才會銷項；我們正在督促責任方。',
    'What was found in {unit} and is listed below was not put right by its day, and we are sorry. It stays on record and is still owed to you: it is closed only when it was put right and an inspector has looked at it again. We are pressing for it.',
  ),
  buyerLine: text(
    '{part}：{note}（原定 {dueOn} 前整改）',
    '{part}：{note}（原定 {dueOn} 前整改）',
    '{part}: {note} (was due on {dueOn})',
  ),
  rejected: text(
    '复验不合格：{unit} {count} 处',
    '複驗不合格：{unit} {count} 處',
    'Not right yet in {unit}: {count} defects',
  ),
  rejectedBody: text(
    '{unit} 的以下问题经复验不合格，须重新整改。',
    '{unit} 的以下問題經複驗不合格，須重新整改。',
    'These defects of {unit} were looked at again and are not right. They have to be put right once more.',
  ),
  rejectedLine: text(
    '{part}：{note}；复验：{findings}（责任方 {liable}，应于 {dueOn} 前整改）',
    '{part}：{note}；複驗：{findings}（責任方 {liable}，應於 {dueOn} 前整改）',
    '{part}: {note}; found now: {findings} (answers for it: {liable}; due on {dueOn})',
  ),
  right: text('整改完成：{unit}', '整改完成：{unit}', 'Everything in {unit} is put right'),
  rightBody: text(
    '{unit} 验房中发现的问题已全部整改，并经验房员复验合格。',
    '{unit} 驗房中發現的問題已全部整改，並經驗房員複驗合格。',
    'Everything that was found in {unit} is put right, and an inspector has looked at it again.',
  ),
  rightNext: text(
    '请点开链接选定复看房屋、签署验收单和领取钥匙的时间，无需登录；也可致电客服热线。',
    '請點開連結選定複看房屋、簽署驗收單和領取鑰匙的時間，無需登入；也可致電客服熱線。',
    'Please choose a time to see it again, sign the acceptance sheet and take the keys with the link below (no login is needed), or call our hotline.',
  ),
  choose: text('选定时间', '選定時間', 'Choose a time'),
  review: text('验房记录待复核：{unit}', '驗房紀錄待複核：{unit}', 'Records of {unit} wait for your decision'),
  reviewBody: text(
    '{unit} 的以下验房记录不能直接计入，请复核后决定哪些计入。未复核前不能签署验收单。',
    '{unit} 的以下驗房紀錄不能直接計入，請複核後決定哪些計入。未複核前不能簽署驗收單。',
    'These records of the inspection of {unit} do not count by themselves. Please decide which of them do: until then the acceptance sheet cannot be signed.',
  ),
  comma: text('；', '；', '; '),
} as const;

/** What is shown of a defect. */
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

/** Defects of a phase are late: to its manager, with home, room, part, what it is, who answers for it and the day (D18). */
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

/** The same to the buyer of a home: it is late, it stays on record (D18). */
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

/** The work on defects of a home was not accepted: to the manager of the phase. */
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

/** Nothing of a home is open any more: to its buyer; where he has not signed yet with the link (`url`) to choose a time. */
export function everythingRight({ unit, url }: { unit: string; url: string | undefined }, language: Language): Letter {
  const done = say(words.rightBody, language, { unit });
  return {
    subject: say(words.right, language, { unit }),
    paragraphs: url === undefined ? [done] : [done, say(words.rightNext, language)],
    ...(url !== undefined && { button: { label: say(words.choose, language), url } }),
  };
}

/** Records of a home wait for a decision: to its supervisor, with the reasons in words. */
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
