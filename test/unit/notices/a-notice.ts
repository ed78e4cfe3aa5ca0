import { Temporal } from 'temporal-polyfill';
import type { Draft } from '../../../functions/notices/notice.ts';
import { write } from '../../../functions/notices/notice-delivery.ts';

/** The writing time of test notices: a morning in Shanghai. */
export const writtenAt = Temporal.Instant.from('2025-03-31T02:00:00Z');

/** A notice to a household for tests. */
export const draft: Draft = {
  noticeId: 'ntc_1',
  estateId: 'sunshine',
  kind: 'service',
  template: 'ticket-replied',
  language: 'zh-CN',
  recipient: { kind: 'person', id: 'limei', name: '李梅', address: 'limei@example.com' },
  sender: '阳光花园',
  aboutId: 'tkt_1',
  subject: '答复',
  text: '答复内容\n',
  html: '<p>答复内容</p>',
  unsubscribeUrl: undefined,
  quietFrom: undefined,
};

/** A notice that may be sent at once. */
export const written = write(draft, undefined, writtenAt);
