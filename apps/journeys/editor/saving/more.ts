/** What else can be done with the journey, as the lines of a menu. */

import type { MenuItem } from "../parts/Menu";
import { useEditor } from "../store";
import { leaveTo } from "./session";
import { useSaving } from "./state";

export function useMore(): readonly MenuItem[] {
  const page = useEditor((state) => state.page);
  const show = useEditor((state) => state.show);
  const opened = useSaving((state) => state.opened);
  const { urls } = page;
  const way = (label: string, href: string): MenuItem => ({
    label,
    href,
    run: () => void leaveTo(href),
  });
  const versions: MenuItem = page.versions.length
    ? { label: "Versions", run: () => show("versions") }
    : null;
  if (page.mode === "version") {
    const number = page.version ?? 0;
    return grouped(
      [
        versions,
        way(
          page.draft ? "Compare with the draft" : "Compare with others",
          `${urls.compare}?before=${number}&after=${page.draft ? "draft" : (page.versions[0]?.number ?? number)}`,
        ),
      ],
      [
        way("Export", `${urls.api}export/?version=${number}`),
        way("Duplicate…", `${urls.duplicate}?version=${number}`),
      ],
      [page.rights.change ? way("Restore as draft…", `${urls.versions}${number}/restore/`) : null],
    );
  }
  const latest = page.versions[0]?.number;
  return grouped(
    [
      versions,
      latest && opened
        ? way(`Compare with version ${latest}`, `${urls.compare}?before=${latest}&after=draft`)
        : null,
    ],
    [
      way("Export", `${urls.api}export/`),
      way("Import into this draft…", urls.import),
      way("Duplicate…", urls.duplicate),
      way("Edit as text", urls.json),
    ],
    [
      opened
        ? {
            label: "Discard draft…",
            href: urls.discard,
            run: () => void leaveTo(urls.discard),
            danger: true,
          }
        : null,
    ],
  );
}

/** The groups that have lines, with a rule between two of them. */
function grouped(...groups: readonly (readonly MenuItem[])[]): readonly MenuItem[] {
  const there = groups.map((group) => group.filter(Boolean)).filter((group) => group.length);
  return there.flatMap((group, at) => (at ? [null, ...group] : group));
}
