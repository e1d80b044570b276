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

  /** A browser of someone in this role, who sends a token of their own. */
  async function contextAs(asked: object, width = 1280): Promise<BrowserContext> {
    const made = await signedIn.request.post(`${app.url}/v1/tokens`, { data: asked, headers: { origin: app.url } });
    const { token } = (await made.json()) as { token: string };
    return browser.newContext({
      bypassCSP: true,
      viewport: { width, height: 900 },
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
  }

  /** The page's width beyond the window's, and the least size that a picture's text is drawn at. */
  async function measured(page: Page): Promise<{ beyond: number; text: number }> {
    return page.evaluate(`(() => {
      const shown = [...document.querySelectorAll('svg text')].filter((text) => text.getBoundingClientRect().height > 0);
      const size = (text) => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a;
      return {
        beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        text: Math.min(...shown.map(size)),
      };
    })()`);
  }

  /** The addresses of the first partnership with a breach and of what was breached there. */
  async function wayDown(page: Page): Promise<{ partnership: string; series: string }> {
    await page.goto(app.url);
    const breached = page.locator('tbody tr', { has: page.locator('.govuk-tag--red') }).locator('a');
    const partnership = await breached.first().getAttribute('href');
    await page.goto(app.url + partnership!);
    const series = await page.locator('section table a').first().getAttribute('href');
    return { partnership: partnership!, series: series! };
  }

  it('the partnerships show their judgements as colour and word, and their open breaches', async () => {
    const page = await signedIn.newPage();
    await page.goto(app.url);
    await look(page, 'partnerships');
    expect(await page.locator('h1').textContent()).toBe('Partnerships');
    expect(await page.locator('.govuk-tag--red').first().textContent()).toContain('Breach');
    expect(parseInt((await page.locator('tfoot td').last().textContent()) ?? '', 10)).toBeGreaterThan(0);
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
    expect(await page.locator('figure svg[role=img] title').first().textContent()).toMatch(/./);
    expect(await page.locator('table tbody tr').count()).toBeGreaterThan(0);
  });

  it('everything works without scripts, under the policy that forbids them', async () => {
    const context = await contextOf(false);
    const page = await context.newPage();
    await page.goto(app.url);
    await page.locator('tbody a').first().click();
    await page.locator('section tbody a').first().click();
    expect(await page.locator('figure svg').filter({ visible: true }).count()).toBe(1);
    await page.locator('.govuk-breadcrumbs a').first().click();
    expect(await page.locator('h1').textContent()).toBe('Partnerships');
    expect(await page.locator('script').count()).toBe(0);
    await context.close();
  });

  it.each([
    ['a manager', { role: 'lsp-manager', lsp: 'E08000021' }, ['Partnerships', 'What arrived']],
    ['an officer', { role: 'go-officer', region: 'E12000001' }, ['Partnerships', 'What arrived']],
    ['a data team', { role: 'data-team', feeds: ['police-street'] }, ['What arrived']],
  ])('%s sees the pages of their own, on a telephone, on a desk and on paper', async (who, asked, pages) => {
    const { partnership, series } = await wayDown(await signedIn.newPage());
    const own = 'lsp' in asked ? { ...asked, lsp: partnership.slice(-9) } : asked;
    const name = who.slice(who.indexOf(' ') + 1).replace(' ', '-');
    for (const width of [360, 1280]) {
      const context = await contextAs(own, width);
      const page = await context.newPage();
      for (const [what, path] of [
        ['start', '/'],
        ['partnership', partnership],
        ['series', series],
        ['arrivals', '/submissions'],
      ] as const) {
        const answer = await page.goto(app.url + path);
        const isForbidden = what === 'partnership' && who === 'a data team';
        expect([what, answer!.status()]).toEqual([what, isForbidden ? 403 : 200]);
        if (!isForbidden) expect(await page.locator('header nav a').allTextContents()).toEqual(pages);
        await look(page, `${name}-${what}-${width}`);
        const { beyond, text } = await measured(page);
        expect([what, beyond]).toEqual([what, 0]);
        expect(text).toBeGreaterThan(11.5);
      }
      await context.close();
    }
  });

  it('prints on A4 without cut columns', async () => {
    const page = await signedIn.newPage();
    const { partnership, series } = await wayDown(page);
    for (const [what, path] of [
      ['partnerships', '/'],
      ['partnership', partnership],
      ['series', series],
      ['arrivals', '/submissions'],
    ] as const) {
      await page.setViewportSize({ width: 1031, height: 700 }); // A4 on its side, within its margins.
      await page.goto(app.url + path);
      await page.emulateMedia({ media: 'print' });
      const tables = await page.evaluate<number[]>(
        `[...document.querySelectorAll('table')].map((table) => table.getBoundingClientRect().right)`,
      );
      await page.pdf({ path: join(SHOTS, `print-${what}.pdf`), preferCSSPageSize: true, printBackground: true });
      await page.screenshot({ path: join(SHOTS, `print-${what}.png`), fullPage: true });
      expect([what, Math.max(...tables) <= 1031]).toEqual([what, true]);
      await page.emulateMedia({ media: 'screen' });
    }
  });

  it('shows what arrived, with its receipt', async () => {
    const page = await signedIn.newPage();
    await page.goto(`${app.url}/submissions`);
    await page.locator('tbody a').first().click();
    expect(await page.locator('dl').textContent()).toContain('SHA-256');
    await look(page, 'arrival');
  });

  it('shows the focus on every link of the header', async () => {
    const page = await signedIn.newPage();
    await page.goto(app.url);
    for (const link of await page.locator('header a').all()) {
      await link.focus();
      expect(await page.evaluate('getComputedStyle(document.activeElement).backgroundColor')).toBe('rgb(255, 221, 0)');
    }
  });

  it.each([
    ['an unknown address', '/no-such-page', 404],
    ['an unknown area', '/partnerships/E08999999', 404],
    ['an unknown delivery', '/submissions/no-such', 404],
    ['a sign-in link that is none', '/sign-in?code=wrong', 401],
  ])('%s is said in the frame of all pages', async (_, path, status) => {
    const page = await signedIn.newPage();
    const answer = await page.goto(app.url + path);
    expect(answer?.status()).toBe(status);
    expect(await page.locator('header .floor-name').count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);
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
