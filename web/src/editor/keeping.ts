/**
 * What the browser keeps of a text that the server has not got: in IndexedDB, which has room for any story and
 * writes beside the typing, and at the page's end in localStorage, which is written at once.
 */
import type { Content } from "./types";

export interface Kept {
  version: number;
  content: Content;
  at: string;
}

const STORE = "drafts";
const name = (storyId: string): string => `octavo:draft:${storyId}`;
let opening: Promise<IDBDatabase | null> | null = null;

/** The store; null in a browser that has none, or none for this page. */
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const asked = indexedDB.open("octavo", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => {
        // Another tab with a newer editor must not wait for this one.
        asked.result.onversionchange = () => asked.result.close();
        resolve(asked.result);
      };
      asked.onerror = () => resolve(null);
      asked.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

async function run<Result>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result | undefined> {
  const database = await open();
  if (!database) return undefined;
  try {
    return await new Promise<Result | undefined>((resolve) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => resolve(undefined);
      transaction.onabort = () => resolve(undefined);
    });
  } catch {
    // Closed under us, or full: the server is the store, this was the second.
    return undefined;
  }
}

/** Keeps a text; an earlier one of the same story is replaced. */
export async function keep(storyId: string, kept: Kept): Promise<void> {
  await run("readwrite", (store) => store.put(kept, name(storyId)));
}

/** Keeps a text before the page is gone. */
export function keepAtOnce(storyId: string, kept: Kept): void {
  try {
    localStorage.setItem(name(storyId), JSON.stringify(kept));
  } catch {
    // Full or forbidden.
  }
}

/** The newest text that was kept of a story, if any. */
export async function kept(storyId: string): Promise<Kept | null> {
  const stored = (await run<Kept | undefined>("readonly", (store) => store.get(name(storyId)))) ?? null;
  let last: Kept | null = null;
  try {
    last = JSON.parse(localStorage.getItem(name(storyId)) ?? "null") as Kept | null;
  } catch {
    // Nothing that could be read was kept.
  }
  if (!stored || !last) return stored ?? last;
  return stored.at > last.at ? stored : last;
}

/** Everything is at the server. */
export async function forget(storyId: string): Promise<void> {
  try {
    localStorage.removeItem(name(storyId));
  } catch {
    // A browser without storage kept nothing either.
  }
  await run("readwrite", (store) => store.delete(name(storyId)));
}
