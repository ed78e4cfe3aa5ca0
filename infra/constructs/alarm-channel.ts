import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/**
 * Delivers every alarm of the stage to the alarm address. The rule matches alarms by the prefix of their
 * names, so no alarm can be forgotten. It hears changes only, so it must exist before the first alarm.
 */
export class AlarmChannel extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { stage } = AppStack.around(this);
    const topic = new Topic(this, 'topic', { displayName: `Anju ${stage.name}`, enforceSSL: true });
    const undelivered = new DeadLetterQueue(this, 'undelivered', {
      name: 'alarms',
      impact: 'Alarms go off, but their e-mails are not delivered.',
      runbook: 'alarms-are-not-delivered',
    });
    if (stage.alarmsTo) {
      topic.addSubscription(new EmailSubscription(stage.alarmsTo, { deadLetterQueue: undelivered }));
    }
    new Rule(this, 'changes', {
      description: 'Every alarm of this stage that goes off or returns to OK',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: {
          alarmName: Match.prefix(`anju-${stage.name}-`),
          // The first OK of a new alarm is not reported.
          $or: [{ state: { value: ['ALARM'] } }, { state: { value: ['OK'] }, previousState: { value: ['ALARM'] } }],
        },
      },
      targets: [
        new SnsTopic(topic, {
          message: RuleTargetInput.fromMultilineText(
            [
              `${EventField.fromPath('$.detail.state.value')}: ${EventField.fromPath('$.detail.alarmName')}`,
              EventField.fromPath('$.detail.configuration.description'),
              EventField.fromPath('$.detail.state.reason'),
            ].join('\n'),
          ),
          deadLetterQueue: undelivered,
        }),
      ],
    });
  }
}
