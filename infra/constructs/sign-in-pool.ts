import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  Mfa,
  StringAttribute,
  UserPool,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { roles } from '../../shared/http/auth.ts';
import { AppStack } from './app-stack.ts';

/** Who may sign in, with their roles (groups) and estates, when the company has no sign-in of its own. */
export class SignInPool extends Construct {
  /** What the gateway checks tokens against. */
  readonly tokens: { readonly issuer: string; readonly audience: readonly string[] };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = AppStack.around(this);
    const pool = new UserPool(this, 'pool', {
      // Accounts are made by administrators: a person is in the register before he can sign in.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      customAttributes: {
        personId: new StringAttribute({ maxLen: 64, mutable: true }),
        estates: new StringAttribute({ maxLen: 2_048, mutable: true }),
      },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: stack.isProtected('sign-in-pool'),
      removalPolicy: stack.removalOfData,
    });
    for (const role of roles) new UserPoolGroup(this, role, { userPool: pool, groupName: role });

    const own = new ClientAttributes().withStandardAttributes({ fullname: true, locale: true });
    const client = pool.addClient('client', {
      authFlows: { userSrp: true },
      // Left to the default, tokens would be sent to https://example.com as soon as the pool had a page of its own.
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: own
        .withStandardAttributes({ fullname: true, locale: true, email: true, phoneNumber: true })
        .withCustomAttributes('personId', 'estates'),
      // Left to the default, everybody could write his own estates.
      writeAttributes: own,
    });
    this.tokens = { issuer: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
    new CfnOutput(this, 'pool-id', { value: pool.userPoolId });
    new CfnOutput(this, 'client-id', { value: client.userPoolClientId });

    Validations.of(pool).acknowledge(
      { id: 'AwsSolutions-COG2', reason: 'A second factor is offered; old residents without one must get in too.' },
      { id: 'AwsSolutions-COG8', reason: 'The plan with threat protection is priced by user; throttling is in place.' },
    );
  }
}
