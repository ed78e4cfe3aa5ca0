import type { Context } from './contexts/context.ts';
import { handovers } from './contexts/homes/handovers.ts';
import { titles } from './contexts/homes/titles.ts';
import { warranty } from './contexts/homes/warranty.ts';
import { commonIncome } from './contexts/money/common-income.ts';
import { dunning } from './contexts/money/dunning.ts';
import { fees } from './contexts/money/fees.ts';
import { financeReports } from './contexts/money/finance-reports.ts';
import { invoices } from './contexts/money/invoices.ts';
import { ledger } from './contexts/money/ledger.ts';
import { meters } from './contexts/money/meters.ts';
import { opening } from './contexts/money/opening.ts';
import { payments } from './contexts/money/payments.ts';
import { notices } from './contexts/notices.ts';
import { owners } from './contexts/register/owners.ts';
import { repairs } from './contexts/service/repairs.ts';
import { surveys } from './contexts/service/surveys.ts';
import { tickets } from './contexts/service/tickets.ts';

/** All contexts. A new one needs a file in `contexts/` and its name here (docs/conventions.md). */
export const contexts: readonly Context[] = [
  owners,
  tickets,
  repairs,
  surveys,
  handovers,
  warranty,
  titles,
  notices,
  ledger,
  fees,
  payments,
  invoices,
  commonIncome,
  meters,
  dunning,
  opening,
  financeReports,
];
