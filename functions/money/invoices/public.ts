export { verifyInvoices } from './verify-invoices.ts';
