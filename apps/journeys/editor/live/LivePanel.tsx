export function LivePanel() {
  return <p className="muted">…</p>;
}
