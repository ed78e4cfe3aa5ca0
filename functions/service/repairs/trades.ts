import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';

const nameSchema = z
  .object({
    'zh-CN': z.string().min(1).max(60),
    'zh-TW': z.string().min(1).max(60),
    en: z.string().min(1).max(60),
  })
  .meta({ id: 'RepairName' });

/** The trade of work that belongs to no other trade. */
export const generalTrade = 'general';

/** A trade (工种) with its ticket categories and the words of reports that belong to it. */
export const tradeSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .max(40),
    name: nameSchema,
    /** Paths of ticket categories. Their subcategories belong to the trade too. */
    categories: z.array(z.string().min(1).max(120)).max(60),
    /** Words that name the trade in a report. */
    words: z.array(z.string().min(1).max(40)).max(200),
  })
  .meta({ id: 'Trade' });
export type Trade = z.infer<typeof tradeSchema>;

function trade(key: string, name: Text, categories: readonly string[], words: string): Trade {
  return { key, name: { ...name }, categories: [...categories], words: words.split(/\s*,\s*/) };
}

/** Trades of an estate that has not set its own. Words: mainland, Taiwan, English. */
export const defaultTrades: readonly Trade[] = [
  trade(
    'water',
    { 'zh-CN': '水暖', 'zh-TW': '水電（給排水）', en: 'Plumbing' },
    ['home/water'],
    `漏水, 渗水, 水管, 水龙头, 马桶, 下水道, 地漏, 堵塞, 停水, 水压, 水表, 热水器漏, 排水, 爆管, 反水, 花洒, 水阀,
    滲水, 水龍頭, 馬桶, 排水管, 水塔, 水錶, 水壓, 蓮蓬頭, 水閥, 阻塞, 淹水,
    leak, water, pipe, tap, faucet, toilet, drain, sink, shower, sewer, plumb, clogged, flooding`,
  ),
  trade(
    'electric',
    { 'zh-CN': '强弱电', 'zh-TW': '電氣', en: 'Electricity' },
    ['home/electric'],
    `停电, 跳闸, 漏电, 触电, 插座, 电路, 电线, 开关, 灯不亮, 路灯, 灯泡, 照明, 短路, 电表, 空开, 配电箱, 没电,
    停電, 跳電, 漏電, 觸電, 電路, 電線, 開關, 燈不亮, 路燈, 燈泡, 電錶, 配電箱, 斷電,
    power, electric, socket, outlet, switch, light, lamp, bulb, wiring, short circuit, tripped, breaker, fuse`,
  ),
  trade(
    'gas',
    { 'zh-CN': '燃气', 'zh-TW': '瓦斯', en: 'Gas' },
    ['home/gas'],
    `燃气, 煤气, 天然气, 燃气灶, 燃气泄漏, 煤气味, 燃气表, 燃气热水器漏气, 漏气,
    瓦斯, 燃氣, 天然氣, 瓦斯外洩, 瓦斯漏氣, 瓦斯爐, 瓦斯味, 漏氣,
    gas, gas leak, smell of gas, gas stove, gas cooker, gas boiler`,
  ),
  trade(
    'doors-windows',
    { 'zh-CN': '门窗', 'zh-TW': '門窗', en: 'Doors and windows' },
    ['home/doors-windows'],
    `门锁, 入户门, 房门, 防盗门, 窗户, 玻璃, 门把手, 合页, 纱窗, 打不开门, 门禁, 单元门, 窗漏水, 窗户漏水,
    門鎖, 大門, 房門, 窗戶, 門把, 鉸鏈, 紗窗, 門禁, 窗戶漏水,
    door, door lock, lock, window, glass, hinge, handle, locked out, window leak`,
  ),
  trade(
    'heating',
    { 'zh-CN': '暖通空调', 'zh-TW': '空調暖氣', en: 'Heating and cooling' },
    ['home/heating'],
    `暖气, 地暖, 供暖, 空调, 不制冷, 不制热, 暖气片, 空调漏水, 暖气漏水, 新风, 温控,
    暖氣, 冷氣, 空調, 不冷, 不熱, 冷氣漏水, 溫控, 冷氣機,
    heating, heater, radiator, air conditioner, air conditioning, aircon, hvac, thermostat, no heat`,
  ),
  trade(
    'structure',
    { 'zh-CN': '土建', 'zh-TW': '土建', en: 'Building fabric' },
    ['home/structure'],
    `墙面, 裂缝, 开裂, 空鼓, 瓷砖, 地板, 天花板, 掉皮, 脱落, 屋顶, 外墙, 吊顶, 墙皮, 发霉,
    牆面, 裂縫, 龜裂, 磁磚, 天花板, 剝落, 屋頂, 外牆, 壁癌, 發霉,
    wall, crack, tile, floor, ceiling, plaster, roof, facade, mould, mold`,
  ),
  trade(
    'lift',
    { 'zh-CN': '电梯', 'zh-TW': '電梯', en: 'Lifts' },
    ['facilities/lift'],
    `电梯, 电梯困人, 困在电梯, 电梯停运, 轿厢, 电梯门,
    電梯, 電梯困人, 受困電梯, 升降機, 車廂, 電梯門,
    lift, elevator, trapped in the lift, lift door, elevator door`,
  ),
  trade(generalTrade, { 'zh-CN': '综合维修', 'zh-TW': '綜合維修', en: 'General repairs' }, [], '家具, 傢俱, furniture'),
];
