import type { Database, Statement } from 'better-sqlite3';
import {
  bodyText,
  checkFields,
  checkQuery,
  type Collection,
  cursorOf,
  fieldValue,
  type Guards,
  type Page,
  placeOf,
  type Put,
  type Query,
  type SortValue,
  wholeBody,
} from '#libs/read-store';
import { allOf, type Condition, conditionsOf, stretchesAfter } from './conditions.js';
import { documentOf, type Row, sumOf } from './checksum.js';
import { advance } from './guards.js';
import { columnOf, tableOf } from './names.js';
import type { Totals } from './totals.js';

const STATEMENTS_MAX = 200;

interface Found {
  readonly id: string;
  readonly value: SortValue;
}

/** The documents of one collection: its table and the statements on it. Opens no transaction of its own. */
export class SqliteCollection implements Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly atOnce: boolean;
  private readonly row: Statement;
  private readonly before: Statement;
  private readonly upsert: Statement;
  private readonly delete: Statement;
  private readonly asked = new Map<string, Statement>();

  constructor(
    private readonly db: Database,
    { name, fields, atOnce }: Collection,
    private readonly totals?: Totals,
    private readonly table = tableOf(name),
  ) {
    this.name = name;
    this.fields = fields;
    this.atOnce = atOnce ?? false;
    this.row = db.prepare(`SELECT id, guards, sum, body FROM ${this.table} WHERE id = ?`).raw();
    this.before = db.prepare(`SELECT guards, sum FROM ${this.table} WHERE id = ?`).raw();
    this.upsert = db.prepare(upsertOf(this.table, fields));
    this.delete = db.prepare(`DELETE FROM ${this.table} WHERE id = ? RETURNING sum`).pluck();
  }

  /** Throws DocumentDamaged. */
  get<T extends object>(id: string): T | undefined {
    const row = this.row.get(id) as Row | undefined;
    return row === undefined ? undefined : wholeBody<T>(documentOf(this.name, row));
  }

  /** To be called within a transaction: it reads more than once. */
  find<T extends object>(query: Query): Page<T> {
    checkQuery(this, query);
    const { limit } = query;
    const filter = conditionsOf(query);
    const rows: Found[] = [];
    for (const stretch of stretchesAfter(query, placeOf(query))) {
      // One more than asked for tells whether a page follows.
      if (rows.length <= limit) rows.push(...this.rowsOf(query, allOf([...filter, stretch]), limit + 1 - rows.length));
    }
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? cursorOf(query, page.at(-1)!) : null;
    return { items: page.map(({ id }) => this.get<T>(id)!), next };
  }

  count(where: Query['where']): number {
    checkFields(this, { where });
    const { sql, values } = allOf(conditionsOf({ where }));
    return this.statement(`SELECT count(*) AS count FROM ${this.table} WHERE ${sql}`)
      .pluck()
      .get(...values) as number;
  }

  /** The next ids after one, in order. */
  idsAfter(id: string, limit: number): string[] {
    return this.statement(`SELECT id FROM ${this.table} WHERE id > ? ORDER BY id LIMIT ?`).pluck().all(id, limit) as string[];
  }

  put({ id, body, guards }: Put): void {
    const before = guards || this.totals ? (this.before.get(id) as Before | undefined) : undefined;
    const kept = guards && guardsAfter(before, guards);
    if (guards && !kept) return;
    const values = this.fields.map((field) => fieldValue(this.name, field, body));
    const [keptText, text] = [kept ? JSON.stringify(kept) : null, bodyText(this.name, id, body)];
    const sum = sumOf(this.name, id, keptText, text);
    this.upsert.run(id, keptText, sum, text, ...values);
    this.totals?.change(this.name, before?.[1], sum);
  }

  remove(id: string): void {
    const before = this.delete.get(id) as number | null | undefined;
    if (before !== undefined) this.totals?.change(this.name, before, undefined);
  }

  /** Moves every document of the other collection here, in place of those with their ids. To be called within a transaction. */
  takeOver(other: SqliteCollection): void {
    const columns = ['id', 'guards', 'sum', 'body', ...this.fields.map(columnOf)].join(', ');
    this.totals?.flush(); // What was written before is among what is counted now.
    this.totals?.takeOver(this.name, other.table);
    this.db.prepare(`INSERT OR REPLACE INTO ${this.table} (${columns}) SELECT ${columns} FROM ${other.table}`).run();
    other.clear();
  }

  clear(): void {
    this.db.prepare(`DELETE FROM ${this.table}`).run();
    this.totals?.clear(this.name);
  }

  /** Bodies are left out: a sort would carry every one of them along, to give a page of a few. */
  private rowsOf({ sort, descending }: Query, { sql, values }: Condition, limit: number): Found[] {
    const way = descending ? 'DESC' : 'ASC';
    const by = sort === undefined ? 'NULL' : columnOf(sort);
    const order = sort === undefined ? `id ${way}` : `${by} ${way}, id ${way}`;
    const select = `SELECT id, ${by} AS value FROM ${this.table} WHERE ${sql} ORDER BY ${order} LIMIT ?`;
    return this.statement(select).all(...values, limit) as Found[];
  }

  /** Statements differ by their fields only, so few are ever made; the bound is for what is not foreseen. */
  private statement(sql: string): Statement {
    let statement = this.asked.get(sql);
    if (!statement) {
      if (this.asked.size >= STATEMENTS_MAX) this.asked.clear();
      statement = this.db.prepare(sql);
      this.asked.set(sql, statement);
    }
    return statement;
  }
}

type Before = readonly [guards: string | null, sum: number | null];

/** The guards to store, or undefined where the put must be left out. */
function guardsAfter(before: Before | undefined, offered: Guards): Guards | undefined {
  if (before === undefined) return offered; // No document yet: there is nothing to take back.
  return advance(before[0] === null ? {} : (JSON.parse(before[0]) as Guards), offered);
}

function upsertOf(table: string, fields: readonly string[]): string {
  const columns = ['id', 'guards', 'sum', 'body', ...fields.map(columnOf)];
  const changed = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${changed.join(', ')}`;
}
