/** The quoted table of a collection; the point keeps it clear of SQLite's own names and of ours. */
export const tableOf = (collection: string): string => `"doc.${collection}"`;

/** The quoted table of what is set down beside a collection. */
export const asideOf = (collection: string): string => `"aside.${collection}"`;

/** The quoted column of a field; the point keeps it clear of `id`, `guards` and `body`. */
export const columnOf = (field: string): string => `"f.${field}"`;

/** The quoted index of a field. */
export const indexOf = (collection: string, field: string): string => `"ix.${collection}.${field}"`;
