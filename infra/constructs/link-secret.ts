import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/**
 * Day of the present value. CloudFormation looks the secret up again only where a function changes otherwise; changed
 * together with the secret, this day makes all functions that sign or read links change with it.
 */
const valueSince = '2026-11-23';

/** The secret that signs the links in e-mails: made by the template, seen by nobody (docs/decisions/2026-11-23-link-secret.md). */
export class LinkSecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Signs the links in e-mails. A new value makes every link that is out there invalid.',
      whyNotRotated: 'Rotation would break every link in a mailbox. It is done on purpose, as the runbook says.',
    });
  }

  /** Sign and read links below an address. The value is filled in at deployment: no function may read the secret itself. */
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
