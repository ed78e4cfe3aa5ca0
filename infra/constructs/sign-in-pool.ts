import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolRiskConfigurationAttachment,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';

/** The user pool for a company without its own sign-in. What its users may do is in the register. */
export class SignInPool extends Construct {
  /** The issuer and audience that the gateway accepts. */
  readonly tokens: { readonly issuer: string; readonly audience: readonly string[] };

  constructor(scope: Construct, id: string, { threatProtection }: { threatProtection: boolean }) {
    super(scope, id);
    const stack = AppStack.around(this);
    const pool = new UserPool(this, 'pool', {
      // Administrators create the users: a person must be in the register before they can sign in.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      customAttributes: {
        personId: new StringAttribute({ maxLen: 64, mutable: true }),
        // Nothing reads it. A pool cannot lose an attribute, so it stays for the pools that have it.
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
      ...(threatProtection && {
        featurePlan: FeaturePlan.PLUS,
        standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      }),
      deletionProtection: stack.isProtected('sign-in-pool'),
      removalPolicy: stack.removalOfData,
    });
    if (threatProtection) this.#judge(pool);

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
        .withCustomAttributes('personId'),
      // By default, all users could change whom their token names.
      writeAttributes: own,
    });
    this.tokens = { issuer: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
    new CfnOutput(this, 'pool-id', { value: pool.userPoolId });
    new CfnOutput(this, 'client-id', { value: client.userPoolClientId });

    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason: 'A second factor is optional: elderly residents may not have one.',
    });
    if (!threatProtection) {
      const reason = 'The stage has no real users: threat protection is priced by user.';
      Validations.of(pool).acknowledge({ id: 'AwsSolutions-COG8', reason });
    }
  }

  /**
   * Refuses passwords that are known from leaks, and asks for the second factor at a suspicious sign-in. At a
   * high risk nobody gets in without one; below it, people without a second factor still do.
   */
  #judge(pool: UserPool): void {
    const ask = (eventAction: 'MFA_IF_CONFIGURED' | 'MFA_REQUIRED') => ({ eventAction, notify: false });
    new CfnUserPoolRiskConfigurationAttachment(this, 'risks', {
      userPoolId: pool.userPoolId,
      clientId: 'ALL',
      // Cognito does not see the password of a sign-in over SRP, so only a new password is checked.
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: ask('MFA_IF_CONFIGURED'),
          mediumAction: ask('MFA_IF_CONFIGURED'),
          highAction: ask('MFA_REQUIRED'),
        },
      },
    });
  }
}
