import { useState } from "react";
import { useEditor } from "../store";
import { leaveTo } from "./session";
import { notify, useSaving } from "./state";

/** Leads to what publishing asks; while something is wrong, to that first. */
export function PublishButton() {
  const page = useEditor((state) => state.page);
  const problems = useEditor((state) => state.problems.length);
  const show = useEditor((state) => state.show);
  const opened = useSaving((state) => state.opened);
  const unsaved = useSaving((state) => state.state.kind !== "saved");
  const [told, setTold] = useState(false);
  const go = () => void leaveTo(page.urls.publish);
  const follow = (event: React.MouseEvent) => {
    event.preventDefault();
    if (!opened && !unsaved) {
      const latest = page.versions[0];
      return notify(
        latest
          ? `Nothing differs from version ${latest.number}. Change something first.`
          : "Nothing was drawn yet. Change something first.",
      );
    }
    if (problems && !told) {
      setTold(true);
      show("problems");
      const count = problems === 1 ? "One problem keeps" : `${problems} problems keep`;
      return notify(`${count} it from being published: they stand at the right.`, {
        label: "Look at the changes all the same",
        run: go,
      });
    }
    go();
  };
  return (
    <a className="btn btn-small btn-primary" href={page.urls.publish} onClick={follow}>
      Publish…
    </a>
  );
}
