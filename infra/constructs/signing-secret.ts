import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';

/**
 * A secret that the template generates.
 * The deployment puts its value into functions; none may read the secret itself.
 */
export class SigningSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, props: { description: string; whyNotRotated: string }) {
    super(scope, id);
    this.secret = new Secret(this, 'secret', {
      description: props.description,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: AppStack.around(this).removalOfData,
    });
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: props.whyNotRotated });
  }
}
