import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/**
 * Day of the current value. Change it together with the secret: only functions whose settings change get the
 * new value.
 */
const valueSince = '2026-11-24';

/**
 * The secret from which the keys of payment channels are derived
 * (docs/decisions/2026-11-24-keys-of-gateways.md).
 */
export class GatewaySecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Derives the keys with which payment channels sign. After a change, every channel needs a new key.',
      whyNotRotated:
        'After a rotation, payment reports are refused until the channels have new keys. An operator does it by the runbook.',
    });
  }

  /**
   * Access to check the signatures of channels.
   * The deployment fills in the value; no function may read the secret.
   */
  get check(): Access {
    const GATEWAY_SECRET = this.secret.secretValue.unsafeUnwrap();
    return { environment: { GATEWAY_SECRET, GATEWAY_SECRET_SINCE: valueSince }, allow: [] };
  }
}
