import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/** Day of the present value; changed together with the secret, for the reason that link-secret.ts gives. */
const valueSince = '2026-11-24';

/** The secret from which the keys of payment channels are made (docs/decisions/2026-11-24-keys-of-gateways.md). */
export class GatewaySecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Makes the keys by which payment channels sign. With a new value every channel needs a new key.',
      whyNotRotated:
        'Rotation would refuse every payment that is reported until the channels have new keys. It is done on purpose, as the runbook says.',
    });
  }

  /** Check what channels sign. The value is filled in at deployment: no function may read the secret itself. */
  get check(): Access {
    const GATEWAY_SECRET = this.secret.secretValue.unsafeUnwrap();
    return { environment: { GATEWAY_SECRET, GATEWAY_SECRET_SINCE: valueSince }, allow: [] };
  }
}
