import { consumer } from '../../shared/events/consumer.ts';
import { sendNotice } from './send-notice.ts';

/**
 * Sends what was written and may go now. The notice's own status says whether that has been done, so a second delivery
 * of the event sends nothing; what could not go now is left to the clock.
 */
export const mailOut = consumer({
  name: 'mail-out',
  on: {
    NoticeWritten: async ({ data }, { act, now }) => {
      await sendNotice(data.noticeId, 'mail-out', { ...act, occurredAt: undefined }, now);
    },
  },
});
