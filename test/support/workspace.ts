/** Copies of folders, so that no test changes a file of the checkout. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeTemporary, temporaryFolder } from '../../scripts/tools/temporary';

export class Workspace {
  private constructor(
    readonly folder: string,
    private readonly parent: string,
  ) {}

  /** Copies a folder, or makes one of the given files (name → content), and adds to its VS Code settings. */
  static create(
    from: string | Readonly<Record<string, string>>,
    settings: Readonly<Record<string, unknown>>,
  ) {
    const parent = temporaryFolder('workspace');
    const workspace = new Workspace(
      path.join(parent, typeof from === 'string' ? path.basename(from) : 'models'),
      parent,
    );
    mkdirSync(workspace.folder);
    if (typeof from === 'string') cpSync(from, workspace.folder, { recursive: true });
    else for (const [name, content] of Object.entries(from)) workspace.write(name, content);
    workspace.addSettings(settings);
    return workspace;
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, content: string): void {
    mkdirSync(path.dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  dispose(): void {
    removeTemporary(this.parent);
  }

  private addSettings(settings: Readonly<Record<string, unknown>>): void {
    if (Object.keys(settings).length === 0) return;
    const file = '.vscode/settings.json';
    const present = existsSync(this.path(file)) ? JSON.parse(this.read(file)) : {};
    this.write(file, JSON.stringify({ ...present, ...settings }, undefined, 2));
  }
}
