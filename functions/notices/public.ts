export { type QuietHours, quietUntil } from './quiet-hours.ts';
