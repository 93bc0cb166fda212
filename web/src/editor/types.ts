/** The contract's values as they stand in JSON (proto3 JSON: what has its zero value may be absent). */

export interface Cover {
  imageId: string;
  alt?: string;
  width?: number;
  height?: number;
  placeholder?: string;
}

export interface Content {
  title?: string;
  subtitle?: string;
  body?: string;
  tags?: string[];
  cover?: Cover | null;
  canonicalUrl?: string;
  visibility?: string;
  language?: string;
  excerpt?: string;
  slug?: string;
}

export interface Draft {
  id: string;
  status?: string;
  version?: number;
  content?: Content;
  savedAt?: string;
  scheduledFor?: string;
  publishedAt?: string;
  hasUnpublishedChanges?: boolean;
  shareKey?: string;
  words?: number;
  readingMinutes?: number;
  slug?: string;
  /** OFFERED or TAKEN_IN: with a publication's editors. */
  standing?: string;
  mayPublish?: boolean;
}

export interface Saved {
  version: number;
  savedAt: string;
  words?: number;
  readingMinutes?: number;
  body?: string;
}

export interface Revision {
  id: string;
  title?: string;
  words?: number;
  createdAt: string;
  /** Who saved it. */
  authorId?: string;
  published?: boolean;
}

export interface Uploaded {
  id: string;
  width: number;
  height: number;
  placeholder: string;
  address: string;
}

/** A document in the schema of `src/octavo/document/schema.json`. */
export interface DocumentJson {
  type: string;
  content?: DocumentJson[];
  attrs?: Record<string, unknown>;
  text?: string;
}
