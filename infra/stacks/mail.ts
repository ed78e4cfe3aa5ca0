import { type App, Duration } from 'aws-cdk-lib';
import { AppStack } from '../constructs/app-stack.ts';
import { MailIdentity, type OutgoingMail } from '../constructs/mail-identity.ts';
import { ServiceAlarm } from '../constructs/service-alarm.ts';
import type { Mail, Stage } from '../stages.ts';

/** The mail of a stage without SES: functions learn from the setting that there is no service to send it. */
export const mailByGateway: OutgoingMail = {
  send: { environment: { MAIL_KIND: 'gateway' }, allow: [] },
  feedback: undefined,
};

/**
 * The sender domain.
 * AWS stops an account's mail at 10 % bounces or 0.5 % complaints; the alarms go off earlier.
 */
export class MailStack extends AppStack {
  readonly identity: MailIdentity;

  constructor(app: App, stage: Stage, mail: Extract<Mail, { kind: 'ses' }>) {
    super(app, 'mail', stage, { description: 'Anju: e-mail identity and its feedback' });
    this.identity = new MailIdentity(this, 'mail', mail);
    this.#reputation('bounces', 'Reputation.BounceRate', 0.05);
    this.#reputation('complaints', 'Reputation.ComplaintRate', 0.001);
  }

  #reputation(what: string, metricName: string, threshold: number): void {
    new ServiceAlarm(this, what, {
      name: `mail-${what}`,
      metric: this.identity.metric(metricName, { statistic: 'Average', period: Duration.hours(1) }),
      threshold,
      impact: 'AWS may stop all mail of this account, including notices and reminders.',
      runbook: `mail-${what}`,
    });
  }
}
