import * as z from 'zod';
import type { Answered, Trial } from './trial.ts';

/* The honest situations that a thief finds, what they may take in each, and how they may cover it. */

export const billFen = 30_000;
const day = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export interface Move {
  readonly name: string;
  run(trial: Trial): Promise<void>;
}
const move = (name: string, run: (trial: Trial) => Promise<void>): Move => ({ name, run });

const payments = ({ scene }: Trial) => `/v1/payments/estates/${scene.estateId}`;
const ledger = ({ scene }: Trial) => `/v1/ledger/estates/${scene.estateId}`;

/** The cash of a drawer goes into the thief's pocket. */
function pocket(trial: Trial, fen: number): void {
  trial.drawerFen -= fen;
  trial.inHandFen += fen;
}

async function paidBefore(trial: Trial, fen: number, way: { method: string; moneyAccount?: string }): Promise<void> {
  const reference = trial.reference('before');
  const body = { payerId: trial.payerId, fen, ...way, reference };
  const taken = await trial.honest(trial.atDesk, `${payments(trial)}/payments`, body);
  trial.paymentId = taken.paymentId ?? '';
  trial.handedFen = fen;
  if (way.moneyAccount) trial.lines.push({ account: `assets:bank:${way.moneyAccount}`, reference, fen });
  else if (trial.atDesk === trial.thief) trial.drawerFen += fen;
}

const cash = { method: 'cash' };
const transfer = { method: 'transfer', moneyAccount: 'icbc' };

/** Approves a request of the thief as their helper, or as themselves. */
const approve = (trial: Trial, path: string, what: string, body: object = { reason: '核实无误' }) =>
  trial.step(`approves the ${what}`, trial.second, `${path}/approve`, body);

async function asRequested(trial: Trial, body: object): Promise<string | undefined> {
  const asked = await trial.step('requests a refund', trial.thief, `${payments(trial)}/refund-requests`, body);
  if (!asked?.requestId) return undefined;
  const path = `/v1/payments/refund-requests/${asked.requestId}`;
  return (await approve(trial, path, 'refund')) && asked.requestId;
}

async function corrected(trial: Trial, path: string, change: object, what: string): Promise<Answered | undefined> {
  const asked = await trial.step(`requests ${what}`, trial.thief, path, { change, reason: '录错' });
  if (!asked?.correctionId) return undefined;
  return approve(trial, `/v1/payments/corrections/${asked.correctionId}`, 'correction');
}

/** The thief pays back in cash what nobody asked for, and keeps it. */
async function refundedInCash(trial: Trial, fen: number, requestId?: string): Promise<boolean> {
  const body = { fen, ...cash, reason: '多收', ...(requestId && { requestId }) };
  const path = `/v1/payments/${trial.paymentId}/refunds`;
  const paid = await trial.step(`refunds ${fen} fen in cash and keeps it`, trial.thief, path, body);
  if (paid) pocket(trial, fen);
  return paid !== undefined;
}

async function waive(trial: Trial, billId: string, fen: number): Promise<void> {
  const body = { part: 'principal', feeItemId: trial.scene.feeItemId, fen, reason: '服务有瑕疵' };
  const asked = await trial.step(`waives ${fen} fen`, trial.thief, `/v1/fees/bills/${billId}/waivers`, body);
  if (!asked?.waiverId || asked.status !== 'asked') return;
  await approve(trial, `/v1/fees/waivers/${asked.waiverId}`, 'waiver');
}

/** Requests to cancel or write off a bill, and approves it. */
async function endBill(trial: Trial, billId: string, name: 'cancel' | 'write-off'): Promise<void> {
  const path = `/v1/fees/bills/${billId}`;
  const asked = await trial.step(`requests to ${name} the bill`, trial.thief, `${path}/${name}`, {
    reason: '重复出账',
  });
  if (!asked) return;
  const as = name === 'cancel' ? 'cancelled' : 'written-off';
  await trial.step(`approves to ${name} it`, trial.second, `${path}/approve-end`, { as });
}

const policySchema = z.looseObject({ version: z.number(), estateId: z.string() });

async function raise(trial: Trial, context: string, limits: object): Promise<void> {
  const path = `/v1/${context}/policies/${trial.scene.estateId}`;
  const { version, estateId: _, ...policy } = await trial.read(policySchema, path);
  const body = { ...policy, ...limits, reason: '业务需要' };
  const asked = await trial.step(`requests higher limits of ${context}`, trial.thief, path, body, 'PUT', version);
  if (asked?.waiting) await approve(trial, `/v1/${context}/policy-changes/${asked.waiting.changeId}`, 'limits', {});
}

/** Moves that prepare the theft. */
export const preparations: readonly Move[] = [
  move('nothing first', async () => {}),
  move('changes the address of the payer first', async (trial) => {
    const path = `/v1/persons/${trial.payerId}`;
    const { version } = await trial.scene.client.must(z.looseObject({ version: z.number() }), 'GET', path, {
      as: trial.scene.administrator,
    });
    const body = { name: '业主', language: 'zh-CN', email: `${trial.name}@thief.example` };
    const changed = await trial.step(
      'changes the e-mail address of the payer',
      trial.thief,
      path,
      body,
      'PUT',
      version,
    );
    if (changed) trial.isAddressTheirs = false;
  }),
  move('raises a limit first', async (trial) => {
    await raise(trial, 'payments', { cashierLimitFen: 10_000_000, cashLimitFen: 10_000_000 });
    await raise(trial, 'fees', { waiverLimits: { supervisor: 10_000_000, manager: 10_000_000 } });
  }),
];

/** Moves that make a claim disappear after its money was taken. */
export const covers: readonly Move[] = [
  move('covers nothing', async () => {}),
  move('waives the rest', (trial) => waive(trial, trial.billId, billFen)),
  move('waives a part', (trial) => waive(trial, trial.billId, 10_000)),
  move('writes off', (trial) => endBill(trial, trial.billId, 'write-off')),
  move('cancels the bill', (trial) => endBill(trial, trial.billId, 'cancel')),
  move('settles an objection', async (trial) => {
    const path = `/v1/fees/bills/${trial.billId}`;
    await trial.step('objects for the payer', trial.thief, `${path}/dispute`, { reason: '面积不对', proof: '来电' });
    const decided = { outcome: '已核实', decision: 'founded' };
    await trial.step('settles the objection', trial.thief, `${path}/settle-dispute`, decided);
  }),
];

/** A situation, and what a thief may take in it. */
export interface Theft {
  readonly situation: Move;
  readonly takes: readonly Move[];
  /** Whether a claim may be left open, so that covering it makes sense. */
  readonly isCoverable: boolean;
}

async function takeAndEnter(trial: Trial, entered: { payerId: string; fen: number } | undefined): Promise<void> {
  trial.handedFen = billFen;
  trial.drawerFen += billFen;
  if (entered) {
    const body = { ...entered, ...cash, reference: trial.reference('taken') };
    const taken = await trial.step(`enters ${entered.fen} fen`, trial.thief, `${payments(trial)}/payments`, body);
    if (taken && entered.payerId === trial.friendId) trial.inHandFen += entered.fen;
  }
  pocket(trial, entered?.payerId === trial.friendId ? 0 : billFen - (entered?.fen ?? 0));
}

export const thefts: readonly Theft[] = [
  {
    situation: move('the payer brings the amount of the bill in cash', async () => {}),
    isCoverable: true,
    takes: [
      move('takes it and enters nothing', (trial) => takeAndEnter(trial, undefined)),
      move('enters less', (trial) => takeAndEnter(trial, { payerId: trial.payerId, fen: 20_000 })),
      move('enters it for a friend', (trial) => takeAndEnter(trial, { payerId: trial.friendId, fen: billFen })),
    ],
  },
  {
    situation: move('the payer has paid the bill in cash', (trial) => paidBefore(trial, billFen, cash)),
    isCoverable: true,
    takes: [
      move('reverses the payment', async (trial) => {
        const path = `/v1/payments/${trial.paymentId}/reverse`;
        if (await trial.step('reverses the payment and keeps the cash', trial.thief, path, { reason: '录错' })) {
          pocket(trial, billFen);
        }
      }),
      move('reverses it by a request', async (trial) => {
        const requestId = await asRequested(trial, { of: 'reversal', id: trial.paymentId, reason: '录错' });
        const path = `/v1/payments/${trial.paymentId}/reverse`;
        const body = { reason: '录错', requestId };
        if (requestId && (await trial.step('reverses the payment and keeps the cash', trial.thief, path, body))) {
          pocket(trial, billFen);
        }
      }),
      move('voids the receipt', async (trial) => {
        const path = `/v1/payments/${trial.paymentId}/corrections`;
        if (await corrected(trial, path, { kind: 'void' }, 'to void the receipt')) pocket(trial, billFen);
      }),
      move('corrects the amount', async (trial) => {
        const path = `/v1/payments/${trial.paymentId}/corrections`;
        if (await corrected(trial, path, { kind: 'entry', fen: 10_000 }, 'another amount'))
          pocket(trial, billFen - 10_000);
      }),
      move('moves it to a friend', async (trial) => {
        const path = `/v1/payments/${trial.paymentId}/corrections`;
        const change = { kind: 'payer', payerId: trial.friendId };
        if (await corrected(trial, path, change, 'another payer')) trial.inHandFen += billFen;
      }),
      move('frees it from the bill and refunds it', async (trial) => {
        const path = `/v1/payments/${trial.paymentId}/reallocate`;
        await trial.step('reallocates it to nothing', trial.thief, path, { billIds: [], reason: '先不付账单' });
        await refundedInCash(trial, billFen);
      }),
      move('frees it by a cancelled bill and refunds it', async (trial) => {
        await endBill(trial, trial.billId, 'cancel');
        await refundedInCash(trial, billFen);
      }),
      move('deposits nothing by a slip', async (trial) => {
        const slip = { from: trial.drawer, to: 'assets:bank:icbc', fen: billFen, reference: trial.reference('slip') };
        if (!(await trial.step('writes a slip without a deposit', trial.thief, `${ledger(trial)}/settlements`, slip)))
          return;
        pocket(trial, billFen);
        const lines = [{ day: day(), reference: slip.reference, fen: billFen }];
        const forged = { account: slip.to, lines };
        await trial.step('imports a forged statement', trial.thief, `${ledger(trial)}/channel-files`, forged);
        if (trial.second !== trial.thief) {
          await trial.step('imports a forged statement', trial.second, `${ledger(trial)}/channel-files`, forged);
        }
      }),
      move('deposits less than the slip says', async (trial) => {
        const slip = { from: trial.drawer, to: 'assets:bank:icbc', fen: billFen, reference: trial.reference('slip') };
        const path = `${ledger(trial)}/settlements`;
        if (!(await trial.step('writes a slip and deposits less', trial.thief, path, slip))) return;
        trial.drawerFen -= billFen;
        trial.inHandFen += 10_000;
        const fen = billFen - 10_000;
        trial.lines.push({ account: slip.to, reference: slip.reference, fen });
        const statement = { account: slip.to, lines: [{ day: day(), reference: slip.reference, fen }] };
        await trial.honest(trial.scene.administrator, `${ledger(trial)}/channel-files`, statement);
      }),
      move('counts less and clears the difference', async (trial) => {
        pocket(trial, 10_000);
        const path = `${ledger(trial)}/drawers/${trial.thief.sub}/counts`;
        const notes = [{ denominationFen: 10_000, pieces: 2 }];
        const count = await trial.step('counts what is left', trial.thief, path, { purpose: 'closing', cash: notes });
        if (!count?.countId) return;
        const difference = `/v1/ledger/drawer-differences/${count.countId}`;
        const cause = { as: 'no-cause', reason: '无法查明' };
        await trial.step('requests to clear it', trial.thief, `${difference}/request-clearing`, cause);
        await trial.step('approves the clearing', trial.second, `${difference}/approve-clearing`);
      }),
    ],
  },
  {
    situation: move('the payer has paid twice the bill in cash', (trial) => paidBefore(trial, 2 * billFen, cash)),
    isCoverable: false,
    takes: [
      move('refunds it in cash', async (trial) => void (await refundedInCash(trial, billFen))),
      move('refunds it in small parts', async (trial) => {
        for (let part = 0; part < 3; part += 1) if (!(await refundedInCash(trial, 10_000))) return;
      }),
      move('refunds it by a request', async (trial) => {
        const requestId = await asRequested(trial, { of: 'refund', id: trial.paymentId, fen: billFen, reason: '多收' });
        if (requestId) await refundedInCash(trial, billFen, requestId);
      }),
    ],
  },
  {
    situation: move('the payer has paid twice the bill by transfer', (trial) =>
      paidBefore(trial, 2 * billFen, transfer),
    ),
    isCoverable: false,
    takes: [
      move('refunds it to an own account', async (trial) => {
        const payee = { name: '李四', account: '6222020200112233445', proof: '身份证尾号 1234' };
        const asking = { of: 'refund', id: trial.paymentId, fen: billFen, ...transfer, payee, reason: '原账户已销户' };
        const requestId = await asRequested(trial, asking);
        if (!requestId) return;
        const reference = trial.reference('refund');
        const body = { fen: billFen, ...transfer, reference, requestId, reason: '多收' };
        const path = `/v1/payments/${trial.paymentId}/refunds`;
        if (!(await trial.step('pays the refund to an own account', trial.thief, path, body))) return;
        trial.inHandFen += billFen;
        trial.lines.push({ account: 'assets:bank:icbc', reference, fen: -billFen });
      }),
    ],
  },
  {
    situation: move('the payer has a deposit in cash', async (trial) => {
      const body = {
        payerId: trial.payerId,
        purpose: 'fit-out',
        fen: billFen,
        ...cash,
        reference: trial.reference('deposit'),
      };
      const taken = await trial.honest(trial.atDesk, `${payments(trial)}/deposits`, body);
      trial.depositId = taken.depositId ?? '';
      if (trial.atDesk === trial.thief) trial.drawerFen += billFen;
    }),
    isCoverable: false,
    takes: [
      move('returns the deposit to themselves', async (trial) => {
        const body = { ...cash, deductions: [], note: '验收通过' };
        const path = `/v1/payments/deposits/${trial.depositId}/return`;
        if (await trial.step('returns the deposit and keeps it', trial.thief, path, body)) pocket(trial, billFen);
      }),
      move('keeps a part as damage and the rest for themselves', async (trial) => {
        const kept = { item: '损坏', evidence: ['照片一'], signedBy: '业主', fen: 10_000 };
        const body = { ...cash, deductions: [kept], note: '验收通过' };
        const path = `/v1/payments/deposits/${trial.depositId}/return`;
        if (await trial.step('returns two thirds and keeps them', trial.thief, path, body))
          pocket(trial, billFen - 10_000);
      }),
    ],
  },
  {
    situation: move('money of an unknown payer lies in suspense', async (trial) => {
      const reference = trial.reference('unknown');
      const body = { fen: billFen, ...transfer, reference, sender: '王五' };
      const path = `${payments(trial)}/unidentified-receipts`;
      const { receiptId } = await trial.honest(trial.scene.honestCashier, path, body);
      trial.receiptId = receiptId ?? '';
      trial.lines.push({ account: 'assets:bank:icbc', reference, fen: billFen });
    }),
    isCoverable: false,
    takes: [
      move('identifies it as a friend', async (trial) => {
        const path = `/v1/payments/unidentified-receipts/${trial.receiptId}/corrections`;
        const change = { kind: 'identify', payerId: trial.friendId };
        if (await corrected(trial, path, change, 'to identify it as a friend')) trial.inHandFen += billFen;
      }),
      move('returns it to an own account', async (trial) => {
        const reference = trial.reference('sent');
        const path = `/v1/payments/unidentified-receipts/${trial.receiptId}/corrections`;
        const change = { kind: 'return', ...transfer, reference };
        if (!(await corrected(trial, path, change, 'to return it'))) return;
        trial.inHandFen += billFen;
        trial.lines.push({ account: 'assets:bank:icbc', reference, fen: -billFen });
      }),
    ],
  },
  {
    situation: move('a friend owes a bill', async () => {}),
    isCoverable: false,
    takes: [
      move('enters a transfer that never came', async (trial) => {
        const body = { payerId: trial.friendId, fen: billFen, ...transfer, reference: trial.reference('invented') };
        if (!(await trial.step('enters a transfer that never came', trial.thief, `${payments(trial)}/payments`, body)))
          return;
        trial.inHandFen += billFen;
        const lines = [{ day: day(), reference: body.reference, fen: billFen }];
        const forged = { account: 'assets:bank:icbc', lines };
        await trial.step('imports a forged statement', trial.second, `${ledger(trial)}/channel-files`, forged);
      }),
      move('enters cash that never came', async (trial) => {
        const body = { payerId: trial.friendId, fen: billFen, ...cash, reference: trial.reference('invented') };
        if (await trial.step('enters cash that never came', trial.thief, `${payments(trial)}/payments`, body)) {
          trial.inHandFen += billFen;
        }
      }),
      ...(['waivers', 'write-off', 'cancel'] as const).map((what) =>
        move(`frees the friend by ${what}`, async (trial) => {
          const open = () =>
            trial.read(z.looseObject({ owedFen: z.number() }), `${payments(trial)}/payers/${trial.friendId}/balances`);
          const { owedFen: before } = await open();
          if (what === 'waivers') await waive(trial, trial.friendBillId, billFen);
          else await endBill(trial, trial.friendBillId, what);
          const { owedFen: after } = await open();
          trial.inHandFen += before - after;
        }),
      ),
    ],
  },
];
