export { type OnVerified, type Stores, type Verification, verify } from './verify.js';
