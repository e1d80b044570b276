import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { DynamicModule, Type } from '@nestjs/common';
import { AlertingModule } from '#libs/alerting';
import { CatalogueModule } from '#libs/catalogue';
import { IntakeFormatsModule, IntakeModule } from '#libs/intake';
import { ReportingModule } from '#libs/reporting';

const MODULES: Readonly<Record<string, Type>> = { AlertingModule, CatalogueModule, IntakeFormatsModule, IntakeModule, ReportingModule };
const APPS = ['intake', 'alerting', 'reporting'];
const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The apps' modules, as their main files list them. */
function modulesOf(app: string): Type[] {
  const list = /contexts: \[([^\]]*)\]/.exec(textOf(`apps/${app}/src/main.ts`))![1]!;
  return list.split(',').map((name) => {
    const found = MODULES[name.trim()];
    if (found === undefined) throw new Error(`${app} lists ${name}, which this test does not know: add it.`);
    return found;
  });
}

/** The paths of a module's controllers and of what it imports, with a letter for each parameter. */
function pathsOf(module: Type | DynamicModule): string[] {
  const type = typeof module === 'function' ? module : module.module;
  const imported = (Reflect.getMetadata('imports', type) ?? []) as (Type | DynamicModule)[];
  const controllers = (Reflect.getMetadata('controllers', type) ?? []) as Type[];
  return [...controllers.flatMap(routesOf), ...imported.flatMap(pathsOf)];
}

function routesOf(controller: Type): string[] {
  const names = Object.getOwnPropertyNames(controller.prototype).filter((name) => name !== 'constructor');
  const bases = [Reflect.getMetadata('path', controller)].flat() as string[];
  return names.flatMap((name) => {
    const paths = [Reflect.getMetadata('path', (controller.prototype as Record<string, object>)[name]!) ?? []].flat() as string[];
    return bases.flatMap((base) =>
      paths.map((path) =>
        `/${base}/${path}`
          .replace(/\/+/g, '/')
          .replace(/(.)\/$/, '$1')
          .replace(/:\w+/g, 'x'),
      ),
    );
  });
}

/** The app that the gateway sends a path to. */
function appBehind(path: string): string {
  const map = /map \$uri \$app \{([^}]*)\}/.exec(textOf('docker/door.conf'))![1]!;
  for (const [, pattern, app] of map.matchAll(/^\s*~(\S+)\s+(\w+);/gm)) if (new RegExp(pattern!).test(path)) return app!;
  return /default\s+(\w+);/.exec(map)![1]!;
}

describe('the gateway', () => {
  const routes = new Map(APPS.map((app) => [app, new Set(modulesOf(app).flatMap(pathsOf))]));
  it.each(APPS)('sends every route of %s to an app that has it', (app) => {
    expect(routes.get(app)!.size).toBeGreaterThan(0);
    expect([...routes.get(app)!].filter((path) => !routes.get(appBehind(path))!.has(path))).toEqual([]);
  });
  it.each(APPS)('knows every route that the README of %s names', (app) => {
    const named = [...textOf(`apps/${app}/README.md`).matchAll(/`(\/v1\/[^`]*)`/g)].map(([, path]) => path!.replaceAll('*', 'x'));
    const has = (path: string): boolean => [...routes.get(app)!].some((route) => route === path || route.startsWith(`${path}/`));
    expect(named.filter((path) => !has(path))).toEqual([]);
  });
});
