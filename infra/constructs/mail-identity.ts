import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Access } from './access.ts';

/** SES itself puts this tag on each mail. The metrics of the configuration set have it as dimension. */
const dimension = 'ses:configuration-set';

/** Access to send mail, and the topic with its delivery reports where a mail service publishes them. */
export interface OutgoingMail {
  readonly send: Access;
  readonly feedback: Topic | undefined;
}

/** The sender domain, and the topic on which SES reports the delivery of each mail. */
export class MailIdentity extends Construct implements OutgoingMail {
  readonly feedback: Topic;
  readonly #identity: EmailIdentity;
  readonly #configuration: ConfigurationSet;
  readonly #from: string;

  constructor(scope: Construct, id: string, mail: { domain: string; from: string }) {
    super(scope, id);
    this.#from = mail.from;
    this.feedback = new Topic(this, 'feedback', { enforceSSL: true });
    this.#configuration = new ConfigurationSet(this, 'configuration', {
      reputationMetrics: true,
      // People who complained still get service notices; Anju itself stops their marketing.
      suppressionReasons: SuppressionReasons.BOUNCES_ONLY,
    });
    const events = [
      EmailSendingEvent.SEND,
      EmailSendingEvent.DELIVERY,
      EmailSendingEvent.DELIVERY_DELAY,
      EmailSendingEvent.BOUNCE,
      EmailSendingEvent.COMPLAINT,
      EmailSendingEvent.REJECT,
    ];
    this.#configuration.addEventDestination('to-feedback', {
      destination: EventDestination.snsTopic(this.feedback),
      events,
    });
    this.#configuration.addEventDestination('to-metrics', {
      destination: EventDestination.cloudWatchDimensions([
        { name: dimension, source: CloudWatchDimensionSource.MESSAGE_TAG, defaultValue: 'none' },
      ]),
      events,
    });
    this.#identity = new EmailIdentity(this, 'identity', {
      identity: Identity.domain(mail.domain),
      configurationSet: this.#configuration,
    });
    // SES sends nothing before these records are in the domain's DNS.
    for (const [i, { name, value }] of this.#identity.dkimRecords.entries()) {
      new CfnOutput(this, `dkim-${i + 1}`, { value: `${name} CNAME ${value}` });
    }
  }

  /** Returns a metric of this stage's mail. Without a dimension, SES counts the mail of the whole account. */
  metric(metricName: string, of: MetricOptions): Metric {
    const dimensionsMap = { [dimension]: this.#configuration.configurationSetName };
    return new Metric({ namespace: 'AWS/SES', metricName, dimensionsMap, ...of });
  }

  /** Access to send mail from the stage's address, with feedback. */
  get send(): Access {
    const configuration = this.#configuration.configurationSetName;
    const { region, urlSuffix } = Stack.of(this);
    return {
      environment: {
        MAIL_FROM: this.#from,
        MAIL_CONFIGURATION_SET: configuration,
        MAIL_API: `https://email.${region}.${urlSuffix}`,
      },
      allow: [
        {
          actions: ['ses:SendEmail', 'ses:SendRawEmail'],
          resources: [
            this.#identity.emailIdentityArn,
            Stack.of(this).formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configuration }),
          ],
        },
        // IAM knows no resource for the list of the account.
        { actions: ['ses:DeleteSuppressedDestination'], resources: ['*'] },
      ],
    };
  }
}
