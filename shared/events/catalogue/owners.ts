import * as z from 'zod';
import { id } from './parts.ts';

/** Events of the register. */
export const ownersEvents = {
  EstateRegistered: z.object({ code: z.string(), name: z.string() }),
  EstateChanged: z.object({ changed: z.array(z.string()) }),
  LetterheadChanged: z.object({ changed: z.array(z.string()) }),
  PaymentAccountRequested: z.object({ name: z.string(), bank: z.string(), number: z.string() }),
  PaymentAccountApproved: z.object({ number: z.string() }),
  PaymentAccountRefused: z.object({}),
  UnitRegistered: z.object({ unitId: id }),
  UnitChanged: z.object({ unitId: id, changed: z.array(z.string()) }),
  PersonRegistered: z.object({ personId: id }),
  PersonChanged: z.object({ personId: id, changed: z.array(z.string()) }),
  TenureStarted: z.object({ unitId: id, personId: id, role: z.string(), from: z.string() }),
  TenureEnded: z.object({ unitId: id, personId: id, role: z.string(), to: z.string() }),
  StaffRegistered: z.object({ staffId: id }),
  StaffChanged: z.object({ staffId: id, changed: z.array(z.string()) }),
  StaffEmploymentEnded: z.object({ staffId: id, estates: z.array(id) }),
  ImportOpened: z.object({ importId: id, kind: z.string() }),
  ImportValidationRequested: z.object({ importId: id }),
  ImportSliceDone: z.object({ importId: id, processed: z.number() }),
  ImportValidated: z.object({ importId: id, rows: z.number(), errors: z.number() }),
  ImportCommitRequested: z.object({ importId: id }),
  ImportCommitted: z.object({ importId: id, rows: z.number(), leftOut: z.number().optional() }),
} as const;
