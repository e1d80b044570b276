#!/usr/bin/env node
import 'reflect-metadata';
import { sentenceOf } from './cannot-do.js';
import { Floor } from './program.js';
import { readSettings } from './settings.js';
import { wrapped } from './show/wrap.js';

const debug = Boolean(process.env['FLOOR_DEBUG']);

try {
  process.exitCode = await new Floor(readSettings()).run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${debug && error instanceof Error ? error.stack : wrapped(sentenceOf(error))}\n`);
  process.exitCode = 2;
}
