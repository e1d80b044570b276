import nunjucks from 'nunjucks';
import { GOVUK, TEMPLATES } from './places.js';
import { stylesheetPath } from './stylesheet.js';

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([TEMPLATES, GOVUK]), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

interface Link {
  readonly text: string;
  readonly href: string;
}

/** What every page is told apart from its own view. */
export interface Frame {
  readonly title: string;
  /** Whether the figures are made up: every page then says so. */
  readonly sample: boolean;
  /** The way back: from the start to the page above this one. */
  readonly trail?: readonly Link[];
  /** The pages that the reader may go to from every page. */
  readonly nav?: readonly Link[];
}

/** A page as HTML: everything in the view is escaped, but what a template marks as safe. */
export function render(template: string, frame: Frame, view: object): string {
  return environment.render(template, { ...frame, stylesheet: stylesheetPath(), view });
}
