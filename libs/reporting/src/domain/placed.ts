import type { CatalogueView } from '#libs/catalogue';

/** What a question asks for, with every code of the areas it names: a recoded district is found under each of them. */
export function placed(
  filter: Readonly<Record<string, string | readonly string[] | undefined>>,
  catalogue: Pick<CatalogueView, 'codesOf'>,
): Record<string, string | readonly string[]> {
  const asked = Object.entries(filter).flatMap(([name, value]): [string, string | readonly string[]][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(
    asked.map(([name, value]) => [
      name,
      (name === 'area' || name === 'lsp') && typeof value === 'string' ? catalogue.codesOf(value) : value,
    ]),
  );
}
