export function Canvas() {
  return <p className="muted">…</p>;
}
