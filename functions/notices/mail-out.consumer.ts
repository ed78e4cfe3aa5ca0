import { consumer } from '../../shared/events/consumer.ts';
import { get } from '../../shared/store/table.ts';
import { notices } from './notices.store.ts';
import { sendNotice } from './send-notice.ts';
import { unsuppress } from './suppression-list.ts';

/**
 * Sends written notices that may go now. The status of a notice shows whether it was sent, so a repeated
 * event sends nothing. The retry job sends what could not go now. An address that its household confirmed may
 * get mail from SES again.
 */
export const mailOut = consumer({
  name: 'mail-out',
  on: {
    NoticeWritten: async ({ data }, { act, now }) => {
      await sendNotice(data.noticeId, 'mail-out', { ...act, occurredAt: undefined }, now);
    },
    CallTaskDone: async ({ data: { noticeId, addressIsRight } }, { now }) => {
      const notice = addressIsRight ? await get(notices, { noticeId }) : undefined;
      if (notice?.recipient.address) await unsuppress(notice.recipient.address, new Date(now.epochMilliseconds));
    },
  },
});
