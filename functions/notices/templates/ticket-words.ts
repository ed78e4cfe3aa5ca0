import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';

/** Labels of facts about a ticket. */
export const labels = {
  number: text('受理编号', '受理編號', 'Number'),
  title: text('事项', '事項', 'Subject'),
  received: text('受理时间', '受理時間', 'Received'),
  place: text('地点', '地點', 'Place'),
  requester: text('报修人', '報修人', 'Reported by'),
  requesterPhone: text('联系电话', '聯絡電話', 'Telephone'),
  technician: text('维修人员', '維修人員', 'Technician'),
  when: text('上门时间', '到府時間', 'Visit'),
  severity: text('紧急程度', '緊急程度', 'Severity'),
  timer: text('时限', '時限', 'Promise'),
  due: text('截止时间', '截止時間', 'Due'),
  expires: text('有效期至', '有效期至', 'Open until'),
} as const;

const slaTimers: Readonly<Record<string, Text>> = {
  acknowledge: text('告知受理', '告知受理', 'Acknowledge'),
  dispatch: text('派单', '派單', 'Dispatch'),
  arrive: text('到场', '到場', 'Arrive'),
  reply: text('答复', '答覆', 'Reply'),
  finish: text('处理完成', '處理完成', 'Finish'),
  close: text('办结', '辦結', 'Close'),
  callBack: text('回访', '回訪', 'Call back'),
  handOver: text('移交接收', '移交接收', 'Taking over'),
  acknowledgementLetter: text('书面受理告知', '書面受理告知', 'Written acknowledgement'),
  interimLetter: text('书面阶段答复', '書面階段答覆', 'Written interim answer'),
  answerLetter: text('书面最终答复', '書面最終答覆', 'Written final answer'),
  eightWeekLetter: text('八周书面告知', '八週書面告知', 'Letter after eight weeks'),
};

/** Returns the name of an SLA timer; undefined for `none`, where no SLA timer is the cause. */
export function slaTimerWord(timer: string, language: Language): string | undefined {
  if (timer === 'none') return undefined;
  const word = slaTimers[timer];
  return word ? say(word, language) : timer;
}
