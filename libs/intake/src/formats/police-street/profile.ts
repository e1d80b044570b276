/** How data.police.uk street files are read: force and month stand in the file's name. */
export const policeStreetProfile = {
  coverage: 'force',
  status: 'final',
  fileName: ['{month}-{force}-street.csv', '*{month}-{force}-street*'],
} as const;
