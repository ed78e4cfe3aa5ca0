import * as z from 'zod';
import { text } from '../../../../shared/kernel/language.ts';
import { type Part, parts } from '../statutory-warranty.ts';
import { defaultDueDays, dueDaysSchema } from './severity.ts';

/** A name in all three languages. */
export const nameSchema = z
  .strictObject({
    'zh-CN': z.string().min(1).max(200),
    'zh-TW': z.string().min(1).max(200),
    en: z.string().min(1).max(200),
  })
  .meta({ id: 'NameInLanguages' });

/** Id of an item within a checklist, such as `kitchen/tiles`. A phone may add its own items. */
export const itemIdSchema = z.string().regex(/^[A-Za-z0-9_.:/-]{1,80}$/);

/** An item to inspect (验房项目): its room, part of the home and trade. */
const checklistItemSchema = z
  .strictObject({
    itemId: itemIdSchema,
    room: z.string().min(1).max(60),
    part: parts,
    trade: z.string().min(1).max(40),
    what: nameSchema,
  })
  .meta({ id: 'ChecklistItem' });
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

function item(itemId: string, part: Part, trade: string, names: readonly [string, string, string]): ChecklistItem {
  const [room = ''] = itemId.split('/');
  return { itemId, room, part, trade, what: text(...names) };
}

const living: readonly ChecklistItem[] = ['living', 'bedroom', 'balcony'].flatMap((room) => [
  item(`${room}/walls`, 'plaster', 'masonry', [
    '墙面、顶棚平整，无空鼓开裂',
    '牆面、頂棚平整，無空鼓開裂',
    'Walls and ceiling even, not hollow, no cracks',
  ]),
  item(`${room}/floor`, 'floors', 'masonry', [
    '地面无空鼓、开裂、起砂',
    '地面無空鼓、開裂、起砂',
    'Floor not hollow, no cracks, no dusting',
  ]),
  item(`${room}/windows`, 'doors-windows', 'joinery', [
    '门窗开关顺畅，五金、玻璃完好，不渗水',
    '門窗開關順暢，五金、玻璃完好，不滲水',
    'Doors and windows move freely, fittings and glass intact, no leaks',
  ]),
  item(`${room}/sockets`, 'lamps-switches', 'electric', [
    '开关、插座、灯头通电正常',
    '開關、插座、燈頭通電正常',
    'Switches, sockets and lamp holders work',
  ]),
]);

const wet: readonly ChecklistItem[] = ['kitchen', 'bathroom'].flatMap((room) => [
  item(`${room}/waterproofing`, 'waterproofed-rooms', 'waterproofing', [
    '24 小时闭水试验无渗漏',
    '24 小時閉水試驗無滲漏',
    'No leak in the 24-hour water test',
  ]),
  item(`${room}/drain`, 'pipe-blockage', 'water', [
    '地漏、排水通畅，坡度正确',
    '地漏、排水通暢，坡度正確',
    'Drains run freely, correct slope',
  ]),
  item(`${room}/pipes`, 'pipe-leak', 'water', [
    '给水管道、阀门无渗漏',
    '給水管道、閥門無滲漏',
    'Water pipes and valves do not leak',
  ]),
  item(`${room}/walls`, 'plaster', 'masonry', [
    '墙面砖、吊顶牢固，无空鼓',
    '牆面磚、吊頂牢固，無空鼓',
    'Tiles and ceiling firm, not hollow',
  ]),
]);

/** Checklist of an estate without its own. */
const defaultChecklist: readonly ChecklistItem[] = [
  item('home/structure', 'structure', 'structure', [
    '梁、板、柱、承重墙无裂缝、无变形',
    '梁、板、柱、承重牆無裂縫、無變形',
    'Beams, slabs, columns and load-bearing walls without cracks or deformation',
  ]),
  item('home/entrance-door', 'doors-windows', 'joinery', [
    '入户门、门锁、可视对讲完好',
    '入戶門、門鎖、可視對講完好',
    'Entrance door, lock and intercom intact',
  ]),
  item('home/distribution-board', 'electric-lines', 'electric', [
    '配电箱回路、漏电保护正常',
    '配電箱迴路、漏電保護正常',
    'Circuits and residual-current device of the distribution board work',
  ]),
  item('home/low-voltage', 'equipment', 'electric', [
    '网络、电视、报警点位通畅',
    '網路、電視、警報點位通暢',
    'Network, television and alarm outlets work',
  ]),
  item('home/heating', 'heating-cooling', 'heating', [
    '采暖、空调管线与分集水器无渗漏',
    '採暖、空調管線與分集水器無滲漏',
    'Heating and cooling lines and manifold without leaks',
  ]),
  item('home/gas', 'equipment', 'gas', ['燃气管道、报警器完好', '瓦斯管道、警報器完好', 'Gas pipe and alarm intact']),
  item('home/outer-wall', 'waterproofed-rooms', 'waterproofing', [
    '外墙、窗边无渗水痕迹',
    '外牆、窗邊無滲水痕跡',
    'No traces of water at outer walls and windows',
  ]),
  ...living,
  ...wet,
  item('bathroom/sanitary-ware', 'sanitary-ware', 'sanitary', [
    '洁具安装牢固，无渗漏、无破损',
    '潔具安裝牢固，無滲漏、無破損',
    'Sanitary ware firm, without leaks or damage',
  ]),
];

/** A checklist and the periods for rectifying defects. */
export const checklistDetailsSchema = z
  .strictObject({
    items: z
      .array(checklistItemSchema)
      .min(1)
      .max(300)
      .refine((items) => new Set(items.map(({ itemId }) => itemId)).size === items.length, 'itemId must be unique')
      .default([...defaultChecklist]),
    dueDays: dueDaysSchema.default(defaultDueDays),
  })
  .meta({ id: 'ChangeChecklistBody' });

export const checklistSchema = z
  .object({
    ...checklistDetailsSchema.shape,
    estateId: z.string(),
    phaseId: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Checklist' });
export type Checklist = z.infer<typeof checklistSchema>;
