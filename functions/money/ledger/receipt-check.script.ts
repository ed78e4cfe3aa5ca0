/*
 * The script of the page that checks a receipt. It repeats the arithmetic of seal.ts with the browser's own
 * SHA-256, so that a resident need not trust the backend. It reads what the resident enters, sends nothing,
 * and shows one of the answers that stand hidden on the page.
 */

/** The script as it is sent. The page allows this text alone, by its hash. */
export const receiptCheckScript = `
const encoder = new TextEncoder();
const hexOf = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
const textBytes = (value) => encoder.encode(JSON.stringify(value));

async function sha256(kind, ...parts) {
  const all = [kind];
  for (const part of parts) all.push(...part);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(all)));
}

function entryBytes(entry) {
  const postings = entry.postings.map(({ account, fen, bill }) => [account, fen, bill ? [bill.billId, bill.dueOn] : null]);
  const { entryId, estateId, kind, occurredOn, postedOn, recordedAt, reference, description } = entry;
  const { receiptNumber = null, reverses = null, refunds = null } = entry;
  return textBytes(['anju.entry.1', entryId, estateId, kind, occurredOn, postedOn, recordedAt, reference, description,
    receiptNumber, reverses, refunds, postings]);
}

async function rootOf(entry, proof) {
  const path = proof.path.map(bytesOf);
  let hash = await sha256(0, entryBytes(entry));
  for (let [index, count] = [proof.index, proof.count]; count > 1; index = Math.floor(index / 2)) {
    const alone = index === count - 1 && count % 2 === 1;
    count = Math.ceil(count / 2);
    if (alone) continue;
    const beside = path.shift() ?? new Uint8Array();
    hash = index % 2 === 1 ? await sha256(1, beside, hash) : await sha256(1, hash, beside);
  }
  return path.length === 0 ? hexOf(hash) : '';
}

async function sealed({ estateId, day, count, root, previous }) {
  return hexOf(await sha256(2, textBytes(['anju.seal.1', estateId, day, count, root, previous])));
}

async function checkReceipt({ entry, proof, seal, seals = [] }, printed) {
  const wanted = printed.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (wanted.length !== 64) return { what: 'no-seal' };
  const isOfDay = entry.estateId === seal.estateId && entry.postedOn === seal.day && proof.count === seal.count;
  if (!isOfDay || proof.index >= proof.count || (await rootOf(entry, proof)) !== seal.root) return { what: 'not-there' };
  let before;
  for (const one of [seal, ...seals]) {
    const follows = !before || (one.previous === before.seal && one.estateId === before.estateId);
    if (!follows || (await sealed(one)) !== one.seal) return { what: 'broken', day: one.day };
    if (one.seal === wanted) return { what: 'proved', day: one.day };
    before = one;
  }
  return { what: 'other-seal', day: before.day };
}

function show({ what, day = '' }, entry) {
  for (const one of document.querySelectorAll('[data-answer]')) one.hidden = one.id !== what;
  for (const one of document.querySelectorAll('[data-day]')) one.textContent = day;
  const said = document.getElementById('said');
  said.hidden = what !== 'proved';
  if (!entry) return;
  const fen = entry.postings.reduce((sum, one) => sum + Math.max(0, one.fen), 0);
  const amount = Math.floor(fen / 100) + '.' + String(fen % 100).padStart(2, '0');
  const values = { number: entry.receiptNumber ?? '', day: entry.postedOn, amount, reference: entry.reference };
  for (const [name, value] of Object.entries(values)) document.getElementById('said-' + name).textContent = value;
}

async function checkForm() {
  const file = document.getElementById('proof').files[0];
  try {
    if (!globalThis.crypto?.subtle) return show({ what: 'no-hashes' });
    const answer = JSON.parse(await file.text());
    show(await checkReceipt(answer, document.getElementById('seal').value), answer.entry);
  } catch {
    show({ what: 'unreadable' });
  }
}

globalThis.document?.getElementById('check').addEventListener('click', checkForm);
`;
