export { HttpTaker, SampleRefused } from './http-taker.js';
export { loadSample, type OnPush, SampleTaker } from './load-sample.js';
export { type SampleFile, sampleFiles } from './sample-files.js';
export { type Sample, SAMPLE_SEED, sampleOf, type SamplePush } from './domain/sample.js';
