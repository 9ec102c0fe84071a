import { Icon } from "../parts/Icon";
import { useModal } from "./Picker";
import { SHORTCUTS } from "./shortcuts";
import { close } from "./state";

/** All keys of the canvas. */
export function Help() {
  const dialog = useModal(close);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title">
      <div className="spread">
        <h2 id="help-title">Everything works with the keyboard</h2>
        <button
          type="button"
          className="tool"
          onClick={close}
          aria-label="Close"
          title="Close (Esc)"
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="help-columns">
        {SHORTCUTS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map((shortcut) => (
                <div key={shortcut.does}>
                  <dt>
                    {shortcut.keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{shortcut.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="small muted">
        With the mouse: drag a node from the left onto the canvas or onto a way; drag from a port to
        connect; drag the end of a way to lead it elsewhere; scroll to move, Ctrl and scroll to
        zoom. On a Mac, ⌘ is Ctrl.
      </p>
    </dialog>
  );
}
