import * as z from 'zod';
import { text } from '../../../../shared/kernel/language.ts';
import { itemIdSchema, nameSchema } from '../inspection/checklist.ts';

/** An item to accept: a common part (公共部位、共用设施设备) or a document (R3.9). */
export const acceptanceItemSchema = z
  .strictObject({
    itemId: itemIdSchema,
    kind: z.enum(['part', 'document']),
    name: nameSchema,
  })
  .meta({ id: 'AcceptanceItem' });
export type AcceptanceListItem = z.infer<typeof acceptanceItemSchema>;

function listed(kind: AcceptanceListItem['kind'], itemId: string, names: readonly [string, string, string]) {
  return { itemId, kind, name: text(...names) };
}
const part = (id: string, ...names: [string, string, string]) => listed('part', `part/${id}`, names);
const paper = (id: string, ...names: [string, string, string]) => listed('document', `document/${id}`, names);

/** Default items of a common-area acceptance (物业承接查验). */
export const defaultAcceptanceList: readonly AcceptanceListItem[] = [
  part(
    'structure',
    '基础、承重结构、外墙、屋面',
    '基礎、承重結構、外牆、屋面',
    'Foundations, bearing structure, outer walls, roofs',
  ),
  part('halls', '大堂、走廊、楼梯间', '大廳、走廊、樓梯間', 'Halls, corridors, stairs'),
  part('lifts', '电梯', '電梯', 'Lifts'),
  part('power', '变配电、应急发电', '變配電、緊急發電', 'Power supply and emergency generator'),
  part('lighting', '公共照明', '公共照明', 'Common lighting'),
  part('water', '供水、水泵、水箱', '供水、水泵、水箱', 'Water supply, pumps, tanks'),
  part('drainage', '排水、排污、化粪池', '排水、排污、化糞池', 'Drainage, sewage, septic tanks'),
  part('fire', '消防设施', '消防設施', 'Fire protection'),
  part('security', '监控、门禁、对讲', '監控、門禁、對講', 'Cameras, access control, intercom'),
  part('heating', '公共采暖、通风、空调', '公共採暖、通風、空調', 'Common heating, ventilation, cooling'),
  part('lightning', '防雷、接地', '防雷、接地', 'Lightning protection, earthing'),
  part('parking', '车库、车位、道闸', '車庫、車位、道閘', 'Garage, parking, barriers'),
  part('roads', '道路、围墙、绿化、景观', '道路、圍牆、綠化、景觀', 'Roads, walls, green, landscape'),
  part('waste', '垃圾站、公共卫生间', '垃圾站、公共廁所', 'Waste room, common toilets'),
  part('rooms', '物业服务用房', '物業服務用房', 'Rooms of the property service'),
  paper('as-built', '竣工总平面图及竣工图', '竣工總平面圖及竣工圖', 'As-built drawings'),
  paper('acceptance', '竣工验收备案表', '竣工驗收備案表', 'Acceptance filing'),
  paper(
    'planning',
    '规划、消防、环保、人防验收文件',
    '規劃、消防、環保、人防驗收文件',
    'Planning, fire, environment, civil-defence acceptance',
  ),
  paper(
    'equipment',
    '设备清单、出厂合格证、安装使用维护资料',
    '設備清單、出廠合格證、安裝使用維護資料',
    'Equipment list, certificates, manuals',
  ),
  paper(
    'supply',
    '供水、供电、供气、供热、通信合同',
    '供水、供電、供氣、供熱、通訊合約',
    'Contracts of water, power, gas, heat, networks',
  ),
  paper('quality', '物业质量保修文件和使用说明', '物業品質保固文件和使用說明', 'Warranty papers and instructions'),
  paper('survey', '房屋面积实测报告', '房屋面積實測報告', 'Survey of areas'),
  paper('keys', '钥匙、门禁清单', '鑰匙、門禁清單', 'List of keys and access'),
  paper('owners', '业主名册', '業主名冊', 'List of owners'),
];

/** A list of items to accept. One transaction writes them all. */
export const acceptanceListSchema = z
  .array(acceptanceItemSchema)
  .min(1)
  .max(80)
  .refine((items) => new Set(items.map(({ itemId }) => itemId)).size === items.length, 'itemId must be unique');
