export { HttpTaker, SampleRefused } from './http-taker.js';
export { loadSample, type OnPush, SampleTaker } from './load-sample.js';
export { type SampleFile, sampleFiles } from './sample-files.js';
export { type Sample, sampleOf, type SamplePush } from './domain/sample.js';
