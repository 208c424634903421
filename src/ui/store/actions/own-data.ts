// A person's own data: chosen, checked by the engine, and then a preset like the others. Files never leave the tab.

import type { GivenData } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';
import { EMPTY_OWN } from '../initial.ts';

/** Side of the pictures as the model sees them, until the person chooses another. */
const SIDE = 28;

export function openOwnData(app: App): void {
  app.update('own', { open: true });
}

/** Closes the dialog; what was checked and not used is forgotten. */
export function closeOwnData(app: App): void {
  app.engine.send({ type: 'drop-data' });
  app.update('own', { ...EMPTY_OWN, request: app.state().own.request });
}

/** Hands files to the engine, which answers with a report. */
export function checkData(app: App, given: GivenData): void {
  const request = app.state().own.request + 1;
  app.update('own', { open: true, given, request, pending: true });
  app.engine.send({ type: 'check-data', request, given });
}

/** A chosen file or folder: tables by their name's end, anything else as pictures. */
export function chooseFiles(
  app: App,
  files: readonly { readonly path: string; readonly file: File }[],
): void {
  const table = files.find(({ path }) => /\.(csv|tsv|txt)$/i.test(path));
  if (table !== undefined)
    checkData(app, { kind: 'table', name: table.file.name, file: table.file, label: null, leftOut: null });
  else addPictures(app, files);
}

/** Adds pictures to those that were chosen before; the same path again is the same picture. */
export function addPictures(
  app: App,
  files: readonly { readonly path: string; readonly file: File }[],
): void {
  if (files.length === 0) return;
  const { given } = app.state().own;
  const before = given?.kind === 'pictures' ? given : null;
  const all = new Map([...(before?.files ?? []), ...files].map((one) => [one.path, one]));
  checkData(app, {
    kind: 'pictures',
    name: before?.name ?? folderOf(files[0]!.path),
    files: [...all.values()],
    size: before?.size ?? SIDE,
    channels: before?.channels ?? 3,
  });
}

/** `pets` of `pets/cat/1.png`, `cat` of `cat/1.png`. */
const folderOf = (path: string): string => path.split('/').at(0) ?? path;

export function forgetGiven(app: App): void {
  app.engine.send({ type: 'drop-data' });
  app.update('own', { ...EMPTY_OWN, open: true, request: app.state().own.request });
}

/** Makes a preset of what was checked, and opens it. */
export function takeData(app: App): void {
  app.engine.send({ type: 'use-data' });
}
