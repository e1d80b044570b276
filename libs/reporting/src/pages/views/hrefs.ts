/** The page of an indicator in an area. */
export const seriesHref = (indicator: string, area: string): string =>
  `/series/${encodeURIComponent(indicator)}/${encodeURIComponent(area)}`;

/** The page of a partnership, or of an area. */
export const placeHref = (area: string): string => `/partnerships/${encodeURIComponent(area)}`;

/** The page of a submission. */
export const submissionHref = (submission: string): string => `/submissions/${encodeURIComponent(submission)}`;
