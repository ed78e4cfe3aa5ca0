import * as z from 'zod';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { type ApiClient, type Caller, headOffice } from '../api-client/api-client.ts';

/** The id of the demo estate. */
export const demoEstateId = 'sunshine';
const estateId = demoEstateId;

function member(role: string, staffId: string, name: string): Caller {
  return { sub: staffId, personId: staffId, roles: [role], estates: [estateId], name };
}
function household(personId: string, name: string): Caller {
  return { sub: personId, personId, roles: ['resident'], estates: [estateId], name };
}

/** Demo people by the name under which the local issuer signs their tokens. */
export const demoPeople = {
  limei: household('limei', '李梅'),
  chenwei: household('chenwei', '陈伟'),
  smith: household('smith', 'John Smith'),
  wangfang: member('operator', 'wangfang', '王芳'),
  zhangqiang: member('technician', 'zhangqiang', '张强'),
  liuyang: member('technician', 'liuyang', '刘洋'),
  hejing: member('technician', 'hejing', '何静'),
  zhaomin: member('supervisor', 'zhaomin', '赵敏'),
  sunli: member('manager', 'sunli', '孙立'),
  zhoujie: member('cashier', 'zhoujie', '周洁'),
  wuhao: member('administrator', 'wuhao', '吴浩'),
  xulin: member('auditor', 'xulin', '徐琳'),
} as const satisfies Record<string, Caller>;

const language = 'zh-CN';
// The order matters: supervisors and deputies must be registered before another person names them.
const staff: readonly { who: Caller; more?: object }[] = [
  { who: demoPeople.zhaomin },
  { who: demoPeople.sunli, more: { deputyId: 'zhaomin' } },
  { who: demoPeople.wangfang, more: { supervisorId: 'zhaomin' } },
  { who: demoPeople.zhangqiang, more: { skills: ['water', 'general'], supervisorId: 'zhaomin' } },
  { who: demoPeople.liuyang, more: { skills: ['electric', 'water', 'lift'], supervisorId: 'zhaomin' } },
  { who: demoPeople.hejing, more: { skills: ['inspection'], supervisorId: 'zhaomin' } },
  { who: demoPeople.zhoujie },
  { who: demoPeople.wuhao },
  { who: demoPeople.xulin },
];

const persons = [
  { personId: 'limei', name: '李梅', email: 'limei@residents.example', phone: '13800138001', language },
  { personId: 'chenwei', name: '陳偉', phone: '13800138002', language: 'zh-TW' },
  { personId: 'smith', name: 'John Smith', email: 'smith@residents.example', language: 'en', marketingConsent: true },
];
const units = [
  { label: '3栋2单元1201', phase: '一期', building: '3栋', floor: 12, area: '89.37', use: 'dwelling', holder: 'limei' },
  {
    label: '3栋2单元1202',
    phase: '一期',
    building: '3栋',
    floor: 12,
    area: '120.55',
    use: 'dwelling',
    holder: 'chenwei',
  },
  { label: '5栋1单元0301', phase: '二期', building: '5栋', floor: 3, area: '64.08', use: 'dwelling', holder: 'smith' },
] as const;

const unitSchema = z.object({ unitId: z.string(), label: z.string() });

const payment = { name: '安居物业服务有限公司', bank: '工商银行杭州第一支行', number: '6222020200112233' };
const letterheadSchema = z.object({ version: z.int(), payTo: z.unknown().optional() });

/** Sets the letterhead of the demo estate. The account to pay to needs a second person. */
async function enterLetterhead(client: ApiClient): Promise<void> {
  const path = `/v1/estates/${estateId}/letterhead`;
  const { wuhao: as, sunli } = demoPeople;
  const { version, payTo } = await client.must(letterheadSchema, 'GET', path, { as });
  if (version === 0) {
    const body = { company: payment.name, address: '杭州市文一路 1 号', hotline: '0571-88886666' };
    await client.must(z.unknown(), 'PUT', path, { as, body, ifMatch: version });
  }
  if (payTo !== undefined) return;
  const post = (name: string, by: Caller, body: object) =>
    client.must(z.unknown(), 'POST', `${path}/${name}`, { as: by, key: `demo-${name}`, body });
  await post('request-payment-account', sunli, { ...payment, reason: '开户' });
  await post('approve-payment-account', as, { number: payment.number });
}

/**
 * Creates the demo estate through the API, as an administrator would. Existing records stay unchanged.
 * Returns the ids of the units by label.
 */
export async function enterDemoEstate(client: ApiClient): Promise<Map<string, string>> {
  const as = headOffice;
  const post = (path: string, key: string, body: object) => client.must(z.unknown(), 'POST', path, { as, key, body });
  const missing = async (path: string) => (await client.send('GET', path, { as })).status === 404;

  if (await missing(`/v1/estates/${estateId}`)) {
    const calendar = stateCouncilCalendar('Asia/Shanghai');
    const estate = { estateId, code: 'YG', name: '阳光花园', language, calendar };
    await post('/v1/estates', 'demo-estate', estate);
  }
  for (const { who, more } of staff) await client.hire(who, more);
  await enterLetterhead(client);
  for (const person of persons) {
    if (await missing(`/v1/persons/${person.personId}`)) {
      await post(`/v1/estates/${estateId}/persons`, `demo-${person.personId}`, person);
    }
  }
  const known = new Map<string, string>();
  for await (const { unitId, label } of client.all(unitSchema, `/v1/estates/${estateId}/units`, as))
    known.set(label, unitId);
  for (const { holder, ...unit } of units) {
    if (known.has(unit.label)) continue;
    const place = `/v1/estates/${estateId}/units`;
    const { unitId } = await client.must(unitSchema, 'POST', place, { as, key: `demo-${holder}-unit`, body: unit });
    known.set(unit.label, unitId);
    await post(`/v1/units/${unitId}/tenures`, `demo-${holder}-tenure`, {
      personId: holder,
      role: 'owner',
      from: '2024-06-30',
    });
  }
  return known;
}
