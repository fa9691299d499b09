import { zip, type Entry } from "./zip";

/** What no function needs and many folders hold. */
const LITTER = /(^|\/)(\.git|\.hg|\.svn|\.DS_Store|Thumbs\.db|__MACOSX)(\/|$)/;
const MOST_FILES = 10_000;

/** Says in words why a folder cannot be packed. */
export class FolderProblem extends Error {}

/**
 * What was dropped, as one file: a single file is itself, a folder or several files become a zip
 * with the folder's content at its root. Has to be called before the drop's event ends.
 */
export async function dropped(transfer: DataTransfer): Promise<File | null> {
  const items = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const files = [...transfer.files];
  const folders = items.filter((e): e is FileSystemDirectoryEntry => e.isDirectory);
  if (folders.length === 0) return files.length > 1 ? packed("code", files.map((file) => ({ path: file.name, file }))) : (files[0] ?? null);
  const [only] = items;
  if (items.length === 1 && only) return packed(only.name, await below(only as FileSystemDirectoryEntry, ""));
  const found = await Promise.all(items.map((e) => entriesOf(e, "")));
  return packed("code", found.flat());
}

/** A folder chosen in the browser's own dialog; its paths begin with its name. */
export async function chosenFolder(files: FileList): Promise<File | null> {
  const list = [...files];
  const name = list[0]?.webkitRelativePath.split("/")[0];
  if (!name) return null;
  return packed(
    name,
    list.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
  );
}

export interface Found {
  path: string;
  file: File;
}

/** All files that were dropped, with their paths below what was dropped; nothing is left out. */
export async function everyDropped(transfer: DataTransfer, most: number): Promise<Found[]> {
  const items = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (items.length === 0) return [...transfer.files].map((file) => ({ path: file.name, file }));
  const found: Found[] = [];
  for (const item of items) await gather(item, "", most, found);
  return found;
}

/** Files chosen in the browser's own dialog; those of a folder have its name before theirs. */
export function everyChosen(files: FileList): Found[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function gather(entry: FileSystemEntry, before: string, most: number, found: Found[]): Promise<void> {
  if (found.length >= most) return;
  const path = before + entry.name;
  if (!entry.isDirectory) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const each of some) await gather(each, `${path}/`, most, found);
  }
}

async function packed(name: string, entries: Entry[]): Promise<File> {
  const wanted = entries.filter((e) => !LITTER.test(e.path));
  if (wanted.length === 0) throw new FolderProblem(`There is no file in ${name}.`);
  if (wanted.length > MOST_FILES) throw new FolderProblem(`${name} holds more than ${MOST_FILES} files: make a zip of what the function needs.`);
  return new File([await zip(wanted)], `${name}.zip`, { type: "application/zip" });
}

async function entriesOf(entry: FileSystemEntry, before: string): Promise<Entry[]> {
  const path = before + entry.name;
  if (LITTER.test(path)) return [];
  if (entry.isDirectory) return below(entry as FileSystemDirectoryEntry, `${path}/`);
  const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
  return [{ path, file }];
}

async function below(folder: FileSystemDirectoryEntry, before: string): Promise<Entry[]> {
  const reader = folder.createReader();
  const found: Entry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return found;
    for (const entry of some) found.push(...(await entriesOf(entry, before)));
    if (found.length > MOST_FILES) return found;
  }
}
