import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/**
 * Day of the current value. Change it together with the secret. CloudFormation reads the secret again only
 * for functions that change; a new day changes all functions that sign or read links.
 */
const valueSince = '2026-11-23';

/**
 * The secret that signs the links in e-mails. The template generates it
 * (docs/decisions/2026-11-23-link-secret.md).
 */
export class LinkSecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Signs the links in e-mails. A change makes every link that was sent invalid.',
      whyNotRotated: 'Rotation would break every link in a mailbox. An operator does it by the runbook.',
    });
  }

  /**
   * Access to sign and read links below an address.
   * The deployment fills in the value; no function may read the secret.
   */
  use(baseUrl: string): Access {
    return {
      environment: {
        LINK_SECRET: this.secret.secretValue.unsafeUnwrap(),
        LINK_SECRET_SINCE: valueSince,
        LINK_BASE_URL: baseUrl,
      },
      allow: [],
    };
  }
}
