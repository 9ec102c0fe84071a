/** The saving of this page's draft: what is changed is saved, what others save is taken over. */

import type { PageData } from "../page";
import { useEditor } from "../store";
import { type Autosave, type SaveState, startAutosave } from "./autosave";
import { merge } from "./merge";
import { startWatching } from "./presence";
import { capital, toldIn } from "./saying";
import { dismiss, notify, useSaving } from "./state";
import { compare, look, save } from "./transport";
import type { Now, Theirs, Work } from "./work";

const STAYS = "Not everything is saved yet, so this page stays open.";

let session: Autosave | null = null;
let savedAt: string | null = null;
let versionSeen = 0;

/** Begins; the answer ends it. */
export function startSaving(page: PageData): () => void {
  const { draft, urls } = page;
  const own = draft?.saved_by === page.me;
  savedAt = draft?.saved_at ?? null;
  versionSeen = page.versions[0]?.number ?? 0;
  useSaving.setState({
    state: { kind: "saved", at: draft?.saved_at ?? null },
    opened: page.opened,
    other: draft && !own ? { by: draft.saved_by, at: draft.saved_at } : null,
  });
  const started = startAutosave({
    work: useEditor.getState().history.now,
    revision: page.revision,
    at: draft?.saved_at ?? null,
    send: (work, revision) => save(urls.api, work, revision),
    tell: told,
  });
  session = started;
  const stops = [
    useEditor.subscribe(({ history }) => started.changed(history.now)),
    startWatching({
      look: () => look(urls.api, started.revision(), useSaving.getState().opened),
      isAway: () => document.hidden || started.isBusy(),
      news: (now) => heard(now, page),
    }),
    listen(started),
  ];
  return () => {
    for (const stop of stops) stop();
    started.stop();
    if (session === started) session = null;
  };
}

/** Saves what is not saved yet; whether all of it is saved then. */
export async function flushSave(): Promise<boolean> {
  return session ? session.flush() : true;
}

/** Goes to another page once everything is saved; stays where that can't be. */
export async function leaveTo(url: string): Promise<void> {
  if (await flushSave()) window.location.assign(url);
  else notify(STAYS);
}

export function retrySave(): void {
  session?.retry();
}

/** What both began from, for the dialog that shows what each did. */
export function ancestor(): Work {
  return session?.ancestor() ?? useEditor.getState().history.now;
}

export function keepMine(now: Now): void {
  versionSeen = now.version;
  session?.keepMine();
}

/** What is not saved is given up: nothing asks any more. */
export function abandon(): void {
  session?.stop();
  session = null;
}

/** Theirs in place of mine; undo brings mine back. */
export function takeTheirs(theirs: Theirs, label: string): void {
  session?.adopt(theirs);
  saw(theirs);
  useEditor.getState().replace(label, theirs.work);
}

/** Both, where they touched different things; whether they did. */
export function takeBoth(theirs: Theirs): boolean {
  const { history, replace } = useEditor.getState();
  const merged = merge(ancestor(), history.now, theirs.work).work;
  if (!merged) return false;
  session?.adopt(theirs);
  saw(theirs);
  replace(`Take in what ${nameOf(theirs)} changed`, merged);
  session?.changed(merged);
  return true;
}

export function nameOf(theirs: Theirs): string {
  const { me } = useEditor.getState().page;
  return theirs.by === me ? "your other window" : theirs.by || "somebody";
}

function told(state: SaveState): void {
  useSaving.setState({ state });
  if (state.kind === "saved" && useSaving.getState().notice?.text === STAYS) dismiss();
  if (state.kind !== "saved" || state.at === savedAt) return;
  savedAt = state.at;
  useSaving.setState({ opened: true, other: null });
}

function heard(now: Now, page: PageData): void {
  if (!session || session.isUnsaved()) return;
  if (now.theirs) {
    if (now.theirs.revision > session.revision()) takenOver(now.theirs, page);
    return;
  }
  session.restart(now.revision);
  const reload = { label: "Reload", run: () => window.location.reload() };
  if (now.undrawable) {
    return notify("Somebody saved a draft of a shape that no canvas can show.", reload);
  }
  const { opened } = useSaving.getState();
  useSaving.setState({ opened: false, other: null });
  if (opened) notify(`${wayOut(now)}. Go on here and a new one opens.`, reload);
  versionSeen = now.version;
}

/** What became of the draft. */
export function wayOut(now: Now): string {
  return now.version > versionSeen
    ? `This draft was published as version ${now.version}`
    : "This draft was discarded";
}

function takenOver(theirs: Theirs, page: PageData): void {
  const before = ancestor();
  const who = nameOf(theirs);
  takeTheirs(theirs, `What ${who} saved`);
  const undo = { label: "Undo", run: () => (useEditor.getState().undo(), dismiss()) };
  notify(`${capital(who)} saved the draft; you see it now.`, undo);
  void compare(page.urls.api, before, theirs.work)
    .then((changes) => {
      if (useEditor.getState().history.now !== theirs.work) return;
      notify(toldIn(who, changes), undo);
    })
    .catch(() => undefined);
}

function saw(theirs: Theirs): void {
  const { me } = useEditor.getState().page;
  useSaving.setState({
    opened: true,
    other: theirs.by === me ? null : { by: theirs.by || "somebody", at: theirs.at },
  });
}

function listen(started: Autosave): () => void {
  const hidden = () => {
    if (document.hidden) started.leave();
  };
  const leave = () => started.leave();
  const online = () => started.retry();
  const ask = (event: BeforeUnloadEvent) => {
    if (session !== started || !started.isUnsaved()) return;
    started.leave();
    event.preventDefault();
  };
  document.addEventListener("visibilitychange", hidden);
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", ask);
  window.addEventListener("online", online);
  return () => {
    document.removeEventListener("visibilitychange", hidden);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("beforeunload", ask);
    window.removeEventListener("online", online);
  };
}
