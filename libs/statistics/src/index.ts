export { type Interval, type Level, Z } from './level.js';
export { byar, byarRate } from './byar.js';
export { exactPoisson } from './poisson.js';
export { wilson } from './wilson.js';
