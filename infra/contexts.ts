import type { Context } from './contexts/context.ts';
import { dunning } from './contexts/dunning.ts';
import { fees } from './contexts/fees.ts';
import { handovers } from './contexts/handovers.ts';
import { ledger } from './contexts/ledger.ts';
import { meters } from './contexts/meters.ts';
import { notices } from './contexts/notices.ts';
import { owners } from './contexts/owners.ts';
import { payments } from './contexts/payments.ts';
import { repairs } from './contexts/repairs.ts';
import { surveys } from './contexts/surveys.ts';
import { tickets } from './contexts/tickets.ts';

/** The contexts that run. A new one is a file in `contexts/` and a word here (docs/conventions.md). */
export const contexts: readonly Context[] = [
  owners,
  tickets,
  repairs,
  surveys,
  handovers,
  notices,
  ledger,
  fees,
  payments,
  meters,
  dunning,
];
