import { expect, test } from 'vitest';
import { recordForm } from '../../../../functions/service/tickets/record-form.ts';
import { type AnyEvent, type EventData, type EventName, eventOf } from '../../../../shared/events/catalogue.ts';

const ref = { ticketId: 'tkt_1', number: 'YG-10042-7' };
const actor = { kind: 'staff' as const, id: 'op', name: '王芳' };

function event<N extends EventName>(
  version: number,
  name: N,
  data: EventData<N>,
  at: string,
  reason?: string,
): AnyEvent {
  const act = { actor, recordedAt: at, reason };
  return eventOf({ name, data, act, estateId: 'e', subject: { kind: 'ticket', id: 'tkt_1' }, version, nth: 0 });
}

const own = { key: 'parking/visitors', name: { 'zh-CN': '访客停车', 'zh-TW': '訪客停車', en: 'Visitors' } };
const of = {
  zone: 'Asia/Shanghai',
  sender: { estateName: '阳光花园', company: '安心物业服务有限公司' },
  categories: [own],
  requester: '李梅',
};
const story = [
  event(
    1,
    'TicketOpened',
    {
      ...ref,
      ticketType: 'complaint',
      channel: 'letter',
      category: 'parking',
      severity: 'normal',
      title: '车位被占 <script>alert(1)</script>',
      description: '第一行\n第二行',
      estateName: '阳光花园',
      unitLabel: '3栋2单元1201',
      requester: { personId: 'per_1' },
      receivedAt: '2026-02-27T10:00:00Z',
    },
    '2026-02-28T01:00:00Z',
  ),
  event(2, 'TicketRetyped', { ...ref, from: 'complaint', to: 'suggestion' }, '2026-02-28T02:00:00Z', '只是建议'),
  event(3, 'TicketReplied', { ...ref, text: '已划线', channel: 'email' }, '2026-03-01T02:00:00Z'),
];

test('the form of a version gives the same bytes whatever happens to the ticket later', () => {
  const then = recordForm(story.slice(0, 1), of, 'zh-CN');
  expect(
    recordForm(
      story.filter(({ version }) => version <= 1),
      of,
      'zh-CN',
    ),
  ).toBe(then);
  expect(then).toContain('投诉记录表');
  expect(recordForm(story, of, 'zh-CN')).toContain('建议记录表');
});

test('the form shows the time of receipt in the time zone of the estate, and every step with its reason', () => {
  const form = recordForm(story, of, 'zh-CN');
  for (const part of [
    '2026-02-27 18:00',
    '2026-02-28 09:00',
    '只是建议',
    '已划线',
    '阳光花园',
    '3栋2单元1201',
    '李梅',
  ]) {
    expect(form).toContain(part);
  }
});

test('script in the text of a resident is shown as text and never runs', () => {
  const form = recordForm(story, of, 'en');
  expect(form).not.toContain('<script>alert');
  expect(form).toContain('&lt;script&gt;');
});

test('the form names types, categories and severities in words, also those that a clerk changed', () => {
  const changes = [
    ...story,
    event(4, 'TicketRecategorised', { ...ref, from: 'parking', to: own.key }, '2026-03-02T02:00:00Z'),
    event(5, 'TicketSeverityChanged', { ...ref, from: 'normal', to: 'urgent' }, '2026-03-02T03:00:00Z'),
  ];
  const form = recordForm(changes, of, 'zh-CN');
  for (const words of ['访客停车', '停车 → 访客停车', '一般 → 加急', '投诉 → 建议']) expect(form).toContain(words);
  expect(recordForm(changes, of, 'en')).toContain('Parking → Visitors');
  for (const key of ['parking/visitors', 'urgent', 'suggestion']) expect(form).not.toContain(key);
});

test('the time of an event stays on one line', () => {
  expect(recordForm(story, of, 'zh-CN')).toContain('<th scope="row" style="white-space:nowrap">2026-02-28 09:00</th>');
});
