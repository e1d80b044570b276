import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { SampleApp } from './sample-app.js';

const AXE = resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');
const SHOTS = join(tmpdir(), 'floor-pages');
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe('the pages of the sample, in a browser', () => {
  let app: SampleApp;
  let browser: Browser;
  let signedIn: BrowserContext;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    app = await SampleApp.start();
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: QUIET });
    signedIn = await contextOf(true);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  let session: Awaited<ReturnType<BrowserContext['cookies']>> = [];

  async function contextOf(javaScriptEnabled: boolean): Promise<BrowserContext> {
    const context = await browser.newContext({ bypassCSP: javaScriptEnabled, javaScriptEnabled, viewport: { width: 1200, height: 900 } });
    if (session.length > 0)
      await context.addCookies(session); // The link works once.
    else {
      const page = await context.newPage();
      await page.goto(app.signIn);
      await page.close();
      session = await context.cookies();
    }
    return context;
  }

  /** The page's faults by axe; none is what is wanted. */
  async function faultsOf(page: Page): Promise<string[]> {
    await page.addScriptTag({ path: AXE });
    const violations = (await page.evaluate('axe.run().then((found) => found.violations)')) as Violation[];
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  }

  /** Opens the page, checks it with axe and keeps a picture of it. */
  async function look(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.locator('text=made up').count()).toBeGreaterThan(0);
  }

  /** The addresses of the first partnership with a breach and of what was breached there. */
  async function wayDown(page: Page): Promise<{ partnership: string; series: string }> {
    await page.goto(app.url);
    const breached = page.locator('tbody tr', { has: page.locator('.govuk-tag--red') }).locator('a');
    const partnership = await breached.first().getAttribute('href');
    await page.goto(app.url + partnership!);
    const series = await page.locator('main table').first().locator('a').first().getAttribute('href');
    return { partnership: partnership!, series: series! };
  }

  it('the partnerships show their judgements as colour and word, and their open breaches', async () => {
    const page = await signedIn.newPage();
    await page.goto(app.url);
    await look(page, 'partnerships');
    expect(await page.locator('h1').textContent()).toBe('Partnerships');
    expect(await page.locator('.govuk-tag--red').first().textContent()).toContain('Breach');
    expect(Number(await page.locator('tfoot td').last().textContent())).toBeGreaterThan(0);
  });

  it('a partnership shows its areas by element', async () => {
    const page = await signedIn.newPage();
    const { partnership } = await wayDown(page);
    await page.goto(app.url + partnership);
    await look(page, 'partnership');
    expect(await page.locator('section table').count()).toBeGreaterThan(0);
    expect(await page.locator('main').textContent()).toMatch(/certain|could be chance/);
  });

  it('a series is a picture with a name and a table with its sources', async () => {
    const page = await signedIn.newPage();
    const { series } = await wayDown(page);
    await page.goto(app.url + series);
    await look(page, 'series');
    expect(await page.locator('figure svg[role=img] title').textContent()).toMatch(/./);
    expect(await page.locator('table tbody tr').count()).toBeGreaterThan(0);
  });

  it('everything works without scripts, under the policy that forbids them', async () => {
    const context = await contextOf(false);
    const page = await context.newPage();
    await page.goto(app.url);
    await page.locator('tbody a').first().click();
    await page.locator('section tbody a').first().click();
    expect(await page.locator('figure svg').count()).toBe(1);
    await page.locator('.govuk-breadcrumbs a').first().click();
    expect(await page.locator('h1').textContent()).toBe('Partnerships');
    expect(await page.locator('script').count()).toBe(0);
    await context.close();
  });

  it('someone who is not signed in is told how to be', async () => {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    const answer = await page.goto(app.url);
    expect(answer?.status()).toBe(401);
    expect(await page.locator('main').textContent()).toContain('sign-in link');
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  });
});
