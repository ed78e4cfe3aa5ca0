import { consumer } from '../../shared/events/consumer.ts';
import { sendNotice } from './send-notice.ts';

/**
 * Sends written notices that may go now. The status of a notice shows whether it was sent, so a repeated
 * event sends nothing. The retry job sends what could not go now.
 */
export const mailOut = consumer({
  name: 'mail-out',
  on: {
    NoticeWritten: async ({ data }, { act, now }) => {
      await sendNotice(data.noticeId, 'mail-out', { ...act, occurredAt: undefined }, now);
    },
  },
});
