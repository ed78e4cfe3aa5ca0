export { verifyUnidentified } from './verify-unidentified.ts';
