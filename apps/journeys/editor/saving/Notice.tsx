import { dismiss, useSaving } from "./state";

/** What happened by itself, below the bar until it is put away. */
export function Notice() {
  const notice = useSaving((state) => state.notice);
  if (!notice) return null;
  return (
    <div className="save-notice" role="status">
      <span>{notice.text}</span>
      {notice.action ? (
        <button
          type="button"
          className="btn btn-small"
          onClick={() => {
            dismiss();
            notice.action?.run();
          }}
        >
          {notice.action.label}
        </button>
      ) : null}
      <button
        type="button"
        className="save-close"
        aria-label="Put this message away"
        onClick={dismiss}
      >
        ×
      </button>
    </div>
  );
}
