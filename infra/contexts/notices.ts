import { Duration } from 'aws-cdk-lib';
import { calendarEndsJob } from '../../functions/notices/calendar-ends.job.ts';
import { mailFeedback } from '../../functions/notices/mail-feedback.consumer.ts';
import { mailOut } from '../../functions/notices/mail-out.consumer.ts';
import { noticeRetriesJob } from '../../functions/notices/notice-retries.job.ts';
import { writeNotices } from '../../functions/notices/notices.consumer.ts';
import { routes } from '../../functions/notices/routes.ts';
import type { Context } from './context.ts';

/** Deployment of e-mails to people, and the tasks to call those without one. */
export const notices: Context = {
  name: 'notices',
  summary: 'E-mails to residents and staff, and calls where an e-mail does not arrive.',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, links],
    impact: 'Staff cannot see notices and call tasks, and people cannot unsubscribe from marketing.',
  }),
  workers: ({ mailFeedback: topic, ...resources }) => [
    {
      listener: writeNotices,
      access: [
        resources.tables.tickets.readWrite,
        resources.tables.owners.read,
        resources.tables.ledger.read,
        resources.tables.handovers.read,
        resources.links,
      ],
      impact: 'Residents and staff get no notices: receipts, answers, visits, warnings, escalations, surveys.',
    },
    {
      listener: mailOut,
      urgent: true,
      // Before it sends a reminder, the worker reads in the ledger whether it is still due.
      access: [
        resources.tables.tickets.readWrite,
        resources.tables.owners.read,
        resources.tables.ledger.read,
        resources.mail,
      ],
      impact: 'Notices are not sent at once; the retry job sends them a quarter of an hour later.',
      // SES accepts 14 mails a second from a new account and may be slow.
      maxConcurrency: 2,
      timeout: Duration.seconds(30),
    },
    ...(topic
      ? [
          {
            listener: mailFeedback,
            topic,
            access: [resources.tables.tickets.readWrite],
            impact: 'Bounced mails are not recorded, so staff do not call and mail still goes to bouncing addresses.',
          },
        ]
      : []),
  ],
  jobs: ({ tables, mail }) => [
    {
      job: calendarEndsJob,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Estates are not warned before their working calendar ends; promised times then ignore holidays.',
    },
    {
      job: noticeRetriesJob,
      access: [tables.tickets.readWrite, tables.owners.read, tables.ledger.read, mail],
      impact: 'Notices that were held overnight or refused by SES stay unsent.',
    },
  ],
};
