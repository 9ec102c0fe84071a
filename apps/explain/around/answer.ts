/** What the server says of a focus; the shape of `/api/people/{id}/around/`. */

export interface Thing {
  id: string;
  kind: string;
  label: string;
  detail: readonly string[];
  href: string;
  tone: string;
  elsewhere: boolean;
}

export interface Near {
  id: string;
  says: string;
  tone: string;
  href: string;
}

export interface Group {
  kind: string;
  label: string;
  near: readonly Near[];
  more: number;
  more_text: string;
  next: string;
}

export interface Link {
  source: string;
  target: string;
  says: string;
  tone: string;
}

export interface Answer {
  person: string;
  zone: string;
  focus: string;
  nodes: readonly Thing[];
  groups: readonly Group[];
  links: readonly Link[];
}
