import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';

const nameSchema = z
  .object({
    'zh-CN': z.string().min(1).max(60),
    'zh-TW': z.string().min(1).max(60),
    en: z.string().min(1).max(60),
  })
  .meta({ id: 'TicketName' });

/**
 * A category of an estate's tree (分类). `key` is its path (`repair/water`), with at most three levels as in
 * the official tree.
 */
export const categorySchema = z
  .object({
    key: z
      .string()
      .regex(/^[a-z0-9-]+(\/[a-z0-9-]+){0,2}$/)
      .max(120),
    name: nameSchema,
  })
  .meta({ id: 'Category' });
export type Category = z.infer<typeof categorySchema>;

function category(key: string, zhCN: string, zhTW: string, en: string): { key: string; name: Text } {
  return { key, name: { 'zh-CN': zhCN, 'zh-TW': zhTW, en } };
}

/** The category tree of an estate that has set none: the twelve classes of R13.1 and the trades of repair. */
export const defaultCategories: readonly Category[] = [
  category('service', '服务履约', '服務履約', 'Service'),
  category('facilities', '公共设施运维', '公共設施維運', 'Shared facilities'),
  category('charges', '物业收费', '物業收費', 'Charges'),
  category('parking', '停车', '停車', 'Parking'),
  category('common-area', '公共区域', '公共區域', 'Common areas'),
  category('home', '房屋质量与维修养护', '房屋品質與維修養護', 'Quality and repair of homes'),
  category('home/water', '水管与漏水', '水管與漏水', 'Water and leaks'),
  category('home/electric', '电路与照明', '電路與照明', 'Electricity and light'),
  category('home/gas', '燃气', '瓦斯', 'Gas'),
  category('home/doors-windows', '门窗与门锁', '門窗與門鎖', 'Doors, windows and locks'),
  category('home/heating', '供暖与空调', '暖氣與空調', 'Heating and cooling'),
  category('home/structure', '墙面与结构', '牆面與結構', 'Walls and structure'),
  category('facilities/lift', '电梯', '電梯', 'Lifts'),
  category('safety', '安全应急', '安全應變', 'Safety and emergencies'),
  category('fit-out', '装修管理', '裝修管理', 'Fit-out'),
  category('neighbours', '邻里纠纷', '鄰里糾紛', 'Disputes between neighbours'),
  category('violation', '违法违规', '違法違規', 'Violations'),
  category('owners-committee', '业委会自治', '業委會自治', "Owners' committee"),
  category('other', '其他', '其他', 'Other'),
];

/** Returns true when the tree has a category with this key. */
export function isCategoryOf(tree: readonly Category[], key: string): boolean {
  return tree.some((one) => one.key === key);
}
