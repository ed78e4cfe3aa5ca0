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

/** The user pool for a company without its own sign-in: users with their roles (groups) and estates. */
export class SignInPool extends Construct {
  /** The issuer and audience that the gateway accepts. */
  readonly tokens: { readonly issuer: string; readonly audience: readonly string[] };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = AppStack.around(this);
    const pool = new UserPool(this, 'pool', {
      // Administrators create the users: a person must be in the register before they can sign in.
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
      // By default, tokens would be sent to https://example.com as soon as the pool had its own sign-in page.
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: own
        .withStandardAttributes({ fullname: true, locale: true, email: true, phoneNumber: true })
        .withCustomAttributes('personId', 'estates'),
      // By default, all users could change their own estates.
      writeAttributes: own,
    });
    this.tokens = { issuer: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
    new CfnOutput(this, 'pool-id', { value: pool.userPoolId });
    new CfnOutput(this, 'client-id', { value: client.userPoolClientId });

    Validations.of(pool).acknowledge(
      { id: 'AwsSolutions-COG2', reason: 'A second factor is optional: elderly residents may not have one.' },
      { id: 'AwsSolutions-COG8', reason: 'Threat protection is priced by user; the API throttles requests instead.' },
    );
  }
}
