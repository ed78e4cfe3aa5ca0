import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { yuanText } from '../../../shared/kernel/money.ts';
import { demoPeople } from '../../local/demo-estate.ts';
import { cashOf } from '../simulate/money/cash-of.ts';
import { apiUrl, client, estateId, heading, linkMailedTo, now, post, tell, thing, until } from './output.ts';

/* A month is billed, the bill is explained and paid, and the receipt is in the ledger. */

const { limei, zhoujie, sunli } = demoPeople;
const runSchema = z.object({ runId: z.string(), state: z.string(), bills: z.number(), totalFen: z.number() });
const billSchema = z.object({ billId: z.string(), payerId: z.string(), fen: z.number(), openFen: z.number() });
const paymentSchema = z.object({ paymentId: z.string(), receiptNumber: z.string(), restFen: z.number() });

/** Returns the lines of a bill page that show how its amounts are calculated. */
function arithmeticOn(page: string): string[] {
  const text = page
    .replace(/<(style|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?(p|li|h\d|tr|dt|dd|div)[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[ \t]+/g, ' ');
  return text.split('\n').filter((line) => line.includes('×'));
}

/** Bills a month, pays the bill and refunds the rest. */
export async function demoBill(unitId: string | undefined): Promise<void> {
  heading('A month is billed, and the bill explains every fen');
  const { feeItemId } = await post(
    sunli,
    `/v1/fees/estates/${estateId}/fee-items`,
    {
      name: '物业服务费',
      kind: 'building-area',
      scope: { buildings: ['3栋'] },
      tariff: { from: '2024-01-01', price: '2.68', addOn: '0', ground: '物业服务合同第八条' },
    },
    z.object({ feeItemId: z.string() }),
  );
  const month = now().toISOString().slice(0, 7);
  const began = now().toISOString();
  const asked = { period: { from: month, months: 1 }, feeItemIds: [feeItemId] };
  const runs = `/v1/fees/estates/${estateId}/billing-runs`;
  const reaches = (runId: string, state: string) =>
    until(
      () => client.must(runSchema, 'GET', `/v1/fees/billing-runs/${runId}`, { as: sunli }),
      (run) => run.state === state,
      `the run to be ${state}`,
    );
  const { runId: rehearsal } = await post(sunli, `${runs}?dryRun=true`, asked, runSchema);
  const dry = await reaches(rehearsal, 'drafted');
  const { runId } = await post(sunli, runs, asked, runSchema);
  const drafted = await reaches(runId, 'drafted');
  tell(
    `dry run: ${dry.bills} bills, ${yuanText(dry.totalFen)} yuan; the run: ${drafted.bills}, ${yuanText(drafted.totalFen)}`,
  );
  const twice = await client.send('POST', runs, { as: sunli, body: asked, key: randomUUID() });
  tell(`a second run for the same month is refused: ${twice.status}`);
  await post(sunli, `/v1/fees/billing-runs/${runId}/publish`, {}, thing);
  await reaches(runId, 'published');
  const link = await linkMailedTo('limei@residents.example', 'fees', began);
  const page = await (await fetch(link)).text();
  tell('the page behind the link shows the arithmetic:');
  for (const line of arithmeticOn(page)) tell(`  │ ${line.trim()}`);

  heading('The bill is paid at the cash desk: the same reference twice is one payment');
  const mine = z.object({ items: z.array(billSchema) });
  const path = `/v1/fees/bills?estateId=${estateId}&unitId=${unitId}&status=published`;
  const [bill] = (await client.must(mine, 'GET', path, { as: limei })).items;
  if (!bill) throw new Error('There is no bill to pay.');
  const reference = `demo-${Date.now()}`;
  const paying = {
    payerId: limei.personId,
    fen: bill.openFen + 5_000,
    method: 'cash',
    reference,
    billIds: [bill.billId],
  };
  const desk = `/v1/payments/estates/${estateId}/payments`;
  const drawer = `/v1/ledger/estates/${estateId}/accounts/assets:cash:${zhoujie.personId}/balance`;
  const there = await client.must(z.object({ fen: z.number() }), 'GET', drawer, { as: zhoujie });
  await client.openDrawer(zhoujie, estateId, cashOf(there.fen));
  tell(`the cashier opens the drawer by a count: ${yuanText(there.fen)} yuan`);
  const both = await Promise.all([1, 2].map(() => post(zhoujie, desk, paying, paymentSchema)));
  const [payment] = both;
  if (!payment) throw new Error('Nothing was paid.');
  const once = both.every(({ paymentId }) => paymentId === payment.paymentId);
  tell(`${yuanText(paying.fen)} yuan entered twice at the same time: ${once ? 'one payment' : 'TWO PAYMENTS'}`);
  tell(`receipt ${payment.receiptNumber}; 50.00 yuan too much is prepaid for the next bill`);
  const paid = await client.must(z.object({ status: z.string() }), 'GET', `/v1/fees/bills/${bill.billId}`, {
    as: limei,
  });
  const backing = { fen: payment.restFen, method: 'cash', reason: '多收退还' };
  const refunds = await Promise.all(
    Array.from({ length: 4 }, () =>
      client.send('POST', `/v1/payments/${payment.paymentId}/refunds`, {
        as: zhoujie,
        body: backing,
        key: randomUUID(),
      }),
    ),
  );
  tell(
    `the bill is ${paid.status}; four refunds of the 50.00 yuan at the same time: ${refunds.map(({ status }) => status)}`,
  );
  tell(`receipt to print: GET ${apiUrl}/v1/payments/estates/${estateId}/receipts/${payment.receiptNumber}/page`);
}
