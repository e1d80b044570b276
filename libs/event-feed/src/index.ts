export { type Lag, type Parked, type Parking, Reader, type Work } from './reader.js';
