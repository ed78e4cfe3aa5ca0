import { Temporal } from 'temporal-polyfill';
import type { ReplayCase, ReplaySource } from './replay-case.ts';

/**
 * Messages of residents about developers and estates, with the official reply if there is one.
 * Times are local.
 */
export const cnMessages: ReplaySource = {
  estate: { estateId: 'replay-cn', code: 'CN', name: '留言板小区', zone: 'Asia/Shanghai' },
  language: 'zh-CN',
  caseOf: (row) => {
    const { source, 留言编号: number, 留言用户: user, 留言主题: title, 留言时间: sentAt } = row;
    const { 留言详情: description = '', 答复意见: reply, 答复时间: repliedAt } = row;
    if (!number || !title || !sentAt) throw new Error('留言编号, 留言主题 and 留言时间 are needed');
    const answer = reply && repliedAt ? { text: reply, at: instant(repliedAt) } : undefined;
    return {
      id: `${source}-${number}`,
      type: typeOf(title),
      channel: 'forum',
      category: categoryOf(title + description),
      title,
      description: description.trim(),
      receivedAt: instant(sentAt),
      ...(user && { requester: { key: user, name: user } }),
      ...(answer && { reply: answer, closed: { resolution: '已答复', at: answer.at } }),
    };
  },
};

function typeOf(title: string): ReplayCase['type'] {
  if (/咨询|请问|询问/.test(title)) return 'inquiry';
  if (/建议|请求|希望/.test(title)) return 'suggestion';
  return /表扬|感谢|点赞/.test(title) ? 'praise' : 'complaint';
}

const categories: readonly (readonly [RegExp, string])[] = [
  [/停车|车位|车库/, 'parking'],
  [/物业费|收费|电费|水费/, 'charges'],
  [/电梯/, 'facilities/lift'],
  [/漏水|裂缝|质量|渗水/, 'home'],
  [/业委会|业主委员会/, 'owners-committee'],
  [/装修/, 'fit-out'],
  [/消防|安全|高空/, 'safety'],
  [/违建|违法|违规/, 'violation'],
  [/物业/, 'service'],
];

function categoryOf(text: string): string {
  return categories.find(([words]) => words.test(text))?.[1] ?? 'other';
}

function instant(local: string): string {
  return Temporal.PlainDateTime.from(local.trim().replace(' ', 'T'))
    .toZonedDateTime('Asia/Shanghai')
    .toInstant()
    .toString();
}
