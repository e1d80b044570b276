/** Who asks for a change of the catalogue, and why: both stand in the log. */
export interface Author {
  readonly by: string;
  readonly why: string;
}

/** A definition as it stands after the command, and a position of the log at which it does. */
export type Defined<T> = T & { readonly position: string };
