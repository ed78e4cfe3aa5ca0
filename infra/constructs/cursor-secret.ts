import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/** Day of the current value. Change it together with the secret; link-secret.ts gives the reason. */
const valueSince = '2026-11-27';

/** The secret that seals the cursors of lists (docs/decisions/2026-11-27-sealed-cursors.md). */
export class CursorSecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Seals the cursors of lists and kept answers. After a change, clients must start their lists again.',
      whyNotRotated: 'Rotation would make the cursors that clients keep invalid. An operator does it by the runbook.',
    });
  }

  /**
   * Access to seal and open cursors.
   * The deployment fills in the value; no function may read the secret itself.
   */
  get use(): Access {
    const CURSOR_SECRET = this.secret.secretValue.unsafeUnwrap();
    return { environment: { CURSOR_SECRET, CURSOR_SECRET_SINCE: valueSince }, allow: [] };
  }
}
