import { Duration } from 'aws-cdk-lib';
import { mailFeedback } from '../../functions/notices/mail-feedback.consumer.ts';
import { mailOut } from '../../functions/notices/mail-out.consumer.ts';
import { noticeRetriesJob } from '../../functions/notices/notice-retries.job.ts';
import { writeNotices } from '../../functions/notices/notices.consumer.ts';
import { routes } from '../../functions/notices/routes.ts';
import type { Context } from './context.ts';

/** What is written to people by e-mail, and who is called instead. */
export const notices: Context = {
  name: 'notices',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, links],
    impact: 'Nobody sees what was written to whom or whom to call, and marketing cannot be stopped by its link.',
  }),
  workers: (resources) => [
    {
      listener: writeNotices,
      access: [
        resources.tables.tickets.readWrite,
        resources.tables.owners.read,
        resources.tables.ledger.read,
        resources.tables.handovers.read,
        resources.links,
      ],
      impact: 'Households and colleagues are not told: receipts, answers, visits, warnings, escalations, surveys.',
    },
    {
      listener: mailOut,
      // Whether a reminder is still due is asked of the books at the moment of sending.
      access: [
        resources.tables.tickets.readWrite,
        resources.tables.owners.read,
        resources.tables.ledger.read,
        resources.mail,
      ],
      impact: 'Notices are written and not sent at once; the clock sends them a quarter of an hour later.',
      // The mail service takes 14 mails a second from a new account, and may take its time for each.
      maxConcurrency: 2,
      timeout: Duration.seconds(30),
    },
    {
      listener: mailFeedback,
      topic: resources.mailFeedback,
      access: [resources.tables.tickets.readWrite],
      impact: 'Mails that came back are not noticed: nobody calls, and we go on writing to addresses that bounce.',
    },
  ],
  jobs: ({ tables, mail }) => [
    {
      job: noticeRetriesJob,
      access: [tables.tickets.readWrite, tables.owners.read, tables.ledger.read, mail],
      impact: 'Notices held over night, and those that the mail service did not take, stay unsent.',
    },
  ],
};
