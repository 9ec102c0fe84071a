export function VersionsPanel() {
  return <p className="muted">…</p>;
}
