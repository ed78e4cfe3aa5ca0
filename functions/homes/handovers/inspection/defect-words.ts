import { type Text, text } from '../../../../shared/kernel/language.ts';
import type { Part } from '../statutory-warranty.ts';
import type { Defect } from './defect.ts';
import type { ReviewReason } from './defect-state.ts';

/** Names of the parts of a home. */
export const partWords: Readonly<Record<Part, Text>> = {
  structure: text('主体结构', '主體結構', 'Structure'),
  'roof-waterproofing': text('屋面防水', '屋面防水', 'Roof waterproofing'),
  'waterproofed-rooms': text('厨卫、外墙防渗漏', '廚衛、外牆防滲漏', 'Waterproofing of rooms and outer walls'),
  'heating-cooling': text('供热', '供熱', 'Heating'),
  cooling: text('供冷', '供冷', 'Cooling'),
  'pipe-leak': text('管道渗漏', '管道滲漏', 'Leaking pipes'),
  'pipe-blockage': text('管道堵塞', '管道堵塞', 'Blocked pipes'),
  'electric-lines': text('电气管线', '電氣管線', 'Electric lines'),
  'lamps-switches': text('灯具开关', '燈具開關', 'Lamps and switches'),
  equipment: text('设备安装', '設備安裝', 'Equipment'),
  'sanitary-ware': text('卫生洁具', '衛生潔具', 'Sanitary ware'),
  plaster: text('墙面顶棚', '牆面頂棚', 'Walls and ceilings'),
  floors: text('地面', '地面', 'Floors'),
  'doors-windows': text('门窗', '門窗', 'Doors and windows'),
  decoration: text('装修', '裝修', 'Decoration'),
  other: text('其他', '其他', 'Other'),
};

/** Names of the parties who rectify defects (R1.4). */
export const liableWords: Readonly<Record<Defect['liable'], Text>> = {
  contractor: text('施工单位', '施工單位', 'Contractor'),
  developer: text('开发企业', '開發企業', 'Developer'),
  property: text('物业公司', '物業公司', 'Property company'),
};

/** Names of the rooms in the built-in checklist. Other rooms keep the name in their checklist. */
export const roomWords: Readonly<Record<string, Text>> = {
  home: text('全屋', '全屋', 'Whole home'),
  living: text('客厅', '客廳', 'Living room'),
  bedroom: text('卧室', '臥室', 'Bedroom'),
  balcony: text('阳台', '陽臺', 'Balcony'),
  kitchen: text('厨房', '廚房', 'Kitchen'),
  bathroom: text('卫生间', '衛生間', 'Bathroom'),
};

/** Texts of the reasons why a record waits for a supervisor. */
export const reviewWords: Readonly<Record<ReviewReason, Text>> = {
  'same-id': text('同一编号下有两种内容', '同一編號下有兩種內容', 'one id has two contents'),
  'not-an-inspector': text('记录人不是验房员', '記錄人不是驗房員', 'recorded by a person who is not an inspector'),
  'after-sheet': text('验收单签署后才发现', '驗收單簽署後才發現', 'found after the sheet was signed'),
  'own-work': text('复验人即整改人', '複驗人即整改人', 're-inspected by the person who did the work'),
  'not-rectified': text('未登记整改即复验合格', '未登記整改即複驗合格', 'closed without a recorded rectification'),
  'nothing-to-reinspect': text('复验对象没有问题记录', '複驗對象沒有問題紀錄', 'no defect to re-inspect'),
  'judged-differently': text('不同验房员结论不一', '不同驗房員結論不一', 'inspectors disagree'),
};
