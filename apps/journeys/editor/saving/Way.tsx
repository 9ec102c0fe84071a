import { leaveTo } from "./session";

/** A link that is followed once everything is saved. */
export function Way(given: {
  href: string;
  children: React.ReactNode;
  small?: boolean;
  className?: string;
}) {
  const { href, children, small, className } = given;
  const follow = (event: React.MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void leaveTo(href);
  };
  return (
    <a className={className ?? (small ? "small" : undefined)} href={href} onClick={follow}>
      {children}
    </a>
  );
}
