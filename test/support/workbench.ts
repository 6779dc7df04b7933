/** The editor as a user has it: commands by the palette, files by their name, and what can be read on the screen. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../scripts/tools/path';
import type { Workspace } from './workspace';

/** How long something may take to show; the machine can be busy. */
const patience = 60_000;

export class Workbench {
  constructor(
    readonly page: Page,
    readonly workspace: Workspace,
    private readonly context: BrowserContext,
  ) {
    page.setDefaultTimeout(patience);
  }

  /** Waits until the editor can be used and knows the folder. */
  async ready(): Promise<this> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await this.page.locator('.statusbar-item[id="status.notifications"]').waitFor();
    return this;
  }

  /** Runs the command that has exactly this title (category included) in the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace by its path, at a line if one is given. */
  async openFile(name: string, line?: number): Promise<void> {
    const base = path.posix.basename(name);
    await this.pick('ControlOrMeta+P', name, base);
    // The panel's tab is named after the file as well.
    await this.page.locator(`.tab.active[data-resource-name="${base}"]`).waitFor();
    if (line !== undefined) await this.goToLine(line);
  }

  /** Puts the cursor at the start of a line of the open file. */
  async goToLine(line: number): Promise<void> {
    await this.persist(`The editor does not go to line ${line}.`, async () => {
      await this.ask('Control+G', `:${line}`);
      await this.page.keyboard.press('Enter');
      await this.quickInput.waitFor({ state: 'hidden', timeout: 2_000 });
    });
  }

  /** Types into the open file, at the cursor. */
  async type(text: string): Promise<void> {
    await this.editor.locator('.native-edit-context, textarea').first().focus();
    await this.page.keyboard.type(text);
  }

  /** Chooses an entry of the quick pick that an extension shows. */
  async choose(label: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  /** The text editor shown, the left one if there are several; it renders only the lines in view. */
  get editor(): Locator {
    return this.page.locator('.part.editor .monaco-editor').first();
  }

  /** The content of the webview shown, or of the n-th (from 0) if several are. */
  webview(index = 0): FrameLocator {
    return this.page.frameLocator('iframe.webview').nth(index).frameLocator('#active-frame');
  }

  /** Waits for a notification with this text and returns all of what it says. */
  async notification(text: string | RegExp): Promise<string> {
    const message = this.page.locator('.notification-list-item-message', { hasText: text }).first();
    // An extension under development is watched by a test driver, and then nothing pops up before the list is opened.
    await this.persist(`There is no notification that says ${text}.`, async () => {
      if (!(await this.page.locator('.notifications-list-container').first().isVisible())) {
        await this.page.locator('.statusbar-item[id="status.notifications"]').click();
      }
      await message.waitFor({ timeout: 2_000 });
    });
    return message.innerText();
  }

  /** Presses a button of the notification or dialog shown. */
  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
  }

  /** Waits for a problem with this text in the Problems view and returns all of what it says. */
  async problem(text: string | RegExp): Promise<string> {
    await this.runCommand('Problems: Focus on Problems View');
    const row = this.page
      .locator('.markers-panel .monaco-list-row[aria-level="2"]', { hasText: text })
      .first();
    await row.waitFor();
    return row.innerText();
  }

  /** The text of the status bar; waits for it to hold `text` if that is given. */
  async statusBar(text?: string | RegExp): Promise<string> {
    const bar = this.page.locator('.part.statusbar');
    if (text !== undefined) await bar.locator('.statusbar-item', { hasText: text }).first().waitFor();
    return bar.innerText();
  }

  /** Closes the side bars and the panel, so that a screenshot shows the editor. */
  async showEditorOnly(): Promise<void> {
    const parts = [
      ['.part.sidebar', 'View: Close Primary Side Bar'],
      ['.part.auxiliarybar', 'View: Close Secondary Side Bar'],
      ['.part.panel', 'View: Hide Panel'],
    ] as const;
    for (const [part, command] of parts) {
      if (await this.page.locator(part).isVisible()) await this.runCommand(command);
    }
  }

  /** Writes .cache/screenshots/NAME.png in the checkout and returns its path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(root, '.cache/screenshots', `${name}.png`);
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  async dispose(): Promise<void> {
    await this.context.close();
    this.workspace.dispose();
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type=text]').first();
  }

  /** Types into a quick input until it offers an entry with this label, and takes that. */
  private async pick(key: string, text: string, label: string): Promise<void> {
    const exactly = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    const entry = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exactly }) })
      .first();
    // The list is made once: what becomes known later (a command of an extension, a file) needs a new question.
    await this.persist(`The editor does not offer "${label}".`, async () => {
      await this.ask(key, text);
      await entry.click({ timeout: 3_000 });
    });
  }

  /** Opens a quick input and types into it. */
  private async ask(key: string, text: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press(key);
    await this.quickInput.fill(text, { timeout: 2_000 });
  }

  /** Tries again what fails: in its first moments the editor drops keys and closes what was just opened. */
  private async persist(message: string, attempt: () => Promise<void>): Promise<void> {
    const end = Date.now() + patience;
    for (;;) {
      try {
        return await attempt();
      } catch (cause) {
        if (Date.now() > end) throw new Error(message, { cause });
      }
    }
  }
}
