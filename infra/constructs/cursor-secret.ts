import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import { SigningSecret } from './signing-secret.ts';

/** Day of the present value; changed together with the secret, for the reason that link-secret.ts gives. */
const valueSince = '2026-11-27';

/** The secret that seals the cursors of lists (docs/decisions/2026-11-27-sealed-cursors.md). */
export class CursorSecret extends SigningSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Seals the cursors of lists. With a new value every list that is being read begins anew.',
      whyNotRotated: 'Rotation would refuse the cursors that clients keep. It is done on purpose, as the runbook says.',
    });
  }

  /** Seal and open cursors. The value is filled in at deployment: no function may read the secret itself. */
  get use(): Access {
    const CURSOR_SECRET = this.secret.secretValue.unsafeUnwrap();
    return { environment: { CURSOR_SECRET, CURSOR_SECRET_SINCE: valueSince }, allow: [] };
  }
}
