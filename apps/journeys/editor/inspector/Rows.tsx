interface Props {
  readonly path: string;
  readonly title: string;
  readonly index: number;
  readonly count: number;
  readonly readOnly: boolean;
  readonly children: React.ReactNode;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One row of a list: its fields, and buttons that move it or take it out. */
export function Rows(props: Props) {
  const { path, title, index, count, readOnly, children, onMove, onRemove } = props;
  return (
    <li className="insp-row" data-field={path}>
      <div className="insp-row-head">
        <strong>
          {index + 1}. {title}
        </strong>
        {readOnly ? null : (
          <span>
            <button
              type="button"
              className="cond-remove"
              aria-label={`Move “${title}” up`}
              disabled={index === 0}
              onClick={() => onMove(-1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="cond-remove"
              aria-label={`Move “${title}” down`}
              disabled={index === count - 1}
              onClick={() => onMove(1)}
            >
              ↓
            </button>
            <button
              type="button"
              className="cond-remove"
              aria-label={`Remove “${title}”`}
              onClick={onRemove}
            >
              ×
            </button>
          </span>
        )}
      </div>
      {children}
    </li>
  );
}
